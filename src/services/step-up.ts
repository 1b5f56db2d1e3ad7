import type { Actor } from '../domain/actor.ts';
import { isCodeEnough, type Need } from '../domain/needs.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { faultInCode, signInLimits, throttleWindowMs, tidyCode } from '../domain/sign-in.ts';
import { findKeys } from '../store/security-keys.ts';
import { renew } from '../store/session-secrets.ts';
import { forgive, tryGuess } from '../store/sign-in.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { hashSecret, maskSubject, newSecret } from './credentials.ts';
import { makeChallenge, requestOptions, type RelyingParty } from './key-answers.ts';
import { showCode, showKey, type ShowToken } from './show-token.ts';

/** The session's new secret: it changes at each rise in privilege (ASVS 5.0: 7.2.4). */
export type SteppedUp = { readonly sessionSecret: string };

const keyWanted: Fault = { kind: 'refused', says: 'This needs your security key. A code is not enough.' };

const codeRefused: Fault = {
  kind: 'invalid',
  field: 'code',
  says: 'That code is wrong, was used before, or too many tries were made. Wait for the next code and try again.',
};

const keyRefused: Fault = {
  kind: 'invalid',
  says: 'That was not your security key, it did not check your PIN or finger, or more than a minute passed. Try again.',
};

/** Takes a new code of the person who is signed in, where a code is enough. */
export async function stepUpByCode(
  context: ServiceContext,
  actor: Actor,
  given: { readonly need: Need; readonly code: string },
): Promise<Outcome<SteppedUp>> {
  if (!isCodeEnough(given.need, actor.proof)) return failed(keyWanted);
  const fault = faultInCode(given.code);
  if (fault !== undefined) return failed(fault);
  return stepUp(context, actor, showCode(context, tidyCode(given.code)), codeRefused);
}

/** Asks for one of the person's own security keys. */
export async function askForOwnKey(
  { database, now }: ServiceContext,
  { accountId, sessionHash }: Actor,
  party: RelyingParty,
): Promise<ReturnType<typeof requestOptions>> {
  return database.transact(async (tx) => {
    const ids = (await findKeys(tx, accountId)).map(({ credentialId }) => credentialId.toString('base64url'));
    return requestOptions(await makeChallenge(tx, sessionHash, now()), party, ids);
  });
}

/** Takes the answer of a security key of the person who is signed in. */
export async function stepUpByKey(
  context: ServiceContext,
  actor: Actor,
  given: { readonly party: RelyingParty; readonly answer: string },
): Promise<Outcome<SteppedUp>> {
  const show = showKey(context, given.party, actor.sessionHash, given.answer);
  return stepUp(context, actor, show, keyRefused);
}

// Guesses count as they do at sign-in, so that a browser left open lets nobody try codes. A key cannot be guessed.
async function stepUp(
  { database, secrets, now }: ServiceContext,
  actor: Actor,
  show: ShowToken,
  refused: Fault,
): Promise<Outcome<SteppedUp>> {
  const present = now();
  const { accountId, userName, sessionHash } = actor;
  const subject = maskSubject('user name', userName, secrets.pepper);
  return database.transact(async (tx) => {
    const shown = await show(tx, { accountId, account: { userName } });
    const guess = await tryGuess(tx, subject, present, {
      since: new Date(present.getTime() - throttleWindowMs),
      inWindow: signInLimits.account.guesses,
      inARow: signInLimits.account.inARow,
    });
    const isAllowed = shown !== undefined && (guess !== undefined || shown.kind === 'key');
    if (!isAllowed || (await shown.claim(tx)) !== undefined) {
      await recordAct(tx, present, { act: 'step up', accountId, outcome: 'refused' });
      return failed(refused);
    }
    await forgive(tx, subject);
    const sessionSecret = newSecret();
    await renew(tx, sessionHash, hashSecret(sessionSecret), { tokenKind: shown.kind, now: present });
    await recordAct(tx, present, { act: 'step up', accountId, outcome: 'done' });
    return done({ sessionSecret });
  });
}
