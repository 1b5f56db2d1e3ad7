import type { Account } from '../domain/account-standing.ts';
import type { Actor } from '../domain/actor.ts';
import { isFresh, isTokenKind, type Proof, type TokenKind } from '../domain/needs.ts';
import { roles } from '../domain/roles.ts';
import { isSessionEnd, type SessionEnd } from '../domain/session-end.ts';
import type { Mediation } from '../domain/mediation.ts';
import { mediationColumns, mediationOf } from './mediations.ts';
import { accountOf } from './accounts.ts';
import { actorColumns, actorPart } from './actor-columns.ts';
import { spentOf, type Counting } from './budgets.ts';
import { boolean, bytes, day, instant, integer, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Asked at each request: look-ups by key, the rights as they are now, and what the account has looked up today.
const sessionByHash = statement({
  name: 'session-by-hash',
  text: `select session.begun_at, session.seen_at, session.token_touched_at, session.failures_before,
      session.previous_sign_in_at, session.covered_at, session.ended_at, session.ended_because, session.token_kind, session.session_hash,
      organisation.shares_machines,
      colleague_name, mediation.organisation_kind as colleague_organisation_kind,
      mediation.organisation_code as colleague_organisation_code,
      mediation.organisation_name as colleague_organisation_name, identified_by, began_at as mediation_began_at,
      ${actorPart('$2', '$3')},
      installation.practice
    from session
    join account using (account_id)
    join organisation using (organisation_id)
    left join mediation on mediation.session_hash = session.session_hash
    cross join installation
    left join account_day on account_day.day = $2 and account_day.account_id = account.account_id
    where coalesce(session.secret_hash, session.session_hash) = $1`,
  takes: [bytes, day, instant],
  gives: {
    begun_at: instant,
    seen_at: instant,
    token_touched_at: instant,
    failures_before: integer,
    previous_sign_in_at: nullable(instant),
    covered_at: nullable(instant),
    ended_at: nullable(instant),
    ended_because: nullable(oneOf(isSessionEnd)),
    token_kind: oneOf(isTokenKind),
    session_hash: bytes,
    shares_machines: boolean,
    ...mediationColumns,
    ...actorColumns,
    practice: boolean,
  },
});

const insertSession = statement({
  name: 'insert-session',
  text: `insert into session (session_hash, account_id, begun_at, seen_at, token_touched_at, token_kind, failures_before, browser, previous_sign_in_at)
    select $1, $2, $3, $3, $3, $6, $4, $5, (select max(begun_at) from session where account_id = $2)
    returning previous_sign_in_at`,
  takes: [bytes, integer, instant, integer, text, text],
  gives: { previous_sign_in_at: nullable(instant) },
});

const endSessionsOfAccount = statement({
  name: 'end-sessions-of-account',
  text: `update session
    set ended_at = $2, ended_because = 'signed in elsewhere'
    where account_id = $1
      and ended_at is null`,
  takes: [integer, instant],
  gives: {},
});

const endSessionByHash = statement({
  name: 'end-session-by-hash',
  text: `update session
    set ended_at = $2, ended_because = $3
    where (session_hash = $1 or coalesce(secret_hash, session_hash) = $1)
      and ended_at is null
    returning account_id`,
  takes: [bytes, instant, text],
  gives: { account_id: integer },
});

const seeSession = statement({
  name: 'see-session',
  text: `update session set seen_at = $2 where session_hash = $1 and ended_at is null`,
  takes: [bytes, instant],
  gives: {},
});

/** A session, with whose it is and what their rights hang on. */
export type KeptSession = {
  readonly actor: Actor;
  /** It may be over: the domain's limit says so. */
  readonly mediation: Mediation | undefined;
  readonly account: Account;
  /** Of the agreement that they signed last; null where it is not known. */
  readonly agreementVersion: number | null;
  readonly begunAt: Date;
  readonly seenAt: Date;
  readonly tokenTouchedAt: Date;
  readonly previousSignInAt: Date | null;
  readonly failuresBefore: number;
  readonly coveredAt: Date | null;
  readonly sharesMachines: boolean;
  /** Null while it is open, or where it ran out by itself. */
  readonly endedAt: Date | null;
  readonly endedBecause: SessionEnd | null;
};

/** The session whose present secret has this hash; it may have run out: the domain's limits say so. */
export async function findSession(
  tx: Transaction,
  secretHash: Buffer,
  { today, hour, now }: Pick<Counting, 'today' | 'hour'> & { readonly now: Date },
): Promise<KeptSession | undefined> {
  const row = await sessionByHash.first(tx, secretHash, today, hour);
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
    sessionHash: row.session_hash,
    proof: proofOf(row, now),
    spent: spentOf(row),
  };
  return {
    actor,
    mediation: mediationOf(row),
    account: accountOf(row),
    agreementVersion: row.agreement_version,
    begunAt: row.begun_at,
    seenAt: row.seen_at,
    tokenTouchedAt: row.token_touched_at,
    previousSignInAt: row.previous_sign_in_at,
    failuresBefore: row.failures_before,
    coveredAt: row.covered_at,
    sharesMachines: row.shares_machines,
    endedAt: row.ended_at,
    endedBecause: row.ended_because,
  };
}

function proofOf(
  row: {
    readonly token_kind: TokenKind;
    readonly token_touched_at: Date;
    readonly holds_key: boolean;
    readonly practice: boolean;
  },
  now: Date,
): Proof {
  const { token_kind: tokenKind, holds_key: holdsKey, practice } = row;
  return { tokenKind, fresh: isFresh(row.token_touched_at, now), holdsKey, practice };
}

/** Begins the only session of an account: any other ends. Answers when the account last signed in. */
export async function openSession(
  tx: Transaction,
  session: {
    readonly sessionHash: Buffer;
    readonly accountId: number;
    readonly now: Date;
    readonly failuresBefore: number;
    readonly browser: string;
    readonly tokenKind: TokenKind;
  },
): Promise<Date | null> {
  const { sessionHash, accountId, now, failuresBefore, browser, tokenKind } = session;
  await endSessionsOfAccount.rows(tx, accountId, now);
  const row = await insertSession.first(tx, sessionHash, accountId, now, failuresBefore, browser, tokenKind);
  return row?.previous_sign_in_at ?? null;
}

/** Ends a session; answers whose it was, or undefined where it had ended. */
export async function closeSession(
  tx: Transaction,
  sessionHash: Buffer,
  now: Date,
  because: SessionEnd,
): Promise<number | undefined> {
  return (await endSessionByHash.first(tx, sessionHash, now, because))?.account_id;
}

/** Writes down that a session is in use. */
export async function markSeen(tx: Transaction, sessionHash: Buffer, now: Date): Promise<void> {
  await seeSession.rows(tx, sessionHash, now);
}
