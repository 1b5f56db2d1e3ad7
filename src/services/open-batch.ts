import type { Batch, WayIn } from '../domain/batch.ts';
import type { Day } from '../domain/calendar.ts';
import { tellsAll, type FeedFormat } from '../domain/feed-formats.ts';
import type { Supplier } from '../domain/supplier.ts';
import type { FileLimits } from '../feeds/opened-bytes.ts';
import type { FeedReader } from '../feeds/readers.ts';
import type { Database, Transaction } from '../store/connection.ts';
import { beginBatch, findBatchOfFile } from '../store/feed-batches.ts';
import { isOutdated } from '../store/feed-matching.ts';
import { noteRestart, noteSameFile } from '../store/feed-staging.ts';

/** A file that arrives, read once from its beginning. */
export type ArrivingFile = {
  readonly supplier: Supplier;
  readonly format: FeedFormat;
  /** Where its supplier declares how it is to be read; left out, the format's own. */
  readonly reader?: FeedReader;
  readonly readOn: Day;
  readonly broughtAs: WayIn;
  readonly broughtBy: number | null;
  /** SHA-256 of its bytes, where it is known before they are read: only such a file can be gone on with after a failure. */
  readonly digest: Buffer | null;
  readonly bytesExpected: number | null;
  readonly bytes: () => AsyncIterable<Uint8Array>;
};

/** What staging works with. `show` hears of each block that was committed. */
export type Staging = {
  readonly database: Database;
  readonly now: () => Date;
  readonly show?: (batch: Batch) => void;
  readonly limits?: FileLimits;
};

/** The batch that a file is read into: a new one, the one that it is coming in already, or one that says that it came before. */
export async function openBatch(staging: Staging, file: ArrivingFile): Promise<Batch> {
  const { database, now } = staging;
  const { supplierId } = file.supplier;
  return database.transact(async (tx) => {
    const before = file.digest === null ? undefined : await findBatchOfFile(tx, supplierId, file.digest);
    if (before !== undefined && before.state !== 'done') return joinBatch(tx, before, now());
    if (before !== undefined && (await isTheSame(tx, before, file))) {
      const again = await begun(tx, { ...file, digest: null }, now());
      await noteSameFile(tx, again.batchId, before.batchId, now());
      return { ...again, state: 'same file', sameAs: before.batchId };
    }
    return begun(tx, file, now());
  });
}

async function joinBatch(tx: Transaction, before: Batch, at: Date): Promise<Batch> {
  if (before.state === 'staging') await noteRestart(tx, before.batchId, at);
  return before;
}

/** Whether a file need not be read again. On a later day the newest tells that all of it still holds; an older one would tell what no longer does. */
export async function isTheSame(
  tx: Transaction,
  before: Batch,
  { readOn, format }: ArrivingFile,
): Promise<boolean> {
  if (readOn <= before.readOn) return true;
  return tellsAll(format) && (await isOutdated(tx, before));
}

async function begun(tx: Transaction, file: ArrivingFile, at: Date): Promise<Batch> {
  const { supplierId } = file.supplier;
  const batch = await beginBatch(tx, { ...file, supplierId, at });
  if (batch !== undefined) return batch;
  // Another process began with it between our look and now.
  const other = file.digest === null ? undefined : await findBatchOfFile(tx, supplierId, file.digest);
  if (other === undefined) throw new Error('A batch was begun without an answer');
  return other;
}
