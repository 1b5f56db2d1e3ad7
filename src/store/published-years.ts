import { isCaseOutcome, isEmployerPunishment } from '../domain/case-words.ts';
import type { Day } from '../domain/calendar.ts';
import { isOrganisationKind } from '../domain/organisation-kinds.ts';
import { day, instant, integer, nullable, oneOf, smallint } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Once, by whoever comes first. A decision that an appeal overturned was none; a year before anybody used the service is none.
const publish = statement({
  name: 'publish-year',
  text: `with begun as (
      insert into published_year (year, published_on)
      select $1::smallint, $2::date
      where exists (select from log_entry where recorded_at < $4)
      on conflict (year) do nothing
      returning year
    ), decided as (
      select organisation.kind as organisation_kind, account_id, outcomes, employer_did
      from misuse_case
      join account using (account_id)
      join organisation using (organisation_id)
      where misuse_case.state = 'closed' and decided_at >= $3 and decided_at < $4
        and appeal_result is distinct from 'overturned'
    ), punished as (
      select organisation_kind, account_id, 'reviewers' as punished_by, outcome as punishment
      from decided
      cross join lateral unnest(outcomes) as outcome
      where outcome <> 'explained'
      union all
      select organisation_kind, account_id, 'employer', employer_did from decided where employer_did is not null
    )
    insert into published_punishment (year, organisation_kind, punished_by, punishment, people)
    select year, organisation_kind, punished_by, punishment, count(distinct account_id)
    from punished, begun
    group by 1, 2, 3, 4`,
  takes: [smallint, day, instant, instant],
  gives: {},
});

const published = statement({
  name: 'published-years',
  text: `select year, published_on, organisation_kind, punished_by, punishment, people
    from published_year
    left join published_punishment using (year)
    order by year desc, organisation_kind, punished_by desc, people desc, punishment
    limit 2000`,
  takes: [],
  gives: {
    year: smallint,
    published_on: day,
    organisation_kind: nullable(oneOf(isOrganisationKind)),
    punished_by: nullable(oneOf(isPunisher)),
    punishment: nullable(oneOf(isPunishment)),
    people: nullable(integer),
  },
});

function isPunisher(word: string): word is 'reviewers' | 'employer' {
  return word === 'reviewers' || word === 'employer';
}

function isPunishment(word: string) {
  return isCaseOutcome(word) || isEmployerPunishment(word);
}

/** Publishes the numbers of a year, which went from one instant to another; nothing where that was done. */
export async function publishYearOf(
  tx: Transaction,
  year: number,
  on: Day,
  from: Date,
  to: Date,
): Promise<void> {
  await publish.rows(tx, year, on, from, to);
}

/** The years that were published, latest first, a row for each number of people. */
export function readPublishedYears(tx: Transaction) {
  return published.rows(tx);
}
