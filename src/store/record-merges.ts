import { arrayOf, bigint, boolean, instant, integer, nullable, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import type { Decider } from './possible-matches.ts';
import { movePartsIntoMerge, movePartsOutOfMerge } from './merged-parts.ts';
import { statement } from './statement.ts';

/**
 * What a merge does with each table that a child owns. test/services/merge-records.test.ts walks the catalogue, so that a new
 * table has its line here. Links and numbers move; what is settled from links follows them; what people and feeds put beside them goes
 * with them (merged-parts.ts); what stays is told of the record that it was about. A table for which nobody has thought of that yet
 * stops a merge, which would leave it behind.
 */
type PartInMerge = 'moves' | 'settled' | 'goes with' | 'stays' | 'stops';
export const tablesInMerge: Readonly<Record<string, PartInMerge>> = {
  link: 'moves',
  child_number: 'moves',
  child: 'settled',
  child_address: 'settled',
  carer: 'settled',
  gp_registration: 'settled',
  search_entry: 'settled',
  shield: 'goes with',
  involvement: 'goes with',
  education: 'goes with',
  consent: 'goes with',
  hand_over: 'goes with',
  contact_request: 'goes with',
  emergency_opening: 'goes with',
  council_move: 'goes with',
  well_known_child: 'goes with',
  match_candidate: 'goes with',
  possible_duplicate: 'goes with',
  never_same: 'goes with',
  never_same_row: 'goes with',
  closed_name: 'stops', // of the other record no name is closed: a merge would show again what was
  identity_change: 'stays',
  log_part: 'stays',
  departure: 'stays', // only of who has left
  leaving_notice: 'stays',
  family_account: 'stays', // a family is asked to prove itself anew for the merged record
  family_session: 'stays',
  canary: 'stays', // the application may not read who is a decoy
  desk_item: 'stays', // it goes off the desk by itself, and comes back where it is still so
  record_merge: 'stays',
  merged_link: 'stays',
  merged_number: 'stays',
  merged_part: 'stays',
};

const stopping = Object.entries(tablesInMerge).flatMap(([table, part]) => (part === 'stops' ? [table] : []));
const held =
  stopping
    .map((table) => `exists (select from ${table} where ${table}.child_id = child.child_id)`)
    .join(' or ') || 'false';

const facts = statement({
  name: 'facts-for-merge',
  text: `select child_id, nhs_number::text as nhs_number,
      (select min(source_row_id) from link where link.child_id = child.child_id) as first_row,
      exists (select from record_merge
        where child.child_id in (first_child_id, second_child_id) and undone_at is null) as is_merged,
      ${held} as is_held,
      exists (
        select from never_same
        where never_same.child_id = child.child_id and never_same.other_child_id = any ($1)
      ) as is_never
    from child
    where child_id = any ($1)
    order by child_id
    limit 2
    for update`,
  takes: [arrayOf(bigint)],
  gives: {
    child_id: bigint,
    nhs_number: nullable(text),
    first_row: nullable(bigint),
    is_merged: boolean,
    is_held: boolean,
    is_never: boolean,
  },
});

const add = statement({
  name: 'add-record-merge',
  text: `insert into record_merge (child_id, first_child_id, second_child_id, decided_by_account, decided_at)
    values ($1, $2, $3, $4, $5)`,
  takes: [bigint, bigint, bigint, integer, instant],
  gives: {},
});

const rememberLinks = statement({
  name: 'remember-merged-links',
  text: `insert into merged_link (child_id, source_row_id, from_child_id)
    select $1, source_row_id, child_id from link where child_id = any ($2)`,
  takes: [bigint, arrayOf(bigint)],
  gives: {},
});

const rememberNumbers = statement({
  name: 'remember-merged-numbers',
  text: `insert into merged_number (child_id, number_kind, number, from_child_id)
    select $1, number_kind, number, child_id from child_number where child_id = any ($2)`,
  takes: [bigint, arrayOf(bigint)],
  gives: {},
});

const moveLinks = statement({
  name: 'move-links-in-merge',
  text: `update link set child_id = $1 where child_id = any ($2)`,
  takes: [bigint, arrayOf(bigint)],
  gives: {},
});

const dropNumbers = statement({
  name: 'drop-numbers-in-merge',
  text: `delete from child_number where child_id = any ($1)`,
  takes: [arrayOf(bigint)],
  gives: {},
});

const leadNumbers = statement({
  name: 'lead-numbers-to-merge',
  text: `insert into child_number (number_kind, number, child_id)
    select number_kind, number, child_id from merged_number where child_id = $1`,
  takes: [bigint],
  gives: {},
});

const hide = statement({
  name: 'hide-entries-in-merge',
  text: `delete from search_entry where child_id = any ($1)`,
  takes: [arrayOf(bigint)],
  gives: {},
});

const toUndo = statement({
  name: 'merge-to-undo',
  text: `select first_child_id, second_child_id, undone_at is not null as is_undone,
      exists (select from record_merge as later
        where merge.child_id in (later.first_child_id, later.second_child_id) and later.undone_at is null) as is_merged,
      exists (select from child where child.child_id = merge.child_id and (${held})) as is_held
    from record_merge as merge
    where child_id = $1
    for update of merge`,
  takes: [bigint],
  gives: {
    first_child_id: bigint,
    second_child_id: bigint,
    is_undone: boolean,
    is_merged: boolean,
    is_held: boolean,
  },
});

// What came since goes where its supplier's key was, else where its NHS number was, else to the first.
const placeLinks = statement({
  name: 'place-links-after-merge',
  text: `update link
    set child_id = coalesce(
      (select from_child_id from merged_link where merged_link.child_id = $1 and merged_link.source_row_id = link.source_row_id),
      (select min(from_child_id)
        from merged_link
        join source_row as before on before.source_row_id = merged_link.source_row_id
        join source_row as since on since.supplier_id = before.supplier_id and since.supplier_key = before.supplier_key
        where merged_link.child_id = $1 and since.source_row_id = link.source_row_id),
      (select min(from_child_id)
        from merged_number
        join source_row on number_kind = 'nhs' and number = source_row.nhs_number::text
        where merged_number.child_id = $1 and source_row.source_row_id = link.source_row_id),
      $2)
    where child_id = $1`,
  takes: [bigint, bigint],
  gives: {},
});

const restoreNumbers = statement({
  name: 'restore-numbers-after-merge',
  text: `insert into child_number (number_kind, number, child_id)
    select number_kind, number, from_child_id from merged_number where child_id = $1
    union all
    select 'contactpoint', contactpoint_number, $2 from child where child_id = $1`,
  takes: [bigint, bigint],
  gives: {},
});

const end = statement({
  name: 'undo-record-merge',
  text: `update record_merge set undone_by_account = $2, undone_at = $3 where child_id = $1`,
  takes: [bigint, integer, instant],
  gives: {},
});

/** What decides whether a record may be merged; it is locked. */
export async function readForMerge(tx: Transaction, childIds: readonly number[]) {
  return facts.rows(tx, childIds);
}

/** Ties to a record all that was tied to two others, which are found no more; each number of theirs leads to it. */
export async function moveIntoMerge(
  tx: Transaction,
  childId: number,
  [first, second]: readonly [number, number],
  { accountId, at }: Decider,
): Promise<void> {
  const both = [first, second];
  await add.rows(tx, childId, first, second, accountId, at);
  await rememberLinks.rows(tx, childId, both);
  await rememberNumbers.rows(tx, childId, both);
  await movePartsIntoMerge(tx, childId, [first, second]);
  await moveLinks.rows(tx, childId, both);
  await dropNumbers.rows(tx, both);
  await leadNumbers.rows(tx, childId);
  await hide.rows(tx, both);
}

/** The merge that a record came of, locked. */
export async function lockMerge(tx: Transaction, childId: number) {
  return toUndo.first(tx, childId);
}

/** Ties everything to the two records again, what came since to the right one; the merged record is found no more. */
export async function moveOutOfMerge(
  tx: Transaction,
  childId: number,
  [first, second]: readonly [number, number],
  { accountId, at }: Decider,
): Promise<void> {
  await placeLinks.rows(tx, childId, first);
  await movePartsOutOfMerge(tx, childId, [first, second]);
  await dropNumbers.rows(tx, [childId]);
  await restoreNumbers.rows(tx, childId, first);
  await hide.rows(tx, [childId]);
  await end.rows(tx, childId, accountId, at);
}
