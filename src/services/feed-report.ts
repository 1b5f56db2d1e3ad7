import type { Batch, BatchCounts } from '../domain/batch.ts';
import type { RowFault } from '../domain/source-row.ts';
import type { Database, Transaction } from '../store/connection.ts';
import { findBatch } from '../store/feed-batches.ts';
import { readCounts } from '../store/feed-staging.ts';
import { readRefusalReasons } from '../store/staged-rows.ts';

/** What came of one batch, in numbers and reasons: no child is in it. */
export type BatchReport = {
  readonly batch: Batch;
  readonly refused: readonly Refusal[];
  /** Messages that are not for this index, by name. */
  readonly notTaken: readonly Counted[];
  /** Elements that came and are not kept, by name. */
  readonly dropped: readonly Counted[];
};

/** One reason for which rows were refused, how many, and where the first of them stand. */
export type Refusal = RowFault & { readonly count: number; readonly places: readonly string[] };

export type Counted = { readonly name: string; readonly count: number };

/** What came of several files. */
export type FeedReport = {
  readonly files: readonly FileReport[];
  readonly counts: BatchCounts;
};

export type FileReport = BatchReport & { readonly file: string };

/** The report of one batch as it stands. */
export async function reportOf(database: Database, batchId: number): Promise<BatchReport> {
  return database.transact(async (tx) => {
    const report = await readReport(tx, batchId);
    if (report === undefined) throw new Error('A batch is gone');
    return report;
  });
}

/** The same in a transaction; undefined where there is no such batch. */
export async function readReport(tx: Transaction, batchId: number): Promise<BatchReport | undefined> {
  const batch = await findBatch(tx, batchId);
  if (batch === undefined) return undefined;
  const counts = await readCounts(tx, batchId);
  const named = (kind: string): readonly Counted[] =>
    counts.filter((one) => one.kind === kind).map(({ name, count }) => ({ name, count }));
  const refused = await readRefusalReasons(tx, batchId);
  return { batch, refused, notTaken: named('not taken'), dropped: named('dropped') };
}

/** All counts together; two files of the same bytes were one batch. */
export function sumOf(reports: readonly BatchReport[]): BatchCounts {
  const sum = { read: 0, linked: 0, created: 0, waiting: 0, unchanged: 0, refused: 0, notTaken: 0 };
  const batches = new Map(reports.map(({ batch }) => [batch.batchId, batch]));
  for (const batch of batches.values()) {
    sum.read += batch.counts.read;
    sum.linked += batch.counts.linked;
    sum.created += batch.counts.created;
    sum.waiting += batch.counts.waiting;
    sum.unchanged += batch.counts.unchanged;
    sum.refused += batch.counts.refused;
    sum.notTaken += batch.counts.notTaken;
  }
  return sum;
}
