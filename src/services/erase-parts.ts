import type { Database } from '../store/connection.ts';
import type { Transaction } from '../store/connection.ts';
import { deleteParts, findParts, writeErasure, type PartsWanted } from '../store/log-parts.ts';
import { recordAct } from './authorise.ts';

export type Eraser = {
  /** Adds the entry that tells of it, in the application's role. */
  readonly database: Database;
  /** Connected in the eraser's role. */
  readonly eraser: Database;
  readonly now: () => Date;
};

// So that an entry stays short, and a deletion too.
const inEntry = 500;

/**
 * Erases parts of log entries: of a child who has left, or of searches that have had their time. The entry that tells of it is
 * committed before anything is deleted, so that no part is ever gone unexplained; what was told and not deleted, because
 * the work broke off, is told and deleted the next time. Answers how many parts are gone.
 */
export async function eraseParts({ database, eraser, now }: Eraser, wanted: PartsWanted): Promise<number> {
  let erased = 0;
  for (;;) {
    const parts = await eraser.transact((tx) => findParts(tx, wanted, inEntry));
    if (parts.length === 0) return erased;
    const hashes = parts.map((part) => part.part_hash);
    await database.transact((tx) => tell(tx, hashes, now()));
    await eraser.transact((tx) => deleteParts(tx, parts));
    erased += parts.length;
  }
}

async function tell(tx: Transaction, partHashes: readonly Buffer[], at: Date): Promise<void> {
  const erased = partHashes.map((hash) => hash.toString('hex'));
  const { eventId } = await recordAct(tx, at, {
    act: 'erase parts',
    accountId: null,
    outcome: 'done',
    erased,
  });
  await writeErasure(tx, partHashes, eventId, at);
}
