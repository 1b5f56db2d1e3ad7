import type { Account } from '../domain/account-standing.ts';
import type { Actor } from '../domain/actor.ts';
import { roles } from '../domain/roles.ts';
import { accountOf } from './accounts.ts';
import { actorColumns, actorPart } from './actor-columns.ts';
import { spentOf, type Counting } from './budgets.ts';
import { bytes, day, instant, integer, json, nullable, smallint, text, writtenJson } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const systemByClient = statement({
  name: 'connected-system-by-client',
  text: `select system_id, public_key
    from connected_system
    where client_id = $1 and accredited_at is not null and ended_at is null`,
  takes: [text],
  gives: { system_id: integer, public_key: json },
});

const useProof = statement({
  name: 'use-proof',
  text: `insert into used_proof (system_id, proof_hash, expires_at)
    values ($1, $2, $3)
    on conflict do nothing
    returning system_id`,
  takes: [integer, bytes, instant],
  gives: { system_id: integer },
});

const giveToken = statement({
  name: 'give-system-token',
  text: `insert into system_token (token_hash, system_id, account_id, key_thumbprint, expires_at)
    select $1, system_id, account_id, $4, $5
    from connected_system
    join account using (organisation_id)
    where system_id = $2 and user_name = $3
    returning account_id`,
  takes: [bytes, integer, text, text, instant],
  gives: { account_id: integer },
});

// Asked at each call: the proof is used up, and the user's rights are read as they are now.
const caller = statement({
  name: 'caller-by-system-token',
  text: `with standing as (
      select system_id, account_id, connected_system.organisation_id
      from system_token
      join connected_system using (system_id)
      where token_hash = $1 and key_thumbprint = $2 and expires_at > $3
        and accredited_at is not null and ended_at is null
    ), used as (
      insert into used_proof (system_id, proof_hash, expires_at)
      select system_id, $4, $5 from standing
      on conflict do nothing
      returning system_id
    )
    select used.system_id, ${actorPart('$6', '$7')}
    from used
    join standing using (system_id)
    join account using (account_id, organisation_id)
    join organisation using (organisation_id)
    left join account_day on account_day.day = $6 and account_day.account_id = account.account_id`,
  takes: [bytes, text, instant, bytes, instant, day, instant],
  gives: {
    system_id: integer,
    ...actorColumns,
  },
});

const claimAnswer = statement({
  name: 'claim-answer',
  text: `insert into kept_answer (system_id, account_id, key_hash, asked_hash, asked_at)
    values ($1, $2, $3, $4, $5)
    on conflict do nothing
    returning system_id`,
  takes: [integer, integer, bytes, bytes, instant],
  gives: { system_id: integer },
});

const answerKept = statement({
  name: 'kept-answer',
  text: `select asked_hash, status, answer
    from kept_answer
    where system_id = $1 and account_id = $2 and key_hash = $3`,
  takes: [integer, integer, bytes],
  gives: { asked_hash: bytes, status: nullable(smallint), answer: nullable(writtenJson) },
});

const keepAnswer = statement({
  name: 'keep-answer',
  text: `update kept_answer
    set status = $4, answer = $5::text::json
    where system_id = $1 and account_id = $2 and key_hash = $3`,
  takes: [integer, integer, bytes, smallint, text],
  gives: {},
});

const forgetTokens = statement({
  name: 'forget-system-tokens',
  text: `delete from system_token where expires_at < $1`,
  takes: [instant],
  gives: {},
});

const forgetUsed = statement({
  name: 'forget-used-proofs',
  text: `delete from used_proof where expires_at < $1`,
  takes: [instant],
  gives: {},
});

const forgetAnswers = statement({
  name: 'forget-kept-answers',
  text: `delete from kept_answer where asked_at < $1`,
  takes: [instant],
  gives: {},
});

/** Forgets tokens and proofs that have run out, and answers older than asked for. */
export async function forgetProofs(tx: Transaction, now: Date, answersBefore: Date): Promise<void> {
  await forgetTokens.rows(tx, now);
  await forgetUsed.rows(tx, now);
  await forgetAnswers.rows(tx, answersBefore);
}

/** The accredited system of this name, with its public key as it was registered. */
export async function findSystem(tx: Transaction, clientId: string) {
  return systemByClient.first(tx, clientId);
}

/** Uses a proof up; false where it was used before. */
export async function useUpProof(
  tx: Transaction,
  systemId: number,
  proofHash: Buffer,
  expiresAt: Date,
): Promise<boolean> {
  return (await useProof.first(tx, systemId, proofHash, expiresAt)) !== undefined;
}

/** Gives a system a token for a user of its own organisation; false where it has no such user. */
export async function insertToken(
  tx: Transaction,
  token: {
    readonly tokenHash: Buffer;
    readonly systemId: number;
    readonly userName: string;
    readonly keyThumbprint: string;
    readonly expiresAt: Date;
  },
): Promise<boolean> {
  const { tokenHash, systemId, userName, keyThumbprint, expiresAt } = token;
  return (await giveToken.first(tx, tokenHash, systemId, userName, keyThumbprint, expiresAt)) !== undefined;
}

/** What a call shows: the hash of its token, whose key signed it, and the hash of the proof that works once. */
export type Shown = {
  readonly tokenHash: Buffer;
  readonly keyThumbprint: string;
  readonly proofHash: Buffer;
  readonly proofUntil: Date;
};

/** The system and user behind a call, with the user's standing now; undefined where anything about it does not hold. */
export async function findCaller(
  tx: Transaction,
  { tokenHash, keyThumbprint, proofHash, proofUntil }: Shown,
  { today, hour, now }: Pick<Counting, 'today' | 'hour'> & { readonly now: Date },
): Promise<
  | {
      readonly systemId: number;
      readonly actor: Actor;
      readonly account: Account;
      readonly agreementVersion: number | null;
    }
  | undefined
> {
  const row = await caller.first(tx, tokenHash, keyThumbprint, now, proofHash, proofUntil, today, hour);
  if (row === undefined) return undefined;
  const actor: Actor = {
    accountId: row.account_id,
    userName: row.user_name,
    fullName: row.full_name,
    role: row.role,
    kind: roles[row.role].kind,
    organisationId: row.organisation_id,
    organisationName: row.organisation_name,
    organisationKind: row.organisation_kind,
    practitionerId: row.practitioner_id,
    sessionHash: tokenHash,
    // No token of the user's was touched here: whatever needs a key is done on the pages.
    proof: { tokenKind: 'code', fresh: false, holdsKey: row.holds_key, practice: false },
    spent: spentOf(row),
  };
  return {
    systemId: row.system_id,
    actor,
    account: accountOf(row),
    agreementVersion: row.agreement_version,
  };
}

/** A write by the key that its sender chose. */
export type KeyedWrite = { readonly systemId: number; readonly accountId: number; readonly keyHash: Buffer };

/** Begins a write; false where one with this key was begun before. */
export async function beginWrite(
  tx: Transaction,
  { systemId, accountId, keyHash }: KeyedWrite,
  askedHash: Buffer,
  now: Date,
): Promise<boolean> {
  return (await claimAnswer.first(tx, systemId, accountId, keyHash, askedHash, now)) !== undefined;
}

/** What a write with this key asked, and was answered. */
export async function findAnswer(tx: Transaction, { systemId, accountId, keyHash }: KeyedWrite) {
  return answerKept.first(tx, systemId, accountId, keyHash);
}

/** Keeps what a write was answered. */
export async function endWrite(
  tx: Transaction,
  { systemId, accountId, keyHash }: KeyedWrite,
  status: number,
  answer: string,
): Promise<void> {
  await keepAnswer.rows(tx, systemId, accountId, keyHash, status, answer);
}
