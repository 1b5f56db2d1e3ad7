import { showAge, showDay, type Day } from '../../domain/calendar.ts';
import type { Identity, Numbers } from '../../domain/child-record.ts';
import { isNhsNumber, showContactPointNumber, showNhsNumber } from '../../domain/identifiers.ts';
import { summaryList } from './components/summary-list.ts';
import { html, type Html } from './html.ts';

/** Who the child is: what is shown of any child, and the numbers that this reader's own body uses. */
export function identityView(who: Identity, today: Day, more?: { readonly numbers: Numbers }): Html {
  const { nhsNumber = null, upn = null } = more?.numbers ?? {};
  const rows = [
    { key: 'Name', value: html`<bdi>${who.givenNames} ${who.familyName}</bdi>` },
    ...(who.preferredName === null
      ? []
      : [{ key: 'Known as', value: html`<bdi>${who.preferredName}</bdi>` }]),
    { key: 'Date of birth', value: bornAndAge(who, today) },
    { key: 'Gender', value: sentence(who.gender) },
    { key: 'ContactPoint number', value: showContactPointNumber(who.contactPointNumber) },
    ...(nhsNumber === null ? [] : [{ key: 'NHS number', value: spacedNhsNumber(nhsNumber) }]),
    ...(upn === null ? [] : [{ key: 'Unique pupil number', value: upn }]),
  ];
  return html`<h2 class="govuk-heading-m">Who the child is</h2>
    ${summaryList({ rows })}`;
}

function bornAndAge({ dateOfBirth, birthStanding }: Identity, today: Day): string {
  const standing = birthStanding === 'registered' ? '' : ` (${birthStanding})`;
  return `${showDay(dateOfBirth)}${standing}, age ${showAge(dateOfBirth, today)}`;
}

function spacedNhsNumber(number: string): string {
  return isNhsNumber(number) ? showNhsNumber(number) : number;
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
