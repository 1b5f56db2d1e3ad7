import { failed, done, type Outcome } from '../domain/outcome.ts';
import { liftBornShields } from '../store/born-shields.ts';
import type { Transaction } from '../store/connection.ts';
import { keepRecordsApart, refuseChildren } from '../store/never-same.ts';
import {
  beginRecordFromRow,
  decidePossibleMatch,
  findUnlinkedOfKey,
  linkByDecision,
  lockPossibleMatch,
  type Decider,
  type MatchToDecide,
} from '../store/possible-matches.ts';
import { lockFeeds } from '../store/source-rows.ts';
import type { NewNumbers } from './feed.ts';
import { freeNumbers } from './free-numbers.ts';
import { settleChildren } from './settle-children.ts';

/** What a person says of a row that waits. */
export type MatchSaid =
  | { readonly decision: 'same child'; readonly childId: number }
  | { readonly decision: 'new child' }
  | { readonly decision: 'not for this index' };

/** What came of it: the record that the row is in now, and the record born shielded that is to be merged into it. */
export type MatchSettled = { readonly childId: number | null; readonly mergeFrom: number | null };

/**
 * Carries out what a person decided about a row: it is tied, or makes a record, for ever; whom they refused is never asked about
 * again. Whoever calls it has asked policy and writes the entry; a record that was born shielded is merged by them.
 */
export async function settlePossibleMatch(
  tx: Transaction,
  sourceRowId: number,
  said: MatchSaid,
  decider: Decider,
  numbers: NewNumbers,
): Promise<Outcome<MatchSettled>> {
  await lockFeeds(tx);
  const match = await lockPossibleMatch(tx, sourceRowId);
  if (match === undefined) return failed({ kind: 'not-found', says: 'There is no such row to decide.' });
  if (!match.isWaiting)
    return failed({ kind: 'stale', says: 'Somebody, or a later row, has settled this meanwhile.' });
  if (said.decision === 'same child' && !match.candidates.includes(said.childId))
    return failed({ kind: 'invalid', says: 'Select one of the children who were found, or a new child.' });
  const ofKey = await findUnlinkedOfKey(tx, match);
  const settled = await carryOut(tx, { match, sourceRowId, ofKey, decider, numbers }, said);
  const { decision } = said;
  await decidePossibleMatch(tx, sourceRowId, ofKey, { decision, childId: settled.childId }, decider);
  return done(settled);
}

type Carrying = {
  readonly match: MatchToDecide;
  readonly sourceRowId: number;
  readonly ofKey: readonly number[];
  readonly decider: Decider;
  readonly numbers: NewNumbers;
};

async function carryOut(tx: Transaction, carrying: Carrying, said: MatchSaid): Promise<MatchSettled> {
  const { match, ofKey, decider } = carrying;
  const others = match.candidates.filter((one) => said.decision !== 'same child' || one !== said.childId);
  await refuseChildren(tx, others, match, decider);
  if (said.decision === 'same child') {
    await linkByDecision(tx, said.childId, ofKey, decider);
    if (ofKey.length > 0) await settleChildren(tx, [said.childId]);
    return { childId: said.childId, mergeFrom: match.bornChildId };
  }
  if (said.decision === 'not for this index') return { childId: null, mergeFrom: null };
  const childId = match.bornChildId ?? (await makeRecord(tx, carrying));
  await keepRecordsApart(tx, childId, others, decider);
  await liftBornShields(tx, [childId], decider.today);
  return { childId, mergeFrom: null };
}

async function makeRecord(
  tx: Transaction,
  { sourceRowId, ofKey, decider, numbers }: Carrying,
): Promise<number> {
  const childId = numbers.childId();
  const [contactPointNumber] = await freeNumbers(tx, numbers, 1);
  if (contactPointNumber === undefined) throw new Error('No number was free');
  await beginRecordFromRow(tx, sourceRowId, childId, contactPointNumber);
  await linkByDecision(tx, childId, ofKey, decider);
  await settleChildren(tx, [childId]);
  return childId;
}
