import type { Actor } from '../domain/actor.ts';
import { driftOf, matchingStep } from '../domain/one-time-code.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { sessionEndedBy, type SessionOver } from '../domain/session-end.ts';
import { coveredAfterMs, faultInCode, tidyCode, wrongCodesBorne } from '../domain/sign-in.ts';
import { claimStep, findTokens } from '../store/accounts.ts';
import type { Transaction } from '../store/connection.ts';
import { countCode, cover, uncover } from '../store/own-sessions.ts';
import { closeSession } from '../store/sessions.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { openSeed } from './credentials.ts';

/** Covers the pages of a session on a shared machine, until its own user gives a code. */
export async function coverPage({ database, now }: ServiceContext, actor: Actor): Promise<void> {
  const present = now();
  const { accountId, sessionHash } = actor;
  await database.transact(async (tx) => {
    await cover(tx, sessionHash, present);
    await recordAct(tx, present, { act: 'cover page', accountId, outcome: 'done' });
  });
}

/** Shows the pages again to the user whose token shows this code; the third wrong code ends the session. */
export async function resume(
  context: ServiceContext,
  actor: Actor,
  code: string,
): Promise<Outcome<'resumed' | 'not covered', Fault | SessionOver>> {
  const typed = faultInCode(code);
  if (typed !== undefined) return failed(typed);
  const present = context.now();
  const { accountId, sessionHash } = actor;
  return context.database.transact(async (tx) => {
    const tries = await countCode(tx, sessionHash, present, new Date(present.getTime() - coveredAfterMs));
    if (tries === undefined) return done('not covered'); // the same code sent twice, say
    if (await isOwnCode(tx, context, actor, tidyCode(code), present)) {
      await uncover(tx, sessionHash, present);
      await recordAct(tx, present, { act: 'resume session', accountId, outcome: 'done' });
      return done('resumed');
    }
    await recordAct(tx, present, { act: 'resume session', accountId, outcome: 'refused', why: 'wrong code' });
    if (tries < wrongCodesBorne) return failed(wrongCode);
    await closeSession(tx, sessionHash, present, 'wrong codes');
    return failed(sessionEndedBy('wrong codes'));
  });
}

const wrongCode: Fault = {
  kind: 'invalid',
  field: 'code',
  says: 'That code is wrong, or was used before. Wait for the next code on your own token and type it',
};

async function isOwnCode(
  tx: Transaction,
  { secrets }: ServiceContext,
  { accountId, userName }: Actor,
  code: string,
  now: Date,
): Promise<boolean> {
  for (const { tokenNo, sealedSeed, driftSteps } of await findTokens(tx, accountId)) {
    const step = matchingStep(openSeed(sealedSeed, userName, secrets.seal), code, now, driftSteps);
    if (step !== undefined)
      return claimStep(tx, accountId, { tokenNo, step, driftSteps: driftOf(step, now) });
  }
  return false;
}
