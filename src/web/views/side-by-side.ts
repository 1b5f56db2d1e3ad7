import { showDay, type Day } from '../../domain/calendar.ts';
import type { EvidenceLine } from '../../domain/row-matching/evidence.ts';
import { scrolling, table } from './components/table.ts';
import { tag } from './components/tag.ts';
import { html, type Html } from './html.ts';

/** Who somebody is, as one side says it; null or absent is "not said". */
export type Side = {
  readonly given_names: string;
  readonly family_name: string;
  readonly preferred_name: string | null;
  readonly date_of_birth: Day;
  readonly gender: string;
  readonly nhs_number: string | null;
  readonly upn: string | null;
  readonly home: string | null;
  readonly parents: string | null;
  readonly school: string | null;
  readonly practice: string | null;
};

export type SideBySide = {
  readonly titles: readonly [string, string];
  readonly sides: readonly [Side, Side];
  readonly lines: readonly EvidenceLine[];
  /** One of them is shielded: no place, carer, school or practice stands there. */
  readonly withoutPlaces: boolean;
};

/** Two sides of one question, a field a row: what differs is marked, and under each field's name stands what that says. */
export function sideBySide({ titles, sides: [left, right], lines, withoutPlaces }: SideBySide): Html {
  const shown = withoutPlaces ? fields.filter((field) => !field.isPlace) : fields;
  const rows = shown.map((field) => {
    const [one, other] = [field.of(left), field.of(right)];
    const differ = one !== null && other !== null && folded(one) !== folded(other);
    return [
      { text: html`${field.name} ${lines.filter(({ of }) => field.evidence.includes(of)).map(sentence)}` },
      { text: valueOf(one, differ) },
      { text: valueOf(other, differ) },
    ];
  });
  const head = [{ text: 'Field, and what it says' }, { text: titles[0] }, { text: titles[1] }];
  return html`<div class="app-side-by-side">
    ${scrolling(`${titles[0]} beside ${titles[1]}`, table({ head, rows, firstCellIsHeader: true, dense: true }))}
  </div>`;
}

type Field = {
  readonly name: string;
  readonly of: (side: Side) => string | null;
  readonly evidence: readonly string[];
  readonly isPlace?: true;
};

const fields: readonly Field[] = [
  { name: 'Given names', of: (side) => side.given_names, evidence: ['Given name', 'Middle names'] },
  { name: 'Family name', of: (side) => side.family_name, evidence: ['Family name', 'Order of names'] },
  { name: 'Known as', of: (side) => side.preferred_name, evidence: [] },
  { name: 'Date of birth', of: (side) => showDay(side.date_of_birth), evidence: ['Date of birth'] },
  { name: 'Gender', of: (side) => side.gender, evidence: ['Gender'] },
  { name: 'NHS number', of: (side) => side.nhs_number, evidence: [] },
  { name: 'UPN', of: (side) => side.upn, evidence: [] },
  { name: 'Home', of: (side) => side.home, evidence: ['Home'], isPlace: true },
  { name: 'Parents and carers', of: (side) => side.parents, evidence: ['Parents'], isPlace: true },
  { name: 'School', of: (side) => side.school, evidence: [], isPlace: true },
  { name: 'GP practice', of: (side) => side.practice, evidence: [], isPlace: true },
];

const looks = {
  for: { text: 'For', colour: 'green' },
  'somewhat for': { text: 'Somewhat for', colour: 'yellow' },
  against: { text: 'Against', colour: 'red' },
} as const satisfies Readonly<Record<EvidenceLine['speaks'], object>>;

function sentence({ says, speaks }: EvidenceLine): Html {
  return html`<span class="app-evidence">${says}. ${tag(looks[speaks])}</span>`;
}

function valueOf(value: string | null, differs: boolean): Html {
  if (value === null || value === '') return html`<span class="app-not-said">Not said</span>`;
  if (!differs) return html`<bdi>${value}</bdi>`;
  return html`<mark class="app-differs"
    ><bdi>${value}</bdi><span class="govuk-visually-hidden"> (differs)</span></mark
  >`;
}

function folded(value: string): string {
  return value
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
