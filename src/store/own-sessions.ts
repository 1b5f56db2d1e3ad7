import { isSessionEnd, type SessionEnd } from '../domain/session-end.ts';
import { bytes, instant, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const recentSessions = statement({
  name: 'recent-sessions-of-account',
  text: `select session_hash, begun_at, seen_at, browser, failures_before, ended_at, ended_because
    from session
    where account_id = $1
    order by begun_at desc, session_hash
    limit 20`,
  takes: [integer],
  gives: {
    session_hash: bytes,
    begun_at: instant,
    seen_at: instant,
    browser: text,
    failures_before: integer,
    ended_at: nullable(instant),
    ended_because: nullable(oneOf(isSessionEnd)),
  },
});

const coverSession = statement({
  name: 'cover-session',
  text: `update session
    set covered_at = $2
    where session_hash = $1
      and ended_at is null
      and covered_at is null`,
  takes: [bytes, instant],
  gives: {},
});

// Counted before the code is judged: the row's lock makes codes wait for each other, and the third wrong one ends it.
const countWrongCode = statement({
  name: 'count-wrong-code',
  text: `update session
    set wrong_codes = wrong_codes + 1, covered_at = coalesce(covered_at, $2)
    where session_hash = $1
      and ended_at is null
      and (covered_at is not null or seen_at <= $3)
    returning wrong_codes`,
  takes: [bytes, instant, instant],
  gives: { wrong_codes: smallint },
});

const uncoverSession = statement({
  name: 'uncover-session',
  text: `update session
    set covered_at = null, wrong_codes = 0, seen_at = $2
    where session_hash = $1
      and ended_at is null`,
  takes: [bytes, instant],
  gives: {},
});

/** One session of an account, as its user is shown it. */
export type RecentSession = {
  readonly sessionHash: Buffer;
  readonly begunAt: Date;
  readonly seenAt: Date;
  /** The kind of browser. */
  readonly browser: string;
  readonly failuresBefore: number;
  readonly endedAt: Date | null;
  readonly endedBecause: SessionEnd | null;
};

/** The last twenty sessions of an account, the latest first. */
export async function findRecentSessions(
  tx: Transaction,
  accountId: number,
): Promise<readonly RecentSession[]> {
  return (await recentSessions.rows(tx, accountId)).map((row) => ({
    sessionHash: row.session_hash,
    begunAt: row.begun_at,
    seenAt: row.seen_at,
    browser: row.browser,
    failuresBefore: row.failures_before,
    endedAt: row.ended_at,
    endedBecause: row.ended_because,
  }));
}

/** Covers a session until its user gives a code. */
export async function cover(tx: Transaction, sessionHash: Buffer, now: Date): Promise<void> {
  await coverSession.rows(tx, sessionHash, now);
}

/** Counts a code for a session as wrong until it is judged; undefined where the session is not covered now, or over. */
export async function countCode(
  tx: Transaction,
  sessionHash: Buffer,
  now: Date,
  unusedSince: Date,
): Promise<number | undefined> {
  return (await countWrongCode.first(tx, sessionHash, now, unusedSince))?.wrong_codes;
}

/** Lets the pages of a covered session be seen again, and forgets the wrong codes. */
export async function uncover(tx: Transaction, sessionHash: Buffer, now: Date): Promise<void> {
  await uncoverSession.rows(tx, sessionHash, now);
}
