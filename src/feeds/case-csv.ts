import { isDay, type Day } from '../domain/calendar.ts';
import { parseNhsNumber, parseOdsPracticeCode, parseUrn } from '../domain/identifiers.ts';
import type { FeedItem, SourceChild, SourceInvolvement } from '../domain/source-row.ts';
import { dayText, readIdentity } from './child-facts.ts';
import { csvPieces, isFormula } from './csv-rows.ts';
import { plainText, refusal, type Read } from './facts.ts';
import type { DateOrder, MappedFact, Mapping } from './mapping.ts';
import { givenNamesApart } from './school-csv.ts';

type Facts = ReadonlyMap<MappedFact, string>;

/** A reader of a case system's CSV file, by the mapping that its supplier declared. Columns that the mapping does not name are dropped. */
export function caseCsvReader(
  mapping: Mapping,
): (bytes: AsyncIterable<Uint8Array>, today: Day) => AsyncGenerator<FeedItem> {
  return async function* readCaseCsv(bytes, today) {
    let columns: readonly string[] = [];
    for await (const piece of csvPieces(bytes)) {
      if (piece.kind === 'fault') yield { kind: 'fault', fault: piece.fault, place: `line ${piece.line}` };
      else if (piece.kind === 'row')
        yield* rowItems(mapping, columns, piece.cells, `line ${piece.line}`, today);
      else {
        columns = piece.columns.map((column) => column.toLowerCase());
        const missing = [...mapping.columns.keys()].find((column) => !columns.includes(column));
        if (missing === undefined) continue;
        const wanted = 'every column that the mapping names';
        yield {
          kind: 'fault',
          fault: { element: `the column ${missing}`, reason: 'missing', wanted },
          place: 'line 1',
        };
        return;
      }
    }
  };
}

/** Refuses a case system's file that came without its mapping: nobody has said what its columns are. */
export async function* readWithoutMapping(): AsyncGenerator<FeedItem> {
  const fault = {
    element: 'the file',
    reason: 'without a mapping',
    wanted: 'contactpoint import with --mapping, which says what each column is',
  };
  yield await Promise.resolve({ kind: 'fault', fault, place: 'the whole file' } as const);
}

function* rowItems(
  mapping: Mapping,
  columns: readonly string[],
  cells: readonly string[],
  place: string,
  today: Day,
): Generator<FeedItem> {
  const named = namesOf(mapping);
  const dropped = droppedColumns(mapping, columns, cells);
  const facts = factsOf(mapping, columns, cells);
  const child = facts.ok ? childOf(facts.value, named, dropped, today) : facts;
  if (!facts.ok || !child.ok) {
    if (!child.ok) yield { kind: 'fault', fault: child.fault, place };
    return;
  }
  yield { kind: 'child', child: child.value, dropped };
  const said = involvementOf(mapping, facts.value, named, child.value, today);
  if (!said.ok) yield { kind: 'fault', fault: said.fault, place };
  else if (said.value !== undefined)
    yield { kind: 'involvement', involvement: said.value, place, dropped: [] };
}

/** What each fact is called in the file. */
function namesOf(mapping: Mapping): (fact: MappedFact) => string {
  const names = new Map([...mapping.columns].map(([column, { fact }]) => [fact, column]));
  return (fact) => names.get(fact) ?? fact;
}

function droppedColumns(mapping: Mapping, columns: readonly string[], cells: readonly string[]): string[] {
  const dropped = new Set<string>();
  for (const [at, column] of columns.entries())
    if (!mapping.columns.has(column) && (cells[at] ?? '').trim() !== '')
      dropped.add(mapping.dropped.has(column) ? column : '(a column that the mapping does not name)');
  return [...dropped];
}

function factsOf(mapping: Mapping, columns: readonly string[], cells: readonly string[]): Read<Facts> {
  const facts = new Map<MappedFact, string>();
  for (const [at, column] of columns.entries()) {
    const mapped = mapping.columns.get(column);
    const cell = (cells[at] ?? '').trim();
    if (mapped === undefined || cell === '') continue;
    if (isFormula(cell)) return refusal(column, 'a formula', 'text that no spreadsheet works out');
    const word = mapped.words?.get(cell);
    if (mapped.words !== undefined && word === undefined && mapped.fact !== 'gender')
      return refusal(column, 'a word that the mapping does not have', 'one of the words of the mapping');
    const text = word ?? cell;
    facts.set(
      mapped.fact,
      mapped.dates === undefined ? text : (dateAs(mapped.dates, text) ?? `not ${mapped.dates}`),
    );
  }
  return { ok: true, value: givenNamesApart(facts) };
}

/** A date in the order that the mapping declares; undefined where it is not written so. */
function dateAs(order: DateOrder, text: string): string | undefined {
  const [date = ''] = text.split(/[T ]/, 1);
  const [first = '', second = '', third = '', ...more] = date.split(/[/.-]/);
  const places = {
    'year-month-day': [first, second, third],
    'day/month/year': [third, second, first],
    'month/day/year': [third, first, second],
  };
  const [year = '', month = '', day = ''] = places[order];
  if (more.length > 0 || !/^\d{4}$/.test(year)) return undefined;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function childOf(
  facts: Facts,
  named: (fact: MappedFact) => string,
  dropped: string[],
  today: Day,
): Read<SourceChild> {
  const key = plainText(facts.get('key') ?? '');
  if (key === undefined) return refusal(named('key'), 'missing', 'the supplier’s own key of the child');
  const identity = readIdentity({ facts, named, dropped }, today);
  if (!identity.ok) return identity;
  const number = parseNhsNumber(facts.get('nhs number') ?? '');
  if (!number.ok && facts.has('nhs number')) dropped.push(`${named('nhs number')} (not an NHS number)`);
  const practice = parseOdsPracticeCode(facts.get('practice') ?? '');
  if (!practice.ok && facts.has('practice')) dropped.push(`${named('practice')} (not a practice code)`);
  const school = parseUrn(facts.get('school') ?? '');
  if (!school.ok && facts.has('school')) dropped.push(`${named('school')} (not a URN)`);
  return {
    ok: true,
    value: {
      supplierKey: key,
      ...identity.value,
      ...(number.ok ? { nhsNumber: number.value } : {}),
      ...(practice.ok ? { practiceCode: practice.value } : {}),
      ...(school.ok ? { schoolPlace: { school: school.value } } : {}),
    },
  };
}

function involvementOf(
  { involvement }: Mapping,
  facts: Facts,
  named: (fact: MappedFact) => string,
  child: SourceChild,
  today: Day,
): Read<SourceInvolvement | undefined> {
  const since = dayText(facts.get('involved since'));
  const until = dayText(facts.get('involved until'));
  if (involvement === undefined || (since === undefined && until === undefined))
    return { ok: true, value: undefined };
  if (since === undefined || !isDay(since) || since > today)
    return refusal(named('involved since'), 'missing, no real date, or in the future', 'a date until today');
  if (until !== undefined && (!isDay(until) || until < since || until > today))
    return refusal(
      named('involved until'),
      'no real date, in the future, or before it began',
      'a date from the beginning until today',
    );
  const { supplierKey, dateOfBirth, upn } = child;
  const value: SourceInvolvement = {
    supplierKey,
    councilCode: involvement.council,
    service: involvement.service,
    dateOfBirth,
    ...(upn === undefined ? {} : { upn }),
    startedOn: since,
    ...(until === undefined ? {} : { endedOn: until }),
  };
  return { ok: true, value };
}
