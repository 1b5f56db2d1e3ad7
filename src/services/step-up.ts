import type { Actor } from '../domain/actor.ts';
import { isCodeEnough, type Need, type TokenKind } from '../domain/needs.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { faultInCode, signInLimits, throttleWindowMs, tidyCode } from '../domain/sign-in.ts';
import { claimStep } from '../store/accounts.ts';
import type { Transaction } from '../store/connection.ts';
import { renew } from '../store/session-secrets.ts';
import { forgive, tryGuess } from '../store/sign-in.ts';
import { recordAct } from './authorise.ts';
import { matchCodeToken } from './code-token.ts';
import type { ServiceContext } from './context.ts';
import { hashSecret, maskSubject, newSecret } from './credentials.ts';

/** The session's new secret: it changes at each rise in privilege (ASVS 5.0: 7.2.4). */
export type SteppedUp = { readonly sessionSecret: string };

const keyWanted: Fault = { kind: 'refused', says: 'This needs your security key. A code is not enough.' };

const codeRefused: Fault = {
  kind: 'invalid',
  field: 'code',
  says: 'That code is wrong, was used before, or too many tries were made. Wait for the next code and try again.',
};

/**
 * Takes a new code of the person who is signed in. Guesses count as they do at sign-in, so that a browser left open
 * lets nobody try codes.
 */
export async function stepUpByCode(
  { database, secrets, now }: ServiceContext,
  actor: Actor,
  given: { readonly need: Need; readonly code: string },
): Promise<Outcome<SteppedUp>> {
  if (!isCodeEnough(given.need, actor.proof)) return failed(keyWanted);
  const fault = faultInCode(given.code);
  if (fault !== undefined) return failed(fault);
  const present = now();
  const { accountId, userName } = actor;
  const subject = maskSubject('user name', userName, secrets.pepper);
  return database.transact(async (tx) => {
    const guess = await tryGuess(tx, subject, present, {
      since: new Date(present.getTime() - throttleWindowMs),
      inWindow: signInLimits.account.guesses,
      inARow: signInLimits.account.inARow,
    });
    const code = tidyCode(given.code);
    const match = await matchCodeToken(tx, secrets, present, { accountId, account: { userName }, code });
    if (guess === undefined || match === undefined || !(await claimStep(tx, accountId, match))) {
      await recordAct(tx, present, { act: 'step up', accountId, outcome: 'refused', why: 'code' });
      return failed(codeRefused);
    }
    await forgive(tx, subject);
    return done(await giveNewSecret(tx, present, actor, 'code'));
  });
}

async function giveNewSecret(
  tx: Transaction,
  now: Date,
  actor: Actor,
  tokenKind: TokenKind,
): Promise<SteppedUp> {
  const secret = newSecret();
  await renew(tx, actor.sessionHash, hashSecret(secret), { tokenKind, now });
  await recordAct(tx, now, { act: 'step up', accountId: actor.accountId, outcome: 'done', why: tokenKind });
  return { sessionSecret: secret };
}
