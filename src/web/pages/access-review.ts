import { showDay } from '../../domain/calendar.ts';
import { roles } from '../../domain/roles.ts';
import { answerInReview, readAccessReview, seeAccessReview } from '../../services/access-reviews.ts';
import { nobodyLikeThat } from '../../services/budgets.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { warningText } from '../views/components/warning-text.ts';
import { html, type Html } from '../views/html.ts';
import { listPages } from '../views/list-controls.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';
import { accountOf, addressOfPerson } from './person-address.ts';

const title = 'Access review';

type Seen = Extract<Awaited<ReturnType<typeof seeAccessReview>>, { readonly ok: true }>['value'];
type Review = NonNullable<Seen>;

/** The review that is open: person by person, who still needs their account. */
export async function showAccessReview(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, query } = visit;
  const seen = await seeAccessReview(site.services, actor, Number(query['page'] ?? '1'));
  if (!seen.ok) {
    await noteRefusal(site.services, actor, 'no such list in this session');
    return faultReply(visit, seen.fault);
  }
  const main = seen.value === undefined ? noneOpen : reviewPart(visit, seen.value);
  const { organisationName: caption } = actor;
  return pageReply(frame(visit, { title, caption, main, showsChild: false, width: 'full' }));
}

/** Takes the answer for one person. */
export async function takeReviewAnswer(visit: SignedInVisit): Promise<Reply> {
  const accountId = await accountOf(visit);
  if (accountId === undefined) return faultReply(visit, nobodyLikeThat);
  const answer = visit.form.get('answer') ?? '';
  const answered = await answerInReview(visit.site.services, visit.actor, accountId, answer);
  return answered.ok ? goTo('/access-review') : faultReply(visit, answered.fault);
}

/** A line for the start page, while a review is open and somebody is not answered for. */
export async function reviewReminder({ site, actor }: SignedInVisit): Promise<Html> {
  const review = await readAccessReview(site.services, actor);
  if (review === undefined || review.answered >= review.people) return html``;
  const left = review.people - review.answered;
  return warningText({
    text: html`Say by ${showDay(review.dueOn)} who still needs their account:
      <a class="govuk-link" href="/access-review"
        >${left === 1 ? 'one person is' : `${left} people are`} left</a
      >.`,
  });
}

const noneOpen = html`<p class="govuk-body">
  No review is open. Every four months one opens here, 30 days before it is due, with all who have an account.
</p>`;

function reviewPart(visit: SignedInVisit, review: Review): Html {
  const { dueOn, people, answered } = review;
  const head = [
    { text: 'Person' },
    { text: 'Still needed?' }, // second, where a phone shows it
    { text: 'Account for' },
    { text: 'Last signed in' },
  ];
  const rows = review.rows.map((person) => [
    {
      text: html`<a class="govuk-link" href="${addressOfPerson(visit, person.accountId)}"
        >${person.fullName}</a
      >`,
    },
    { text: answerPart(visit, person) },
    { text: roles[person.role].name },
    { text: person.lastSignedIn === null ? 'Never' : momentInWords(person.lastSignedIn) },
  ]);
  return html`<p class="govuk-body">
      Say of each person whether they still need their account. Whoever is not confirmed by the end of
      <b>${showDay(dueOn)}</b> is suspended. Somebody else answers for you.
    </p>
    <p class="govuk-body">Answered: ${answered} of ${people}.</p>
    ${scrolling(title, table({ head, rows, firstCellIsHeader: true }))}
    ${listPages('/access-review', {}, review)}`;
}

function answerPart(visit: SignedInVisit, person: Review['rows'][number]): Html {
  const { accountId, fullName, answer, answerer } = person;
  if (accountId === visit.actor.accountId && answer === null) return html`Your own account`;
  if (answer !== null) {
    const colour = answer === 'still needed' ? 'green' : 'red';
    const text = answer === 'still needed' ? 'Still needed' : 'No longer needed';
    return html`${tag({ text, colour })} ${answerer ?? ''}`;
  }
  const of = html`<span class="govuk-visually-hidden"> by ${fullName}</span>`;
  return form({
    action: `/access-review/${addressOfPerson(visit, accountId).replace('/people/', '')}/answers`,
    formToken: visit.formToken,
    main: html`<div class="govuk-button-group govuk-!-margin-bottom-0">
      ${button({ text: html`Still needed${of}`, name: 'answer', value: 'still needed', kind: 'secondary' })}
      ${button({ text: html`No longer${of}`, name: 'answer', value: 'no longer needed', kind: 'secondary' })}
    </div>`,
  });
}
