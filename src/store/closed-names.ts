import type { PersonName } from '../domain/source-row.ts';
import { arrayOf, bigint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const namesClosed = statement({
  name: 'closed-names-of-children',
  text: `select child_id, given_names, family_name
    from closed_name
    where child_id = any ($1)
    order by child_id, name_no
    limit 10000`,
  takes: [arrayOf(bigint)],
  gives: { child_id: bigint, given_names: text, family_name: text },
});

const closeNames = statement({
  name: 'close-names',
  text: `insert into closed_name (child_id, name_no, given_names, family_name)
    select $1, coalesce((select max(name_no) from closed_name where child_id = $1), 0) + row_number() over (), given, family
    from unnest($2::text[], $3::text[]) as name (given, family)`,
  takes: [bigint, arrayOf(text), arrayOf(text)],
  gives: {},
});

/** The names of each child that are closed. */
export async function findClosedNames(
  tx: Transaction,
  childIds: readonly number[],
): Promise<ReadonlyMap<number, readonly PersonName[]>> {
  const all = new Map<number, PersonName[]>();
  if (childIds.length === 0) return all;
  for (const row of await namesClosed.rows(tx, childIds)) {
    const name = { givenNames: row.given_names, familyName: row.family_name };
    all.set(row.child_id, [...(all.get(row.child_id) ?? []), name]);
  }
  return all;
}

/** Closes names of a child for good. */
export async function addClosedNames(tx: Transaction, childId: number, names: readonly PersonName[]) {
  await closeNames.rows(
    tx,
    childId,
    names.map(({ givenNames }) => givenNames),
    names.map(({ familyName }) => familyName),
  );
}
