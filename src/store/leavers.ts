import type { Day } from '../domain/calendar.ts';
import type { MarkedFacts } from '../domain/leaving-mark.ts';
import type { NamedChild } from '../domain/leaving-terms.ts';
import { isClosedBecause } from '../domain/record-rows.ts';
import { arrayOf, bigint, day, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// A record that was merged into another leaves with that one, whatever its own day is.
const due = `child
    where leaves_on <= $1
      and (birth_standing <> 'estimated' or closed_on is not null)
      and not exists (select from record_merge where first_child_id = child.child_id and undone_at is null)
      and not exists (select from record_merge where second_child_id = child.child_id and undone_at is null)`;

const whoLeaves = statement({
  name: 'who-leaves',
  text: `select child_id
    from ${due}
    order by leaves_on, child_id
    limit $2
    for update of child skip locked`,
  takes: [day, integer],
  gives: { child_id: bigint },
});

const namesOf = statement({
  name: 'names-of-who-leaves',
  text: `select leaver.given_names, leaver.family_name, leaver.date_of_birth,
      concat_ws(' ', leaver.contactpoint_number, leaver.nhs_number::text, leaver.upn) as numbers
    from (select * from ${due} order by leaves_on, child_id limit $2) as leaver
    union
    select former.given_names, former.family_name, leaver.date_of_birth, ''
    from (select * from ${due} order by leaves_on, child_id limit $2) as leaver
    cross join lateral (
      select given_names, family_name from search_entry
      where search_entry.child_id = leaver.child_id and kind = 'former name'
      limit 50
    ) as former
    order by 1, 2, 3
    limit 20000`,
  takes: [day, integer],
  gives: { given_names: text, family_name: text, date_of_birth: day, numbers: text },
});

const countDue = statement({
  name: 'count-who-leaves',
  text: `select count(*)::integer as leaving, (select greatest(reltuples, 0)::bigint from pg_class where oid = 'child'::regclass) as children
    from (select from ${due} order by leaves_on, child_id limit $2) as due`,
  takes: [day, integer],
  gives: { leaving: integer, children: bigint },
});

// With a record go those that it was made of; with a part of a merge that was undone, what the merge had made.
const withMerged = statement({
  name: 'leavers-with-merged',
  text: `with recursive going (child_id) as (
      select child_id from unnest($1::bigint[]) as seed (child_id)
      union
      select next.child_id
      from going
      cross join lateral (
        select unnest(array[first_child_id, second_child_id]) as child_id
        from record_merge
        where record_merge.child_id = going.child_id and undone_at is null
        union all
        select record_merge.child_id from record_merge where first_child_id = going.child_id
        union all
        select record_merge.child_id from record_merge where second_child_id = going.child_id
      ) as next
    )
    select child_id, date_of_birth, closed_because, nhs_number::text as nhs_number, upn
    from child
    join going using (child_id)
    order by child_id
    limit 10000
    for update of child`,
  takes: [arrayOf(bigint)],
  gives: {
    child_id: bigint,
    date_of_birth: day,
    closed_because: nullable(oneOf(isClosedBecause)),
    nhs_number: nullable(text),
    upn: nullable(text),
  },
});

const rowsOf = statement({
  name: 'source-rows-of-leavers',
  text: `select link.child_id, supplier_id, supplier_key, source_row.nhs_number::text as nhs_number, source_row.upn,
      source_row.given_names, source_row.family_name, source_row.date_of_birth, source_row.postcode
    from link
    join source_row using (source_row_id)
    where link.child_id = any ($1)
    order by source_row_id
    limit 100000`,
  takes: [arrayOf(bigint)],
  gives: {
    child_id: bigint,
    supplier_id: smallint,
    supplier_key: text,
    nhs_number: nullable(text),
    upn: nullable(text),
    given_names: text,
    family_name: text,
    date_of_birth: day,
    postcode: nullable(text),
  },
});

/** Who is removed with one step, and what to remember of them so that no feed brings them back. */
export type Leaver = Awaited<ReturnType<typeof lockLeavers>>[number];

/** The next few who leave as of a day, locked, with the records that were merged into theirs. */
export async function lockLeavers(tx: Transaction, today: Day, most: number) {
  const seeds = await whoLeaves.rows(tx, today, most);
  if (seeds.length === 0) return [];
  const rows = await withMerged.rows(
    tx,
    seeds.map(({ child_id }) => child_id),
  );
  return rows.map((row) => ({
    childId: row.child_id,
    dateOfBirth: row.date_of_birth,
    closedBecause: row.closed_because,
    nhsNumber: row.nhs_number,
    upn: row.upn,
  }));
}

/** By what the next who leave could have been searched for: names of now and before, births and numbers. */
export async function readLeaversNames(
  tx: Transaction,
  today: Day,
  most: number,
): Promise<readonly NamedChild[]> {
  const rows = await namesOf.rows(tx, today, most);
  return rows.map((row) => ({
    givenNames: row.given_names,
    familyName: row.family_name,
    dateOfBirth: row.date_of_birth,
    numbers: row.numbers === '' ? [] : row.numbers.split(' '),
  }));
}

/** How many leave as of a day, counted no further than `most`, and about how many children there are. */
export async function countLeavers(tx: Transaction, today: Day, most: number) {
  return (await countDue.first(tx, today, most)) ?? { leaving: 0, children: 0 };
}

/** What every supplier said of these children. */
export async function readLeaversRows(
  tx: Transaction,
  childIds: readonly number[],
): Promise<readonly (MarkedFacts & { readonly childId: number })[]> {
  const rows = await rowsOf.rows(tx, childIds);
  return rows.map((row) => ({
    childId: row.child_id,
    supplierId: row.supplier_id,
    supplierKey: row.supplier_key,
    nhsNumber: row.nhs_number,
    upn: row.upn,
    givenNames: row.given_names,
    familyName: row.family_name,
    dateOfBirth: row.date_of_birth,
    postcode: row.postcode,
  }));
}
