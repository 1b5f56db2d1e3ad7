import type { Actor } from '../domain/actor.ts';
import { writeProof } from '../domain/log-proof.ts';
import { parseContactPointNumber } from '../domain/identifiers.ts';
import { inclusionProof } from '../domain/log-tree.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { readCheckpointOver, readEntryOf, readOpeningSpoken } from '../store/log-reading.ts';
import type { Role } from '../domain/roles.ts';
import { readSpokenReference } from '../domain/spoken-reference.ts';
import { recordAct } from './authorise.ts';
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

/** Who opened a record with a reference that they speak aloud. */
export type Caller = {
  readonly name: string;
  readonly role: Role;
  readonly organisation: string;
  readonly at: Date;
  readonly forColleague: boolean;
  /** Whether it was the child of the number that was given; undefined where none was. */
  readonly sameChild: boolean | undefined;
};

const spokenForMs = 24 * 3_600_000; // a call is made the same day: ours

/** Checks, for whoever is called, who is really calling. Says who looked, and of the child only whether it is the one they name. */
export async function checkCaller(
  { database, now }: ServiceContext,
  actor: Actor,
  typed: { readonly reference: string; readonly number: string },
): Promise<Outcome<Caller>> {
  const ids = readSpokenReference(typed.reference);
  const number = typed.number.trim() === '' ? undefined : parseContactPointNumber(typed.number.slice(0, 30));
  if (!ids.ok) return ids;
  if (number !== undefined && !number.ok) return failed({ ...number.fault, field: 'number' });
  const since = new Date(now().getTime() - spokenForMs);
  return database.transact(async (tx) => {
    const found = await readOpeningSpoken(tx, ids.value, since, number?.value ?? '');
    const entry = { act: 'check who calls', accountId: actor.accountId } as const;
    if (found === undefined) {
      await recordAct(tx, now(), { ...entry, outcome: 'refused', why: 'no such reference' });
      return failed(nobodyCalls);
    }
    const toAccount = found.account_id === null ? {} : { toAccount: found.account_id };
    await recordAct(tx, now(), { ...entry, ...toAccount, outcome: 'done' });
    return done({
      name: found.full_name,
      role: found.role,
      organisation: found.organisation,
      at: found.recorded_at,
      forColleague: found.is_mediated,
      sameChild: number === undefined ? undefined : found.is_of_number,
    });
  });
}

const nobodyCalls: Fault = {
  kind: 'invalid',
  field: 'reference',
  says: 'Nobody opened a record with that reference in the last 24 hours. Ask for it again, or ring the caller’s organisation',
};
