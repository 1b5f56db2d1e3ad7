import { readHours, showHours } from '../../domain/opening-hours.ts';
import type { OwnWorkSeen } from '../../services/hand-overs.ts';
import type { Work } from '../../services/own-work.ts';
import { button } from './components/button.ts';
import { form } from './components/form.ts';
import { radios } from './components/radios.ts';
import { errorOf, type FieldError } from './errors.ts';
import { html, type Html } from './html.ts';
import { assessmentQuestion, dayQuestion, reachQuestion, type Filled } from './work-forms.ts';

export type WorkActionsOptions = {
  readonly one: OwnWorkSeen;
  /** Where each form is sent. */
  readonly action: (rest: string) => string;
  readonly formToken: string;
  readonly filled: Filled;
  readonly errors: readonly FieldError[];
  readonly leads: Work | undefined;
  readonly couldLead: readonly { readonly value: string; readonly text: string }[];
  readonly withdrawal: (handOverNo: number) => string;
  /** Where the service's consents are, where it needs them. */
  readonly consents: string | undefined;
};

/** All that somebody can do about one work with a child, each a form of its own. */
export function workActions(options: WorkActionsOptions): Html {
  const { one, consents } = options;
  if (!one.mayChange) return nothingToDo;
  return html`
    ${one.work.held.isVacant && takeOverForm(options)} ${confirmForm(options)} ${amendForm(options)}
    ${leadForms(options)} ${handOverForm(options)} ${endForm(options)}
    ${
      consents !== undefined &&
      html`<h2 class="govuk-heading-m">Consent</h2>
        <p class="govuk-body"><a class="govuk-link" href="${consents}">See and record consents</a></p>`
    }
  `;
}

const nothingToDo = html`<p class="govuk-body">
  A colleague of your team holds this work. They can change it or hand it over to you.
</p>`;

// Each carries the version that it was made for: sent again, or after somebody else's, it changes nothing.
function sent(
  { one, action, formToken }: WorkActionsOptions,
  to: string,
  main: Html,
  send: string,
  kind?: 'secondary' | 'warning',
): Html {
  return form({
    action: action(to),
    formToken,
    main: html`<input type="hidden" name="version" value="${String(one.work.version)}" /> ${main}
      ${button({ text: send, kind, preventDoubleClick: true })}`,
  });
}

function takeOverForm(options: WorkActionsOptions): Html {
  return html`<h2 class="govuk-heading-m">Take over</h2>
    <p class="govuk-body">Nobody of your team holds this work: others are shown your team’s number.</p>
    ${sent(options, 'take-overs', html``, 'Take over')}`;
}

function confirmForm(options: WorkActionsOptions): Html {
  return html`<h2 class="govuk-heading-m">Confirm</h2>
    <p class="govuk-body">
      Are you still reached so? One click keeps the contact from being shown as out of date.
    </p>
    ${sent(options, 'confirmations', html``, 'Confirm contact')}`;
}

function amendForm(options: WorkActionsOptions): Html {
  const { filled, errors } = options;
  const reach = { ownTelephone: null, teamTelephone: null };
  return html`<h2 class="govuk-heading-m">Amend</h2>
    ${sent(
      options,
      'amendments',
      html`${dayQuestion('since', 'Since when?', filled, errors)} ${reachQuestion(filled, errors, reach)}
      ${assessmentQuestion(filled('assessment') === 'yes')}`,
      'Save changes',
      'secondary',
    )}`;
}

function leadForms(options: WorkActionsOptions): Html {
  const { one, leads, couldLead, errors, filled, withdrawal } = options;
  const offered = one.waiting.find(({ kind }) => kind === 'lead');
  const heading = html`<h2 class="govuk-heading-m">Lead professional</h2>`;
  if (offered !== undefined) return html`${heading} ${offeredTo(options, offered, withdrawal)}`;
  if (one.work.isLead && couldLead.length === 0) return html`${heading} ${nobodyToLead}`;
  if (one.work.isLead)
    return html`${heading}
    ${sent(
      options,
      'lead-offers',
      radios({
        name: 'leader',
        legend: 'You lead the support of this child. To whom do you offer the lead?',
        legendSize: 's',
        items: couldLead,
        value: filled('leader'),
        error: errorOf(errors, 'leader'),
      }),
      'Offer the lead',
      'secondary',
    )}`;
  if (leads !== undefined && !leads.held.isVacant) return html``;
  return html`${heading}
    <p class="govuk-body">Nobody leads the support of this child now.</p>
    ${sent(options, 'leads', html``, 'Lead the support', 'secondary')}`;
}

const nobodyToLead = html`<p class="govuk-body">
  You lead the support of this child. Nobody else is recorded here who could.
</p>`;

function handOverForm(options: WorkActionsOptions): Html {
  const { one, errors, filled, withdrawal } = options;
  const offered = one.waiting.find(({ kind }) => kind === 'involvement');
  const heading = html`<h2 class="govuk-heading-m">Hand over</h2>`;
  if (offered !== undefined) return html`${heading} ${offeredTo(options, offered, withdrawal)}`;
  return html`${heading}
  ${sent(
    options,
    'hand-overs',
    radios({
      name: 'to',
      legend: 'Who is to take over? It stays with you until they accept.',
      legendSize: 's',
      items: one.receivers.map(({ kind, id, name, detail }) => ({
        value: `${kind}-${id}`,
        text: name,
        hint:
          kind === 'person'
            ? detail
            : `${kind === 'desk' ? 'Duty desk' : 'Team'}: ${showHours(readHours(detail))}`,
      })),
      value: filled('to'),
      error: errorOf(errors, 'to'),
      small: true,
    }),
    'Offer to hand over',
    'secondary',
  )}`;
}

function offeredTo(
  { formToken }: WorkActionsOptions,
  { toPerson, toTeam, no }: OwnWorkSeen['waiting'][number],
  withdrawal: (no: number) => string,
): Html {
  return html`<p class="govuk-body">Offered to ${toPerson ?? toTeam}, who has not answered yet.</p>
    ${form({ action: withdrawal(no), formToken, main: button({ text: 'Take the offer back', kind: 'secondary' }) })}`;
}

function endForm(options: WorkActionsOptions): Html {
  const { filled, errors } = options;
  return html`<h2 class="govuk-heading-m">End</h2>
    ${sent(options, 'ends', dayQuestion('ends', 'What is your last day?', filled, errors), 'End involvement', 'warning')}`;
}
