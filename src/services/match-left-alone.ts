import { bandOf } from '../domain/linkage/bands.ts';
import { londonDay, type Day } from '../domain/calendar.ts';
import { marksOf } from '../domain/leaving-mark.ts';
import type { Transaction } from '../store/connection.ts';
import { findMarks } from '../store/leaving-marks.ts';
import {
  addCandidatesOfMatch,
  beginRecordFromRow,
  findUnlinkedOfKey,
  overtakePossibleMatches,
  type MatchCandidate,
} from '../store/possible-matches.ts';
import { readLeftAlone, type RowLeftAlone } from '../store/rows-to-weigh.ts';
import { linkRows, lockFeeds, type Link } from '../store/source-rows.ts';
import type { ServiceContext } from './context.ts';
import { freeNumbers } from './free-numbers.ts';
import type { Candidate, Decision } from './match-decisions.ts';
import { matchRows } from './match-rows.ts';
import { matchingModel } from './matching-model.ts';
import { randomNumbers } from './new-numbers.ts';
import { settleChildren } from './settle-children.ts';

const atOnce = 100; // few are ever left alone: whoever it was between has to have left

/**
 * Matches anew each row that waits for a person while all whom it might have been of have left, as if it came today: else it would
 * wait on no desk. A row of somebody who has left makes no record. Called by the clock; answers how many rows it looked at.
 */
export async function matchLeftAlone({ database, secrets, now }: ServiceContext): Promise<number> {
  return database.transact(async (tx) => {
    if ((await readLeftAlone(tx, 1)).length === 0) return 0;
    await lockFeeds(tx);
    const rows = await readLeftAlone(tx, atOnce);
    for (const row of rows)
      if (await hasLeft(tx, row, secrets.pepper)) await overtakePossibleMatches(tx, [row.sourceRowId]);
      else await matchAnew(tx, row, londonDay(now()));
    return rows.length;
  });
}

async function hasLeft(tx: Transaction, { says, supplierId }: RowLeftAlone, key: Buffer): Promise<boolean> {
  const { address, ...child } = says;
  const marks = marksOf({ ...child, supplierId, postcode: address?.postcode ?? null }, key);
  return (await findMarks(tx, marks)).size > 0;
}

async function matchAnew(tx: Transaction, row: RowLeftAlone, today: Day): Promise<void> {
  const [decision] = await matchRows(tx, row, [row], new Map());
  if (decision === undefined) throw new RangeError('A row without a decision');
  const candidates = candidatesOf(decision);
  if (candidates.length > 0) return addCandidatesOfMatch(tx, row.sourceRowId, candidates);
  const ofKey = await findUnlinkedOfKey(tx, {
    supplierId: row.supplierId,
    supplierKey: row.says.supplierKey,
  });
  const own = await ownLink(tx, row, decision);
  const others = ofKey.filter((sourceRowId) => sourceRowId !== row.sourceRowId);
  await linkRows(tx, today, [
    own,
    ...others.map((sourceRowId): Link => ({ childId: own.childId, sourceRowId, decidedBy: 'key' })),
  ]);
  await overtakePossibleMatches(tx, ofKey);
  await settleChildren(tx, [own.childId]);
}

/** Who a person is to choose between; a new child who resembles a shielded one is for a person too. */
function candidatesOf(decision: Decision): readonly MatchCandidate[] {
  const among: readonly Candidate[] =
    decision.kind === 'a person decides'
      ? decision.among
      : decision.kind === 'new child'
        ? decision.resembles
        : [];
  return among.flatMap(({ of, bits, evidence, isShielded }) =>
    'childId' in of ? [{ childId: of.childId, weight: bits, evidence, isShielded }] : [],
  );
}

async function ownLink(tx: Transaction, { sourceRowId }: RowLeftAlone, decision: Decision): Promise<Link> {
  if (decision.kind !== 'link')
    return { childId: await beginRecord(tx, sourceRowId), sourceRowId, decidedBy: 'new child' };
  const { childId, by } = decision;
  if (by.by !== 'model') return { childId, sourceRowId, decidedBy: by.by };
  const { model } = await matchingModel();
  const { bits: weight, evidence } = by;
  const seen = { weight, evidence, modelVersion: model.version, band: bandOf(weight, false) };
  return { childId, sourceRowId, decidedBy: 'model', seen };
}

async function beginRecord(tx: Transaction, sourceRowId: number): Promise<number> {
  const childId = randomNumbers.childId();
  const [contactPointNumber] = await freeNumbers(tx, randomNumbers, 1);
  if (contactPointNumber === undefined) throw new Error('No number was free');
  await beginRecordFromRow(tx, sourceRowId, childId, contactPointNumber);
  return childId;
}
