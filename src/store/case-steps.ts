import type { CaseDecision } from '../domain/case.ts';
import type { Day } from '../domain/calendar.ts';
import { arrayOf, boolean, day, instant, integer, nullable, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const suspend = statement({
  name: 'suspend-in-case',
  text: `with suspended as (
      update account set state = 'suspended'
      where account_id = (select account_id from misuse_case where case_id = $1) and state = 'active'
    )
    update misuse_case set suspended_by = $2, suspended_at = $3
    where case_id = $1 and suspended_at is null and state <> 'closed'
    returning account_id`,
  takes: [integer, integer, instant],
  gives: { account_id: integer },
});

const propose = statement({
  name: 'propose-case-outcome',
  text: `update misuse_case
    set state = 'second person', deliberate = $3, outcomes = $4, family = $5, proposed_by = $2, proposed_at = $6,
      breach_since = coalesce(breach_since, $6)
    where case_id = $1 and state = 'open'
    returning case_id`,
  takes: [integer, integer, boolean, arrayOf(text), nullable(text), instant],
  gives: { case_id: integer },
});

const close = statement({
  name: 'close-case-by-one',
  text: `update misuse_case
    set state = 'closed', deliberate = $3, outcomes = $4, proposed_by = $2, proposed_at = $5, decided_by = $2, decided_at = $5
    where case_id = $1 and state = 'open'
    returning case_id`,
  takes: [integer, integer, boolean, arrayOf(text), instant],
  gives: { case_id: integer },
});

// Once, by another: the first to come moves the state, and the others find it moved.
const confirm = statement({
  name: 'confirm-case-outcome',
  text: `update misuse_case
    set state = 'closed', decided_by = $2, decided_at = $3,
      report_due_on = case when 'employer told' = any (outcomes) then $4::date end
    where case_id = $1 and state = 'second person' and proposed_by <> $2
    returning account_id`,
  takes: [integer, integer, instant, day],
  gives: { account_id: integer },
});

const sendBack = statement({
  name: 'send-case-back',
  text: `update misuse_case
    set state = 'open', deliberate = null, outcomes = '{}', family = null, proposed_by = null, proposed_at = null
    where case_id = $1 and state = 'second person' and proposed_by <> $2
    returning case_id`,
  takes: [integer, integer],
  gives: { case_id: integer },
});

const bar = statement({
  name: 'bar-account',
  text: `insert into barred_account (account_id, case_id, barred_from, barred_until)
    values ($1, $2, $3, $4)
    on conflict (account_id) do nothing`,
  takes: [integer, integer, day, day],
  gives: {},
});

const report = statement({
  name: 'keep-employer-report',
  text: `update misuse_case set reported_at = $2, employer_did = $3
    where case_id = $1 and report_due_on is not null and reported_at is null
    returning case_id`,
  takes: [integer, instant, text],
  gives: { case_id: integer },
});

const endBreach = statement({
  name: 'end-breach-clock',
  text: `update misuse_case set breach_ended_at = $2, breach_ended_as = $3
    where case_id = $1 and breach_since is not null and breach_ended_at is null
    returning case_id`,
  takes: [integer, instant, text],
  gives: { case_id: integer },
});

const hear = statement({
  name: 'hear-appeal',
  text: `update misuse_case
    set appealed_at = coalesce(appealed_at, $3), appeal_heard_by = $2, appeal_heard_at = $3, appeal_result = $4
    where case_id = $1 and state = 'closed' and appeal_result is null
    returning account_id`,
  takes: [integer, integer, instant, text],
  gives: { account_id: integer },
});

const unbar = statement({
  name: 'unbar-account',
  text: `delete from barred_account where case_id = $1`,
  takes: [integer],
  gives: {},
});

const endAlerts = statement({
  name: 'close-alerts-of-case',
  text: `update misuse_alert set state = 'closed'
    where alert_id in (select alert_id from case_source where case_id = $1)`,
  takes: [integer],
  gives: {},
});

/** Suspends the user at once; the account it was, or undefined where the case is closed or it was done before. */
export async function suspendUser(tx: Transaction, caseId: number, by: number, at: Date) {
  return (await suspend.first(tx, caseId, by, at))?.account_id;
}

/** Keeps what the first of two people proposes, and begins the breach clock. */
export async function proposeOutcome(
  tx: Transaction,
  caseId: number,
  by: number,
  at: Date,
  decided: CaseDecision,
) {
  const { deliberate, outcomes, family } = decided;
  return (await propose.first(tx, caseId, by, deliberate, outcomes, family, at)) !== undefined;
}

/** Closes a case that takes one person. */
export async function closeCase(
  tx: Transaction,
  caseId: number,
  by: number,
  at: Date,
  decided: CaseDecision,
) {
  return (await close.first(tx, caseId, by, decided.deliberate, decided.outcomes, at)) !== undefined;
}

/** The second of two people agrees; the account, or undefined where it is not theirs to decide any more. */
export async function confirmOutcome(
  tx: Transaction,
  caseId: number,
  by: number,
  at: Date,
  reportDueOn: Day,
) {
  return (await confirm.first(tx, caseId, by, at, reportDueOn))?.account_id;
}

/** The second of two people does not agree: the case is open again. */
export async function sendCaseBack(tx: Transaction, caseId: number, by: number): Promise<boolean> {
  return (await sendBack.first(tx, caseId, by)) !== undefined;
}

/** Bars an account's person from having another until a day. */
export async function barAccount(tx: Transaction, accountId: number, caseId: number, from: Day, until: Day) {
  await bar.rows(tx, accountId, caseId, from, until);
}

/** Keeps what the employer reports that it did, once. */
export async function keepReport(tx: Transaction, caseId: number, at: Date, did: string): Promise<boolean> {
  return (await report.first(tx, caseId, at, did)) !== undefined;
}

/** Stops the breach clock, once. */
export async function endBreachClock(
  tx: Transaction,
  caseId: number,
  at: Date,
  as: string,
): Promise<boolean> {
  return (await endBreach.first(tx, caseId, at, as)) !== undefined;
}

/** Keeps what became of an appeal, once; where it is overturned the bar falls. */
export async function hearAppeal(tx: Transaction, caseId: number, by: number, at: Date, result: string) {
  const heard = await hear.first(tx, caseId, by, at, result);
  if (heard !== undefined && result === 'overturned') await unbar.rows(tx, caseId);
  return heard !== undefined;
}

/** The alerts of a closed case are done with. */
export async function closeAlertsOf(tx: Transaction, caseId: number): Promise<void> {
  await endAlerts.rows(tx, caseId);
}
