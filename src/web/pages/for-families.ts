import { everythingHeld } from '../../domain/held.ts';
import { howLongWords, neverHeld, whoSeesWords, whyWords, type Why } from '../../domain/held-words.ts';
import { pageReply, type Reply } from '../reply.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { html, type Html } from '../views/html.ts';
import type { Visit } from '../visit.ts';
import { frame } from './frame.ts';

/** Before anybody signs in: what this is, told to a child of ten, and to a parent. Short words: children read it by themselves. */
export function showForFamilies(visit: Visit): Promise<Reply> {
  const main = html`
    <p class="govuk-body-l">ContactPoint is a list of the people who help you.</p>
    ${forChild()} ${forParent()}
  `;
  return Promise.resolve(
    pageReply(frame(visit, { title: 'For children and parents', main, showsChild: false })),
  );
}

function forChild(): Html {
  return html`
    <h2 class="govuk-heading-m">If you are a child</h2>
    <p class="govuk-body">
      Lots of people may help you: a teacher, a nurse, a doctor. Sometimes they do not know about each other.
      ContactPoint tells them who else helps you, and how to ring them. Then you do not have to tell your
      story again and again.
    </p>
    <h3 class="govuk-heading-s">What it knows about you</h3>
    <p class="govuk-body">
      Your name, your birthday, if you are a boy or a girl, and where you live. Who looks after you. Your
      school, your doctor, and other people who help you.
    </p>
    <h3 class="govuk-heading-s">What it never knows</h3>
    <p class="govuk-body">It has no place for any of these:</p>
    ${listOf(neverHeld)}
    <h3 class="govuk-heading-s">Who can look</h3>
    <p class="govuk-body">
      Only people whose job is to help children, and people who keep the list right. They are checked first.
      They have to say why they look. Each time, it is written down who looked. If somebody looks without a
      good reason, they lose their key, and may lose their job.
    </p>
    ${whatToAsk()}
  `;
}

function whatToAsk(): Html {
  return html`
    <h3 class="govuk-heading-s">If you would be in danger</h3>
    <p class="govuk-body">
      If somebody must not know where you are, tell a person you trust. Then nobody sees your address, your
      school or your helpers.
    </p>
    <h3 class="govuk-heading-s">How to see it, change it, or say that you are not happy</h3>
    <p class="govuk-body">
      Ask your teacher, your nurse or your social worker. They can ask a record keeper to show you what is
      there, and who looked. If something is wrong, it must be put right, or you must be told why not. If you
      are still not happy, you can tell the Information Commissioner on
      <a class="govuk-link" href="tel:03031231113">0303 123 1113</a>.
    </p>
    <h3 class="govuk-heading-s">When you are 18</h3>
    <p class="govuk-body">
      Your record goes on your 18th birthday. If you left care or have a learning disability, you can choose
      to stay until 25.
    </p>
    <p class="govuk-body">
      Do you want to talk to somebody? Childline is free, at any hour:
      <a class="govuk-link" href="tel:08001111">0800 1111</a>.
    </p>
  `;
}

function forParent(): Html {
  return html`
    <h2 class="govuk-heading-m">If you are a parent or carer</h2>
    <p class="govuk-body">
      Every child’s record holds the same: who they are, who looks after them, and how to reach the services
      that help. A service for sexual health, mental health or drugs and alcohol is put there only if your
      child or you agree, or if there is reason to fear serious harm; others see only that a sensitive service
      helps.
    </p>
    <p class="govuk-body">
      Being in it says nothing about a family: it is for every child. Everyone who looks has to be trained and
      security-checked, signs in with a key of their own, and gives a reason.
      <a class="govuk-link" href="/published">How misuse is punished is published</a>.
    </p>
    <p class="govuk-body">
      You can ask a record keeper of your council to see your child’s record and who looked, to put it right,
      and to object. They answer within a month. You can complain to the council, and to the
      <a class="govuk-link" href="tel:03031231113">Information Commissioner, 0303 123 1113</a>. A child who
      understands what it means decides for themselves, and at 16 a parent’s right to look ends unless the
      young person renews it.
    </p>
    <p class="govuk-body">
      Have you been given a paper with a code? <a class="govuk-link" href="/family/begin">Begin with it</a>,
      or <a class="govuk-link" href="/family/sign-in">sign in</a> if you have before.
    </p>
    <p class="govuk-body">
      <a class="govuk-link" href="/privacy"
        >Privacy notice: all that is held, why, for how long, and who sees it</a
      >
    </p>
  `;
}

/** The privacy notice, made of the product's own list of what it holds, which a test holds against the database. */
export function showPrivacy(visit: Visit): Promise<Reply> {
  const reasons = Object.keys(whyWords).filter((why) => isWhy(why));
  const main = html`
    <p class="govuk-body-l">
      This is everything that ContactPoint holds of a child. It is made from the list that the program itself
      is held to: nothing is kept that has no line here.
    </p>
    ${reasons.map(
      (why) => html`
        <h2 class="govuk-heading-m">${whyWords[why]}</h2>
        ${linesFor(why)}
      `,
    )}
    <h2 class="govuk-heading-m">What is never held</h2>
    ${listOf(neverHeld)}
    <h2 class="govuk-heading-m">Your rights</h2>
    <p class="govuk-body">
      Ask a record keeper of your council for a copy of all that is held of you. It is free, and comes within
      a month. You can have it put right, object to it, and complain to the
      <a class="govuk-link" href="tel:03031231113">Information Commissioner, 0303 123 1113</a>. No computer
      decides anything about a child here.
    </p>
  `;
  return Promise.resolve(pageReply(frame(visit, { title: 'Privacy notice', main, showsChild: false })));
}

function linesFor(why: Why): Html {
  return summaryList({
    rows: everythingHeld
      .filter((one) => one.why === why)
      .map(({ what, howLong, whoSees }) => ({
        key: what,
        value: html`<p class="govuk-body">${whoSeesWords[whoSees]}</p>
          <p class="govuk-body">${howLongWords[howLong]}</p>`,
      })),
  });
}

function listOf(lines: readonly string[]): Html {
  return html`<ul class="govuk-list govuk-list--bullet">
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

function isWhy(word: string): word is Why {
  return Object.hasOwn(whyWords, word);
}
