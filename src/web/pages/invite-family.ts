import { showDay } from '../../domain/calendar.ts';
import { handedOverBy, identitySeen, responsibilitySeen } from '../../domain/family.ts';
import type { Fault } from '../../domain/outcome.ts';
import {
  inviteFamily,
  secondFamilyInvitation,
  seeWhomToInvite,
  type Invitable,
  type Invitation,
  type Paper,
} from '../../services/invite-family.ts';
import { noSuchRecord } from '../../services/child-record.ts';
import { pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { radios } from '../views/components/radios.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { childNamed, noSuchChild, ofChild } from './care-visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** Asks whom a record keeper lets see the record, and what proved it. */
export async function askWhomToInvite(visit: SignedInVisit): Promise<Reply> {
  return askingPage(visit, []);
}

/** The same, where the form was out of date. */
export async function askWhomToInviteAgain(visit: SignedInVisit): Promise<Reply> {
  return askingPage(visit, [outOfDate('Check your answers and send them again.')]);
}

/** Issues the invitation: its paper is on this page and on no other. */
export async function takeInvitationOf(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const typed = (name: string): string => visit.form.get(name) ?? '';
  const given = await inviteFamily(visit.site.services, visit.actor, childId, {
    whom: typed('whom'),
    identity: typed('identity'),
    responsibility: typed('responsibility'),
    handOver: typed('handOver'),
    disputed: typed('disputed') === 'yes',
  });
  return given.ok ? paperPage(visit, given.value) : notGiven(visit, given.faults ?? [given.fault]);
}

/** Seconds an invitation of a colleague. */
export async function takeSecondOf(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const no = Number(/^\d{1,4}$/.exec(visit.form.get('invitation') ?? '')?.[0] ?? '0');
  const given = await secondFamilyInvitation(visit.site.services, visit.actor, childId, no);
  return given.ok ? paperPage(visit, given.value) : notGiven(visit, given.faults ?? [given.fault]);
}

async function notGiven(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const inField = faults.some(({ field }) => field !== undefined);
  return inField ? askingPage(visit, faults) : faultReply(visit, faults[0] ?? noSuchRecord);
}

async function askingPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const seen = await seeWhomToInvite(visit.site.services, visit.actor, childId);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const errors = fieldErrors(faults);
  const page = frame(visit, {
    title: 'Let the family see the record',
    caption: html`<bdi>${seen.value.name}</bdi>, born ${showDay(seen.value.dateOfBirth)}`,
    main: html`${waitingList(visit, seen.value)} ${invitationForm(visit, seen.value, errors)}`,
    backLink: { href: ofChild(visit) },
    errors,
    showsChild: true,
    receipt: seen.value.receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function waitingList(visit: SignedInVisit, { waiting }: Invitable): Html {
  if (waiting.length === 0) return html``;
  return html`<h2 class="govuk-heading-m">Waits for a second person</h2>
    ${waiting.map(
      ({ no, name, isOwn }) =>
        html`<p class="govuk-body">
            <bdi>${name}</bdi>:
            ${isOwn ? 'you asked, so another record keeper has to second it.' : 'look at the same evidence.'}
          </p>
          ${
            !isOwn &&
            form({
              action: ofChild(visit, '/invitations/seconds'),
              formToken: visit.formToken,
              main: html`<input type="hidden" name="invitation" value="${String(no)}" />${button({
                  text: 'I saw it too: second the invitation',
                  preventDoubleClick: true,
                })}`,
            })
          }`,
    )}`;
}

function invitationForm(
  visit: SignedInVisit,
  { name, carers }: Invitable,
  errors: readonly FieldError[],
): Html {
  const asked = (field: string, legend: string, items: readonly Item[], hint?: string): Html =>
    radios({
      name: field,
      legend,
      legendSize: 'm',
      items,
      value: visit.form.get(field),
      error: errorOf(errors, field),
      ...(hint !== undefined && { hint }),
    });
  return form({
    action: ofChild(visit, '/invitations'),
    formToken: visit.formToken,
    main: html`${asked('whom', 'Who is invited?', whomOf(name, carers), 'A child may see it without a parent knowing.')}
    ${asked('identity', 'What did you see that proves who they are?', itemsOf(identitySeen))}
    ${asked(
      'responsibility',
      'For a parent or carer: what proves parental responsibility?',
      itemsOf(responsibilitySeen),
    )}
    ${asked('disputed', 'Does anybody dispute that?', disputes, 'Then two record keepers have to see it.')}
    ${asked(
      'handOver',
      'How do they get their paper?',
      itemsOf(handedOverBy),
      'Nothing is posted to anybody under 16, or to a parent.',
    )}
    ${button({ text: 'Make the paper', preventDoubleClick: true })}`,
  });
}

function whomOf(name: string, carers: Invitable['carers']): readonly Item[] {
  return [
    { value: 'child', text: html`<bdi>${name}</bdi>, who understands what it means` },
    ...carers.map(({ value, name: named, relationship }) => ({
      value,
      text: html`<bdi>${named}</bdi> (${relationship})`,
    })),
  ];
}

type Item = { readonly value: string; readonly text: string | Html };
const disputes: readonly Item[] = [
  { value: 'no', text: 'No' },
  { value: 'yes', text: 'Yes, or I am not sure' },
];

function itemsOf(words: Readonly<Record<string, string>>): readonly Item[] {
  return Object.entries(words).map(([value, text]) => ({ value, text }));
}

function paperPage(visit: SignedInVisit, { paper, receipt }: Invitation): Reply {
  const page = frame(visit, {
    title: paper === undefined ? 'Another record keeper has to second it' : 'Your paper',
    main: paper === undefined ? waits : paperView(paper, visit.publicUrl),
    backLink: { href: ofChild(visit) },
    showsChild: paper === undefined,
    prints: paper !== undefined,
    receipt,
  });
  return pageReply(page);
}

const waits = html`<p class="govuk-body">
  It is written down. There is no paper until another record keeper has seen the same evidence, on the same
  page.
</p>`;

// No name, so that whoever finds the paper learns nothing of anybody.
function paperView({ userName, code, until }: Paper, publicUrl: string): Html {
  return html`<p class="govuk-body-l">Go to <strong>${publicUrl}/family/begin</strong> and type this:</p>
    ${summaryList({
      rows: [
        { key: 'User name', value: html`<strong class="app-seed">${userName}</strong>` },
        { key: 'Code', value: html`<strong class="app-seed">${code}</strong>` },
        { key: 'Works until', value: showDay(until) },
      ],
    })}
    <p class="govuk-body-l">It works once. Keep your user name: you need it each time.</p>
    <p class="govuk-body-l">
      You need a telephone with an app that shows codes. Lost your telephone, or forgot your password? Come
      back to whoever gave you this.
    </p>`;
}
