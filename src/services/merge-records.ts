import { done, failed, type Outcome } from '../domain/outcome.ts';
import type { Transaction } from '../store/connection.ts';
import { beginRecordFromRow, type Decider } from '../store/possible-matches.ts';
import { lockMerge, moveIntoMerge, moveOutOfMerge, readForMerge } from '../store/record-merges.ts';
import { lockFeeds } from '../store/source-rows.ts';
import type { NewNumbers } from './feed.ts';
import { freeNumbers } from './free-numbers.ts';
import { settleChildren } from './settle-children.ts';

/**
 * Makes one record of two by moving their links, and answers its child id. Whoever calls it has asked policy and writes the
 * entry, and stops twins. What people and feeds put beside the links goes with them: nothing is lost by a merge.
 */
export async function mergeRecords(
  tx: Transaction,
  pair: readonly [number, number],
  decider: Decider,
  numbers: NewNumbers,
): Promise<Outcome<number>> {
  await lockFeeds(tx);
  const [one, other] = await readForMerge(tx, pair);
  if (one === undefined || other === undefined || one.is_merged || other.is_merged)
    return failed({ kind: 'not-found', says: 'One of these records is not there any more.' });
  if (one.nhs_number !== null && other.nhs_number !== null && one.nhs_number !== other.nhs_number)
    return failed({ kind: 'refused', says: 'These records have different NHS numbers.' });
  if (one.is_never || other.is_never)
    return failed({
      kind: 'refused',
      says: 'A record keeper said that these are not the same child, for ever.',
    });
  if (one.is_held || other.is_held || one.first_row === null || other.first_row === null)
    return failed({ kind: 'refused', says: 'One of these records holds what cannot be merged yet.' });
  const childId = numbers.childId();
  const [contactPointNumber] = await freeNumbers(tx, numbers, 1);
  if (contactPointNumber === undefined) throw new Error('No number was free');
  await beginRecordFromRow(tx, one.first_row, childId, contactPointNumber);
  await moveIntoMerge(tx, childId, pair, decider);
  await settleChildren(tx, [childId]);
  return done(childId);
}

/** Takes a merge back: both records as they were, with what came since on the right one. */
export async function unmergeRecord(
  tx: Transaction,
  childId: number,
  decider: Decider,
): Promise<Outcome<readonly [number, number]>> {
  await lockFeeds(tx);
  const merge = await lockMerge(tx, childId);
  if (merge === undefined) return failed({ kind: 'not-found', says: 'This record was not made by a merge.' });
  if (merge.is_undone || merge.is_merged)
    return failed({ kind: 'stale', says: 'This merge was undone, or this record was merged again since.' });
  if (merge.is_held)
    return failed({
      kind: 'refused',
      says: 'This record holds what cannot be placed on one of the two yet.',
    });
  const pair = [merge.first_child_id, merge.second_child_id] as const;
  await moveOutOfMerge(tx, childId, pair, decider);
  await settleChildren(tx, pair);
  return done(pair);
}
