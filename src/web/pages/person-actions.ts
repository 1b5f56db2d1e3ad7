import { boxOf, reasonsOfChange, waysKnown, type AccountChangeKind } from '../../domain/account-changes.ts';
import { rolesIn } from '../../domain/organisation-kinds.ts';
import { roles } from '../../domain/roles.ts';
import type { SeenPerson } from '../../services/people.ts';
import { button } from '../views/components/button.ts';
import { dateInput } from '../views/components/date-input.ts';
import { details } from '../views/components/details.ts';
import { form } from '../views/components/form.ts';
import { insetText } from '../views/components/inset-text.ts';
import { radios } from '../views/components/radios.ts';
import { select } from '../views/components/select.ts';
import { errorOf, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { addressOfPerson } from './person-address.ts';
import { typedDay } from './typed-day.ts';

type Shown = {
  readonly visit: SignedInVisit;
  readonly person: SeenPerson;
  readonly errors: readonly FieldError[];
};

/** What can be done to an account in the state that it is in: each a form of its own. */
export function changeForms(shown: Shown): Html {
  const { state } = shown.person;
  return html`${waitingChange(shown)} ${state === 'active' && html`${suspendForm(shown)} ${leaveForm(shown)}`}
  ${state === 'suspended' && resumeForm(shown)} ${state !== 'proposed' && roleForm(shown)}
  ${state === 'active' && proofForm(shown)} ${closeForm(shown)}`;
}

function waitingChange({ visit, person }: Shown): Html {
  const waits = person.changes.find(({ state }) => state === 'proposed');
  if (waits === undefined) return html``;
  const what =
    waits.kind === 'new role' && waits.role !== null
      ? html`The role ${roles[waits.role].name.toLowerCase()} waits for a second administrator.`
      : html`A new proof of who they are waits for a second administrator. They have lost:
        ${reasonsOfChange['new proof'][lossIn(waits.because)].toLowerCase()}.
        ${waits.knownBy !== null && seenInWords(waits.knownBy)}`;
  const says = html`${what} ${waits.proposer} proposed it.`;
  if (waits.proposedBy === visit.actor.accountId) return insetText({ text: says });
  return html`${insetText({ text: says })}
  ${form({
    action: `${addressOfPerson(visit, person.accountId)}/changes/decisions`,
    formToken: visit.formToken,
    main: html`<div class="govuk-button-group">
      ${button({ text: 'Approve the change', name: 'decision', value: 'approved', preventDoubleClick: true })}
      ${button({ text: 'Refuse the change', name: 'decision', value: 'refused', kind: 'warning' })}
    </div>`,
  })}`;
}

function suspendForm(shown: Shown): Html {
  return changeForm(shown, 'suspended', {
    summary: 'Suspend the account',
    main: html`<p class="govuk-body">From their next request on they can do nothing, until it is resumed.</p>
      ${whyRadios(shown, 'suspended', 'Why is it suspended?')}`,
    press: 'Suspend account',
  });
}

function leaveForm(shown: Shown): Html {
  return changeForm(shown, 'on leave', {
    summary: 'Record long leave',
    main: html`<p class="govuk-body">
        The account is suspended at once. Resume it when they are back: what ran out meanwhile has to be
        renewed first.
      </p>
      ${dateInput({
        name: 'leaveUntil',
        legend: 'Last day of the leave',
        values: typedHere(shown, 'on leave') ? typedDay(shown.visit.form, 'leaveUntil') : undefined,
        error: errorOf(mine(shown, 'on leave'), 'leaveUntil'),
      })}`,
    press: 'Record leave',
  });
}

function resumeForm(shown: Shown): Html {
  return changeForm(shown, 'resumed', {
    summary: 'Resume the account',
    main: whyRadios(shown, 'resumed', 'Why may it be used again?'),
    press: 'Resume account',
  });
}

function closeForm(shown: Shown): Html {
  return changeForm(shown, 'closed', {
    summary: 'Close the account',
    main: html`<p class="govuk-body">
        It stays closed. Somebody who comes back, or works for another organisation now, is proposed anew.
      </p>
      ${whyRadios(shown, 'closed', 'Why is it closed?')}`,
    press: 'Close account',
  });
}

function roleForm(shown: Shown): Html {
  const { visit, person } = shown;
  const own = mine(shown, 'new role');
  const typed = (name: string): string => (typedHere(shown, 'new role') ? (visit.form.get(name) ?? '') : '');
  const choose = { value: '', text: 'Choose' };
  const open = rolesIn(person.organisationKind).map((role) => ({ value: role, text: roles[role].name }));
  const teams = person.teams.map(({ teamId, name }) => ({ value: String(teamId), text: name }));
  return changeForm(shown, 'new role', {
    summary: 'Change role or team',
    main: html`${select({
      name: 'newRole',
      label: 'What the account is for',
      items: [choose, ...open],
      value: typed('newRole'),
      error: errorOf(own, 'newRole'),
    })}
    ${select({
      name: 'newTeam',
      label: 'Team',
      hint: 'For those who work with children',
      items: [choose, ...teams],
      value: typed('newTeam'),
      error: errorOf(own, 'newTeam'),
    })}
    ${takesTwo}`,
    press: 'Propose the role',
  });
}

function proofForm(shown: Shown): Html {
  const { visit } = shown;
  return changeForm(shown, 'new proof', {
    summary: 'Report a lost token or password',
    main: html`${whyRadios(shown, 'new proof', 'What have they lost?')}
      ${radios({
        name: 'knownBy',
        legend: 'How did you see who they are?',
        hint: 'Never by e-mail, text message or questions alone.',
        items: Object.entries(waysKnown).map(([value, text]) => ({ value, text })),
        value: typedHere(shown, 'new proof') ? visit.form.get('knownBy') : undefined,
        error: errorOf(mine(shown, 'new proof'), 'knownBy'),
      })}
      <p class="govuk-body">A lost token is of no use from now on, whatever is decided.</p>
      ${takesTwo}`,
    press: 'Report the loss',
  });
}

const takesTwo = html`<p class="govuk-body">It counts once another administrator has approved it.</p>`;

// The forms stand on one page: each has boxes of its own, and shows only its own faults.
function changeForm(
  shown: Shown,
  kind: AccountChangeKind,
  part: { readonly summary: string; readonly main: Html; readonly press: string },
): Html {
  const { visit, person } = shown;
  return details({
    summary: part.summary,
    open: typedHere(shown, kind),
    main: form({
      action: `${addressOfPerson(visit, person.accountId)}/${pathOf[kind]}`,
      formToken: visit.formToken,
      main: html`<input type="hidden" name="kind" value="${kind}" /> ${part.main}
        ${button({ text: part.press, preventDoubleClick: true, ...(kind === 'closed' && { kind: 'warning' }) })}`,
    }),
  });
}

/** Where each kind of change is sent. */
export const pathOf = {
  suspended: 'suspensions',
  'on leave': 'suspensions',
  resumed: 'resumptions',
  closed: 'closings',
  'new role': 'changes',
  'new proof': 'changes',
} as const satisfies Readonly<Record<AccountChangeKind, string>>;

function whyRadios(shown: Shown, kind: keyof typeof reasonsOfChange, legend: string): Html {
  return radios({
    name: boxOf[kind],
    legend,
    items: Object.entries(reasonsOfChange[kind]).map(([value, text]) => ({ value, text })),
    value: typedHere(shown, kind) ? shown.visit.form.get(boxOf[kind]) : undefined,
    error: errorOf(mine(shown, kind), boxOf[kind]),
  });
}

function typedHere({ visit }: Shown, kind: AccountChangeKind): boolean {
  return visit.form.get('kind') === kind;
}

function mine(shown: Shown, kind: AccountChangeKind): readonly FieldError[] {
  return typedHere(shown, kind) ? shown.errors : [];
}

function lossIn(because: string): keyof (typeof reasonsOfChange)['new proof'] {
  return because === 'secrets' || because === 'token and secrets' || because === 'too many tries'
    ? because
    : 'token';
}

function seenInWords(knownBy: string): string {
  const ways: Readonly<Record<string, string>> = waysKnown;
  return `“${ways[knownBy] ?? knownBy}.”`;
}
