import { londonDay, showDay } from '../../domain/calendar.ts';
import { howLongWords, whoSeesWords, whyWords } from '../../domain/held-words.ts';
import { everythingHeld } from '../../domain/held.ts';
import type { Fault } from '../../domain/outcome.ts';
import { leftOutWords, type CopyPart } from '../../domain/record-copy.ts';
import { nameChild } from '../../services/child-record.ts';
import { copyForFamily, type PaperReader } from '../../services/copy-for-family.ts';
import { pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { radios } from '../views/components/radios.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { errorOf, fieldErrors } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { childNamed, noSuchChild, ofChild } from './care-visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** Asks for whom a copy of the record is printed. */
export async function askForWhomToCopy(visit: SignedInVisit): Promise<Reply> {
  return askingPage(visit, []);
}

/** The same, where the form was out of date. */
export async function askForWhomToCopyAgain(visit: SignedInVisit): Promise<Reply> {
  return askingPage(visit, [outOfDate('Check your answer and send it again.')]);
}

/** All that is held of the child, on a page that prints. */
export async function printCopy(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const reader = readers.find(({ value }) => value === visit.form.get('reader'))?.value;
  if (reader === undefined) return askingPage(visit, [notChosen]);
  const copied = await copyForFamily(visit.site.services, visit.actor, childId, reader);
  if (!copied.ok) return faultReply(visit, copied.fault);
  const { name, parts, receipt } = copied.value;
  const today = londonDay(visit.site.services.now());
  const page = frame(visit, {
    title: 'Everything that ContactPoint holds',
    caption: html`<bdi>${name}</bdi>`,
    main: html`<p class="govuk-body">
        Printed ${showDay(today)} by ${visit.actor.fullName}, ${visit.actor.organisationName}.
      </p>
      ${copyView(parts)} ${notInIt}`,
    backLink: { href: ofChild(visit) },
    showsChild: true,
    prints: true,
    receipt,
  });
  return pageReply(page);
}

const readers: readonly { readonly value: PaperReader; readonly text: string }[] = [
  { value: 'child', text: 'The child, who understands it and will get it into their own hands' },
  { value: 'parent', text: 'A parent or carer with parental responsibility' },
];

async function askingPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const named = await nameChild(visit.site.services, visit.actor, childId);
  if (!named.ok) return faultReply(visit, named.fault);
  const errors = fieldErrors(faults);
  const page = frame(visit, {
    title: 'A copy for the family',
    caption: html`<bdi>${named.value.givenNames} ${named.value.familyName}</bdi>`,
    main: html`<p class="govuk-body">
        Whoever asks for a copy of all that is held gets it free, within a month. Be sure who they are first.
      </p>
      ${form({
        action: ofChild(visit, '/copies'),
        formToken: visit.formToken,
        main: html`${radios({
          name: 'reader',
          legend: 'Who asked for it?',
          items: readers,
          value: visit.form.get('reader'),
          error: errorOf(errors, 'reader'),
        })}
        ${button({ text: 'Make the copy', preventDoubleClick: true })}`,
      })}`,
    backLink: { href: ofChild(visit) },
    errors,
    showsChild: true,
    receipt: named.value.receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

/** Each kind of thing that is held, with what is held, why, how long, and who sees it. */
function copyView(parts: readonly CopyPart[]): Html {
  const empty = parts.filter(({ rows }) => rows.length === 0);
  return html`${parts.filter(({ rows }) => rows.length > 0).map(partView)}
    <h2 class="govuk-heading-m">Of these nothing is held</h2>
    <ul class="govuk-list govuk-list--bullet">
      ${empty.map(({ what }) => html`<li>${what}</li>`)}
    </ul>`;
}

function partView({ what, rows }: CopyPart): Html {
  const told = everythingHeld.find((one) => one.what === what);
  const why = told && `${whyWords[told.why]} ${howLongWords[told.howLong]} ${whoSeesWords[told.whoSees]}`;
  return html`<h2 class="govuk-heading-m">${what}</h2>
    ${why !== undefined && html`<p class="govuk-body-s">${why}</p>`}
    ${rows.map((row) => summaryList({ rows: row.map(({ name, value }) => ({ key: name, value: html`<bdi>${value}</bdi>` })) }))}`;
}

const notInIt = html`<h2 class="govuk-heading-m">What is not in this copy</h2>
  <ul class="govuk-list govuk-list--bullet">
    ${Object.values(leftOutWords).map((words) => html`<li>${words}</li>`)}
  </ul>
  <p class="govuk-body">
    You can have what is wrong put right, object, and complain to the Information Commissioner, 0303 123 1113.
  </p>`;

const notChosen: Fault = { kind: 'invalid', field: 'reader', says: 'Choose who asked for it' };
