import { feedBands } from '../domain/row-matching/bands.ts';
import { rowWeigher } from '../domain/row-matching/weigh-row.ts';
import type { Transaction } from '../store/connection.ts';
import { countRoughly, findNeverSame } from '../store/match-facts.ts';
import { byLikeness } from './match-by-likeness.ts';
import { byKeyOrNumber } from './match-by-number.ts';
import type { Decision } from './match-decisions.ts';
import { newInBlock } from './match-in-block.ts';
import { matchingModel } from './matching-model.ts';
import { distinctKeys, type Matching, type Row, type RowsOf } from './matching-rows.ts';

/**
 * Decides of whom each row is, and writes nothing: the same rows are looked at once to judge a file, and again when they are
 * taken. `childOfKey`: of whom the supplier spoke under the same key before. A key decides, then a number; then likeness, by the
 * model and the bands of the feed. Nobody is linked on likeness to whom a person has refused the key, or who has another number.
 */
export async function matchRows(
  tx: Transaction,
  feed: RowsOf,
  rows: readonly Row[],
  childOfKey: ReadonlyMap<string, number>,
): Promise<readonly Decision[]> {
  const comparing = await matchingModel();
  const bands = feedBands[feed.supplier];
  const weigh = rowWeigher(comparing, await countRoughly(tx), bands.known);
  const never = await findNeverSame(tx, feed.supplierId, distinctKeys(rows));
  const matching: Matching = { tx, feed, rows, comparing, bands, weigh, never, childOfKey };
  const decided = await byKeyOrNumber(matching);
  await byLikeness(matching, decided);
  return newInBlock(rows, decided, weigh, bands);
}
