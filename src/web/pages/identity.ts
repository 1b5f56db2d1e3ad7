import { showDay } from '../../domain/calendar.ts';
import { identityChanges } from '../../domain/identity-change.ts';
import type { Fault } from '../../domain/outcome.ts';
import {
  askForIdentityChange,
  decideIdentityChange,
  seeIdentityChange,
  type SeenIdentity,
} from '../../services/identity-changes.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { insetText } from '../views/components/inset-text.ts';
import { radios } from '../views/components/radios.ts';
import { warningText } from '../views/components/warning-text.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { childNamed, noSuchChild, ofChild } from './care-visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

const title = 'Adoption or new identity';

/** What can be done about a child's identity, or waits for a second person. */
export async function showIdentity(visit: SignedInVisit): Promise<Reply> {
  return identityPage(visit, []);
}

/** The same, where the form was out of date. */
export async function showIdentityAgain(visit: SignedInVisit): Promise<Reply> {
  return identityPage(visit, [outOfDate('Check your answer and send it again.')]);
}

/** The first of two people asks. */
export async function askForIdentity(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const said = { kind: visit.form.get('kind') ?? '', number: visit.form.get('number') ?? '' };
  const asked = await askForIdentityChange(visit.site.services, visit.actor, childId, said);
  if (asked.ok) return goTo('/desk/identities?done=asked');
  return asked.fault.kind === 'invalid' ? identityPage(visit, [asked.fault]) : faultReply(visit, asked.fault);
}

/** The second carries it out, or drops it. */
export async function decideOnIdentity(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const carriesOut = visit.form.get('decision') === 'carry out';
  const said = { carriesOut, number: visit.form.get('number') ?? '' };
  const decided = await decideIdentityChange(visit.site.services, visit.actor, childId, said);
  if (decided.ok) return goTo(`/desk/identities?done=${decided.value.replaceAll(' ', '-')}`);
  const { fault } = decided;
  return fault.kind === 'invalid' ? identityPage(visit, [fault]) : faultReply(visit, fault);
}

async function identityPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const seen = await seeIdentityChange(visit.site.services, visit.actor, childId);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const errors = fieldErrors(faults);
  const { receipt, ...identity } = seen.value;
  const page = frame(visit, {
    title,
    caption: html`<bdi>${identity.name}</bdi>, born ${showDay(identity.dateOfBirth)}`,
    main: identity.waits === undefined ? askForm(visit, errors) : decideForm(visit, identity.waits, errors),
    backLink: { href: '/desk/identities', text: title },
    errors,
    showsChild: true,
    receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function askForm(visit: SignedInVisit, errors: readonly FieldError[]): Html {
  return html`<p class="govuk-body">
      A second record keeper of the council has to agree before anything is changed. Use this only where the
      court, the NHS or the police told you.
    </p>
    ${form({
      action: ofChild(visit, '/identity'),
      formToken: visit.formToken,
      main: html`${radios({
        name: 'kind',
        legend: 'What is to be done?',
        legendSize: 'm',
        items: Object.entries(identityChanges).map(([value, { text, hint }]) => ({ value, text, hint })),
        value: visit.form.get('kind'),
        error: errorOf(errors, 'kind'),
      })}
      ${numberBox(visit, errors, 'Number of the new record, where there is one')}
      ${button({ text: 'Ask a second person', preventDoubleClick: true })}`,
    })}`;
}

// The new record is never shown here: the second person has its number from where the first had it.
function numberBox(visit: SignedInVisit, errors: readonly FieldError[], label: string): Html {
  return input({
    name: 'number',
    label,
    labelSize: 's',
    hint: 'Its ContactPoint number or NHS number, as you were told it',
    classes: 'govuk-input--width-20',
    autocomplete: 'off',
    spellcheck: false,
    value: visit.form.get('number'),
    error: errorOf(errors, 'number'),
  });
}

function decideForm(
  visit: SignedInVisit,
  { kind, isOwn }: NonNullable<SeenIdentity['waits']>,
  errors: readonly FieldError[],
): Html {
  const { text, hint } = identityChanges[kind];
  const asked = html`<h2 class="govuk-heading-m">${text}</h2>
    <p class="govuk-body">${hint}</p>`;
  if (isOwn)
    return html`${asked} ${insetText({ text: 'You asked for this. It takes a second record keeper.' })}`;
  return html`${asked} ${warningText({ text: 'This cannot be taken back here.' })}
  ${form({
    action: ofChild(visit, '/identity/decisions'),
    formToken: visit.formToken,
    main: html`${kind === 'new record' && numberBox(visit, errors, 'Number of the new record')}
      <div class="govuk-button-group">
        ${button({ text: 'Carry it out', name: 'decision', value: 'carry out', kind: 'warning', preventDoubleClick: true })}
        ${button({ text: 'Do not do this', name: 'decision', value: 'drop', kind: 'secondary' })}
      </div>`,
  })}`;
}
