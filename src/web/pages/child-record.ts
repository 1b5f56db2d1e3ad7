import { londonDay, showAge, showDay, type Day } from '../../domain/calendar.ts';
import { keepsDesk } from '../../domain/desk.ts';
import { groundsFaults } from '../../domain/grounds.ts';
import { mayEver } from '../../domain/policy.ts';
import { reasonsOf, type Role } from '../../domain/roles.ts';
import { opensInEmergency } from '../../domain/shield-rules.ts';
import { footings, reasons } from '../../domain/reasons.ts';
import type { Identity } from '../../domain/child-record.ts';
import type { Fault } from '../../domain/outcome.ts';
import { nameChild, openChildRecord, type OpenedRecord } from '../../services/child-record.ts';
import { spokenReference } from '../../domain/spoken-reference.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { insetText } from '../views/components/inset-text.ts';
import { radios } from '../views/components/radios.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { recordView } from '../views/record.ts';
import type { SignedInVisit } from '../visit.ts';
import { askFrom, askOthersLink } from './ask-to-contact.ts';
import { childNamed, noSuchChild, ofChild } from './care-visit.ts';
import { printForm } from './print-record.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';
import { notShownReply } from './over-budget.ts';

/** Asks why the record is to be opened, and on what footing. Shows whose it is. */
export async function askForReason(visit: SignedInVisit): Promise<Reply> {
  return reasonPage(visit, []);
}

/** The record's own address is reached by a form only: by any other way the reason is asked for first. */
export async function returnToReason(visit: SignedInVisit): Promise<Reply> {
  return goTo(`/children/${encodeURIComponent(visit.params['child'] ?? '')}`);
}

/** Opens the record for the reason given, and shows what this person may see of it. */
export async function showRecord(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: typed } = visit;
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const reason = typed.get('reason') ?? '';
  const footing = typed.get('footing') ?? '';
  const opened = await openChildRecord(site.services, actor, { childId, reason, footing });
  if (opened.ok) return recordPage(visit, opened.value);
  if (opened.fault.kind !== 'invalid') return notShownReply(visit, opened.fault);
  return reasonPage(visit, groundsFaults(actor.role, reason, footing));
}

/** The same form again, with what was chosen, where it was out of date. */
export async function askForReasonAgain(visit: SignedInVisit): Promise<Reply> {
  return reasonPage(visit, [outOfDate('Check your answers and send them again.')]);
}

async function reasonPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const named = await nameChild(visit.site.services, visit.actor, childId);
  if (!named.ok) return faultReply(visit, named.fault);
  const errors = fieldErrors(faults);
  const page = frame(visit, {
    title: 'Why do you need to open this record?',
    caption: whose(named.value, londonDay(visit.site.services.now())),
    main: html`${stated} ${reasonForm(visit, errors)}`,
    backLink: { href: '/find', text: 'Find another child' },
    errors,
    showsChild: true,
    receipt: named.value.receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

const stated = html`<p class="govuk-body">
  This opening is recorded under your name. The family may see it, now or later. Every opening is checked, by
  computer and by people, and some records are decoys.
</p>`;

function reasonForm(visit: SignedInVisit, errors: readonly FieldError[]): Html {
  return form({
    action: `/children/${encodeURIComponent(visit.params['child'] ?? '')}/views`,
    formToken: visit.formToken,
    main: html`
      ${radios({
        name: 'reason',
        legend: 'Your reason',
        legendSize: 'm',
        items: reasonItems(visit.actor.role),
        value: visit.form.get('reason'),
        error: errorOf(errors, 'reason'),
      })}
      ${radios({
        name: 'footing',
        legend: 'Who has agreed that you may talk about the child?',
        legendSize: 'm',
        items: Object.entries(footings).map(([value, text]) => ({ value, text })),
        value: visit.form.get('footing'),
        error: errorOf(errors, 'footing'),
      })}
      ${button({ text: 'Open record', preventDoubleClick: true })}
    `,
  });
}

// The role's own three first; the others follow.
function reasonItems(role: Role) {
  const items = reasonsOf(role).map((reason) => ({ value: reason, text: reasons[reason] }));
  return items.length > 3 ? [...items.slice(0, 3), { divider: 'Other reasons' }, ...items.slice(3)] : items;
}

function recordPage(visit: SignedInVisit, opened: OpenedRecord): Reply {
  const now = visit.site.services.now();
  const { who } = opened.record;
  const name = `${who.givenNames} ${who.familyName}`;
  return pageReply(
    frame(visit, {
      title:
        opened.record.kind === 'closed'
          ? `The record of ${name} is closed`
          : `People and services supporting ${name}`,
      caption: `Child ${born(who.dateOfBirth, londonDay(now))}`,
      main: html`${opened.isFirstOutsideList && firstOutsideList}
      ${recordView(opened.record, { ...opened, ask: askFrom(visit) }, now)}
      ${opened.record.kind === 'open' && askOthersLink(visit)} ${shieldLink(visit, opened)}
      ${leavingLink(visit)} ${opened.record.kind !== 'closed' && ownPart(visit, opened)}`,
      backLink: { href: '/find', text: 'Find another child' },
      showsChild: true,
      width: 'full',
      receipt: opened.receipt,
    }),
  );
}

function shieldLink({ params, actor }: SignedInVisit, { record }: OpenedRecord): Html {
  const address = `/children/${encodeURIComponent(params['child'] ?? '')}`;
  if (record.kind === 'withheld' && opensInEmergency(actor))
    return html`<p class="govuk-body">
      No time to ring?
      <a class="govuk-link" href="${address}/emergencies">Open the record in an emergency</a>
    </p>`;
  if (record.kind !== 'open') return html``;
  const href = `${address}/shields`;
  return html`<p class="govuk-body">
    Would somebody be at risk if it were known where the child or a carer is?
    <a class="govuk-link" href="${href}">Put a shield on</a>
  </p>`;
}

function leavingLink(visit: SignedInVisit): Html {
  if (!mayEver(visit.actor.kind, 'see leaving')) return html``;
  return html`<p class="govuk-body">
    <a class="govuk-link" href="${ofChild(visit, '/copies')}">A copy for the family</a>,
    <a class="govuk-link" href="${ofChild(visit, '/invitations')}">let the family see it</a>,
    <a class="govuk-link" href="${ofChild(visit, '/leaving')}">when this record goes</a>
    ${
      keepsDesk(visit.actor) &&
      html`, <a class="govuk-link" href="${ofChild(visit, '/identity')}">adoption or new identity</a>`
    }
  </p>`;
}

// What the reader can do now, below what they came for.
function ownPart(visit: SignedInVisit, opened: OpenedRecord): Html {
  const reference = html`<h2 class="govuk-heading-m">When you call</h2>
    <p class="govuk-body">
      Your reference to speak aloud is <strong>${spokenReference(opened.receipt.eventId)}</strong>. Whoever
      you call can check with it who you are, today.
    </p>
    ${opened.record.kind === 'open' && printForm(visit, 'prints', 'Print the contacts')}`;
  return html`${reference} ${ownWorkLink(visit)}`;
}

function ownWorkLink(visit: SignedInVisit): Html {
  if (!mayEver(visit.actor.kind, 'work with child') || visit.actor.practitionerId === null) return html``;
  return html`<h2 class="govuk-heading-m">Your part</h2>
    <ul class="govuk-list">
      <li><a class="govuk-link" href="${ofChild(visit, '/work')}">Your work with this child</a></li>
    </ul>`;
}

const firstOutsideList = insetText({
  text: 'This is the first record this month that you opened of a child who is not on your list. That is often right: it is said so that you know it is seen.',
});

function whose(named: Pick<Identity, 'givenNames' | 'familyName' | 'dateOfBirth'>, today: Day): Html {
  return html`<bdi>${named.givenNames} ${named.familyName}</bdi>, ${born(named.dateOfBirth, today)}`;
}

function born(dateOfBirth: Day, today: Day): string {
  return `born ${showDay(dateOfBirth)}, age ${showAge(dateOfBirth, today)}`;
}
