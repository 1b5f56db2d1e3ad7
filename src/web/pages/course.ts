import { checkFor, courseFor, coursePart } from '../../domain/course/course.ts';
import type { CoursePart, Question } from '../../domain/course/part.ts';
import { roles } from '../../domain/roles.ts';
import { takeCheck, type CheckTaken } from '../../services/course.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button, linkButton } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { insetText } from '../views/components/inset-text.ts';
import { panel } from '../views/components/panel.ts';
import { radios } from '../views/components/radios.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { outOfDate } from './faults.ts';
import { frame } from './frame.ts';

const title = 'Learn to use ContactPoint';

/** The parts of the course for the visitor's role, and the check at the end. */
export async function showCourse(visit: SignedInVisit): Promise<Reply> {
  const { role } = visit.actor;
  const parts = courseFor(role);
  const minutes = parts.reduce((sum, part) => sum + part.minutes, 0);
  const main = html`<p class="govuk-body-l">
      About ${minutes} minutes, at your own pace. Nothing is lost when you stop.
    </p>
    <ol class="govuk-list govuk-list--number govuk-list--spaced">
      ${parts.map(
        ({ id, title: name, minutes: its }) =>
          html`<li><a class="govuk-link" href="/course/${id}">${name}</a>: ${its} minutes</li>`,
      )}
      <li><a class="govuk-link" href="/course-check">The check</a>: ${checkFor(role).length} questions</li>
    </ol>
    <p class="govuk-body">
      Whoever passes the check has it on their account, where an administrator sees it, and a certificate for
      an account that is still to be made.
    </p>`;
  const caption = `For a ${roles[role].name.toLowerCase()}`;
  return pageReply(frame(visit, { title, caption, main, showsChild: false }));
}

/** One part, with its question. */
export async function showCoursePart(visit: SignedInVisit): Promise<Reply> {
  return partReply(visit, undefined);
}

/** Says at once whether the answer is right, and why. */
export async function answerCoursePart(visit: SignedInVisit): Promise<Reply> {
  return partReply(visit, visit.form.get('answer') ?? '');
}

/** The part again, where the form was out of date. */
export async function showCoursePartAgain(visit: SignedInVisit): Promise<Reply> {
  return partReply(visit, undefined);
}

/** The questions at the end. */
export async function showCheck(visit: SignedInVisit): Promise<Reply> {
  return checkReply(visit, []);
}

/** Takes the answers: what is missing, what to read again, or that it is passed. */
export async function takeCourseCheck(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: typed } = visit;
  const fullName = typed.get('fullName') ?? '';
  const answerOf = (box: string): string | undefined => typed.get(box);
  const taken = await takeCheck(site.services, actor, { answerOf, fullName });
  const { mark } = taken;
  if (mark.ok) return markReply(visit, taken, fullName);
  const errors = mark.unanswered.map((field) => ({ field, id: field, says: 'Choose an answer' }));
  return checkReply(visit, errors);
}

/** The questions with what was answered, where the form was out of date. */
export async function showCheckAgain(visit: SignedInVisit): Promise<Reply> {
  return checkReply(visit, fieldErrors([outOfDate('Check your answers and send them again.')]));
}

function partReply(visit: SignedInVisit, answer: string | undefined): Reply {
  const { role } = visit.actor;
  const part = coursePart(role, visit.params['part'] ?? '');
  if (part === undefined) return goTo('/course'); // of another role, perhaps
  const parts = courseFor(role);
  const at = parts.indexOf(part);
  const next = parts[at + 1];
  const isMissing = answer === '';
  const errors = isMissing ? [{ field: 'answer', id: 'answer', says: 'Choose an answer' }] : [];
  const main = html`${part.says.map((says) => html`<p class="govuk-body">${says}</p>`)}
    ${insetText({
      text: html`<ul class="govuk-list govuk-list--bullet govuk-!-margin-bottom-0">
        ${part.remember.map((one) => html`<li>${one}</li>`)}
      </ul>`,
    })}
    ${exercisePart(visit, part)} ${questionPart(visit, part, answer, errors)}
    <p class="govuk-body">
      ${
        next === undefined
          ? html`<a class="govuk-link" href="/course-check">Go to the check</a>`
          : html`<a class="govuk-link" href="/course/${next.id}">Next: ${next.title}</a>`
      }
    </p>`;
  const framed = frame(visit, {
    title: part.title,
    caption: `Part ${at + 1} of ${parts.length}`,
    main,
    errors,
    backLink: { href: '/course' },
    showsChild: false,
  });
  return pageReply(framed, isMissing ? 400 : 200);
}

// Only where everybody is invented: nobody tries things out on a real child.
function exercisePart({ site }: SignedInVisit, { exercise }: CoursePart): Html {
  if (exercise === undefined || !site.practice) return html``;
  return html`<h2 class="govuk-heading-m">Try it</h2>
    <p class="govuk-body">
      ${exercise.says} <a class="govuk-link" href="${exercise.href}">Go there now</a>, and come back.
    </p>`;
}

function questionPart(
  visit: SignedInVisit,
  { id, question }: CoursePart,
  answer: string | undefined,
  errors: readonly FieldError[],
): Html {
  return html`${answer !== undefined && answer !== '' && verdict(question, answer)}
  ${form({
    action: `/course/${id}`,
    formToken: visit.formToken,
    main: html`${radios({
      name: 'answer',
      legend: question.asks,
      legendSize: 'm',
      items: answersOf(id, question),
      value: answer,
      error: errorOf(errors, 'answer'),
    })}
    ${button({ text: 'Check my answer', kind: 'secondary' })}`,
  })}`;
}

function verdict({ right, because }: Question, answer: string): Html {
  const says = answer === String(right) ? 'That is right.' : 'That is not it.';
  return insetText({ text: html`<b>${says}</b> ${because}` });
}

// Not always in the same place, and always the same for one question.
function answersOf(box: string, { answers }: Question) {
  const turn =
    Array.from(box, (letter) => letter.charCodeAt(0)).reduce((sum, code) => sum + code, 0) % answers.length;
  const items = answers.map((text, at) => ({ value: String(at), text }));
  return [...items.slice(turn), ...items.slice(0, turn)];
}

function checkReply(visit: SignedInVisit, errors: readonly FieldError[]): Reply {
  const { role, fullName } = visit.actor;
  const main = form({
    action: '/course-check',
    formToken: visit.formToken,
    main: html`${checkFor(role).map(({ box, question }) =>
      radios({
        name: box,
        legend: question.asks,
        legendSize: 's',
        items: answersOf(box, question),
        value: visit.form.get(box),
        error: errorOf(errors, box),
      }),
    )}
    ${input({
      name: 'fullName',
      label: 'Your full name, for the certificate',
      hint: 'As it will stand on your account. It is not kept.',
      value: visit.form.get('fullName') ?? (visit.site.practice ? '' : fullName),
      autocomplete: 'name',
      spellcheck: false,
    })}
    ${button({ text: 'Send my answers', preventDoubleClick: true })}`,
  });
  const framed = frame(visit, {
    title: 'The check',
    caption: title,
    main,
    errors,
    backLink: { href: '/course' },
    showsChild: false,
  });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

function markReply(visit: SignedInVisit, { mark, certificate }: CheckTaken, fullName: string): Reply {
  if (!mark.ok) return checkReply(visit, []);
  const score = `${mark.right} of ${mark.of} answers are right.`;
  const again = html`<h2 class="govuk-heading-m">Worth reading again</h2>
    <ul class="govuk-list govuk-list--bullet">
      ${mark.readAgain.map(({ id, title: name }) => html`<li><a class="govuk-link" href="/course/${id}">${name}</a></li>`)}
    </ul>`;
  const passed = html`${panel({ title: 'Well done', text: score })}
  ${certificate !== undefined && certificatePart(certificate, fullName)} ${mark.readAgain.length > 0 && again}`;
  const failed = html`<p class="govuk-body-l">${score} It takes a few more to pass.</p>
    ${again} ${linkButton({ text: 'Take the check again', href: '/course-check' })}`;
  const main = mark.passed ? passed : failed;
  const framed = frame(visit, {
    title: mark.passed ? 'The check is passed' : 'Not passed yet',
    main,
    backLink: { href: '/course' },
    showsChild: false,
  });
  return pageReply(framed);
}

function certificatePart(certificate: string, fullName: string): Html {
  return html`<p class="govuk-body">
      ${fullName}, give this certificate to the administrator who proposes you for an account. It is of today,
      and of your name.
    </p>
    ${insetText({ text: html`<span class="app-seed">${certificate}</span>` })}`;
}
