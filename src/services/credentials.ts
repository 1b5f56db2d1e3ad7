import {
  argon2,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import type { Verifier } from '../store/accounts.ts';
import { makeTurnstile, type Turnstile } from './turnstile.ts';

const hash = promisify(argon2);

// The least that OWASP's password storage cheat sheet recommends for argon2id: 19 MiB, two passes, one lane.
const work = { memoryKib: 19 * 1024, passes: 2 } as const;
const verifierBytes = 32;
const saltBytes = 16; // RFC 9106 section 3.1 recommends 16

const nonceBytes = 12; // NIST SP 800-38D: 96 random bits, with at most 2^32 seals under one key
const tagBytes = 16;
const sealVersion = 1;

// Ours: hashing leaves a core to the pages and at least one of Node's four file threads to files. Sixty-four waiting
// at 60 to 90 ms each is about five seconds: longer than that, people would press the button again.
export const hashesAtOnce = Math.min(3, Math.max(1, availableParallelism() - 1));
export const hashesWaiting = 64;

const hashing: Turnstile = makeTurnstile({ atOnce: hashesAtOnce, waiting: hashesWaiting });

/** Nobody's verifier, as costly to check as any other: for user names that nobody has. */
export const decoyVerifier: Verifier = {
  ...work,
  salt: randomBytes(saltBytes),
  verifier: randomBytes(verifierBytes),
};

/** Nobody's seed, for the same reason. */
export const decoySeed = randomBytes(20);

/** Makes what a password and a PIN are checked against. Together, as a PIN hashed alone falls at once. */
export async function makeVerifier(password: string, pin: string, pepper: Buffer): Promise<Verifier> {
  const salt = randomBytes(saltBytes);
  return { ...work, salt, verifier: await derive(password, pin, pepper, { ...work, salt }) };
}

/** The same, waiting its turn among those who sign in; undefined where too many wait already. */
export async function makeVerifierInTurn(
  password: string,
  pin: string,
  pepper: Buffer,
): Promise<Verifier | undefined> {
  return hashing.pass(() => makeVerifier(password, pin, pepper));
}

/** Whether both are right, which takes equally long if not; undefined where too many wait for an answer. */
export async function verify(
  password: string,
  pin: string,
  pepper: Buffer,
  kept: Verifier,
): Promise<boolean | undefined> {
  const derived = await hashing.pass(() => derive(password, pin, pepper, kept));
  return derived && timingSafeEqual(derived, kept.verifier);
}

/**
 * Encrypts a token's seed: version ‖ nonce ‖ tag ‖ AES-256-GCM. It is bound to the user name, which never changes and
 * is known before the account has a number: a seed copied onto another account's row does not open.
 */
export function sealSeed(seed: Buffer, userName: string, key: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(
    Buffer.from(userName),
  );
  const sealed = Buffer.concat([cipher.update(seed), cipher.final()]);
  return Buffer.concat([Buffer.of(sealVersion), nonce, cipher.getAuthTag(), sealed]);
}

/** Decrypts a seed; throws where the key or the user name is not the one it was sealed with, or a byte was changed. */
export function openSeed(sealed: Buffer, userName: string, key: Buffer): Buffer {
  if (sealed[0] !== sealVersion)
    throw new Error('A token seed is sealed in a way that this version does not know');
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(userName))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(1 + nonceBytes + tagBytes)), decipher.final()]);
}

/** A new secret for one browser: 256 random bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What of a secret is kept: as it is random, its hash needs no salt. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** A keyed hash of what may not stand in the database in clear, such as a name typed or an address. */
export function maskSubject(
  kind:
    | 'user name'
    | 'user name with key'
    | 'activation'
    | 'family'
    | 'family code'
    | 'source'
    | 'source begun'
    | 'everyone',
  subject: string,
  pepper: Buffer,
): Buffer {
  return createHmac('sha256', pepper).update(`${kind}\0${subject}`).digest();
}

// SP 800-63B-4 section 3.1.1.2 asks for NFKC, so that a password is the same on every keyboard. With the lengths in
// front, no other password and PIN run together to the same bytes.
async function derive(
  password: string,
  pin: string,
  pepper: Buffer,
  { salt, memoryKib, passes }: Omit<Verifier, 'verifier'>,
): Promise<Buffer> {
  const mac = createHmac('sha256', pepper);
  for (const part of [password.normalize('NFKC'), pin]) {
    const bytes = Buffer.from(part);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    mac.update(length).update(bytes);
  }
  const message = mac.digest();
  return hash('argon2id', {
    message,
    nonce: salt,
    parallelism: 1,
    tagLength: verifierBytes,
    memory: memoryKib,
    passes,
  });
}
