import { bigint, bytes, instant, integer, nullable, oneOf, smallint, text, uuid } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const keysOfAccount = statement({
  name: 'security-keys-of-account',
  text: `select key_no, credential_id, public_key, registered_at, used_at
    from security_key
    where account_id = $1
      and revoked_at is null
    order by key_no
    limit 10`,
  takes: [nullable(integer)],
  gives: {
    key_no: smallint,
    credential_id: bytes,
    public_key: bytes,
    registered_at: instant,
    used_at: nullable(instant),
  },
});

const insertKey = statement({
  name: 'insert-security-key',
  text: `insert into security_key (account_id, key_no, credential_id, public_key, sign_count, maker, attestation, transports, registered_at)
    select $1, coalesce(max(key_no), 0) + 1, $2, $3, $4, $5, $6, $7, $8
    from security_key
    where account_id = $1
    on conflict do nothing
    returning key_no`,
  takes: [integer, bytes, bytes, bigint, uuid, text, text, instant],
  gives: { key_no: smallint },
});

// A key that counts must have counted on; one that never counts stays at nought (WebAuthn level 3, section 6.1.1).
const claimCount = statement({
  name: 'claim-security-key-count',
  text: `update security_key
    set sign_count = $3, used_at = $4
    where account_id = $1
      and key_no = $2
      and revoked_at is null
      and (sign_count < $3 or (sign_count = 0 and $3 = 0))
    returning key_no`,
  takes: [integer, smallint, bigint, instant],
  gives: { key_no: smallint },
});

const revokeKeyOfAccount = statement({
  name: 'revoke-security-key',
  text: `update security_key
    set revoked_at = $3, revoked_why = $4
    where account_id = $1
      and key_no = $2
      and revoked_at is null
    returning key_no`,
  takes: [integer, smallint, instant, text],
  gives: { key_no: smallint },
});

const insertChallenge = statement({
  name: 'insert-key-challenge',
  text: `insert into key_challenge (challenge_hash, bearer_hash, made_at) values ($1, $2, $3)`,
  takes: [bytes, bytes, instant],
  gives: {},
});

const useChallenge = statement({
  name: 'use-key-challenge',
  text: `update key_challenge
    set used_at = $3
    where challenge_hash = $1
      and bearer_hash = $2
      and used_at is null
      and made_at > $4
      and made_at <= $3
    returning made_at`,
  takes: [bytes, bytes, instant, instant],
  gives: { made_at: instant },
});

const forgetOldChallenges = statement({
  name: 'forget-key-challenges',
  text: `delete from key_challenge where made_at < $1`,
  takes: [instant],
  gives: {},
});

const codeTokensOfAccount = statement({
  name: 'code-tokens-of-account',
  text: `select token_no, registered_at
    from account_token
    where account_id = $1
      and revoked_at is null
    order by token_no
    limit 10`,
  takes: [integer],
  gives: { token_no: smallint, registered_at: nullable(instant) },
});

const revokeCodeTokenOfAccount = statement({
  name: 'revoke-code-token',
  text: `update account_token
    set revoked_at = $3
    where account_id = $1
      and token_no = $2
      and revoked_at is null
    returning token_no`,
  takes: [integer, smallint, instant],
  gives: { token_no: smallint },
});

// Whoever adds or removes a token waits here for another who does, so that the last one is never removed by two at once.
const lockAccountTokens = statement({
  name: 'lock-account-tokens',
  text: `select 'locked' as locked from (select pg_advisory_xact_lock(7, $1)) as taken`,
  takes: [integer],
  gives: { locked: oneOf((word): word is 'locked' => word === 'locked') },
});

/** A security key as it is kept. */
export type SecurityKey = {
  readonly keyNo: number;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly registeredAt: Date;
  readonly usedAt: Date | null;
};

/** A security key that was just read from its own answer. */
export type NewKey = {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly signCount: number;
  readonly maker: string;
  readonly attestation: string;
  readonly transports: string;
};

export type Revocation = 'removed' | 'copied' | 'lost' | 'replaced';

/** The keys of an account that are in use; asked for nobody (null) at the same cost. */
export async function findKeys(tx: Transaction, accountId: number | null): Promise<readonly SecurityKey[]> {
  return (await keysOfAccount.rows(tx, accountId)).map((row) => ({
    keyNo: row.key_no,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    registeredAt: row.registered_at,
    usedAt: row.used_at,
  }));
}

/** Adds a key to an account; undefined where somebody has it already. */
export async function addKey(
  tx: Transaction,
  accountId: number,
  key: NewKey,
  now: Date,
): Promise<number | undefined> {
  const { credentialId, publicKey, signCount, maker, attestation, transports } = key;
  const row = await insertKey.first(
    tx,
    accountId,
    credentialId,
    publicKey,
    signCount,
    maker,
    attestation,
    transports,
    now,
  );
  return row?.key_no;
}

/** Moves a key's count on; false where it did not count on, or the key is no longer in use. */
export async function claimKeyCount(
  tx: Transaction,
  key: { readonly accountId: number; readonly keyNo: number; readonly signCount: number },
  now: Date,
): Promise<boolean> {
  return (await claimCount.first(tx, key.accountId, key.keyNo, key.signCount, now)) !== undefined;
}

/** Takes a key out of use; false where it was. */
export async function revokeKey(
  tx: Transaction,
  key: { readonly accountId: number; readonly keyNo: number },
  why: Revocation,
  now: Date,
): Promise<boolean> {
  return (await revokeKeyOfAccount.first(tx, key.accountId, key.keyNo, now, why)) !== undefined;
}

/** Keeps what a key is asked to sign, by its hash. */
export async function keepChallenge(
  tx: Transaction,
  challengeHash: Buffer,
  bearerHash: Buffer,
  now: Date,
): Promise<void> {
  await insertChallenge.rows(tx, challengeHash, bearerHash, now);
}

/** Uses a challenge up; false where it is not this bearer's, was used, or was made before the given instant, or later than now. */
export async function takeChallenge(
  tx: Transaction,
  challengeHash: Buffer,
  bearerHash: Buffer,
  times: { readonly now: Date; readonly madeAfter: Date },
): Promise<boolean> {
  const row = await useChallenge.first(tx, challengeHash, bearerHash, times.now, times.madeAfter);
  return row !== undefined;
}

/** Forgets the challenges made before the given instant. */
export async function forgetChallenges(tx: Transaction, madeBefore: Date): Promise<void> {
  await forgetOldChallenges.rows(tx, madeBefore);
}

/** The code tokens of an account that are in use, without their seeds; `registeredAt` is null where it is not known. */
export async function findCodeTokens(
  tx: Transaction,
  accountId: number,
): Promise<readonly { readonly tokenNo: number; readonly registeredAt: Date | null }[]> {
  return (await codeTokensOfAccount.rows(tx, accountId)).map((row) => ({
    tokenNo: row.token_no,
    registeredAt: row.registered_at,
  }));
}

/** Takes a code token out of use; false where it was. */
export async function revokeCodeToken(
  tx: Transaction,
  token: { readonly accountId: number; readonly tokenNo: number },
  now: Date,
): Promise<boolean> {
  return (await revokeCodeTokenOfAccount.first(tx, token.accountId, token.tokenNo, now)) !== undefined;
}

/** Lets nobody else change the tokens of this account until the transaction ends. */
export async function lockTokens(tx: Transaction, accountId: number): Promise<void> {
  await lockAccountTokens.rows(tx, accountId);
}
