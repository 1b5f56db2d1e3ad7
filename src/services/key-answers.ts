import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import {
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { Transaction } from '../store/connection.ts';
import { keepChallenge, takeChallenge, type NewKey, type SecurityKey } from '../store/security-keys.ts';
import { newSecret } from './credentials.ts';

/** The site that keys answer for: they are registered at its host name, and sign its origin. */
export type RelyingParty = { readonly id: string; readonly origin: string };

export const challengeMs = 60_000; // trust in one touch: a minute; ours

/** Keys that an account may have; so many ids are shown for every user name there could be. */
export const mostKeys = 4;

const decoyLengths = [32, 48, 64] as const; // bytes, as common keys make their ids

/** What stands at a public address: the host, and scheme, host and port. */
export function relyingPartyAt(publicUrl: string): RelyingParty {
  const { hostname, origin } = new URL(publicUrl);
  return { id: hostname, origin };
}

/** Makes a challenge for whoever holds the bearer's secret; its hash is kept, and it is good once within a minute. */
export async function makeChallenge(tx: Transaction, bearerHash: Buffer, now: Date): Promise<string> {
  const challenge = newSecret();
  await keepChallenge(tx, hashChallenge(challenge), bearerHash, now);
  return challenge;
}

/**
 * The ids of the keys that may answer for a user name, always as many: its own, and others that nobody has, the same each
 * time, in an order that tells nothing.
 */
export function idsShown(
  own: readonly SecurityKey[],
  userNameHash: Buffer,
  pepper: Buffer,
): readonly string[] {
  const decoys = Array.from({ length: mostKeys }, (_, at) => decoyId(userNameHash, at, pepper));
  return [...own.map(({ credentialId }) => credentialId), ...decoys]
    .slice(0, mostKeys)
    .map((id) => ({ id: id.toString('base64url'), place: keyed(pepper, 'place of key', id).toString('hex') }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ id }) => id);
}

/** What a browser asks a key to sign in with, as WebAuthn writes it down. */
export function requestOptions(challenge: string, { id }: RelyingParty, ids: readonly string[]) {
  return {
    challenge,
    rpId: id,
    timeout: challengeMs,
    userVerification: 'required',
    allowCredentials: ids.map((each) => ({ type: 'public-key', id: each })),
  } as const;
}

/** What a browser asks a new key to register with: on the key only, with its own PIN or finger, saying who made it. */
export function creationOptions(
  challenge: string,
  { id }: RelyingParty,
  person: { readonly userName: string; readonly fullName: string; readonly handle: Buffer },
  known: readonly SecurityKey[],
) {
  return {
    challenge,
    rp: { id, name: 'ContactPoint' },
    user: { id: person.handle.toString('base64url'), name: person.userName, displayName: person.fullName },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: challengeMs,
    attestation: 'direct',
    excludeCredentials: known.map(({ credentialId }) => ({
      type: 'public-key',
      id: credentialId.toString('base64url'),
    })),
    authenticatorSelection: {
      authenticatorAttachment: 'cross-platform',
      residentKey: 'discouraged',
      userVerification: 'required',
    },
  } as const;
}

const algorithms = [-8, -7, -257]; // EdDSA, ES256, RS256: what every FIDO2 key has one of

/** Where and to whom a challenge was given. */
export type Asked = { readonly party: RelyingParty; readonly bearerHash: Buffer; readonly now: Date };

/**
 * Which of these keys gave this answer, with its count; undefined where none did, or not to our challenge, at our
 * address, in time, with its user verified. The same work is done where there is no such key.
 */
export async function readAssertion(
  tx: Transaction,
  { party, bearerHash, now }: Asked,
  sent: string,
  keys: readonly SecurityKey[],
): Promise<{ readonly keyNo: number; readonly signCount: number } | undefined> {
  const response = parsed(sent, isAssertion);
  if (response === undefined) return undefined;
  const id = Buffer.from(response.id, 'base64url');
  const key = keys.find(({ credentialId }) => credentialId.equals(id));
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => isOurs(tx, challenge, bearerHash, now),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      // The count is compared where it is kept, so that of two copies at once only one gets in.
      credential: { id: response.id, publicKey: new Uint8Array(key?.publicKey ?? nobodysKey), counter: 0 },
      requireUserVerification: true,
    });
    if (!verified || key === undefined) return undefined;
    return { keyNo: key.keyNo, signCount: authenticationInfo.newCounter };
  } catch {
    return undefined; // the library throws at whatever does not fit
  }
}

/** The key that answered a registration; undefined where it did not answer as asked, or would let itself be copied. */
export async function readRegistration(
  tx: Transaction,
  { party, bearerHash, now }: Asked,
  sent: string,
): Promise<NewKey | undefined> {
  const response = parsed(sent, isRegistration);
  if (response === undefined) return undefined;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: (challenge) => isOurs(tx, challenge, bearerHash, now),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    // A key that may be backed up, or shared between machines, is not a thing that one person holds.
    if (!verified || registrationInfo.credentialDeviceType !== 'singleDevice') return undefined;
    const { credential, aaguid, fmt } = registrationInfo;
    return {
      credentialId: Buffer.from(credential.id, 'base64url'),
      publicKey: Buffer.from(credential.publicKey),
      signCount: credential.counter,
      maker: aaguid,
      attestation: fmt,
      transports: (response.response.transports ?? []).join(' ').slice(0, 100),
    };
  } catch {
    return undefined;
  }
}

async function isOurs(tx: Transaction, challenge: string, bearerHash: Buffer, now: Date): Promise<boolean> {
  const madeAfter = new Date(now.getTime() - challengeMs);
  return takeChallenge(tx, hashChallenge(challenge), bearerHash, { now, madeAfter });
}

const word = z.string().max(20_000);
const credential = {
  id: word,
  rawId: word,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}),
};
const assertionShape = z.object({
  ...credential,
  response: z.object({ clientDataJSON: word, authenticatorData: word, signature: word }),
});
const registrationShape = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: word,
    attestationObject: word,
    transports: z.array(word).max(10).optional(),
  }),
});

function isAssertion(sent: unknown): sent is AuthenticationResponseJSON {
  return assertionShape.safeParse(sent).success;
}

function isRegistration(sent: unknown): sent is RegistrationResponseJSON {
  return registrationShape.safeParse(sent).success;
}

function parsed<Answer>(sent: string, isAnswer: (read: unknown) => read is Answer): Answer | undefined {
  try {
    const read: unknown = JSON.parse(sent.slice(0, 60_000));
    return isAnswer(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function hashChallenge(challenge: string): Buffer {
  return createHash('sha256').update(challenge).digest();
}

function decoyId(userNameHash: Buffer, at: number, pepper: Buffer): Buffer {
  const made = keyed(pepper, `decoy key ${at}`, userNameHash);
  const length = decoyLengths[made.readUInt8(0) % decoyLengths.length];
  return keyed(pepper, `decoy key id ${at}`, userNameHash).subarray(0, length);
}

function keyed(pepper: Buffer, what: string, of: Buffer): Buffer {
  return createHmac('sha512', pepper).update(`${what}\0`).update(of).digest();
}

// A public key of nobody, in COSE, so that an answer for nobody costs as much to check.
const nobodysKey = coseOf(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
);

function coseOf({
  x = '',
  y = '',
}: {
  readonly x?: string | undefined;
  readonly y?: string | undefined;
}): Buffer {
  const head = Buffer.from('a5010203262001215820', 'hex'); // kty EC2, alg ES256, curve P-256, then x
  return Buffer.concat([
    head,
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
}
