import { showDay, type Day } from '../domain/calendar.ts';
import { serviceKinds } from '../domain/service-kinds.ts';
import type { FeedItem, RowFault, SourceChild, SourceInvolvement } from '../domain/source-row.ts';
import { caseCsvReader } from '../feeds/case-csv.ts';
import { readMapping, type Mapping } from '../feeds/mapping.ts';

/** A mapping as it would read a supplier's file, or what has to be written otherwise in it. */
export type CheckedMapping =
  | {
      readonly ok: true;
      readonly columns: readonly MappedTo[];
      readonly rows: readonly PreviewRow[];
      readonly dropped: readonly string[];
    }
  | { readonly ok: false; readonly faults: readonly string[] };

type MappedTo = { readonly column: string; readonly fact: string };

/** One row as it would be taken, fact by fact, or why it would not. */
export type PreviewRow =
  | { readonly kind: 'read'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'refused'; readonly place: string; readonly fault: RowFault };

const rowsShown = 20; // enough to see whether a column is what it was taken for

/** Checks a mapping file and reads the first rows of a sample by it. Nothing is stored and no database is asked. */
export async function checkMapping(
  text: string,
  sample: AsyncIterable<Uint8Array>,
  today: Day,
): Promise<CheckedMapping> {
  const read = readMapping(text);
  if (!read.ok) return read;
  const rows: PreviewRow[] = [];
  const dropped = new Set<string>();
  for await (const item of caseCsvReader(read.mapping)(sample, today)) {
    if (item.kind !== 'involvement' && rows.length === rowsShown) break;
    note(rows, item);
    if ('dropped' in item) for (const name of item.dropped) dropped.add(name);
  }
  return { ok: true, columns: columnsOf(read.mapping), rows, dropped: [...dropped] };
}

function columnsOf({ columns, dropped, involvement }: Mapping): readonly MappedTo[] {
  const whose =
    involvement === undefined
      ? ''
      : ` (${serviceKinds[involvement.service].name}, council ${involvement.council})`;
  return [
    ...[...columns].map(([column, { fact }]) => ({
      column,
      fact: fact + (fact === 'involved since' ? whose : ''),
    })),
    ...[...dropped].map((column) => ({ column, fact: 'dropped' })),
  ];
}

function note(rows: PreviewRow[], item: FeedItem): void {
  if (item.kind === 'child') rows.push({ kind: 'read', facts: factsOf(item.child) });
  else if (item.kind === 'fault') rows.push({ kind: 'refused', place: item.place, fault: item.fault });
  else if (item.kind === 'involvement') {
    const last = rows.pop();
    if (last?.kind === 'read')
      rows.push({ kind: 'read', facts: [...last.facts, involvementFact(item.involvement)] });
  }
}

function factsOf(child: SourceChild): readonly (readonly [string, string])[] {
  const { supplierKey, givenNames, familyName, dateOfBirth, gender, preferredName, nhsNumber, upn } = child;
  const address =
    child.address &&
    [child.address.line, child.address.town, child.address.postcode].filter((one) => one !== undefined);
  const optional: readonly (readonly [string, string | undefined])[] = [
    ['known as', preferredName],
    ['NHS number', nhsNumber],
    ['UPN', upn],
    ['address', address?.join(', ')],
    ['practice', child.practiceCode],
    ['school', child.schoolPlace && String(child.schoolPlace.school)],
  ];
  return [
    ['key', supplierKey],
    ['name', `${givenNames} ${familyName}`],
    ['born', showDay(dateOfBirth)],
    ['gender', gender],
    ...optional.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  ];
}

function involvementFact({ service, startedOn, endedOn }: SourceInvolvement): readonly [string, string] {
  const until = endedOn === undefined ? '' : ` until ${showDay(endedOn)}`;
  return [serviceKinds[service].name, `since ${showDay(startedOn)}${until}`];
}
