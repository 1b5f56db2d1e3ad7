import { createHash, randomBytes } from 'node:crypto';
import { faultOf, standing } from '../domain/account-standing.ts';
import type { Actor } from '../domain/actor.ts';
import { presentAgreement } from '../domain/agreement.ts';
import { hourOf, londonDay } from '../domain/calendar.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import {
  beginWrite,
  endWrite,
  findAnswer,
  findCaller,
  findSystem,
  insertToken,
  useUpProof,
} from '../store/connected-systems.ts';
import type { ServiceContext } from './context.ts';
import { hashSecret } from './credentials.ts';

/** A system that calls, and the user for whom it does. */
export type Caller = { readonly systemId: number; readonly actor: Actor };

/** The accredited system of this name with its public key; undefined where there is none. */
export async function seeSystemKey({ database }: ServiceContext, clientId: string) {
  return database.look((tx) => findSystem(tx, clientId));
}

/** How long an access token lasts (ours): a system asks for the next without anybody noticing. */
export const tokenSeconds = 300;

/** Gives an access token to a system whose assertion was right: bound to a key, for a user of its own organisation. */
export async function giveSystemToken(
  { database, now }: ServiceContext,
  systemId: number,
  asked: {
    readonly assertionId: string;
    readonly proofId: string;
    readonly userName: string;
    readonly keyThumbprint: string;
  },
): Promise<Outcome<string>> {
  const present = now().getTime();
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(present + tokenSeconds * 1000);
  const usedUntil = new Date(present + 2 * tokenSeconds * 1000);
  const { userName, keyThumbprint } = asked;
  return database.transact(async (tx) => {
    for (const id of [`assertion ${asked.assertionId}`, `proof ${asked.proofId}`])
      if (!(await useUpProof(tx, systemId, hash(id), usedUntil))) return failed(usedBefore);
    const bound = { tokenHash: hashSecret(token), systemId, userName, keyThumbprint, expiresAt };
    return (await insertToken(tx, bound)) ? done(token) : failed(noSuchUser);
  });
}

const usedBefore: Fault = {
  kind: 'stale',
  says: 'This jti was used before. Make each assertion and each proof with a new one.',
};
const noSuchUser: Fault = {
  kind: 'refused',
  says: 'Name in the claim "user" of the assertion the ContactPoint user, of your own organisation, for whom you call.',
};

/** Who is behind a call: the user's own account is read afresh, so that a suspension bites at the next call. */
export async function readCaller(
  { database, now }: ServiceContext,
  shown: { readonly token: string; readonly keyThumbprint: string; readonly proofId: string },
): Promise<Outcome<Caller>> {
  const present = now();
  const found = await database.transact((tx) =>
    findCaller(
      tx,
      {
        tokenHash: hashSecret(shown.token),
        keyThumbprint: shown.keyThumbprint,
        proofHash: hash(`proof ${shown.proofId}`),
        proofUntil: new Date(present.getTime() + 2 * tokenSeconds * 1000),
      },
      { today: londonDay(present), hour: hourOf(present), now: present },
    ),
  );
  if (found === undefined) return failed(noCaller);
  const stands = standing(found.account, londonDay(present));
  if (stands !== 'good') return failed(faultOf(stands));
  if ((found.agreementVersion ?? 0) < presentAgreement.version) return failed(unsigned);
  return done({ systemId: found.systemId, actor: found.actor });
}

const noCaller: Fault = {
  kind: 'stale',
  says: 'The access token is not one of this key, has expired, or its proof was used before. Ask for a new token, and make a new proof for each call.',
};
const unsigned: Fault = {
  kind: 'lapsed',
  says: 'The user agreement has a new text. The user signs it on the pages of ContactPoint first.',
};

/** What a write answers. */
export type WriteAnswer = { readonly status: number; readonly answer: unknown };

/** Does a write once for the key that its sender chose: the same key gets the same answer. */
export async function onceForKey(
  { database, now }: ServiceContext,
  { systemId, actor }: Caller,
  key: string,
  asked: string,
  write: () => Promise<WriteAnswer>,
): Promise<Outcome<WriteAnswer>> {
  const keyed = { systemId, accountId: actor.accountId, keyHash: hash(key) };
  const askedHash = hash(asked);
  const isFirst = await database.transact((tx) => beginWrite(tx, keyed, askedHash, now()));
  if (isFirst) {
    const answered = await write();
    await database.transact((tx) => endWrite(tx, keyed, answered.status, JSON.stringify(answered.answer)));
    return done(answered);
  }
  const kept = await database.look((tx) => findAnswer(tx, keyed));
  if (kept === undefined || !kept.asked_hash.equals(askedHash)) return failed(otherWrite);
  return kept.status === null ? failed(underWay) : done({ status: kept.status, answer: kept.answer });
}

const otherWrite: Fault = {
  kind: 'invalid',
  says: 'This Idempotency-Key was sent with another request before. Choose a new key for each new write.',
};
const underWay: Fault = {
  kind: 'stale',
  says: 'The first request with this Idempotency-Key is under way or was cut off. Read the care team before you write again.',
};

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
