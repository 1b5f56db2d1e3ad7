import { withoutPlace } from '../domain/settled-carers.ts';
import { digestOf, type RowFault, type SourceCarer } from '../domain/source-row.ts';
import { settle } from '../domain/standing.ts';
import type { Transaction } from '../store/connection.ts';
import { findLinkedRows } from '../store/linked-rows.ts';
import {
  addSourceCarers,
  carerRowKey,
  findCarerRows,
  seeCarersAgain,
  type CarerRow,
} from '../store/source-carers.ts';
import { findRows, lockFeeds } from '../store/source-rows.ts';
import type { Feed } from './feed-children.ts';
import { settleChildren } from './settle-children.ts';

/** What came of one carer: stored, there already, or refused because the child is not here. */
export type TakenCarer = 'imported' | 'unchanged' | 'no child';

/** A carer of nobody is nobody's business. */
export const noSuchChild: RowFault = {
  element: 'RelatedPerson.patient',
  reason: 'the patient is not here',
  wanted: 'a Patient in these files or in an earlier import',
};

/** Stores what a supplier says of a block of carers and settles the records of their children. */
export async function takeCarers(
  tx: Transaction,
  feed: Feed,
  block: readonly SourceCarer[],
): Promise<readonly TakenCarer[]> {
  await lockFeeds(tx);
  const keys = [...new Set(block.map((carer) => carer.supplierKey))];
  const children = new Map<string, number>();
  for (const row of await findRows(tx, feed.supplierId, keys))
    if (row.childId !== null) children.set(row.supplierKey, row.childId);
  const restricted = await findRestricted(tx, [...children.values()]);

  const rows = block.map((carer) => {
    const says = restricted.has(children.get(carer.supplierKey) ?? 0) ? withoutPlace(carer) : carer;
    return { says, digest: digestOf(says) };
  });
  const kept = new Map(
    rows.filter(({ says }) => children.has(says.supplierKey)).map((row) => [carerRowKey(row), row]),
  );
  const known = await findCarerRows(tx, feed.supplierId, [...children.keys()]);
  const fresh = [...kept].filter(([key]) => !known.has(key)).map(([, row]) => row);
  const moved = [...kept]
    .filter(([key]) => (known.get(key) ?? feed.today) < feed.today)
    .map(([, row]) => row);
  await addSourceCarers(tx, feed.supplierId, feed.today, fresh);
  await seeCarersAgain(tx, feed.supplierId, feed.today, moved);
  const again = new Set(moved.map(carerRowKey));
  const touched = [...fresh, ...moved].flatMap(({ says }) => children.get(says.supplierKey) ?? []);
  const changed = await settleChildren(tx, [...new Set(touched)]);
  return outcomesOf(rows, (row) => {
    const childId = children.get(row.says.supplierKey);
    if (childId === undefined) return 'no child';
    return !known.has(carerRowKey(row)) || (again.has(carerRowKey(row)) && changed.has(childId))
      ? 'imported'
      : 'unchanged';
  });
}

// The same thing said twice in one block was imported once.
function outcomesOf(
  rows: readonly CarerRow[],
  outcomeOf: (row: CarerRow) => TakenCarer,
): readonly TakenCarer[] {
  const told = new Set<string>();
  return rows.map((row) => {
    const outcome = outcomeOf(row);
    if (outcome !== 'imported') return outcome;
    const key = carerRowKey(row);
    const again = told.has(key);
    told.add(key);
    return again ? 'unchanged' : 'imported';
  });
}

async function findRestricted(tx: Transaction, childIds: readonly number[]): Promise<ReadonlySet<number>> {
  const linked = await findLinkedRows(tx, [...new Set(childIds)]);
  return new Set(
    [...linked].filter(([, rows]) => settle(rows).restrictedSince !== undefined).map(([childId]) => childId),
  );
}
