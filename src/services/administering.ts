import type { Actor } from '../domain/actor.ts';
import type { Act } from '../domain/log.ts';
import type { Fault } from '../domain/outcome.ts';
import { may, type Request } from '../domain/policy.ts';
import type { Transaction } from '../store/connection.ts';
import { recordAct } from './authorise.ts';

/** What an administrative act is written down as. */
export type Administered = {
  readonly act: Act;
  readonly toAccount?: number;
  readonly organisation?: number;
  readonly aboutChild?: number;
};

/**
 * Policy decides an administrative act. A refusal is written down, and answered as a fault: where it is of another
 * organisation, as though there were nobody.
 */
export async function refused(
  tx: Transaction,
  actor: Actor,
  now: Date,
  request: Request,
  entry: Administered,
): Promise<Fault | undefined> {
  const verdict = may(actor, request);
  if (verdict.allowed) return undefined;
  await noteRefused(tx, actor, now, entry, verdict.rule);
  return { kind: verdict.rule === 'other organisation' ? 'not-found' : 'refused', says: verdict.says };
}

/** Writes down that an administrative act was refused. */
export async function noteRefused(
  tx: Transaction,
  { accountId }: Actor,
  now: Date,
  entry: Administered,
  why: string,
): Promise<void> {
  await recordAct(tx, now, { ...entry, accountId, outcome: 'refused', why });
}

/** Writes down that an administrative act was done. */
export async function noteDone(
  tx: Transaction,
  { accountId }: Actor,
  now: Date,
  entry: Administered,
  why?: string,
): Promise<void> {
  await recordAct(tx, now, { ...entry, accountId, outcome: 'done', ...(why === undefined ? {} : { why }) });
}

/** Somebody else decided it first, or it is gone. */
export const decidedAlready: Fault = {
  kind: 'stale',
  says: 'This was decided already, or nothing waits here any more. Nothing was changed.',
};
