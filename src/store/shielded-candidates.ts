import type { Day } from '../domain/calendar.ts';
import { arrayOf, bigint, day, integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import {
  inOneText,
  namesOf,
  readCandidates,
  type FoundCandidates,
  type FurtherLook,
} from './match-candidates.ts';
import { statement } from './statement.ts';

// Read only to decide of whom a row is: nothing read here is answered to anybody, so it needs no ticket.

const kinds = ['givenBorn', 'familyBorn', 'initialsBorn', 'soundsYear'] as const;
const branches = ['sound_given_born', 'sound_family_born', 'initials_born', 'sounds_year'].map(
  (key, at) => `select ${at} as kind, ${key}::text as key, child_id, entry_no
    from search_entry
    where ${key} = any ($${at + 1}) and is_shielded and ${namesOf}`,
);

// A row is sought under some hundreds of keys, of which hardly any leads to anybody: all keys of all rows go down an index together,
// and whose they were is worked out here. Nobody stays out: there are few, and a miss shows where somebody is.
const underKeys = statement({
  name: 'shielded-entries-under-keys',
  text: `select string_agg(concat_ws(' ', kind, key, child_id, entry_no), ',') as found
    from (
      ${branches.join('\n union all \n')}
      union all
      -- Whatever the names: those who flee change them, and few of one birth are shielded.
      select 4 as kind, date_of_birth::text as key, child_id, entry_no
      from search_entry
      where date_of_birth = any ($5) and is_shielded and ${namesOf}
    ) as under`,
  takes: [arrayOf(integer), arrayOf(integer), arrayOf(integer), arrayOf(integer), arrayOf(day)],
  gives: { found: nullable(text) },
});

const ofEntries = statement({
  name: 'shielded-candidates-of-rows',
  text: inOneText(
    'select * from unnest($1::integer[], $2::bigint[], $3::smallint[]) as asked (row_no, child_id, entry_no)',
  ),
  takes: [arrayOf(integer), arrayOf(bigint), arrayOf(smallint)],
  gives: { candidates: nullable(text) },
});

/** The shielded children under any of the keys of rows, or born on the day that a row says. */
export async function findShielded(tx: Transaction, looks: readonly FurtherLook[]): Promise<FoundCandidates> {
  if (looks.length === 0) return new Map();
  const rowsOf = rowsByKey(looks);
  const days = new Set(looks.map(({ born }) => born));
  const [given = [], family = [], initials = [], year = []] = rowsOf.byKind.map((rows) => [...rows.keys()]);
  const under = await underKeys.first(tx, given, family, initials, year, [...days]);
  const found = under?.found ?? null;
  if (found === null) return new Map();
  const entries = entriesOfRows(found, rowsOf);
  const answer = await ofEntries.first(
    tx,
    entries.map(({ row }) => row),
    entries.map(({ childId }) => childId),
    entries.map(({ entryNo }) => entryNo),
  );
  return readCandidates(answer?.candidates ?? null);
}

type RowsByKey = {
  readonly byKind: readonly ReadonlyMap<number, readonly number[]>[];
  readonly byDay: ReadonlyMap<string, readonly number[]>;
};

function rowsByKey(looks: readonly FurtherLook[]): RowsByKey {
  const byKind = kinds.map((kind) => {
    const rows = new Map<number, number[]>();
    for (const look of looks) for (const key of look[kind]) add(rows, key, look.row);
    return rows;
  });
  const byDay = new Map<Day, number[]>();
  for (const { born, row } of looks) add(byDay, born, row);
  return { byKind, byDay };
}

function add<Key>(rows: Map<Key, number[]>, key: Key, row: number): void {
  const known = rows.get(key);
  if (known === undefined) rows.set(key, [row]);
  else known.push(row);
}

type EntryOfRow = { readonly row: number; readonly childId: number; readonly entryNo: number };

// An entry that a row leads to by several keys counts once.
function entriesOfRows(found: string, { byKind, byDay }: RowsByKey): readonly EntryOfRow[] {
  const entries = new Map<string, EntryOfRow>();
  for (const one of found.split(',')) {
    const [kind, key = '', childId, entryNo] = one.split(' ');
    const rows = byKind[Number(kind)]?.get(Number(key)) ?? byDay.get(key) ?? [];
    for (const row of rows)
      entries.set(`${row} ${childId} ${entryNo}`, {
        row,
        childId: Number(childId),
        entryNo: Number(entryNo),
      });
  }
  return [...entries.values()];
}
