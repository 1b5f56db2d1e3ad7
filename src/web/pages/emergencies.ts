import { londonDay, showDay } from '../../domain/calendar.ts';
import { emergencies, familyTelling, findings } from '../../domain/emergency.ts';
import type { Fault } from '../../domain/outcome.ts';
import { roles } from '../../domain/roles.ts';
import { reviewEmergency, seeEmergencies } from '../../services/emergency.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { emergencyHandle, emergencyOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { radios } from '../views/components/radios.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { tag } from '../views/components/tag.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

/** The openings of shielded records that wait for a review, those due first. */
export async function showEmergencies(visit: SignedInVisit): Promise<Reply> {
  return emergenciesPage(visit, [], 0);
}

/** Takes what a reviewer found of one. */
export async function takeEmergencyReview(visit: SignedInVisit): Promise<Reply> {
  const { site, handleSecret, params, actor, form: typed } = visit;
  const emergencyId = emergencyOfHandle(site.handleKey, handleSecret, params['emergency'] ?? '');
  if (emergencyId === undefined) {
    await noteRefusal(site.services, actor, 'no such opening in this session');
    return faultReply(visit, noSuchOpening);
  }
  const found = { finding: typed.get('finding') ?? '', family: typed.get('family') ?? '' };
  const reviewed = await reviewEmergency(site.services, actor, emergencyId, found);
  if (reviewed.ok) return goTo('/emergencies');
  return reviewed.faults === undefined
    ? faultReply(visit, reviewed.fault)
    : emergenciesPage(visit, reviewed.faults, emergencyId);
}

const noSuchOpening: Fault = {
  kind: 'not-found',
  says: 'There is no such opening here. Start again from the menu.',
};

type Waiting = Extract<
  Awaited<ReturnType<typeof seeEmergencies>>,
  { readonly ok: true }
>['value']['rows'][number];

async function emergenciesPage(
  visit: SignedInVisit,
  faults: readonly Fault[],
  faulty: number,
): Promise<Reply> {
  const asked = Number(visit.query['page'] ?? 1);
  const page = Number.isInteger(asked) && asked >= 1 && asked <= 5000 ? asked : 1;
  const seen = await seeEmergencies(visit.site.services, visit.actor, page);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { rows, hasMore } = seen.value;
  const errors = fieldErrors(faults, {
    finding: boxOf('finding', faulty),
    family: boxOf('family', faulty),
  });
  const main = html`${explained} ${rows.length === 0 && none}
  ${rows.map((row) => openingView(visit, row, row.emergencyId === faulty ? errors : []))}
  ${hasMore && html`<p class="govuk-body"><a class="govuk-link" href="/emergencies?page=${page + 1}">Later openings</a></p>`}`;
  const framed = frame(visit, { title: 'Emergency openings', main, errors, showsChild: false });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

const explained = html`<p class="govuk-body">
  Each opening of a shielded record is reviewed by the end of the next working day. Which child it was stands
  only in the log.
</p>`;
const none = html`<p class="govuk-body">Nothing waits.</p>`;

function boxOf(name: string, emergencyId: number): string {
  return `${name}-${emergencyId}`;
}

function openingView(visit: SignedInVisit, row: Waiting, errors: readonly FieldError[]): Html {
  const isOver = londonDay(visit.site.services.now()) > row.reviewDueOn;
  const due = showDay(row.reviewDueOn);
  return html`<h2 class="govuk-heading-m">${row.fullName}</h2>
    ${summaryList({
      rows: [
        { key: 'Who', value: `${roles[row.role].name}, ${row.organisationName}` },
        { key: 'Opened', value: momentInWords(row.openedAt) },
        { key: 'Emergency', value: emergencies[row.because] },
        {
          key: 'Review',
          value: isOver ? html`${due} ${tag({ text: 'Overdue', colour: 'red' })}` : `Due by ${due}`,
        },
      ],
    })}
    ${reviewForm(visit, row, errors)}`;
}

function reviewForm(visit: SignedInVisit, row: Waiting, errors: readonly FieldError[]): Html {
  const handle = emergencyHandle(visit.site.handleKey, visit.handleSecret, row.emergencyId);
  const asked = (name: 'finding' | 'family', legend: string, words: Readonly<Record<string, string>>) =>
    radios({
      name,
      id: boxOf(name, row.emergencyId),
      legend,
      legendSize: 's',
      items: Object.entries(words).map(([value, text]) => ({ value, text })),
      value: errors.length > 0 ? visit.form.get(name) : undefined,
      error: errorOf(errors, name),
    });
  return form({
    action: `/emergencies/${handle}/reviews`,
    formToken: visit.formToken,
    main: html`${asked('finding', 'What did you find?', findings)}
    ${asked('family', 'Is the family told?', familyTelling)}
    ${button({ text: `Keep the review of ${row.fullName}’s opening`, preventDoubleClick: true })}`,
  });
}
