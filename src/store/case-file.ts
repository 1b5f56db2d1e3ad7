import { isCaseState } from '../domain/case.ts';
import {
  isAppealResult,
  isBreachEnd,
  isCaseAnswer,
  isCaseOrigin,
  isCaseOutcome,
  isEmployerPunishment,
  isFamilyTold,
} from '../domain/case-words.ts';
import { isFinding, type Finding } from '../domain/misuse/finding.ts';
import { isOrganisationKind } from '../domain/organisation-kinds.ts';
import { isRole } from '../domain/roles.ts';
import { bigint, boolean, day, instant, integer, json, nullable, oneOf, text, uuid } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement, type Row } from './statement.ts';

const caseColumns = {
  case_id: integer,
  account_id: integer,
  day,
  opened_at: instant,
  state: oneOf(isCaseState),
  asked_at: nullable(instant),
  answer_due_on: nullable(day),
  answer: nullable(oneOf(isCaseAnswer)),
  answered_at: nullable(instant),
  suspended_by: nullable(integer),
  suspended_at: nullable(instant),
  deliberate: nullable(boolean),
  outcomes: json,
  family: nullable(oneOf(isFamilyTold)),
  proposed_by: nullable(integer),
  proposed_at: nullable(instant),
  proposer: nullable(text),
  decided_by: nullable(integer),
  decided_at: nullable(instant),
  decider: nullable(text),
  report_due_on: nullable(day),
  reported_at: nullable(instant),
  employer_did: nullable(oneOf(isEmployerPunishment)),
  lapsed_at: nullable(instant),
  breach_since: nullable(instant),
  breach_ended_at: nullable(instant),
  breach_ended_as: nullable(oneOf(isBreachEnd)),
  appealed_at: nullable(instant),
  appeal_heard_at: nullable(instant),
  appeal_result: nullable(oneOf(isAppealResult)),
  full_name: text,
  account_state: text,
  role: oneOf(isRole),
  organisation_id: integer,
  organisation_name: text,
  organisation_kind: oneOf(isOrganisationKind),
} as const;

// Locked: what two reviewers do at once is done one after the other.
const one = statement({
  name: 'one-misuse-case',
  text: `select case_id, misuse_case.account_id, day, opened_at, misuse_case.state, asked_at, answer_due_on, answer, answered_at,
      suspended_by, suspended_at, deliberate, to_jsonb(outcomes) as outcomes, family, proposed_by, proposed_at,
      proposer.full_name as proposer, decided_by, decided_at, decider.full_name as decider, report_due_on, reported_at,
      employer_did, lapsed_at, breach_since, breach_ended_at, breach_ended_as, appealed_at, appeal_heard_at, appeal_result,
      account.full_name, account.state as account_state, account.role, account.organisation_id,
      organisation.name as organisation_name, organisation.kind as organisation_kind
    from misuse_case
    join account using (account_id)
    join organisation using (organisation_id)
    left join account as proposer on proposer.account_id = proposed_by
    left join account as decider on decider.account_id = decided_by
    where case_id = $1
    for update of misuse_case`,
  takes: [integer],
  gives: caseColumns,
});

const sources = statement({
  name: 'sources-of-case',
  text: `select origin, came_at, alert_id, accesses, explained, findings
    from case_source
    left join misuse_alert using (alert_id)
    where case_id = $1
    order by source_no
    limit 100`,
  takes: [integer],
  gives: {
    origin: oneOf(isCaseOrigin),
    came_at: instant,
    alert_id: nullable(integer),
    accesses: nullable(integer),
    explained: nullable(integer),
    findings: nullable(json),
  },
});

// A row for each child shown. The child's number is for telling one from another here, and goes no further.
const evidence = statement({
  name: 'evidence-of-case',
  text: `select log_entry.event_id, log_entry.recorded_at, log_entry.act, log_entry.body::jsonb ->> 'outcome' as outcome,
      log_entry.body::jsonb ->> 'reason' as reason, log_entry.body::jsonb ->> 'footing' as footing,
      (select body::jsonb from log_part as beside
        where beside.event_id = log_entry.event_id and beside.recorded_at = log_entry.recorded_at and kind = 'colleague'
        limit 1) as colleague, log_part.child_id
    from misuse_case
    join log_entry on log_entry.account_id = misuse_case.account_id
      and log_entry.recorded_at >= (day::timestamp at time zone 'Europe/London')
      and log_entry.recorded_at < ((day + 1)::timestamp at time zone 'Europe/London')
    left join log_part on log_part.event_id = log_entry.event_id and log_part.recorded_at = log_entry.recorded_at
      and log_part.kind = 'child'
    where case_id = $1
      and log_entry.event_id in (
        select event_id from case_source where case_source.case_id = $1
        union all
        select unnest(event_ids) from case_source join misuse_alert using (alert_id) where case_source.case_id = $1
      )
    order by log_entry.recorded_at, log_entry.event_id, part_no
    limit 500`,
  takes: [integer],
  gives: {
    event_id: uuid,
    recorded_at: instant,
    act: text,
    outcome: nullable(text),
    reason: nullable(text),
    footing: nullable(text),
    colleague: nullable(json),
    child_id: nullable(bigint),
  },
});

/** One case. It stays as it is until the transaction ends. */
export async function findCase(tx: Transaction, caseId: number) {
  const row = await one.first(tx, caseId);
  return row && caseOf(row);
}

export type MisuseCase = ReturnType<typeof caseOf>;

function caseOf(row: Row<typeof caseColumns>) {
  return {
    caseId: row.case_id,
    day: row.day,
    openedAt: row.opened_at,
    state: row.state,
    whose: { accountId: row.account_id, organisationId: row.organisation_id },
    fullName: row.full_name,
    role: row.role,
    accountState: row.account_state,
    organisationName: row.organisation_name,
    organisationKind: row.organisation_kind,
    askedAt: row.asked_at,
    answerDueOn: row.answer_due_on,
    answer: row.answer,
    answeredAt: row.answered_at,
    suspendedBy: row.suspended_by,
    suspendedAt: row.suspended_at,
    deliberate: row.deliberate,
    outcomes: wordsOf(row.outcomes, isCaseOutcome),
    family: row.family,
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at,
    proposer: row.proposer,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    decider: row.decider,
    reportDueOn: row.report_due_on,
    reportedAt: row.reported_at,
    employerDid: row.employer_did,
    lapsedAt: row.lapsed_at,
    breachSince: row.breach_since,
    breachEndedAt: row.breach_ended_at,
    breachEndedAs: row.breach_ended_as,
    appealedAt: row.appealed_at,
    appealHeardAt: row.appeal_heard_at,
    appealResult: row.appeal_result,
  };
}

/** What a case was opened on, in the order in which it came. */
export async function readSources(tx: Transaction, caseId: number) {
  return (await sources.rows(tx, caseId)).map((row) => ({
    origin: row.origin,
    cameAt: row.came_at,
    alertId: row.alert_id,
    accesses: row.accesses,
    explained: row.explained,
    findings: findingsOf(row.findings),
  }));
}

export type CaseSource = Awaited<ReturnType<typeof readSources>>[number];

/** The entries of the log that a case is about, in time, a row for each child shown. */
export function readEvidence(tx: Transaction, caseId: number) {
  return evidence.rows(tx, caseId);
}

function findingsOf(kept: unknown): readonly Finding[] {
  const values: readonly unknown[] = Array.isArray(kept) ? kept : [];
  return values.filter(isFinding);
}

/** Those of the words in a list kept as JSON that are of a closed list. */
export function wordsOf<Word extends string>(
  kept: unknown,
  isWord: (word: string) => word is Word,
): readonly Word[] {
  const values: readonly unknown[] = Array.isArray(kept) ? kept : [];
  return values.filter((value): value is Word => typeof value === 'string' && isWord(value));
}
