import { arrayOf, bigint, day, instant } from './columns.ts';
import type { Transaction } from './connection.ts';
import { keepRecordsApart } from './never-same.ts';
import type { Decider } from './possible-matches.ts';
import { statement } from './statement.ts';

const closeRecord = statement({
  name: 'close-old-record',
  text: `update child
    set closed_on = $2, closed_because = 'another record'
    where child_id = $1 and closed_on is null
    returning child_id`,
  takes: [bigint, day],
  gives: { child_id: bigint },
});

const hide = statement({
  name: 'hide-old-record',
  text: `delete from search_entry where child_id = $1`,
  takes: [bigint],
  gives: {},
});

const dropCandidate = statement({
  name: 'drop-old-record-from-matches',
  text: `delete from match_candidate where child_id = $1`,
  takes: [bigint],
  gives: {},
});

// A row that only the old record could have been of is weighed anew when its supplier sends it again.
const dropMatches = statement({
  name: 'drop-matches-of-nobody',
  text: `update possible_match
    set state = 'overtaken'
    where state = 'waiting'
      and not exists (select from match_candidate where match_candidate.source_row_id = possible_match.source_row_id)`,
  takes: [],
  gives: {},
});

const dropDuplicates = statement({
  name: 'drop-old-record-from-duplicates',
  text: `update possible_duplicate
    set state = 'overtaken'
    where state = 'waiting' and (child_id = $1 or other_child_id = $1)`,
  takes: [bigint],
  gives: {},
});

const dropItems = statement({
  name: 'drop-old-record-from-desk',
  text: `update desk_item
    set settled_at = $2, settled_as = 'by itself'
    where settled_at is null and (child_id = $1 or queue = 'possible duplicate' and other = $1)`,
  takes: [bigint, instant],
  gives: {},
});

const oldAmong = statement({
  name: 'old-records-among',
  text: `select child_id from child where child_id = any ($1) and closed_because = 'another record' order by child_id limit 10000`,
  takes: [arrayOf(bigint)],
  gives: { child_id: bigint },
});

/** Closes a record that is known by another: no search, no list and no desk has it, and the two are kept apart for ever. */
export async function closeOldRecord(
  tx: Transaction,
  childId: number,
  newChildId: number,
  decider: Decider,
): Promise<boolean> {
  if ((await closeRecord.first(tx, childId, decider.today)) === undefined) return false;
  await hide.rows(tx, childId);
  await keepRecordsApart(tx, childId, [newChildId], decider);
  await dropCandidate.rows(tx, childId);
  await dropMatches.rows(tx);
  await dropDuplicates.rows(tx, childId);
  await dropItems.rows(tx, childId, decider.at);
  return true;
}

/** Which of these records are known by another. */
export async function findOld(tx: Transaction, childIds: readonly number[]): Promise<ReadonlySet<number>> {
  if (childIds.length === 0) return new Set();
  return new Set((await oldAmong.rows(tx, childIds)).map(({ child_id }) => child_id));
}
