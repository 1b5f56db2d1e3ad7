import type { Counts, Spent } from '../domain/budget.ts';
import type { Day } from '../domain/calendar.ts';
import { isRole, type Role } from '../domain/roles.ts';
import { arrayOf, bigint, boolean, day, instant, integer, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement, type Row } from './statement.ts';

/** How any statement that has an account's day answers what was spent: `spentOf` reads it. */
export const spentColumns = {
  searches_this_hour: integer,
  searches: integer,
  opened: integer,
  listed: integer,
  said_why_this_hour: boolean,
  said_why_today: boolean,
  raised: boolean,
  others_stopped: boolean,
};

// One row of the account's own, so that its requests, however many at once, are counted one by one: each sees what
// those before it left. An hour that began earlier is never counted again.
const count = statement({
  name: 'count-in-account-day',
  text: `insert into account_day as kept (day, account_id, hour, searches_this_hour, searches, listed, opened)
    values ($1, $2, $3, $5, $5, $6, $7)
    on conflict (day, account_id) do update
    set hour = greatest(kept.hour, $3),
      searches_this_hour = $5 + case when kept.hour >= $3 then kept.searches_this_hour else 0 end,
      searches = kept.searches + $5,
      listed = kept.listed + $6,
      opened = case when kept.opened @> $7 then kept.opened else kept.opened || $7 end
    returning searches_this_hour, searches, cardinality(opened) as opened, listed,
      coalesce(said_why_in = hour, false) as said_why_this_hour, said_why_today, raised,
      exists (
        select from budget_stop
        where budget_stop.day = $1 and organisation_id in (0, $4)
      ) as others_stopped`,
  takes: [day, integer, instant, integer, integer, integer, arrayOf(bigint)],
  gives: spentColumns,
});

const keepReason = statement({
  name: 'keep-budget-reason',
  text: `update account_day
    set said_why_in = case when $4 then $3 else said_why_in end, said_why_today = said_why_today or $5
    where day = $1 and account_id = $2`,
  takes: [day, integer, instant, boolean, boolean],
  gives: {},
});

const raiseOnce = statement({
  name: 'raise-account-day',
  text: `insert into account_day as kept (day, account_id, hour, raised)
    values ($1, $2, $3, true)
    on conflict (day, account_id) do update
    set raised = true
    where not kept.raised
    returning account_id`,
  takes: [day, integer, instant],
  gives: { account_id: integer },
});

// Who is near a limit or was let past it; where the whole organisation is stopped, everybody in it, as each may be let on by name.
const nearlyStopped = statement({
  name: 'nearly-stopped-of-organisation',
  text: `with stops as (
      select exists (select from budget_stop where day = $1 and organisation_id in (0, $2)) as others_stopped
    )
    select account.account_id, full_name, role,
      case when hour >= $3 then searches_this_hour else 0 end as searches_this_hour,
      coalesce(searches, 0) as searches, coalesce(cardinality(opened), 0) as opened, coalesce(listed, 0) as listed,
      coalesce(said_why_in = $3, false) as said_why_this_hour, coalesce(said_why_today, false) as said_why_today,
      coalesce(raised, false) as raised, others_stopped
    from account
    cross join stops
    left join account_day on account_day.day = $1 and account_day.account_id = account.account_id
    where account.organisation_id = $2
      and state = 'active'
      and (others_stopped or raised or searches >= $4 or cardinality(opened) >= $5 or listed >= $6)
    order by coalesce(cardinality(opened), 0) desc, coalesce(listed, 0) desc, full_name, account_id
    limit 500`,
  takes: [day, integer, instant, integer, integer, integer],
  gives: { account_id: integer, full_name: text, role: oneOf(isRole), ...spentColumns },
});

const organisationOf = statement({
  name: 'organisation-of-account',
  text: `select organisation_id from account where account_id = $1`,
  takes: [integer],
  gives: { organisation_id: integer },
});

const spentTogether = statement({
  name: 'spent-together',
  text: `with used as (
      select organisation_id, sum(searches) as searches, sum(cardinality(opened)) as opened, sum(listed) as listed
      from account_day
      join account using (account_id)
      where day = $1
      group by rollup (organisation_id)
    )
    select coalesce(organisation_id, 0) as organisation_id, searches::integer as searches, opened::integer as opened,
      listed::integer as listed,
      (
        select count(*)
        from account
        where state = 'active' and (used.organisation_id is null or account.organisation_id = used.organisation_id)
      )::integer as accounts
    from used
    where searches > $2 or opened > $3 or listed > $4
    order by 1
    limit 10000`,
  takes: [day, integer, integer, integer],
  gives: { organisation_id: integer, searches: integer, opened: integer, listed: integer, accounts: integer },
});

const stop = statement({
  name: 'stop-organisations',
  text: `insert into budget_stop (day, organisation_id)
    select $1, organisation_id
    from unnest($2::integer[]) as stopped (organisation_id)
    on conflict do nothing
    returning organisation_id`,
  takes: [day, arrayOf(integer)],
  gives: { organisation_id: integer },
});

const forgetDays = statement({
  name: 'forget-account-days',
  text: `with stops as (
      delete from budget_stop where day < $1
    )
    delete from account_day where day < $1`,
  takes: [day],
  gives: {},
});

/** An account at an instant: what its counts are kept under. */
export type Counting = {
  readonly accountId: number;
  readonly organisationId: number;
  readonly today: Day;
  /** When the present clock hour began. */
  readonly hour: Date;
};

/** What an act looks up: a search with the children it lists, or a record opened. */
export type LookedUp = {
  readonly searches: number;
  readonly listed: number;
  readonly opened: readonly number[];
};

/** What was spent, as any statement with `spentColumns` answers it. */
export function spentOf(row: Row<typeof spentColumns>): Spent {
  return {
    searchesThisHour: row.searches_this_hour,
    searches: row.searches,
    opened: row.opened,
    listed: row.listed,
    saidWhyThisHour: row.said_why_this_hour,
    saidWhyToday: row.said_why_today,
    raised: row.raised,
    othersStopped: row.others_stopped,
  };
}

/** Counts an act, and answers what is spent with it. The account's other acts wait until this one is committed or undone. */
export async function countLookedUp(
  tx: Transaction,
  { accountId, organisationId, today, hour }: Counting,
  { searches, listed, opened }: LookedUp,
): Promise<Spent> {
  const row = await count.first(tx, today, accountId, hour, organisationId, searches, listed, opened);
  if (row === undefined) throw new Error('An act was counted without an answer');
  return spentOf(row);
}

/** Keeps that a reason was given: for this hour, for this day, or for both. */
export async function keepBudgetReason(
  tx: Transaction,
  { accountId, today, hour }: Counting,
  { thisHour, today: forToday }: { readonly thisHour: boolean; readonly today: boolean },
): Promise<void> {
  await keepReason.rows(tx, today, accountId, hour, thisHour, forToday);
}

/** Raises an account's limits for the day; false where they had been raised already. */
export async function raiseDay(
  tx: Transaction,
  { accountId, today, hour }: Omit<Counting, 'organisationId'>,
): Promise<boolean> {
  return (await raiseOnce.first(tx, today, accountId, hour)) !== undefined;
}

/** Somebody who is near a limit or at it. */
export type NearLimit = {
  readonly accountId: number;
  readonly fullName: string;
  readonly role: Role;
  readonly spent: Spent;
};

/** Those of one organisation who have spent so much today, most children opened first. */
export async function findNearLimit(
  tx: Transaction,
  { organisationId, today, hour }: Omit<Counting, 'accountId'>,
  least: Counts,
): Promise<readonly NearLimit[]> {
  const { searches, opened, listed } = least;
  const rows = await nearlyStopped.rows(tx, today, organisationId, hour, searches, opened, listed);
  return rows.map((row) => ({
    accountId: row.account_id,
    fullName: row.full_name,
    role: row.role,
    spent: spentOf(row),
  }));
}

/** Which organisation an account belongs to. */
export async function findOrganisationOf(tx: Transaction, accountId: number): Promise<number | undefined> {
  return (await organisationOf.first(tx, accountId))?.organisation_id;
}

/** What accounts have spent together today, by organisation, and under 0 all of them; only those above so much. */
export async function findSpentTogether(tx: Transaction, today: Day, above: Counts) {
  const rows = await spentTogether.rows(tx, today, above.searches, above.opened, above.listed);
  return rows.map(({ organisation_id: organisationId, ...rest }) => ({ organisationId, ...rest }));
}

/** Stops organisations for the day, 0 for all of them; answers those that were not stopped before. */
export async function stopOrganisations(
  tx: Transaction,
  today: Day,
  organisationIds: readonly number[],
): Promise<readonly number[]> {
  const rows = await stop.rows(tx, today, organisationIds);
  return rows.map((row) => row.organisation_id);
}

/** Forgets what was looked up before a day: who opened which child stands in the access log alone. */
export async function forgetAccountDays(tx: Transaction, before: Day): Promise<void> {
  await forgetDays.rows(tx, before);
}
