import { isDay, type Day } from '../domain/calendar.ts';
import { isGender } from '../domain/gender.ts';
import { isNhsNumber, isPostcode, type NhsNumber } from '../domain/identifiers.ts';
import type { CandidateChild, Home } from '../domain/row-matching/subject.ts';
import type { PersonName } from '../domain/source-row.ts';
import { arrayOf, bigint, day, integer, nullable, text, type Column } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Read only to decide of whom a row is: nothing read here is answered to anybody, so it needs no ticket.

/** What one row is looked up by; a key that is null finds nobody. */
export type RowKeys = {
  readonly givenBorn: number | null;
  readonly familyBorn: number | null;
  readonly initialsBorn: number | null;
  readonly postcode: number | null;
};

/** The children whom the index may mean, for each row by its place. */
export type FoundCandidates = ReadonlyMap<number, readonly CandidateChild[]>;

// Some columns of some rows read faster as one text of them all: store/candidate-text.ts.
const [betweenColumns, betweenRows, betweenHomes] = ['\u001f', '\u001e', '\u001d'];
const homesOf = (child: string): string => `(
    select string_agg(concat(postcode, E'\\x1c', address_line), E'\\x1d')
    from child_address
    where child_address.child_id = ${child}
  )`;
const columns = `child_id, is_shielded, date_of_birth, gender, given_names, family_name`;
// One row after another by its key (`limit` keeps it so): planned while the tables are empty, a join would go through all of them.
const asText = (from: string): string => `select string_agg(candidate, E'\\x1e') as candidates
  from (
    select concat_ws(E'\\x1f', row_no, entry.child_id, entry.is_shielded::integer, entry.date_of_birth, entry.gender,
        entry.given_names, entry.family_name, coalesce(child.nhs_number::text, ''), ${homesOf('entry.child_id')}) as candidate
    from ${from}
    cross join lateral (select nhs_number from child where child.child_id = entry.child_id limit 1) as child
  ) as all_of_them`;
/** The entries that a query finds for rows, each as a candidate, in one text. */
export const inOneText = (found: string): string =>
  asText(`(${found}) as found
    cross join lateral (
      select ${columns}
      from search_entry
      where search_entry.child_id = found.child_id and search_entry.entry_no = found.entry_no
      limit 1
    ) as entry`);

/** What every entry is but a former address. */
export const namesOf = `kind <> 'former address'`;

// Under two keys at once: who agrees in one sound and the date alone is a stranger.
const closest = statement({
  name: 'closest-candidates-of-rows',
  text: asText(`unnest($1::integer[], $2::integer[], $3::integer[], $4::integer[], $5::integer[])
      as asked (row_no, given_born, family_born, initials_born, place)
    cross join lateral (
      select ${columns}
      from search_entry
      where sound_given_born = asked.given_born and not is_shielded and ${namesOf}
        and (sound_family_born = asked.family_born or postcode_key = asked.place or search_entry.initials_born = asked.initials_born)
      union all
      select ${columns}
      from search_entry
      where sound_family_born = asked.family_born and not is_shielded and ${namesOf}
        and sound_given_born is distinct from asked.given_born
        and (postcode_key = asked.place or search_entry.initials_born = asked.initials_born)
      limit 200
    ) as entry`),
  takes: [
    arrayOf(integer),
    arrayOf(nullable(integer)),
    arrayOf(nullable(integer)),
    arrayOf(nullable(integer)),
    arrayOf(nullable(integer)),
  ],
  gives: { candidates: nullable(text) },
});

// Each kind of key in its own branch, so that each reads its own index. A key of both names and a year may lead to hundreds, and
// a place to all who live there: of those whoever's date of birth differs by more than one mistake stays out.
const oneMistake = `(entry.date_of_birth = said.born
    or abs(entry.date_of_birth - said.born) <= 31
    or extract(day from entry.date_of_birth) = extract(day from said.born)
    or extract(month from entry.date_of_birth) = extract(month from said.born)
    or extract(day from entry.date_of_birth) = extract(month from said.born))`;
const sameGender = `(entry.gender = said.gender or 'not specified' in (entry.gender, said.gender))`;
const branches = [
  { key: 'sound_given_born', among: sameGender },
  { key: 'sound_family_born', among: 'true' },
  { key: 'initials_born', among: sameGender },
  { key: 'sounds_year', among: oneMistake },
] as const;
const probesFrom = 5; // the first parameters are what each row says

const furtherByKeys = branches.map(({ key, among }, at) => {
  const [rows, keys] = [probesFrom + at * 2, probesFrom + at * 2 + 1];
  return `select probe.row_no, entry.child_id, entry.entry_no
    from unnest($${rows}::integer[], $${keys}::integer[]) as probe (row_no, key)
    join said on said.row_no = probe.row_no
    cross join lateral (
      select child_id, entry_no, date_of_birth, gender, postcode_key
      from search_entry
      where ${key} = probe.key and not is_shielded and ${namesOf}
      limit 400
    ) as entry
    where ${among}`;
});

const atPlace = `select said.row_no, entry.child_id, entry.entry_no
  from said
  cross join lateral (
    select child_id, entry_no, date_of_birth
    from search_entry
    where postcode_key = said.postcode and not is_shielded
    limit 400
  ) as entry
  where ${oneMistake}`;

const furtherOpen = statement({
  name: 'further-candidates-of-rows',
  text: `with said as materialized (
      select * from unnest($1::integer[], $2::date[], $3::text[], $4::integer[]) as said (row_no, born, gender, postcode)
    )
    ${inOneText([...furtherByKeys, atPlace].join('\n union \n'))}`,
  takes: [
    arrayOf(integer),
    arrayOf(day),
    arrayOf(text),
    arrayOf(nullable(integer)),
    ...branches.flatMap((): readonly Column<unknown>[] => [arrayOf(integer), arrayOf(integer)]),
  ],
  gives: { candidates: nullable(text) },
});

const ofChildren = statement({
  name: 'candidates-of-children',
  text: inOneText(`select asked.row_no, search_entry.child_id, search_entry.entry_no
    from unnest($1::integer[], $2::bigint[]) as asked (row_no, child_id)
    join search_entry on search_entry.child_id = asked.child_id and ${namesOf}`),
  takes: [arrayOf(integer), arrayOf(bigint)],
  gives: { candidates: nullable(text) },
});

/** Those who agree with a row in two of its keys. */
export async function findClosest(
  tx: Transaction,
  rows: readonly (RowKeys & { readonly row: number })[],
): Promise<FoundCandidates> {
  if (rows.length === 0) return new Map();
  const found = await closest.first(
    tx,
    rows.map(({ row }) => row),
    rows.map((one) => one.givenBorn),
    rows.map((one) => one.familyBorn),
    rows.map((one) => one.initialsBorn),
    rows.map((one) => one.postcode),
  );
  return readCandidates(found?.candidates ?? null);
}

/** A row as a further look holds children against it, and the keys that it looks under. */
export type FurtherLook = {
  readonly row: number;
  readonly born: Day;
  readonly gender: string;
  readonly postcode: number | null;
  readonly givenBorn: readonly number[];
  readonly familyBorn: readonly number[];
  readonly initialsBorn: readonly number[];
  readonly soundsYear: readonly number[];
};

/** Those under any of the keys, or at the place, among the open children. */
export async function findFurther(tx: Transaction, looks: readonly FurtherLook[]): Promise<FoundCandidates> {
  if (looks.length === 0) return new Map();
  const probes = (keysOf: (look: FurtherLook) => readonly number[]) => {
    const all = looks.flatMap((look) => keysOf(look).map((key) => ({ row: look.row, key })));
    return [all.map(({ row }) => row), all.map(({ key }) => key)] as const;
  };
  const found = await furtherOpen.first(
    tx,
    looks.map(({ row }) => row),
    looks.map(({ born }) => born),
    looks.map(({ gender }) => gender),
    looks.map(({ postcode }) => postcode),
    ...probes(({ givenBorn }) => givenBorn),
    ...probes(({ familyBorn }) => familyBorn),
    ...probes(({ initialsBorn }) => initialsBorn),
    ...probes(({ soundsYear }) => soundsYear),
  );
  return readCandidates(found?.candidates ?? null);
}

/** These children as candidates, each for its row. */
export async function readChildren(
  tx: Transaction,
  asked: readonly { readonly row: number; readonly childId: number }[],
): Promise<FoundCandidates> {
  if (asked.length === 0) return new Map();
  const found = await ofChildren.first(
    tx,
    asked.map(({ row }) => row),
    asked.map(({ childId }) => childId),
  );
  return readCandidates(found?.candidates ?? null);
}

type Growing = Omit<CandidateChild, 'names'> & { readonly names: PersonName[] };

// The entries of one child come together again: each adds a name.
/** The candidates in the text that a statement answers. */
export function readCandidates(candidates: string | null): FoundCandidates {
  const found = new Map<number, Map<number, Growing>>();
  if (candidates === null) return new Map();
  for (const written of candidates.split(betweenRows)) {
    const { row, candidate } = readCandidate(written);
    let ofRow = found.get(row);
    if (ofRow === undefined) found.set(row, (ofRow = new Map<number, Growing>()));
    const before = ofRow.get(candidate.childId);
    if (before === undefined) ofRow.set(candidate.childId, candidate);
    else addNames(before.names, candidate.names);
  }
  return new Map([...found].map(([row, ofRow]) => [row, [...ofRow.values()]]));
}

function addNames(names: PersonName[], more: readonly PersonName[]): void {
  for (const name of more)
    if (!names.some((one) => one.givenNames === name.givenNames && one.familyName === name.familyName))
      names.push(name);
}

function readCandidate(written: string): { readonly row: number; readonly candidate: Growing } {
  const [row, childId, isShielded, born = '', gender = '', givenNames, familyName, number = '', homes = ''] =
    written.split(betweenColumns);
  if (!isDay(born) || !isGender(gender) || givenNames === undefined || familyName === undefined)
    throw new Error('The database sent a candidate that is not one');
  const candidate = {
    childId: Number(childId),
    isShielded: isShielded === '1',
    names: [{ givenNames, familyName }],
    dateOfBirth: born,
    gender,
    nhsNumber: numberIn(number),
    homes: homes === '' ? [] : homes.split(betweenHomes).map(readHome),
    parents: [],
  };
  return { row: Number(row), candidate };
}

function numberIn(number: string): NhsNumber | undefined {
  return isNhsNumber(number) ? number : undefined;
}

function readHome(written: string): Home {
  const [postcode = '', line = ''] = written.split('\u001c');
  return homeOf(postcode, line);
}

function homeOf(postcode: string, line: string): Home {
  return isPostcode(postcode) ? { line, postcode } : { line };
}
