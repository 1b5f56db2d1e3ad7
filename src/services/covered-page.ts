import type { Actor } from '../domain/actor.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { sessionEndedBy, type SessionOver } from '../domain/session-end.ts';
import { coveredAfterMs, faultInCode, tidyCode, wrongCodesBorne } from '../domain/sign-in.ts';
import { countCode, cover, uncover } from '../store/own-sessions.ts';
import { closeSession } from '../store/sessions.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import type { RelyingParty } from './key-answers.ts';
import { showCode, showKey, type ShowToken } from './show-token.ts';

/** Covers the pages of a session on a shared machine, until its own user gives a code. */
export async function coverPage({ database, now }: ServiceContext, actor: Actor): Promise<void> {
  const present = now();
  const { accountId, sessionHash } = actor;
  await database.transact(async (tx) => {
    await cover(tx, sessionHash, present);
    await recordAct(tx, present, { act: 'cover page', accountId, outcome: 'done' });
  });
}

/** Shows the pages again to the user whose token shows this code; the third wrong answer ends the session. */
export async function resume(context: ServiceContext, actor: Actor, code: string): Promise<Resumed> {
  const typed = faultInCode(code);
  if (typed !== undefined) return failed(typed);
  return resumeBy(context, actor, showCode(context, tidyCode(code)));
}

/** The same to the user whose security key gave this answer. */
export async function resumeByKey(
  context: ServiceContext,
  actor: Actor,
  given: { readonly party: RelyingParty; readonly answer: string },
): Promise<Resumed> {
  return resumeBy(context, actor, showKey(context, given.party, actor.sessionHash, given.answer));
}

type Resumed = Outcome<'resumed' | 'not covered', Fault | SessionOver>;

async function resumeBy(
  { database, now }: ServiceContext,
  { accountId, userName, sessionHash }: Actor,
  show: ShowToken,
): Promise<Resumed> {
  const present = now();
  return database.transact(async (tx) => {
    const tries = await countCode(tx, sessionHash, present, new Date(present.getTime() - coveredAfterMs));
    if (tries === undefined) return done('not covered'); // the same code sent twice, say
    const shown = await show(tx, { accountId, account: { userName } });
    const why = shown === undefined ? 'not their token' : await shown.claim(tx);
    if (why === undefined) {
      await uncover(tx, sessionHash, present);
      await recordAct(tx, present, { act: 'resume session', accountId, outcome: 'done' });
      return done('resumed');
    }
    await recordAct(tx, present, { act: 'resume session', accountId, outcome: 'refused', why });
    if (tries < wrongCodesBorne) return failed(wrongToken);
    await closeSession(tx, sessionHash, present, 'wrong codes');
    return failed(sessionEndedBy('wrong codes'));
  });
}

const wrongToken: Fault = {
  kind: 'invalid',
  field: 'code',
  says: 'That code is wrong, or was used before. Wait for the next code on your own token and type it',
};
