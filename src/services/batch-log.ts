import type { Transaction } from '../store/connection.ts';
import { findBatch } from '../store/feed-batches.ts';
import { recordAct } from './authorise.ts';

/** Writes down what came of a batch: counts, and no child. */
export async function noteBatchEnd(tx: Transaction, batchId: number, at: Date): Promise<void> {
  const batch = await findBatch(tx, batchId);
  if (batch === undefined) return;
  const { read, linked, created, waiting, unchanged, refused, notTaken } = batch.counts;
  const counts = {
    batch: batchId,
    read,
    linked,
    new: created,
    waiting,
    unchanged,
    refused,
    'not taken': notTaken,
  };
  const ended = { act: 'import', accountId: batch.broughtBy, counts } as const;
  if (batch.stoppedBecause === null) await recordAct(tx, at, { ...ended, outcome: 'done' });
  else await recordAct(tx, at, { ...ended, outcome: 'refused', why: batch.stoppedBecause });
}
