import { showDay } from '../../domain/calendar.ts';
import type { DeskMatter, Likened } from '../../services/desk-item.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { warningText } from '../views/components/warning-text.ts';
import { html, type Html } from '../views/html.ts';
import { sideBySide } from '../views/side-by-side.ts';
import { telephoneLink } from '../views/telephone.ts';

type SameForm = (at: number, childId: number) => Html | false;

/** What a record keeper decides by; `same` makes the button beside each child whose row it may be. */
export function matterPart(matter: DeskMatter, withoutPlaces: boolean, same: SameForm): Html {
  const hidden =
    withoutPlaces &&
    html`<p class="govuk-body">${tag({ text: 'A shield stands here', colour: 'red' })}</p>
      <p class="govuk-body">Where anybody is, who cares for them, school and practice are not shown.</p>`;
  return html`${hidden} ${bodyOf(matter, withoutPlaces, same)}`;
}

function bodyOf(matter: DeskMatter, withoutPlaces: boolean, same: SameForm): Html {
  if (matter.kind === 'row') return rowPart(matter, withoutPlaces, same);
  if (matter.kind === 'pair') return pairPart(matter, withoutPlaces);
  return matter.kind === 'move' ? movePart(matter) : recordPart(matter);
}

function rowPart(
  { row, because, candidates }: Extract<DeskMatter, { readonly kind: 'row' }>,
  withoutPlaces: boolean,
  same: SameForm,
): Html {
  return html`<p class="govuk-body">
      ${row.supplier} last sent this row on ${showDay(row.last_seen_on)}. Why a person decides: ${because}.
    </p>
    ${candidates.map(
      ({ record, lines, mayBeTwins }, at) =>
        html`<h2 class="govuk-heading-m">
            ${at + 1}. <bdi>${record.given_names} ${record.family_name}</bdi>
          </h2>
          ${mayBeTwins && warningText({ text: 'This may be a twin: one birth, and given names that are not the same.' })}
          ${sideBySide({ titles: ['The row', 'The record'], sides: [row, record], lines, withoutPlaces })}
          ${same(at, record.child_id)}`,
    )}`;
}

function pairPart(
  { first, second, because }: Extract<DeskMatter, { readonly kind: 'pair' }>,
  withoutPlaces: boolean,
): Html {
  return html`<p class="govuk-body">Why a person decides: ${because}.</p>
    ${sideBySide({
      titles: ['One record', 'The other'],
      sides: [first, second.record],
      lines: second.lines,
      withoutPlaces,
    })}
    ${sources(first, second)}`;
}

function sources(first: Likened['record'], { record }: Likened): Html {
  const said = (one: Likened['record']): string =>
    one.last_seen_on === null
      ? 'No supplier'
      : `${one.suppliers ?? ''}, last on ${showDay(one.last_seen_on)}`;
  return summaryList({
    rows: [
      { key: 'Said of the one by', value: said(first) },
      { key: 'Said of the other by', value: said(record) },
    ],
  });
}

function movePart({ record, move }: Extract<DeskMatter, { readonly kind: 'move' }>): Html {
  return summaryList({
    rows: [
      { key: 'Child', value: html`<bdi>${record.given_names} ${record.family_name}</bdi>` },
      { key: 'Date of birth', value: showDay(record.date_of_birth) },
      { key: 'ContactPoint number', value: record.contactpoint_number },
      { key: 'Moved from', value: move.from_name },
      { key: 'Lives in', value: move.to_name },
      { key: 'Told on', value: showDay(move.found_on) },
      { key: 'Responsible', value: record.responsible ?? 'Not recorded' },
    ],
  });
}

function recordPart({ record, said, stale }: Extract<DeskMatter, { readonly kind: 'record' }>): Html {
  const who = summaryList({
    rows: [
      { key: 'Child', value: html`<bdi>${record.given_names} ${record.family_name}</bdi>` },
      { key: 'Date of birth', value: showDay(record.date_of_birth) },
      { key: 'ContactPoint number', value: record.contactpoint_number },
      { key: 'School', value: placeOr(record.school, record.is_shielded) },
      { key: 'GP practice', value: placeOr(record.practice, record.is_shielded) },
      { key: 'Said by', value: record.suppliers ?? 'No supplier' },
    ],
  });
  return html`${who} ${said.length > 0 && saidTable(said)} ${stale.length > 0 && staleTable(stale)}`;
}

function placeOr(value: string | null, isShielded: boolean): string {
  return value ?? (isShielded ? 'Not shown' : 'Not recorded');
}

function saidTable(said: Extract<DeskMatter, { readonly kind: 'record' }>['said']): Html {
  const differs = (values: readonly (string | null)[]): boolean =>
    new Set(values.filter((one) => one !== null)).size > 1;
  const marks = {
    born: differs(said.map((one) => one.date_of_birth)),
    nhs: differs(said.map((one) => one.nhs_number)),
    upn: differs(said.map((one) => one.upn)),
  };
  const cell = (value: string | null, differ: boolean): Html =>
    differ && value !== null
      ? html`<mark class="app-differs">${value}<span class="govuk-visually-hidden"> (differs)</span></mark>`
      : html`${value ?? 'Not said'}`;
  const rows = said.map((one) => [
    { text: one.supplier },
    { text: html`<bdi>${one.given_names} ${one.family_name}</bdi>` },
    { text: cell(showDay(one.date_of_birth), marks.born) },
    { text: cell(one.nhs_number, marks.nhs) },
    { text: cell(one.upn, marks.upn) },
    { text: showDay(one.last_seen_on) },
  ]);
  const head = ['Supplier', 'Name', 'Date of birth', 'NHS number', 'UPN', 'Last said'].map((text) => ({
    text,
  }));
  return scrolling(
    'What each supplier says',
    table({ caption: 'What each supplier says', head, rows, firstCellIsHeader: true }),
  );
}

function staleTable(stale: Extract<DeskMatter, { readonly kind: 'record' }>['stale']): Html {
  const rows = stale.map((one) => [
    { text: `${one.organisation}, ${one.team}` },
    { text: one.person ?? 'Anybody of the team' },
    { text: telephoneLink(one.telephone) },
    { text: showDay(one.since) },
  ]);
  const head = ['Who', 'Person', 'Telephone', 'Last confirmed, or begun'].map((text) => ({ text }));
  return scrolling(
    'Contacts that nobody confirmed',
    table({ caption: 'Contacts that nobody confirmed', head, rows, firstCellIsHeader: true }),
  );
}
