import { bigint, bytes, instant, integer, smallint } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// The same until it is proven: whoever loads the page again has typed the key into their token already.
const keepPending = statement({
  name: 'keep-pending-code-token',
  text: `insert into pending_code_token (bearer_hash, account_id, sealed_seed, begun_at)
    values ($1, $2, $3, $4)
    on conflict (bearer_hash) do nothing`,
  takes: [bytes, integer, bytes, instant],
  gives: {},
});

const pending = statement({
  name: 'pending-code-token',
  text: `select sealed_seed from pending_code_token where bearer_hash = $1 and account_id = $2 and begun_at > $3`,
  takes: [bytes, integer, instant],
  gives: { sealed_seed: bytes },
});

const dropPending = statement({
  name: 'drop-pending-code-token',
  text: `delete from pending_code_token where bearer_hash = $1`,
  takes: [bytes],
  gives: {},
});

const forgetPending = statement({
  name: 'forget-pending-code-tokens',
  text: `delete from pending_code_token where begun_at < $1`,
  takes: [instant],
  gives: {},
});

const add = statement({
  name: 'add-code-token',
  text: `insert into account_token (account_id, token_no, kind, sealed_seed, drift_steps, last_step, registered_at)
    select $1, (select coalesce(max(token_no), 0) + 1 from account_token where account_id = $1), 'code', $2, $3, $4, $5
    returning token_no`,
  takes: [integer, bytes, smallint, bigint, instant],
  gives: { token_no: smallint },
});

/** Keeps the seed that is being shown, sealed; where one is kept already it stays. */
export async function keepPendingSeed(
  tx: Transaction,
  whose: { readonly bearerHash: Buffer; readonly accountId: number },
  sealedSeed: Buffer,
  now: Date,
): Promise<void> {
  await keepPending.rows(tx, whose.bearerHash, whose.accountId, sealedSeed, now);
}

/** The seed that was shown since an instant, sealed. */
export async function findPendingSeed(
  tx: Transaction,
  whose: { readonly bearerHash: Buffer; readonly accountId: number },
  begunAfter: Date,
): Promise<Buffer | undefined> {
  return (await pending.first(tx, whose.bearerHash, whose.accountId, begunAfter))?.sealed_seed;
}

/** Forgets the seed that was shown. */
export async function dropPendingSeed(tx: Transaction, bearerHash: Buffer): Promise<void> {
  await dropPending.rows(tx, bearerHash);
}

/** Forgets the seeds that nobody proved in time. */
export async function forgetPendingSeeds(tx: Transaction, begunBefore: Date): Promise<void> {
  await forgetPending.rows(tx, begunBefore);
}

/** Adds a code token with the step that proved it; answers its number. */
export async function addCodeToken(
  tx: Transaction,
  accountId: number,
  token: {
    readonly sealedSeed: Buffer;
    readonly driftSteps: number;
    readonly step: number;
    readonly at: Date;
  },
): Promise<number | undefined> {
  const { sealedSeed, driftSteps, step, at } = token;
  return (await add.first(tx, accountId, sealedSeed, driftSteps, step, at))?.token_no;
}
