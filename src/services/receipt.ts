import type { Actor } from '../domain/actor.ts';
import { writeProof } from '../domain/log-proof.ts';
import { inclusionProof } from '../domain/log-tree.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { readCheckpointOver, readEntryOf } from '../store/log-reading.ts';
import type { ServiceContext } from './context.ts';
import { readNodes } from './sequence-log.ts';

/** What the log has of something that the asker did. */
export type EntryReceipt = {
  readonly eventId: string;
  readonly act: string;
  readonly recordedAt: Date;
  readonly entryHash: Buffer;
  /** Undefined until the sequencer gave it one: within about a second. */
  readonly number: number | undefined;
  /** The proof, which verify/ takes; undefined as long as there is no number. */
  readonly proof: string | undefined;
};

/** The receipt of an entry, for whoever made it and for nobody else. Names no child: of children it has hashes. */
export async function readReceipt(
  { database }: ServiceContext,
  actor: Actor,
  eventId: string,
): Promise<Outcome<EntryReceipt>> {
  if (!isEventId(eventId)) return failed(noSuchReceipt);
  return database.transact(async (tx) => {
    const entry = await readEntryOf(tx, eventId, actor.accountId);
    if (entry === undefined) return failed(noSuchReceipt);
    const { number, recorded_at: recordedAt, act, salt, body, entry_hash: entryHash } = entry;
    const shown = { eventId, act, recordedAt, entryHash };
    const over = number === null ? undefined : await readCheckpointOver(tx, number);
    if (number === null || over === undefined) return done({ ...shown, number: undefined, proof: undefined });
    const { tree_size: size, note, lines } = over;
    const path = inclusionProof(
      number,
      size,
      await readNodes(tx, (node) => inclusionProof(number, size, node)),
    );
    const checkpoint = lines === '' ? note : `${note}${lines}\n`;
    return done({ ...shown, number, proof: writeProof({ salt, body, index: number, path, checkpoint }) });
  });
}

const noSuchReceipt: Fault = {
  kind: 'not-found',
  says: 'That reference is not here. A reference can be looked up by the person whose look it was.',
};

function isEventId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
