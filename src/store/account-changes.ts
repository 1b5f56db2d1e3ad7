import { isAccountChangeKind, type ChangeAsked } from '../domain/account-changes.ts';
import type { AccountState } from '../domain/account-standing.ts';
import { isRole } from '../domain/roles.ts';
import type { SessionEnd } from '../domain/session-end.ts';
import {
  arrayOf,
  boolean,
  bytes,
  day,
  instant,
  integer,
  nullable,
  oneOf,
  smallint,
  text,
} from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// What takes two waits; the rest counts at once. One waits at a time.
const insert = statement({
  name: 'record-account-change',
  text: `insert into account_change (account_id, change_no, kind, because, until_on, role, team_id, known_by, state,
      proposed_by, proposed_at)
    select $1, (select coalesce(max(change_no), 0) + 1 from account_change where account_id = $1), $2::text, $3,
      $4::date, $5, $6::integer, $7, case when $2 in ('new role', 'new proof') then 'proposed' else 'approved' end,
      $8::integer, $9::timestamptz
    on conflict do nothing
    returning change_no`,
  takes: [
    integer,
    text,
    text,
    nullable(day),
    nullable(text),
    nullable(integer),
    nullable(text),
    nullable(integer),
    instant,
  ],
  gives: { change_no: smallint },
});

const decide = statement({
  name: 'decide-account-change',
  text: `update account_change
    set state = $4, decided_by = $2, decided_at = $3
    where account_id = $1
      and state = 'proposed'
      and proposed_by <> $2
    returning kind, because, until_on, role, team_id, known_by`,
  takes: [integer, integer, instant, text],
  gives: {
    kind: oneOf(isAccountChangeKind),
    because: text,
    until_on: nullable(day),
    role: nullable(oneOf(isRole)),
    team_id: nullable(integer),
    known_by: nullable(text),
  },
});

const ofAccount = statement({
  name: 'changes-of-account',
  text: `select kind, because, until_on, account_change.role, account_change.team_id, known_by, account_change.state,
      proposed_by, proposer.full_name as proposer, proposed_at, decider.full_name as decider, decided_at
    from account_change
    left join account as proposer on proposer.account_id = proposed_by
    left join account as decider on decider.account_id = decided_by
    where account_change.account_id = $1
    order by change_no desc
    limit 50`,
  takes: [integer],
  gives: {
    kind: oneOf(isAccountChangeKind),
    because: text,
    until_on: nullable(day),
    role: nullable(oneOf(isRole)),
    team_id: nullable(integer),
    known_by: nullable(text),
    state: text,
    proposed_by: nullable(integer),
    proposer: nullable(text),
    proposed_at: instant,
    decider: nullable(text),
    decided_at: nullable(instant),
  },
});

const moveState = statement({
  name: 'move-account-state',
  text: `update account set state = $3 where account_id = $1 and state = any($2) returning account_id`,
  takes: [integer, arrayOf(text), text],
  gives: { account_id: integer },
});

// Contacts in the phone book stay with whoever goes on working with children, in whatever team.
const giveRole = statement({
  name: 'give-role',
  text: `with moved as (
      update practitioner
      set team_id = $3, job_title = $4
      where practitioner_id = (select practitioner_id from account where account_id = $1) and $3::integer is not null
      returning practitioner_id
    ), made as (
      insert into practitioner (team_id, name, job_title, email)
      select $3::integer, full_name, $4, email
      from account
      where account_id = $1 and $3::integer is not null and practitioner_id is null
      returning practitioner_id
    )
    update account
    set role = $2, practitioner_id = (select practitioner_id from moved union all select practitioner_id from made)
    where account_id = $1`,
  takes: [integer, text, nullable(integer), text],
  gives: {},
});

const endSessions = statement({
  name: 'end-sessions-for-a-reason',
  text: `update session set ended_at = $2, ended_because = $3 where account_id = $1 and ended_at is null`,
  takes: [integer, instant, text],
  gives: {},
});

const loseTokens = statement({
  name: 'lose-tokens-of-account',
  text: `with keys as (
      update security_key set revoked_at = $2, revoked_why = 'lost' where account_id = $1 and revoked_at is null
    )
    update account_token set revoked_at = $2 where account_id = $1 and revoked_at is null`,
  takes: [integer, instant],
  gives: {},
});

const forgetVerifier = statement({
  name: 'forget-verifier',
  text: `delete from account_verifier where account_id = $1`,
  takes: [integer],
  gives: {},
});

const forgetThrottles = statement({
  name: 'forget-sign-in-throttles',
  text: `delete from sign_in_throttle where subject = any($1)`,
  takes: [arrayOf(bytes)],
  gives: {},
});

const suspendedInCase = statement({
  name: 'is-suspended-in-case',
  text: `select exists (
      select from misuse_case where account_id = $1 and suspended_at is not null and state <> 'closed'
    ) as suspended`,
  takes: [integer],
  gives: { suspended: boolean },
});

/** A change that was made or waits, with who had part in it; nobody where the clock did it. */
export type KeptChange = ChangeAsked & {
  readonly state: string;
  readonly proposedBy: number | null;
  readonly proposer: string | null;
  readonly proposedAt: Date;
  readonly decider: string | null;
  readonly decidedAt: Date | null;
};

/** Keeps a change; false where another waits, or came at the same moment. */
export async function insertChange(
  tx: Transaction,
  accountId: number,
  { kind, because, until, role, teamId, knownBy }: ChangeAsked,
  proposed: { readonly by: number | null; readonly at: Date },
): Promise<boolean> {
  const row = [accountId, kind, because, until, role, teamId, knownBy, proposed.by, proposed.at] as const;
  return (await insert.first(tx, ...row)) !== undefined;
}

/** Decides the change that waits, once and never by its proposer; undefined where none is theirs to decide. */
export async function decideChange(
  tx: Transaction,
  accountId: number,
  decided: { readonly by: number; readonly at: Date; readonly as: 'approved' | 'refused' },
): Promise<ChangeAsked | undefined> {
  const row = await decide.first(tx, accountId, decided.by, decided.at, decided.as);
  return row && { ...row, until: row.until_on, teamId: row.team_id, knownBy: row.known_by };
}

/** What was done to an account, latest first. */
export async function findChanges(tx: Transaction, accountId: number): Promise<readonly KeptChange[]> {
  return (await ofAccount.rows(tx, accountId)).map((row) => ({
    kind: row.kind,
    because: row.because,
    until: row.until_on,
    role: row.role,
    teamId: row.team_id,
    knownBy: row.known_by,
    state: row.state,
    proposedBy: row.proposed_by,
    proposer: row.proposer,
    proposedAt: row.proposed_at,
    decider: row.decider,
    decidedAt: row.decided_at,
  }));
}

/** Moves an account from one of some states to another; false where it is in none of them. */
export async function moveAccount(
  tx: Transaction,
  accountId: number,
  from: readonly AccountState[],
  to: AccountState,
): Promise<boolean> {
  return (await moveState.first(tx, accountId, from, to)) !== undefined;
}

/** Gives an account another role, and its user a place in the team; null for who works with no child. */
export async function changeRole(
  tx: Transaction,
  accountId: number,
  given: { readonly role: string; readonly teamId: number | null; readonly jobTitle: string },
): Promise<void> {
  await giveRole.rows(tx, accountId, given.role, given.teamId, given.jobTitle);
}

/** Ends what an account has open. */
export async function endSessionsOf(
  tx: Transaction,
  accountId: number,
  at: Date,
  because: SessionEnd,
): Promise<void> {
  await endSessions.rows(tx, accountId, at, because);
}

/** Takes every token of an account out of use. */
export async function loseAllTokens(tx: Transaction, accountId: number, at: Date): Promise<void> {
  await loseTokens.rows(tx, accountId, at);
}

/** Forgets password and PIN, so that their user chooses new ones. */
export async function dropVerifier(tx: Transaction, accountId: number): Promise<void> {
  await forgetVerifier.rows(tx, accountId);
}

/** Forgets how often was guessed at these. */
export async function forgetGuesses(tx: Transaction, subjects: readonly Buffer[]): Promise<void> {
  await forgetThrottles.rows(tx, subjects);
}

/** Whether reviewers suspended the account in a case that is open still. */
export async function isSuspendedInCase(tx: Transaction, accountId: number): Promise<boolean> {
  return (await suspendedInCase.first(tx, accountId))?.suspended ?? false;
}
