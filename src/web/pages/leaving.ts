import { addDays, londonDay, showDay, type Day } from '../../domain/calendar.ts';
import { daysToTakeBack } from '../../domain/retention.ts';
import type { Fault } from '../../domain/outcome.ts';
import {
  openAgainInEngland,
  recordLeftEngland,
  seeLeaving,
  type Leaving,
} from '../../services/leaving-england.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { checkboxes } from '../views/components/checkboxes.ts';
import { form } from '../views/components/form.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { childNamed, noSuchChild, ofChild } from './care-visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** When a record leaves; a record keeper can say here that the child left England for good, or take it back. */
export async function showLeaving(visit: SignedInVisit): Promise<Reply> {
  return leavingPage(visit, []);
}

/** The same, where the form was out of date. */
export async function showLeavingAgain(visit: SignedInVisit): Promise<Reply> {
  return leavingPage(visit, [outOfDate('Check your answer and send it again.')]);
}

/** Closes the record: the child left England and does not mean to return. */
export async function takeLeftEngland(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  if (visit.form.get('sure') !== 'yes') return leavingPage(visit, [notSure]);
  const closed = await recordLeftEngland(visit.site.services, visit.actor, childId);
  return closed.ok ? goTo(ofChild(visit, '/leaving')) : faultReply(visit, closed.fault);
}

/** Opens it again. */
export async function takeBackEngland(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const opened = await openAgainInEngland(visit.site.services, visit.actor, childId);
  return opened.ok ? goTo(ofChild(visit, '/leaving')) : faultReply(visit, opened.fault);
}

async function leavingPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const seen = await seeLeaving(visit.site.services, visit.actor, childId);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { receipt, ...leaving } = seen.value;
  const errors = fieldErrors(faults);
  const today = londonDay(visit.site.services.now());
  const page = frame(visit, {
    title: 'When this record goes',
    caption: html`<bdi>${leaving.name}</bdi>, born ${showDay(leaving.dateOfBirth)}`,
    main: html`${summaryList({ rows: rowsOf(leaving) })} ${whatCanBeSaid(visit, leaving, today, errors)}`,
    backLink: { href: ofChild(visit) },
    errors,
    showsChild: true,
    receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function rowsOf({ leavesOn, closedOn, closedBecause, birthStanding }: Leaving) {
  const waits = birthStanding === 'estimated' && closedOn === null;
  const goes = waits
    ? `Around ${showDay(leavesOn)}: the date of birth is an estimate, so a person decides on the desk`
    : `At the beginning of ${showDay(leavesOn)}`;
  return [
    { key: 'Goes', value: goes },
    { key: 'Closed', value: closedIn(closedOn, closedBecause) },
  ];
}

// Of any other closing neither why nor when is shown, as on the record's own page.
function closedIn(on: Day | null, because: Leaving['closedBecause']): string {
  if (on === null) return 'No';
  return because === 'left England' ? `Since ${showDay(on)}: the child left England for good` : 'Yes';
}

function whatCanBeSaid(
  visit: SignedInVisit,
  { closedBecause, leavesOn }: Leaving,
  today: Day,
  errors: readonly FieldError[],
): Html {
  if (closedBecause === 'left England') return takeBackForm(visit, leavesOn);
  if (closedBecause !== null) return html`<p class="govuk-body">${closedOtherwise}</p>`;
  return leftForm(visit, addDays(today, daysToTakeBack), errors);
}

function leftForm(visit: SignedInVisit, goesOn: Day, errors: readonly FieldError[]): Html {
  return html`<h2 class="govuk-heading-m">The child has left England for good</h2>
    <p class="govuk-body">
      The record is closed at once to everybody. It is removed on ${showDay(goesOn)}; until then you can take
      it back here. After that no file brings the child back unless a record keeper lets them.
    </p>
    <p class="govuk-body">Do not use this for a long holiday, or where it is not known if they come back.</p>
    ${form({
      action: ofChild(visit, '/leaving/england'),
      formToken: visit.formToken,
      main: html`${checkboxes({
        name: 'sure',
        legend: 'What you know',
        items: [
          {
            value: 'yes',
            text: 'The family, or somebody who works with the child, told us that the child has left England and does not mean to return',
          },
        ],
        error: errorOf(errors, 'sure'),
      })}
      ${button({ text: 'Close the record', kind: 'warning', preventDoubleClick: true })}`,
    })}`;
}

function takeBackForm(visit: SignedInVisit, leavesOn: Day): Html {
  return html`<h2 class="govuk-heading-m">Was that a mistake?</h2>
    <p class="govuk-body">
      Until ${showDay(leavesOn)} the record can be opened again as it was. After that it is gone.
    </p>
    ${form({
      action: ofChild(visit, '/leaving/england/taken-back'),
      formToken: visit.formToken,
      main: button({ text: 'Open the record again', preventDoubleClick: true }),
    })}`;
}

const closedOtherwise =
  'Nothing can be changed here. If it was closed by mistake, tell the supplier whose file said so: the record opens again when the file is right.';

const notSure: Fault = {
  kind: 'invalid',
  field: 'sure',
  says: 'Tick the box if you know that the child has left England and does not mean to return',
};
