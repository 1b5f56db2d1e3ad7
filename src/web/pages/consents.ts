import { londonDay, showDay, type Day } from '../../domain/calendar.ts';
import { endsSoon, giverInWords, isInForce } from '../../domain/consent.ts';
import type { Fault } from '../../domain/outcome.ts';
import {
  recordConsent,
  seeConsents,
  withdrawOwnConsent,
  type SeenConsents,
} from '../../services/consents.ts';
import { pageReply, type Reply } from '../reply.ts';
import { numberHandle, numberOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { summaryCard, summaryList } from '../views/components/summary-list.ts';
import { tag } from '../views/components/tag.ts';
import { fieldErrors } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { consentQuestions } from '../views/work-forms.ts';
import type { SignedInVisit } from '../visit.ts';
import { workTyped } from './add-work.ts';
import { afterForm, childNamed, noSuchChild, ofChild } from './care-visit.ts';
import { outOfDate } from './faults.ts';
import { frame } from './frame.ts';

type Consent = SeenConsents['consents'][number];

/** What the reader's own team has of a child's consents. */
export async function showConsents(visit: SignedInVisit): Promise<Reply> {
  return consentsPage(visit, []);
}

/** The same with what was typed, where the form was out of date. */
export async function showConsentsAgain(visit: SignedInVisit): Promise<Reply> {
  return consentsPage(visit, [outOfDate('Check your answers and send them again.')]);
}

/** Adds one. */
export async function takeConsent(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const { site, actor } = visit;
  const recorded = await recordConsent(site.services, actor, childId, workTyped(visit.form).consent);
  return afterForm(visit, recorded, {
    to: ofChild(visit, '/consents'),
    again: (faults) => consentsPage(visit, faults),
  });
}

/** Withdraws one, which works at once. */
export async function withdraw(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const { site, actor, handleSecret, form: fields } = visit;
  const of = { of: 'consent', childId } as const;
  const no = numberOfHandle(site.handleKey, handleSecret, of, fields.get('consent') ?? '');
  const withdrawn = await withdrawOwnConsent(site.services, actor, childId, no);
  return afterForm(visit, withdrawn, { to: ofChild(visit, '/consents') });
}

/** The same to hand to the family, on paper. */
export async function printConsents(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const seen = await seeConsents(visit.site.services, visit.actor, childId, 'print consents');
  if (!seen.ok) return afterForm(visit, seen, { to: '/' });
  const today = londonDay(visit.site.services.now());
  const main = html`
    <p class="govuk-body">
      What was agreed to, for <bdi>${seen.value.name}</bdi>. You can withdraw it at any time: tell the
      service. It then works at once.
    </p>
    ${seen.value.consents.map((one) => summaryList({ rows: [{ key: 'Service', value: `${one.team}, ${one.organisation}` }, ...rowsOf(one, today)] }))}
    <p class="govuk-body">Printed ${showDay(today)}. Why it was agreed to is not kept.</p>
  `;
  return pageReply(
    frame(visit, {
      title: 'What you have agreed to',
      main,
      backLink: { href: ofChild(visit, '/consents') },
      showsChild: true,
      prints: true,
      receipt: seen.receipt,
    }),
  );
}

async function consentsPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const seen = await seeConsents(visit.site.services, visit.actor, childId, 'see consents');
  if (!seen.ok) return afterForm(visit, seen, { to: '/' });
  const { name, consents, mayRecord } = seen.value;
  const errors = fieldErrors(faults);
  const main = html`
    ${consents.length === 0 ? none : consents.map((one) => consentCard(visit, childId, one))}
    ${consents.length > 0 && html`<p class="govuk-body"><a class="govuk-link" href="${ofChild(visit, '/consents/print')}">A page to print for the family</a></p>`}
    ${
      mayRecord &&
      html`<h2 class="govuk-heading-m">Record consent</h2>
        ${form({
          action: ofChild(visit, '/consents'),
          formToken: visit.formToken,
          main: html`${consentQuestions((field) => visit.form.get(field), errors)}
          ${button({ text: 'Record consent', preventDoubleClick: true })}`,
        })}`
    }
  `;
  const page = frame(visit, {
    title: 'Consents for your service',
    caption: html`<bdi>${name}</bdi>`,
    main,
    backLink: { href: ofChild(visit, '/work') },
    errors,
    showsChild: true,
    receipt: seen.receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function consentCard(visit: SignedInVisit, childId: number, one: Consent): Html {
  const { site, handleSecret, formToken } = visit;
  const today = londonDay(site.services.now());
  const consent = numberHandle(site.handleKey, handleSecret, { of: 'consent', childId, no: one.no });
  return html`${summaryCard({ title: `${one.team}, from ${showDay(one.givenOn)}`, rows: rowsOf(one, today) })}
  ${
    isInForce(one, today) &&
    form({
      action: ofChild(visit, '/consents/withdrawals'),
      formToken,
      main: html`<input type="hidden" name="consent" value="${consent}" />
        ${button({ text: 'Withdraw this consent', kind: 'warning', preventDoubleClick: true })}`,
    })
  }`;
}

function rowsOf(one: Consent, today: Day) {
  return [
    { key: 'Who agreed', value: giverInWords(one.givenBy) },
    { key: 'From', value: showDay(one.givenOn) },
    {
      key: 'Until',
      value: html`${showDay(one.untilOn)}
      ${endsSoon(one, today) && tag({ text: 'Ends soon: ask again', colour: 'yellow' })}`,
    },
    { key: 'Now', value: standsAs(one, today) },
    ...(one.recordedBy === null ? [] : [{ key: 'Recorded by', value: one.recordedBy }]),
  ];
}

function standsAs(one: Consent, today: Day): string {
  if (one.withdrawnAt !== null) return `Withdrawn on ${showDay(londonDay(one.withdrawnAt))}`;
  return isInForce(one, today) ? 'In force' : 'Ended';
}

const none = html`<p class="govuk-body">Your service has no consent recorded for this child.</p>`;
