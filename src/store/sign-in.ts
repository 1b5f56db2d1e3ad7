import { attemptsKeptMs } from '../domain/sign-in.ts';
import { arrayOf, boolean, bytes, instant, integer, nullable } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const insertAttempt = statement({
  name: 'insert-sign-in-attempt',
  text: `insert into sign_in_attempt (attempt_hash, user_name_hash, account_id, verified, begun_at)
    values ($1, $2, $3, $4, $5)`,
  takes: [bytes, bytes, nullable(integer), boolean, instant],
  gives: {},
});

const useAttempt = statement({
  name: 'use-sign-in-attempt',
  text: `update sign_in_attempt
    set used_at = $2
    where attempt_hash = $1
      and used_at is null
      and begun_at > $3
    returning user_name_hash, account_id, verified`,
  takes: [bytes, instant, instant],
  gives: { user_name_hash: bytes, account_id: nullable(integer), verified: boolean },
});

const attemptByHash = statement({
  name: 'sign-in-attempt-by-hash',
  text: `select user_name_hash, account_id, verified
    from sign_in_attempt
    where attempt_hash = $1
      and used_at is null
      and begun_at > $2`,
  takes: [bytes, instant],
  gives: { user_name_hash: bytes, account_id: nullable(integer), verified: boolean },
});

const forgetOldAttempts = statement({
  name: 'forget-sign-in-attempts',
  text: `delete from sign_in_attempt where begun_at < $1`,
  takes: [instant],
  gives: {},
});

// The row's lock makes tries at one name wait for each other, so that many at once are counted one by one.
const countGuess = statement({
  name: 'count-sign-in-guess',
  text: `insert into sign_in_throttle as kept (subject, window_began_at, guesses_in_window, failures_in_a_row)
    values ($1, $2, 1, 1)
    on conflict (subject) do update
    set window_began_at = $2,
      guesses_in_window = case when kept.window_began_at <= $3 then 1 else kept.guesses_in_window + 1 end,
      failures_in_a_row = kept.failures_in_a_row + 1
    where kept.failures_in_a_row < $5
      and (kept.window_began_at <= $3 or kept.guesses_in_window < $4)
    returning failures_in_a_row`,
  takes: [bytes, instant, instant, integer, integer],
  gives: { failures_in_a_row: integer },
});

const forgiveGuesses = statement({
  name: 'forgive-sign-in-guesses',
  text: `update sign_in_throttle
    set guesses_in_window = guesses_in_window - 1, failures_in_a_row = 0
    where subject = $1`,
  takes: [bytes],
  gives: {},
});

const countInWindow = statement({
  name: 'count-sign-ins-in-window',
  text: `insert into sign_in_throttle as kept (subject, window_began_at, guesses_in_window, failures_in_a_row)
    select subject, $2, 1, 0
    from unnest($1::bytea[]) with ordinality as counted (subject, place)
    order by place
    on conflict (subject) do update
    set window_began_at = case when kept.window_began_at <= $3 then $2 else kept.window_began_at end,
      guesses_in_window = case when kept.window_began_at <= $3 then 1 else kept.guesses_in_window + 1 end`,
  takes: [arrayOf(bytes), instant, instant],
  gives: {},
});

const countOf = statement({
  name: 'count-of-sign-ins-in-window',
  text: `select guesses_in_window
    from sign_in_throttle
    where subject = $1
      and window_began_at > $2`,
  takes: [bytes, instant],
  gives: { guesses_in_window: integer },
});

/** One try between its two pages. `accountId` is null for a user name that nobody has. */
export type Attempt = {
  readonly userNameHash: Buffer;
  readonly accountId: number | null;
  readonly verified: boolean;
};

/** Keeps a try until its second page. */
export async function keepAttempt(
  tx: Transaction,
  attemptHash: Buffer,
  attempt: Attempt,
  now: Date,
): Promise<void> {
  const { userNameHash, accountId, verified } = attempt;
  await insertAttempt.rows(tx, attemptHash, userNameHash, accountId, verified, now);
}

/** Forgets the tries whose second page nobody can ask for any more. */
export async function forgetAttempts(tx: Transaction, now: Date): Promise<void> {
  await forgetOldAttempts.rows(tx, new Date(now.getTime() - attemptsKeptMs));
}

/** A try that was not taken up yet; undefined where there is none, or it began before the given instant. */
export async function findAttempt(
  tx: Transaction,
  attemptHash: Buffer,
  begunAfter: Date,
): Promise<Attempt | undefined> {
  const row = await attemptByHash.first(tx, attemptHash, begunAfter);
  return row && { userNameHash: row.user_name_hash, accountId: row.account_id, verified: row.verified };
}

/** Takes a try up, once only; undefined where there is none, or it was used, or began before the given instant. */
export async function takeAttempt(
  tx: Transaction,
  attemptHash: Buffer,
  times: { readonly now: Date; readonly begunAfter: Date },
): Promise<Attempt | undefined> {
  const row = await useAttempt.first(tx, attemptHash, times.now, times.begunAfter);
  return row && { userNameHash: row.user_name_hash, accountId: row.account_id, verified: row.verified };
}

/**
 * Counts a guess at one user name before it is judged; answers how many failed in a row with this one, or undefined
 * where no more may be made now. At most `inWindow` without a whole window of quiet, at most `inARow` without a success.
 */
export async function tryGuess(
  tx: Transaction,
  subject: Buffer,
  now: Date,
  limits: { readonly since: Date; readonly inWindow: number; readonly inARow: number },
): Promise<number | undefined> {
  const row = await countGuess.first(tx, subject, now, limits.since, limits.inWindow, limits.inARow);
  return row?.failures_in_a_row;
}

/** Takes back a guess that turned out to be right, with all the failures before it. */
export async function forgive(tx: Transaction, subject: Buffer): Promise<void> {
  await forgiveGuesses.rows(tx, subject);
}

/** Adds one to each subject's count in its present window. Always ask in the same order, or two may wait for each other. */
export async function addToCounts(
  tx: Transaction,
  subjects: readonly Buffer[],
  now: Date,
  since: Date,
): Promise<void> {
  await countInWindow.rows(tx, subjects, now, since);
}

/** A subject's count in its present window. */
export async function readCount(tx: Transaction, subject: Buffer, since: Date): Promise<number> {
  return (await countOf.first(tx, subject, since))?.guesses_in_window ?? 0;
}
