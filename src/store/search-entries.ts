import { isGender } from '../domain/gender.ts';
import { isPostcode } from '../domain/identifiers.ts';
import { isEntryKind, type EntryRow } from '../domain/record-rows.ts';
import { searchKeysOf } from '../domain/search-keys.ts';
import type { OfChild, Replaced } from './child-parts.ts';
import { arrayOf, bigint, branded, day, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const entriesOfChildren = statement({
  name: 'search-entries-of-children',
  text: `select child_id, entry_no, kind, given_names, family_name, date_of_birth, gender, postcode
    from search_entry
    where child_id = any ($1)
    order by child_id, entry_no
    limit 100000`,
  takes: [arrayOf(bigint)],
  gives: {
    child_id: bigint,
    entry_no: smallint,
    kind: oneOf(isEntryKind),
    given_names: text,
    family_name: text,
    date_of_birth: day,
    gender: oneOf(isGender),
    postcode: nullable(branded(isPostcode)),
  },
});

const dropEntries = statement({
  name: 'drop-search-entries',
  text: `delete from search_entry where child_id = any ($1)`,
  takes: [arrayOf(bigint)],
  gives: {},
});

// Whether a child is shielded is read as it is written: an entry must not stand where a search by place finds it.
const addEntries = statement({
  name: 'add-search-entries',
  text: `insert into search_entry (child_id, entry_no, kind, given_names, family_name, date_of_birth, gender, postcode,
      sound_given_born, sound_family_born, initials_born, sounds_year, sounds_outward, postcode_key, is_shielded)
    select entry.*, exists (select from shield where shield.child_id = entry.child_id and lifted_on is null)
    from unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::date[], $7::text[], $8::text[],
      $9::integer[], $10::integer[], $11::integer[], $12::integer[], $13::integer[], $14::integer[]) as entry (child_id)`,
  takes: [
    arrayOf(bigint),
    arrayOf(smallint),
    arrayOf(text),
    arrayOf(text),
    arrayOf(text),
    arrayOf(day),
    arrayOf(text),
    arrayOf(nullable(text)),
    arrayOf(nullable(integer)),
    arrayOf(nullable(integer)),
    arrayOf(nullable(integer)),
    arrayOf(nullable(integer)),
    arrayOf(nullable(integer)),
    arrayOf(nullable(integer)),
  ],
  gives: {},
});

const moveEntries = statement({
  name: 'move-shielded-entries',
  text: `update search_entry
    set is_shielded = not is_shielded
    where child_id = any ($1)
      and is_shielded <> exists (select from shield where shield.child_id = search_entry.child_id and lifted_on is null)`,
  takes: [arrayOf(bigint)],
  gives: {},
});

/** What each child can be found by now. */
export async function readEntries(
  tx: Transaction,
  childIds: readonly number[],
): Promise<readonly OfChild<EntryRow>[]> {
  const rows = await entriesOfChildren.rows(tx, childIds);
  return rows.map((row) => ({
    childId: row.child_id,
    row: {
      entryNo: row.entry_no,
      kind: row.kind,
      givenNames: row.given_names,
      familyName: row.family_name,
      dateOfBirth: row.date_of_birth,
      gender: row.gender,
      postcode: row.postcode,
    },
  }));
}

/**
 * Moves the entries of children whose shields were raised or lifted in this transaction to where searches look for them now.
 * Whoever writes a row of shield calls it, with the children's records locked.
 */
export async function followShields(tx: Transaction, childIds: readonly number[]): Promise<void> {
  await moveEntries.rows(tx, childIds);
}

/** Takes away what these children were found by and puts down what they are to be found by, with its keys. */
export async function replaceEntries(
  tx: Transaction,
  replaced: readonly Replaced<EntryRow>[],
): Promise<void> {
  await dropEntries.rows(
    tx,
    replaced.map((one) => one.childId),
  );
  const entries = replaced.flatMap(({ childId, rows }) =>
    rows.map((row) => ({ childId, ...row, keys: searchKeysOf(row) })),
  );
  await addEntries.rows(
    tx,
    entries.map((entry) => entry.childId),
    entries.map((entry) => entry.entryNo),
    entries.map((entry) => entry.kind),
    entries.map((entry) => entry.givenNames),
    entries.map((entry) => entry.familyName),
    entries.map((entry) => entry.dateOfBirth),
    entries.map((entry) => entry.gender),
    entries.map((entry) => entry.postcode),
    entries.map((entry) => entry.keys.soundGivenBorn),
    entries.map((entry) => entry.keys.soundFamilyBorn),
    entries.map((entry) => entry.keys.initialsBorn),
    entries.map((entry) => entry.keys.soundsYear),
    entries.map((entry) => entry.keys.soundsOutward),
    entries.map((entry) => entry.keys.postcode),
  );
}
