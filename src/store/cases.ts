import { isCaseState } from '../domain/case.ts';
import { isCaseAnswer, isCaseOrigin } from '../domain/case-words.ts';
import type { Day } from '../domain/calendar.ts';
import { isRole } from '../domain/roles.ts';
import { wordsOf } from './case-file.ts';
import { day, instant, integer, json, nullable, oneOf, text, uuid } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// One open case for an account's day: whoever comes second joins it.
const open = statement({
  name: 'open-misuse-case',
  text: `insert into misuse_case (account_id, day, opened_at)
    values ($1, $2, $3)
    on conflict (account_id, day) where state <> 'closed' do update set opened_at = misuse_case.opened_at
    returning case_id, opened_at`,
  takes: [integer, day, instant],
  gives: { case_id: integer, opened_at: instant },
});

const addSource = statement({
  name: 'add-case-source',
  text: `insert into case_source (case_id, source_no, origin, alert_id, event_id, came_at)
    select $1, coalesce(max(source_no), 0) + 1, $2, $3, $4, $5 from case_source where case_id = $1
    returning source_no::integer as source_no`,
  takes: [integer, text, nullable(integer), nullable(uuid), instant],
  gives: { source_no: integer },
});

const ofEvent = statement({
  name: 'account-day-of-event',
  text: `select account_id, (recorded_at at time zone 'Europe/London')::date as day
    from log_entry
    where event_id = $1 and account_id is not null
    order by recorded_at
    limit 1`,
  takes: [uuid],
  gives: { account_id: integer, day },
});

const waiting = statement({
  name: 'waiting-misuse-cases',
  text: `select case_id, day, opened_at, misuse_case.state, asked_at, answer_due_on, answer, proposed_by, suspended_at,
      full_name, role, organisation.name as organisation_name,
      (select jsonb_agg(distinct origin) from case_source where case_source.case_id = misuse_case.case_id) as origins
    from misuse_case
    join account using (account_id)
    join organisation using (organisation_id)
    where misuse_case.state <> 'closed' and account.organisation_id <> $1 and misuse_case.account_id <> $2
    order by opened_at, case_id
    limit $3 offset $4`,
  takes: [integer, integer, integer, integer],
  gives: {
    case_id: integer,
    day,
    opened_at: instant,
    state: oneOf(isCaseState),
    asked_at: nullable(instant),
    answer_due_on: nullable(day),
    answer: nullable(oneOf(isCaseAnswer)),
    proposed_by: nullable(integer),
    suspended_at: nullable(instant),
    full_name: text,
    role: oneOf(isRole),
    organisation_name: text,
    origins: json,
  },
});

const ask = statement({
  name: 'ask-why-opened',
  text: `update misuse_case set asked_at = $2, answer_due_on = $3
    where case_id = $1 and asked_at is null and state <> 'closed'
    returning case_id`,
  takes: [integer, instant, day],
  gives: { case_id: integer },
});

const asked = statement({
  name: 'questions-for-account',
  text: `select case_id, day, answer_due_on
    from misuse_case
    where account_id = $1 and asked_at is not null and answer is null and state <> 'closed'
    order by asked_at, case_id
    limit 20`,
  takes: [integer],
  gives: { case_id: integer, day, answer_due_on: nullable(day) },
});

const keepAnswer = statement({
  name: 'answer-why-opened',
  text: `update misuse_case set answer = $2, answered_at = $3
    where case_id = $1 and asked_at is not null and answer is null and state <> 'closed'
    returning case_id`,
  takes: [integer, text, instant],
  gives: { case_id: integer },
});

/** Opens a case about an account's day, or joins the one that is open; says whether it is new. */
export async function openCase(
  tx: Transaction,
  accountId: number,
  on: Day,
  at: Date,
): Promise<{ readonly caseId: number; readonly isNew: boolean }> {
  const row = await open.first(tx, accountId, on, at);
  if (row === undefined) throw new Error('A case was opened without an answer');
  return { caseId: row.case_id, isNew: row.opened_at.getTime() === at.getTime() };
}

/** What a case is opened on. */
export type NewSource = {
  readonly origin: string;
  readonly alertId: number | null;
  readonly eventId: string | null;
  readonly cameAt: Date;
};

/** Adds to what a case is opened on. */
export async function addCaseSource(tx: Transaction, caseId: number, source: NewSource): Promise<void> {
  await addSource.rows(tx, caseId, source.origin, source.alertId, source.eventId, source.cameAt);
}

/** Whose an entry of the log is, and of which day. */
export async function findAccountDay(tx: Transaction, eventId: string) {
  const row = await ofEvent.first(tx, eventId);
  return row && { accountId: row.account_id, day: row.day };
}

/** The cases that wait, oldest first; none of the reviewer's own organisation. */
export async function listCases(
  tx: Transaction,
  reviewer: { readonly accountId: number; readonly organisationId: number },
  { limit, offset }: { readonly limit: number; readonly offset: number },
) {
  const rows = await waiting.rows(tx, reviewer.organisationId, reviewer.accountId, limit, offset);
  return rows.map((row) => ({
    caseId: row.case_id,
    day: row.day,
    openedAt: row.opened_at,
    state: row.state,
    askedAt: row.asked_at,
    answerDueOn: row.answer_due_on,
    answer: row.answer,
    proposedBy: row.proposed_by,
    isSuspended: row.suspended_at !== null,
    fullName: row.full_name,
    role: row.role,
    organisationName: row.organisation_name,
    origins: wordsOf(row.origins, isCaseOrigin),
  }));
}

export type WaitingCase = Awaited<ReturnType<typeof listCases>>[number];

/** Asks the user why; false where they were asked before. */
export async function askWhy(tx: Transaction, caseId: number, at: Date, dueOn: Day): Promise<boolean> {
  return (await ask.first(tx, caseId, at, dueOn)) !== undefined;
}

/** What a user was asked and has not answered. */
export async function findQuestions(tx: Transaction, accountId: number) {
  return (await asked.rows(tx, accountId)).map((row) => ({
    caseId: row.case_id,
    day: row.day,
    dueOn: row.answer_due_on,
  }));
}

export type CaseQuestion = Awaited<ReturnType<typeof findQuestions>>[number];

/** Keeps the user's answer, once; false where there is one, or nothing was asked. */
export async function answerWhy(tx: Transaction, caseId: number, answer: string, at: Date): Promise<boolean> {
  return (await keepAnswer.first(tx, caseId, answer, at)) !== undefined;
}
