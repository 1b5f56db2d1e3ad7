import type { Actor } from '../domain/actor.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { Transaction } from '../store/connection.ts';
import {
  addKey,
  findCodeTokens,
  findKeys,
  lockTokens,
  revokeCodeToken,
  revokeKey,
} from '../store/security-keys.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { maskSubject } from './credentials.ts';
import {
  creationOptions,
  makeChallenge,
  mostKeys,
  readRegistration,
  type RelyingParty,
} from './key-answers.ts';

/** Somebody who may add a token: signed in with a fresh touch, or in the course of an activation. */
export type EnrollingPerson = {
  readonly accountId: number;
  readonly userName: string;
  readonly fullName: string;
  /** SHA-256 of the secret of the session, or of the activation, that this is done in. */
  readonly bearerHash: Buffer;
};

/** One of somebody's own tokens. `registeredAt` is null where it came with the practice population. */
export type OwnToken = {
  readonly kind: 'key' | 'code';
  readonly number: number;
  readonly registeredAt: Date | null;
};

/** The signed-in person as somebody who adds a token; the guard has asked for the fresh touch. */
export function enrollingBySession({ accountId, userName, fullName, sessionHash }: Actor): EnrollingPerson {
  return { accountId, userName, fullName, bearerHash: sessionHash };
}

/** The person's tokens that are in use, keys first. */
export async function listOwnTokens(
  { database }: ServiceContext,
  { accountId }: Pick<Actor, 'accountId'>,
): Promise<readonly OwnToken[]> {
  return database.transact(async (tx) => {
    const keys = await findKeys(tx, accountId);
    const codes = await findCodeTokens(tx, accountId);
    return [
      ...keys.map(({ keyNo, registeredAt }) => ({ kind: 'key', number: keyNo, registeredAt }) as const),
      ...codes.map(({ tokenNo, registeredAt }) => ({ kind: 'code', number: tokenNo, registeredAt }) as const),
    ];
  });
}

/** What was added to the person's tokens since they last signed in, so that they notice what was not theirs. */
export async function tokensAddedSince(
  context: ServiceContext,
  actor: Pick<Actor, 'accountId'>,
  since: Date | null,
): Promise<readonly OwnToken[]> {
  if (since === null) return [];
  const tokens = await listOwnTokens(context, actor);
  return tokens.filter(({ registeredAt }) => registeredAt !== null && registeredAt > since);
}

/** Asks a new security key to register. */
export async function beginKeyRegistration(
  context: ServiceContext,
  person: EnrollingPerson,
  party: RelyingParty,
): Promise<Outcome<KeyAsked>> {
  return context.database.transact((tx) => askNewKeyOf(tx, context, person, party));
}

/** What a browser asks a new key. */
export type KeyAsked = ReturnType<typeof creationOptions>;

/** The same in the course of something else. */
export async function askNewKeyOf(
  tx: Transaction,
  { secrets, now }: ServiceContext,
  person: EnrollingPerson,
  party: RelyingParty,
): Promise<Outcome<KeyAsked>> {
  const known = await findKeys(tx, person.accountId);
  if (known.length >= mostKeys) return failed(enoughKeys);
  const challenge = await makeChallenge(tx, person.bearerHash, now());
  const handle = maskSubject('user name', `key holder ${person.userName}`, secrets.pepper);
  return done(creationOptions(challenge, party, { ...person, handle }, known));
}

/** Takes what a new security key answered, and adds it to the account. */
export async function finishKeyRegistration(
  context: ServiceContext,
  person: EnrollingPerson,
  given: { readonly party: RelyingParty; readonly answer: string },
): Promise<Outcome<number>> {
  return context.database.transact((tx) => addNewKeyOf(tx, context, person, given));
}

/** The same in the course of something else. */
export async function addNewKeyOf(
  tx: Transaction,
  { now }: ServiceContext,
  { accountId, bearerHash }: EnrollingPerson,
  given: { readonly party: RelyingParty; readonly answer: string },
): Promise<Outcome<number>> {
  const present = now();
  await lockTokens(tx, accountId);
  const key = await readRegistration(tx, { party: given.party, bearerHash, now: present }, given.answer);
  const hasEnough = (await findKeys(tx, accountId)).length >= mostKeys;
  const keyNo = key === undefined || hasEnough ? undefined : await addKey(tx, accountId, key, present);
  const outcome = keyNo === undefined ? 'refused' : 'done';
  await recordAct(tx, present, { act: 'add token', accountId, outcome, why: 'security key' });
  return keyNo === undefined ? failed(notRegistered) : done(keyNo);
}

/** Takes one of the person's own tokens out of use. Never the last: nobody could sign in to add another. */
export async function removeToken(
  { database, now }: ServiceContext,
  { accountId }: Pick<Actor, 'accountId'>,
  token: Pick<OwnToken, 'kind' | 'number'>,
): Promise<Outcome<undefined>> {
  const present = now();
  return database.transact(async (tx) => {
    await lockTokens(tx, accountId);
    const left = (await findKeys(tx, accountId)).length + (await findCodeTokens(tx, accountId)).length;
    const removed =
      left > 1 &&
      (token.kind === 'key'
        ? await revokeKey(tx, { accountId, keyNo: token.number }, 'removed', present)
        : await revokeCodeToken(tx, { accountId, tokenNo: token.number }, present));
    const outcome = removed ? 'done' : 'refused';
    await recordAct(tx, present, { act: 'remove token', accountId, outcome, why: token.kind });
    return removed ? done(undefined) : failed(notRemoved);
  });
}

const enoughKeys: Fault = {
  kind: 'refused',
  says: `You have ${mostKeys} security keys, the most there can be. Remove one first.`,
};

const notRegistered: Fault = {
  kind: 'invalid',
  says:
    'The key was not registered. It has to be a security key that checks your PIN or finger, not one that is kept in a ' +
    'phone or browser; nobody may have registered it before; and it has to answer within a minute. Try again.',
};

const notRemoved: Fault = {
  kind: 'invalid',
  says: 'It was not removed. Your last token stays, or you could not sign in; add another first.',
};
