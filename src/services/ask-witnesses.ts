import type { AlarmKind } from '../domain/log-alarm.ts';
import { cosignedAt, parseCheckpoint } from '../domain/log-checkpoint.ts';
import { parseSignatureLine } from '../domain/log-note.ts';
import { consistencyProof } from '../domain/log-tree.ts';
import type { Transaction } from '../store/connection.ts';
import { endAlarms, raiseAlarm } from '../store/log-alarms.ts';
import { readCosignedSize, readLatestCheckpoint, readTree, writeCosignature } from '../store/log-tree.ts';
import type { Witness } from './log-files.ts';
import { readNodes, type LogContext } from './sequence-log.ts';

/** What a witness answered to the last checkpoint: its signature line, or what is wrong. */
type Answer =
  | { readonly kind: 'asked again later' }
  | { readonly kind: 'cosigned'; readonly line: string }
  | { readonly kind: Extract<AlarmKind, `witness ${string}`> };

/** An alarm that was raised just now. */
export type NewAlarm = { readonly kind: AlarmKind; readonly about: string; readonly treeSize: number };

/** Asks every witness to sign the last checkpoint. Keeps what they signed; answers the alarms that are new. */
export async function askWitnesses(log: LogContext): Promise<readonly NewAlarm[]> {
  const last = await log.database.transact(readLatestCheckpoint);
  if (last === undefined) return [];
  const asked = log.witnesses().map((witness) => askOne(log, witness, last));
  return (await Promise.all(asked)).flat();
}

type Last = { readonly tree_size: number; readonly note: string };

async function askOne(log: LogContext, witness: Witness, last: Last): Promise<readonly NewAlarm[]> {
  const { name } = witness.verifier;
  const known = await log.database.transact((tx) => readCosignedSize(tx, name));
  if (known === last.tree_size) return [];
  const answer = await submit(log, witness, last, Math.min(known, last.tree_size));
  return log.database.transact((tx) => noteAnswer(tx, log, name, last, answer));
}

async function noteAnswer(
  tx: Transaction,
  { now }: LogContext,
  about: string,
  last: Last,
  answer: Answer,
): Promise<readonly NewAlarm[]> {
  if (answer.kind === 'asked again later') return [];
  const at = now();
  if (answer.kind === 'cosigned') {
    await writeCosignature(tx, last.tree_size, about, answer.line, at);
    await endAlarms(tx, passing, about, at);
    return [];
  }
  const alarm = { kind: answer.kind, about, treeSize: last.tree_size };
  return (await raiseAlarm(tx, alarm, at)) ? [alarm] : [];
}

// What ends by itself once the witness signs again; the others wait for a person.
const passing: readonly AlarmKind[] = ['witness unreachable', 'witness refuses', 'witness lies'];

async function submit(log: LogContext, witness: Witness, last: Last, old: number): Promise<Answer> {
  const first = await post(log, witness, last, old);
  if (first?.status !== 409) return judge(first, witness, last);
  // It knows another size than we thought: as when its signature did not reach us.
  const size = /^(0|[1-9]\d{0,15})\n$/.exec(first.body)?.[1];
  if (size === undefined) return { kind: 'witness refuses' };
  if (Number(size) > last.tree_size) return compareSize(log, Number(size));
  return judge(await post(log, witness, last, Number(size)), witness, last);
}

// Another sequencer may have shown it a later checkpoint meanwhile: then that one is here too.
async function compareSize({ database }: LogContext, size: number): Promise<Answer> {
  const tree = await database.transact(readTree);
  return { kind: tree !== undefined && tree.size >= size ? 'asked again later' : 'witness ahead' };
}

function judge(answered: Answered | undefined, { verifier }: Witness, { note }: Last): Answer {
  if (answered === undefined) return { kind: 'witness unreachable' };
  if (answered.status === 422) return { kind: 'witness disagrees' };
  if (answered.status >= 500) return { kind: 'witness unreachable' };
  if (answered.status !== 200) return { kind: 'witness refuses' };
  const checkpoint = parseCheckpoint(note);
  for (const line of answered.body.split('\n')) {
    const signature = parseSignatureLine(line);
    if (signature === undefined || checkpoint === undefined) continue;
    if (cosignedAt(checkpoint, signature, verifier) !== undefined) return { kind: 'cosigned', line };
  }
  return { kind: 'witness lies' };
}

type Answered = { readonly status: number; readonly body: string };

// A slow witness is an unreachable one: nobody waits for it.
const longestWait = 2_000;

/** POST add-checkpoint of https://c2sp.org/tlog-witness; undefined where nobody answered in time. */
async function post(
  { database }: LogContext,
  { url }: Witness,
  last: Last,
  old: number,
): Promise<Answered | undefined> {
  const size = last.tree_size;
  const walk = (tx: Transaction) => readNodes(tx, (node) => consistencyProof(old, size, node));
  const proof = consistencyProof(old, size, await database.transact(walk));
  const lines = [`old ${old}`, ...proof.map((hash) => hash.toString('base64')), '', last.note];
  try {
    const signal = AbortSignal.timeout(longestWait);
    // Nobody is followed elsewhere: a witness is only where the setting says.
    const asked = { method: 'POST', body: lines.join('\n'), signal, redirect: 'error' } as const;
    const answered = await fetch(`${url}/add-checkpoint`, asked);
    return { status: answered.status, body: (await answered.text()).slice(0, 65_536) };
  } catch {
    return undefined;
  }
}
