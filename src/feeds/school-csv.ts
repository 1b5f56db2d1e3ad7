import type { Day } from '../domain/calendar.ts';
import { parseUrn, type Urn } from '../domain/identifiers.ts';
import type { FeedItem, SourceChild } from '../domain/source-row.ts';
import { readIdentity, readOptionalDay, type ChildFact } from './child-facts.ts';
import { csvPieces, isFormula } from './csv-rows.ts';
import { plainText, refusal, type Read } from './facts.ts';

type Fact = ChildFact | 'school' | 'key' | 'started on' | 'ended on';

type Column = { readonly name: string; readonly fact: Fact; readonly isNeeded?: true };

/** The columns of the short file, in any order; the names are matched without regard to case. docs/feeds.md */
export const schoolCsvColumns: readonly Column[] = [
  { name: 'School URN', fact: 'school', isNeeded: true },
  { name: 'Pupil number', fact: 'key', isNeeded: true },
  { name: 'UPN', fact: 'upn' },
  { name: 'Family name', fact: 'family name', isNeeded: true },
  { name: 'Given names', fact: 'given name', isNeeded: true },
  { name: 'Known as', fact: 'preferred given name' },
  { name: 'Date of birth', fact: 'date of birth', isNeeded: true },
  { name: 'Gender', fact: 'gender' },
  { name: 'Address', fact: 'line 1' },
  { name: 'Town', fact: 'town' },
  { name: 'Postcode', fact: 'postcode' },
  { name: 'Started', fact: 'started on' },
  { name: 'Left', fact: 'ended on' },
];

// What schools add of their own accord: named where it is dropped. Any other word may be anybody's.
const known: ReadonlySet<string> = new Set(
  'notes comments sen ethnicity medical religion form year house class phone telephone email photo attendance'.split(
    ' ',
  ),
);

/** Reads the short CSV file of an independent school: its pupils, where they live, and since when they are there. */
export async function* readSchoolCsv(bytes: AsyncIterable<Uint8Array>, today: Day): AsyncGenerator<FeedItem> {
  let places: ReadonlyMap<Fact, number> = new Map();
  let others: readonly string[] = [];
  for await (const piece of csvPieces(bytes)) {
    if (piece.kind === 'fault') yield { kind: 'fault', fault: piece.fault, place: `line ${piece.line}` };
    else if (piece.kind === 'row') {
      const facts = factsOf(piece.cells, places);
      yield itemOf(facts, others, `line ${piece.line}`, today);
    } else {
      places = placesOf(piece.columns);
      others = othersOf(piece.columns);
      const missing = schoolCsvColumns.find(({ fact, isNeeded }) => isNeeded === true && !places.has(fact));
      if (missing === undefined) continue;
      const wanted = `the columns ${schoolCsvColumns.map(({ name }) => name).join(', ')}`;
      yield {
        kind: 'fault',
        fault: { element: `the column ${missing.name}`, reason: 'missing', wanted },
        place: 'line 1',
      };
      return;
    }
  }
}

function placesOf(columns: readonly string[]): ReadonlyMap<Fact, number> {
  const found = columns.map((column) => column.toLowerCase());
  return new Map(
    schoolCsvColumns.flatMap(({ name, fact }) => {
      const at = found.indexOf(name.toLowerCase());
      return at < 0 ? [] : [[fact, at] as const];
    }),
  );
}

function othersOf(columns: readonly string[]): readonly string[] {
  const ours = new Set(schoolCsvColumns.map(({ name }) => name.toLowerCase()));
  const others = columns.map((column) => column.toLowerCase()).filter((column) => !ours.has(column));
  return [...new Set(others.map((one) => (known.has(one) ? one : '(a column that is not asked for)')))];
}

function factsOf(cells: readonly string[], places: ReadonlyMap<Fact, number>): ReadonlyMap<Fact, string> {
  const facts = new Map<Fact, string>();
  for (const [fact, at] of places) {
    const cell = (cells[at] ?? '').trim();
    if (cell !== '') facts.set(fact, cell);
  }
  return facts;
}

function itemOf(
  facts: ReadonlyMap<Fact, string>,
  others: readonly string[],
  place: string,
  today: Day,
): FeedItem {
  const dropped = [...others];
  const read = childOf(facts, dropped, today);
  if (!read.ok) return { kind: 'fault', fault: read.fault, place };
  return { kind: 'child', child: read.value, dropped };
}

function childOf(facts: ReadonlyMap<Fact, string>, dropped: string[], today: Day): Read<SourceChild> {
  const formula = [...facts].find(([, text]) => isFormula(text));
  if (formula !== undefined)
    return refusal(columnOf(formula[0]), 'a formula', 'text that no spreadsheet works out');
  const school = readSchool(facts.get('school') ?? '');
  if (!school.ok) return school;
  const key = plainText(facts.get('key') ?? '');
  if (key === undefined) return refusal(columnOf('key'), 'missing', 'the school’s own number of the pupil');
  const identity = readIdentity({ facts: givenNamesApart(facts), named: columnOf, dropped }, today);
  if (!identity.ok) return identity;
  const startedOn = readOptionalDay(columnOf('started on'), facts.get('started on'), dropped);
  const endedOn = readOptionalDay(columnOf('ended on'), facts.get('ended on'), dropped);
  if (startedOn !== undefined && endedOn !== undefined && endedOn < startedOn)
    return refusal(columnOf('ended on'), 'before the day started', 'a day from the start on');
  const schoolPlace = {
    school: school.value,
    ...(startedOn === undefined ? {} : { startedOn }),
    ...(endedOn === undefined ? {} : { endedOn }),
  };
  return { ok: true, value: { supplierKey: `${school.value} ${key}`, ...identity.value, schoolPlace } };
}

function readSchool(text: string): Read<Urn> {
  const urn = parseUrn(text);
  return urn.ok
    ? { ok: true, value: urn.value }
    : refusal(columnOf('school'), 'not a URN', 'six digits, like 105250');
}

/** All given names in one cell: the first by itself, so that the others may be many. */
export function givenNamesApart<Key extends string>(
  facts: ReadonlyMap<Key | 'given name' | 'middle names', string>,
): ReadonlyMap<Key | 'given name' | 'middle names', string> {
  const [first = '', ...middle] = (facts.get('given name') ?? '').split(/\s+/);
  if (middle.length === 0) return facts;
  const both = [...middle, facts.get('middle names') ?? ''].join(' ').trim();
  return new Map([...facts, ['given name', first], ['middle names', both]]);
}

function columnOf(fact: Fact): string {
  return schoolCsvColumns.find((column) => column.fact === fact)?.name ?? fact;
}
