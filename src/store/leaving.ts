import type { Day } from '../domain/calendar.ts';
import type { MarkedFacts } from '../domain/leaving-mark.ts';
import { arrayOf, bigint, day, instant, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Only the role contactpoint_leaving may run what deletes here. docs/leaving.md

const addDepartures = statement({
  name: 'add-departures',
  text: `insert into departure (child_id, left_at, forget_on)
    select child_id, $2, $3 from unnest($1::bigint[]) as gone (child_id)
    on conflict do nothing`,
  takes: [arrayOf(bigint), instant, day],
  gives: {},
});

// A young mother stays protected as her own child's carer.
const removeProtections = statement({
  name: 'remove-protections-of-leavers',
  text: `delete from protection
    where person_id = any ($1)
      and not exists (
        select from carer
        where carer.person_id = protection.person_id and carer.child_id <> all ($1)
      )`,
  takes: [arrayOf(bigint)],
  gives: {},
});

// A young mother goes on as the carer on her own child's record. Under a new number: by the old one, which the log keeps, anybody
// could read in the log whose record of then it was.
const renumber = (table: 'carer' | 'protection' | 'shield', own: string): string => `update ${table}
    set person_id = new_id
    from unnest($1::bigint[], $2::bigint[]) as renumbered (old_id, new_id)
    where person_id = old_id${own}`;

const renumberCarers = statement({
  name: 'renumber-leavers-as-carers',
  text: renumber('carer', ' and carer.child_id <> all ($1)'),
  takes: [arrayOf(bigint), arrayOf(bigint)],
  gives: {},
});

const renumberShields = statement({
  name: 'renumber-leavers-in-shields',
  text: renumber('shield', ' and shield.child_id <> all ($1)'),
  takes: [arrayOf(bigint), arrayOf(bigint)],
  gives: {},
});

const renumberProtections = statement({
  name: 'renumber-leavers-in-protections',
  text: renumber('protection', ''),
  takes: [arrayOf(bigint), arrayOf(bigint)],
  gives: {},
});

// By number, as that is their key: each that the record has, or that was ever said of it.
const removeNumbers = statement({
  name: 'remove-numbers-of-leavers',
  text: `delete from child_number
    using (
      select 'contactpoint' as kind, contactpoint_number as number from child where child_id = any ($1)
      union
      select 'nhs', child.nhs_number::text from child where child_id = any ($1)
      union
      select 'upn', child.upn from child where child_id = any ($1)
      union
      select 'nhs', source_row.nhs_number::text from link join source_row using (source_row_id) where link.child_id = any ($1)
      union
      select 'upn', source_row.upn from link join source_row using (source_row_id) where link.child_id = any ($1)
    ) as own
    where child_number.number = own.number
      and child_number.number_kind = own.kind
      and child_number.child_id = any ($1)`,
  takes: [arrayOf(bigint)],
  gives: {},
});

// Every row of a child is under its child_id, which all their tables' keys begin with, and goes with it.
const removeChildren = statement({
  name: 'remove-leavers',
  text: `delete from child where child_id = any ($1)`,
  takes: [arrayOf(bigint)],
  gives: {},
});

const removeRows = statement({
  name: 'remove-source-rows-of-leavers',
  text: `delete from source_row
    using unnest($1::smallint[], $2::text[]) as gone (supplier_id, supplier_key)
    where source_row.supplier_id = gone.supplier_id
      and source_row.supplier_key = gone.supplier_key
      and not exists (select from link where link.source_row_id = source_row.source_row_id)`,
  takes: [arrayOf(smallint), arrayOf(text)],
  gives: {},
});

const removeCarers = statement({
  name: 'remove-source-carers-of-leavers',
  text: `delete from source_carer
    using unnest($1::smallint[], $2::text[]) as gone (supplier_id, supplier_key)
    where source_carer.supplier_id = gone.supplier_id
      and source_carer.supplier_key = gone.supplier_key
      and not exists (
        select from source_row
        where source_row.supplier_id = gone.supplier_id and source_row.supplier_key = gone.supplier_key
      )`,
  takes: [arrayOf(smallint), arrayOf(text)],
  gives: {},
});

// Rows of which nobody has said whose they are, once their own date of birth says that they are of a grown-up.
const removeUnlinked = statement({
  name: 'remove-grown-up-rows',
  text: `delete from source_row
    where source_row_id in (
        select possible_match.source_row_id
        from possible_match
        join source_row using (source_row_id)
        where date_of_birth <= $1
          and not exists (select from link where link.source_row_id = possible_match.source_row_id)
        order by possible_match.source_row_id
        limit 1000
      )
    returning source_row_id`,
  takes: [day],
  gives: { source_row_id: bigint },
});

const forgetTyped = statement({
  name: 'forget-searches-before-leaving',
  text: `delete from search where asked_at < $1`,
  takes: [instant],
  gives: {},
});

/** Removes these children from every table, and notes that they have left; who is a carer too goes on as such under a new number. */
export async function removeLeavers(
  tx: Transaction,
  childIds: readonly number[],
  said: readonly Pick<MarkedFacts, 'supplierId' | 'supplierKey'>[],
  { at, forgetOn, newIds }: { readonly at: Date; readonly forgetOn: Day; readonly newIds: readonly number[] },
): Promise<void> {
  const suppliers = said.map(({ supplierId }) => supplierId);
  const keys = said.map(({ supplierKey }) => supplierKey);
  await addDepartures.rows(tx, childIds, at, forgetOn);
  await removeProtections.rows(tx, childIds);
  await renumberCarers.rows(tx, childIds, newIds);
  await renumberShields.rows(tx, childIds, newIds);
  await renumberProtections.rows(tx, childIds, newIds);
  await removeNumbers.rows(tx, childIds);
  await removeChildren.rows(tx, childIds);
  await removeRows.rows(tx, suppliers, keys);
  await removeCarers.rows(tx, suppliers, keys);
}

/** Removes rows of nobody here that are of grown-ups by now; answers how many, at most a thousand. */
export async function removeGrownUpRows(tx: Transaction, bornUntil: Day): Promise<number> {
  return (await removeUnlinked.rows(tx, bornUntil)).length;
}

/** Forgets what was typed into searches before an instant: it may name who has left. */
export async function forgetTypedSearches(tx: Transaction, before: Date): Promise<void> {
  await forgetTyped.rows(tx, before);
}
