import { isCaseOutcome } from '../domain/case-words.ts';
import { bigint, instant, integer, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const accessesByHour = statement({
  name: 'accesses-by-hour',
  text: `select extract(hour from recorded_at at time zone 'Europe/London')::integer as hour, count(*) as accesses
    from log_entry
    where recorded_at >= $1 and act in ('find child', 'choose child', 'open child record')
    group by 1
    order by 1
    limit 24`,
  takes: [instant],
  gives: { hour: integer, accesses: bigint },
});

const timesToOutcome = statement({
  name: 'times-to-outcome',
  text: `select least(30, floor(extract(epoch from decided_at - opened_at) / 86400))::integer as days, count(*) as cases
    from misuse_case
    where state = 'closed' and decided_at >= $1
    group by 1
    order by 1
    limit 31`,
  takes: [instant],
  gives: { days: integer, cases: bigint },
});

const casesByOutcome = statement({
  name: 'cases-by-outcome',
  text: `select organisation.kind as organisation_kind, outcome, count(*) as cases
    from misuse_case
    join account using (account_id)
    join organisation using (organisation_id)
    cross join lateral unnest(outcomes) as outcome
    where misuse_case.state = 'closed' and decided_at >= $1
    group by 1, 2
    order by 1, 2
    limit 500`,
  takes: [instant],
  gives: { organisation_kind: text, outcome: oneOf(isCaseOutcome), cases: bigint },
});

/** How many looks at children each hour of London's day had since. */
export function countAccessesByHour(tx: Transaction, since: Date) {
  return accessesByHour.rows(tx, since);
}

/** How many cases decided since took how many days; 30 stands for 30 and more. */
export function countTimesToOutcome(tx: Transaction, since: Date) {
  return timesToOutcome.rows(tx, since);
}

/** Cases decided since, by kind of organisation and each of their outcomes. */
export function countCasesByOutcome(tx: Transaction, since: Date) {
  return casesByOutcome.rows(tx, since);
}
