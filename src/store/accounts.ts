import { isAccountState, type Account } from '../domain/account-standing.ts';
import { bytes, day, integer, nullable, oneOf, smallint, bigint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const credentialsByUserName = statement({
  name: 'credentials-by-user-name',
  text: `select account.account_id, account_verifier.salt, account_verifier.memory_kib, account_verifier.passes,
      account_verifier.verifier
    from account
    join account_verifier using (account_id)
    where account.user_name = $1`,
  takes: [text],
  gives: { account_id: integer, salt: bytes, memory_kib: integer, passes: integer, verifier: bytes },
});

const accountById = statement({
  name: 'account-by-id',
  text: `select account.user_name, account.state, account.vetted_on, account.trained_on, account.agreement_signed_on,
      organisation.accredited_until, organisation.name as organisation_name
    from account
    join organisation using (organisation_id)
    where account.account_id = $1`,
  takes: [nullable(integer)],
  gives: {
    user_name: text,
    state: oneOf(isAccountState),
    vetted_on: nullable(day),
    trained_on: nullable(day),
    agreement_signed_on: nullable(day),
    accredited_until: nullable(day),
    organisation_name: text,
  },
});

const tokensOfAccount = statement({
  name: 'tokens-of-account',
  text: `select token_no, sealed_seed, drift_steps, last_step
    from account_token
    where account_id = $1
      and kind = 'code'
      and revoked_at is null
    order by token_no
    limit 3`,
  takes: [nullable(integer)],
  gives: { token_no: smallint, sealed_seed: bytes, drift_steps: smallint, last_step: bigint },
});

// One row for whoever comes first; the others, however many at once, see the step already moved and get none.
const claimTokenStep = statement({
  name: 'claim-token-step',
  text: `update account_token
    set last_step = $3, drift_steps = $4
    where account_id = $1
      and token_no = $2
      and revoked_at is null
      and last_step < $3
    returning last_step`,
  takes: [integer, smallint, bigint, smallint],
  gives: { last_step: bigint },
});

const practiceTokenByUserName = statement({
  name: 'practice-token-by-user-name',
  text: `select account_token.sealed_seed, account_token.drift_steps, account_token.last_step
    from account
    join account_token using (account_id)
    cross join installation
    where account.user_name = $1
      and account_token.kind = 'code'
      and account_token.revoked_at is null
      and installation.practice
    order by account_token.token_no
    limit 1`,
  takes: [text],
  gives: { sealed_seed: bytes, drift_steps: smallint, last_step: bigint },
});

/** Password and PIN as they are kept: what argon2id made of them, and with which salt and work. */
export type Verifier = {
  readonly salt: Buffer;
  readonly memoryKib: number;
  readonly passes: number;
  readonly verifier: Buffer;
};

/** A code token as it is kept. */
export type Token = {
  readonly tokenNo: number;
  readonly sealedSeed: Buffer;
  readonly driftSteps: number;
  readonly lastStep: number;
};

/** The account of a user name, with what its password and PIN are checked against. */
export async function findCredentials(
  tx: Transaction,
  userName: string,
): Promise<{ readonly accountId: number; readonly verifier: Verifier } | undefined> {
  const row = await credentialsByUserName.first(tx, userName);
  if (row === undefined) return undefined;
  const { account_id: accountId, salt, memory_kib: memoryKib, passes, verifier } = row;
  return { accountId, verifier: { salt, memoryKib, passes, verifier } };
}

/** What the standing of an account hangs on; asked for nobody (null) at the same cost as for somebody. */
export async function findAccount(
  tx: Transaction,
  accountId: number | null,
): Promise<(Account & { readonly userName: string }) | undefined> {
  const row = await accountById.first(tx, accountId);
  return row && { userName: row.user_name, ...accountOf(row) };
}

/** The tokens of an account that are in use. */
export async function findTokens(tx: Transaction, accountId: number | null): Promise<readonly Token[]> {
  return (await tokensOfAccount.rows(tx, accountId)).map((row) => ({
    tokenNo: row.token_no,
    ...tokenOf(row),
  }));
}

/** Uses up the code of one step; false where it, or a later one, was used before. */
export async function claimStep(
  tx: Transaction,
  accountId: number,
  token: { readonly tokenNo: number; readonly step: number; readonly driftSteps: number },
): Promise<boolean> {
  return (
    (await claimTokenStep.first(tx, accountId, token.tokenNo, token.step, token.driftSteps)) !== undefined
  );
}

/** The token of a user name, in a practice copy only: elsewhere there is never one. */
export async function findPracticeToken(
  tx: Transaction,
  userName: string,
): Promise<Omit<Token, 'tokenNo'> | undefined> {
  const row = await practiceTokenByUserName.first(tx, userName);
  return row && tokenOf(row);
}

type AccountRow = {
  readonly state: Account['state'];
  readonly vetted_on: Account['vettedOn'];
  readonly trained_on: Account['trainedOn'];
  readonly agreement_signed_on: Account['agreementSignedOn'];
  readonly accredited_until: Account['accreditedUntil'];
  readonly organisation_name: string;
};

/** An account's standing as any statement reads it. */
export function accountOf(row: AccountRow): Account {
  return {
    state: row.state,
    vettedOn: row.vetted_on,
    trainedOn: row.trained_on,
    agreementSignedOn: row.agreement_signed_on,
    accreditedUntil: row.accredited_until,
    organisationName: row.organisation_name,
  };
}

type TokenRow = { readonly sealed_seed: Buffer; readonly drift_steps: number; readonly last_step: number };

function tokenOf(row: TokenRow): Omit<Token, 'tokenNo'> {
  return { sealedSeed: row.sealed_seed, driftSteps: row.drift_steps, lastStep: row.last_step };
}
