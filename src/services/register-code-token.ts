import { randomBytes } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import { driftOf, matchingStep } from '../domain/one-time-code.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { faultInCode, tidyCode } from '../domain/sign-in.ts';
import { addCodeToken, dropPendingSeed, findPendingSeed, keepPendingSeed } from '../store/code-tokens.ts';
import type { Transaction } from '../store/connection.ts';
import { findCodeTokens, lockTokens } from '../store/security-keys.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { openSeed, sealSeed } from './credentials.ts';
import { enrollingBySession, type EnrollingPerson } from './own-tokens.ts';

/** What a token or an app takes in: the seed in base 32, and the same as an address for a QR code. */
export type ShownSeed = { readonly seed: string; readonly address: string };

const shownMs = 60 * 60_000; // as long as an activation may take
const mostTokens = 3; // as many as signing in looks at: src/store/accounts.ts

/** Makes the seed of a new code token, or shows the one that was made and is not proven yet. */
export async function showNewSeed(
  tx: Transaction,
  { secrets, now }: ServiceContext,
  person: EnrollingPerson,
): Promise<ShownSeed> {
  const present = now();
  const { userName } = person;
  const since = new Date(present.getTime() - shownMs);
  const kept = await findPendingSeed(tx, person, since);
  if (kept !== undefined) return shownSeed(openSeed(kept, userName, secrets.seal), userName);
  const seed = randomBytes(20); // 160 bits: RFC 4226 section 4, R6
  await dropPendingSeed(tx, person.bearerHash); // one too old, if any
  await keepPendingSeed(tx, person, sealSeed(seed, userName, secrets.seal), present);
  return shownSeed(seed, userName);
}

/** Takes the first code of the token, which proves that it has the seed, and adds it. */
export async function proveNewToken(
  tx: Transaction,
  { secrets, now }: ServiceContext,
  person: EnrollingPerson,
  typedCode: string,
): Promise<Outcome<number>> {
  const typed = faultInCode(typedCode);
  if (typed !== undefined) return failed(typed);
  const present = now();
  const { accountId, userName, bearerHash } = person;
  await lockTokens(tx, accountId);
  const sealedSeed = await findPendingSeed(tx, person, new Date(present.getTime() - shownMs));
  if (sealedSeed === undefined) return failed(tooLate);
  const step = matchingStep(openSeed(sealedSeed, userName, secrets.seal), tidyCode(typedCode), present, 0);
  const entry = { act: 'add token', accountId } as const;
  if (step === undefined) {
    await recordAct(tx, present, { ...entry, outcome: 'refused', why: 'wrong code' });
    return failed(wrongCode);
  }
  if ((await findCodeTokens(tx, accountId)).length >= mostTokens) {
    await recordAct(tx, present, { ...entry, outcome: 'refused', why: 'enough tokens' });
    return failed(enoughTokens);
  }
  await dropPendingSeed(tx, bearerHash);
  const token = { sealedSeed, step, driftSteps: driftOf(step, present), at: present };
  const tokenNo = await addCodeToken(tx, accountId, token);
  await recordAct(tx, present, { ...entry, outcome: 'done', why: 'code token' });
  return tokenNo === undefined ? failed(tooLate) : done(tokenNo);
}

/** The same for somebody who is signed in; the guard has asked for the fresh touch. */
export async function showSeedBySession(context: ServiceContext, actor: Actor): Promise<ShownSeed> {
  return context.database.transact((tx) => showNewSeed(tx, context, enrollingBySession(actor)));
}

/** Takes the first code from somebody who is signed in. */
export async function proveTokenBySession(
  context: ServiceContext,
  actor: Actor,
  typedCode: string,
): Promise<Outcome<number>> {
  return context.database.transact((tx) => proveNewToken(tx, context, enrollingBySession(actor), typedCode));
}

// https://github.com/google/google-authenticator/wiki/Key-Uri-Format: what every app and token maker reads.
/** A seed as it is shown: in base 32, and as the address of a QR code. */
export function shownSeed(seed: Buffer, userName: string): ShownSeed {
  const letters = base32(seed);
  const asked = new URLSearchParams({
    secret: letters,
    issuer: 'ContactPoint',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
  const address = `otpauth://totp/ContactPoint:${encodeURIComponent(userName)}?${asked.toString()}`;
  return { seed: letters.replaceAll(/(.{4})(?=.)/g, '$1 '), address };
}

/** RFC 4648 section 6, without padding. */
function base32(bytes: Buffer): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('');
}

const wrongCode: Fault = {
  kind: 'invalid',
  field: 'code',
  says: 'That is not the code that the token should show now: check the key you typed into it, and type the next code',
};
const tooLate: Fault = { kind: 'stale', says: 'The key was shown too long ago. Begin again.' };
const enoughTokens: Fault = {
  kind: 'refused',
  says: `You have ${mostTokens} code tokens, the most there can be. Remove one first.`,
};
