import { boolean, bytes, day, instant, integer, nullable, smallint, text } from './columns.ts';
import type { Day } from '../domain/calendar.ts';
import type { Verifier } from './accounts.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const putCode = statement({
  name: 'put-activation-code',
  text: `insert into activation_code as kept (account_id, code_hash, made_by, made_at, expires_at)
    values ($1, $2, $3, $4, $5)
    on conflict (account_id) do update
    set code_hash = $2, made_by = $3, made_at = $4, expires_at = $5, used_at = null`,
  takes: [integer, bytes, integer, instant, instant],
  gives: {},
});

// One row for whoever comes first; the others, however many at once, find it used.
const useCode = statement({
  name: 'use-activation-code',
  text: `update activation_code
    set used_at = $3
    from account
    where account.account_id = activation_code.account_id
      and account.user_name = $1
      and account.state in ('enrolled', 'active')
      and code_hash = $2
      and used_at is null
      and expires_at > $3
      and made_at <= $3
    returning account.account_id`,
  takes: [text, bytes, instant],
  gives: { account_id: integer },
});

const endOthers = statement({
  name: 'end-activations-of-account',
  text: `update activation set ended_at = $2 where account_id = $1 and ended_at is null`,
  takes: [integer, instant],
  gives: {},
});

const begin = statement({
  name: 'begin-activation',
  text: `insert into activation (activation_hash, account_id, begun_at) values ($1, $2, $3)`,
  takes: [bytes, integer, instant],
  gives: {},
});

const find = statement({
  name: 'find-activation',
  text: `select account.account_id, account.user_name, account.full_name, organisation.name as organisation,
      account.agreement_signed_on is not null and account.agreement_version >= $3 as signed,
      exists (select from account_verifier where account_verifier.account_id = account.account_id) as has_secrets,
      exists (
        select from account_token where account_token.account_id = account.account_id and revoked_at is null
        union all
        select from security_key where security_key.account_id = account.account_id and revoked_at is null
      ) as has_token
    from activation
    join account using (account_id)
    join organisation using (organisation_id)
    where activation_hash = $1
      and ended_at is null
      and begun_at > $2
      and account.state in ('enrolled', 'active')`,
  takes: [bytes, instant, smallint],
  gives: {
    account_id: integer,
    user_name: text,
    full_name: text,
    organisation: text,
    signed: nullable(boolean),
    has_secrets: boolean,
    has_token: boolean,
  },
});

const sign = statement({
  name: 'sign-agreement',
  text: `with signed as (
      insert into agreement_signature (account_id, signed_at, agreement_version, text_hash) values ($1, $2, $4, $5)
    )
    update account set agreement_signed_on = $3, agreement_version = $4 where account_id = $1`,
  takes: [integer, instant, day, smallint, bytes],
  gives: {},
});

const putVerifier = statement({
  name: 'put-verifier',
  text: `insert into account_verifier (account_id, salt, memory_kib, passes, verifier)
    values ($1, $2, $3, $4, $5)
    on conflict (account_id) do nothing
    returning account_id`,
  takes: [integer, bytes, integer, integer, bytes],
  gives: { account_id: integer },
});

const finish = statement({
  name: 'activate-account',
  text: `with ended as (
      update activation set ended_at = $3 where activation_hash = $1 and ended_at is null
    )
    update account set state = 'active' where account_id = $2 and state = 'enrolled'`,
  takes: [bytes, integer, instant],
  gives: {},
});

/** Keeps a new code's hash in place of any before. */
export async function putActivationCode(
  tx: Transaction,
  accountId: number,
  code: { readonly hash: Buffer; readonly by: number; readonly at: Date; readonly expiresAt: Date },
): Promise<void> {
  await putCode.rows(tx, accountId, code.hash, code.by, code.at, code.expiresAt);
}

/** Uses a code up; answers whose it was, or undefined where name, code or time is wrong. */
export async function useActivationCode(
  tx: Transaction,
  userName: string,
  codeHash: Buffer,
  now: Date,
): Promise<number | undefined> {
  return (await useCode.first(tx, userName, codeHash, now))?.account_id;
}

/** Begins the only activation of an account: any other ends. */
export async function beginActivation(
  tx: Transaction,
  activationHash: Buffer,
  accountId: number,
  now: Date,
): Promise<void> {
  await endOthers.rows(tx, accountId, now);
  await begin.rows(tx, activationHash, accountId, now);
}

/** An activation under way, with what the account has already. */
export async function findActivation(
  tx: Transaction,
  activationHash: Buffer,
  begunAfter: Date,
  agreementVersion: number,
) {
  const row = await find.first(tx, activationHash, begunAfter, agreementVersion);
  if (row === undefined) return undefined;
  return {
    accountId: row.account_id,
    userName: row.user_name,
    fullName: row.full_name,
    organisation: row.organisation,
    signed: row.signed === true,
    hasSecrets: row.has_secrets,
    hasToken: row.has_token,
  };
}

/** Keeps which text of the agreement was signed, and when. */
export async function signAgreement(
  tx: Transaction,
  accountId: number,
  signed: { readonly at: Date; readonly on: Day; readonly version: number; readonly textHash: Buffer },
): Promise<void> {
  await sign.rows(tx, accountId, signed.at, signed.on, signed.version, signed.textHash);
}

/** Keeps what a password and PIN are checked against, where there is nothing yet; false where there is. */
export async function putFirstVerifier(
  tx: Transaction,
  accountId: number,
  { salt, memoryKib, passes, verifier }: Verifier,
): Promise<boolean> {
  return (await putVerifier.first(tx, accountId, salt, memoryKib, passes, verifier)) !== undefined;
}

/** Ends the activation, and lets its user sign in. */
export async function finishActivation(
  tx: Transaction,
  activationHash: Buffer,
  accountId: number,
  now: Date,
): Promise<void> {
  await finish.rows(tx, activationHash, accountId, now);
}
