import { isFindingKind } from '../domain/misuse/finding.ts';
import type { Habit, Peers } from '../domain/misuse/usage.ts';
import { isRole, type Role } from '../domain/roles.ts';
import {
  arrayOf,
  bigint,
  column,
  day,
  instant,
  integer,
  nullable,
  oneOf,
  real,
  text,
  uuid,
} from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement, type Row } from './statement.ts';

const double = column('double precision', Number);

const writeDays = statement({
  name: 'write-usage-days',
  text: `insert into usage_day (account_id, day, openings, bare_searches, explained, urgent, hours, score)
    select account_id, $1, openings, bare_searches, explained, urgent, hours, score
    from unnest($2::integer[], $3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::integer[], $8::real[])
      as counted (account_id, openings, bare_searches, explained, urgent, hours, score)
    on conflict (account_id, day) do update
    set openings = excluded.openings,
      bare_searches = excluded.bare_searches,
      explained = excluded.explained,
      urgent = excluded.urgent,
      hours = excluded.hours,
      score = excluded.score`,
  takes: [
    day,
    arrayOf(integer),
    arrayOf(integer),
    arrayOf(integer),
    arrayOf(integer),
    arrayOf(integer),
    arrayOf(integer),
    arrayOf(real),
  ],
  gives: {},
});

const writeUnexplained = statement({
  name: 'write-unexplained-accesses',
  text: `insert into unexplained_access (account_id, recorded_at, event_id)
    select account_id, recorded_at, event_id
    from unnest($1::integer[], $2::timestamptz[], $3::uuid[]) as found (account_id, recorded_at, event_id)
    on conflict do nothing`,
  takes: [arrayOf(integer), arrayOf(instant), arrayOf(uuid)],
  gives: {},
});

const habits = statement({
  name: 'usage-habits',
  text: `select account_id, count(*) filter (where day >= $2::date - 90) as active_days, max(day) as last_active_on,
      coalesce(bit_or(hours) filter (where day >= $2::date - 90), 0) as hours,
      coalesce(avg(openings + bare_searches - explained) filter (where day >= $2::date - 90), 0)::double precision as unexplained,
      coalesce(avg(bare_searches) filter (where day >= $2::date - 90), 0)::double precision as bare_looks,
      coalesce(sum(urgent) filter (where day >= $2::date - 28), 0) as urgent
    from usage_day
    where account_id = any ($1) and day < $2
    group by account_id
    order by account_id
    limit 100000`,
  takes: [arrayOf(integer), day],
  gives: {
    account_id: integer,
    active_days: bigint,
    last_active_on: nullable(day),
    hours: integer,
    unexplained: double,
    bare_looks: double,
    urgent: bigint,
  },
});

// Work follows where the user's own organisation begins any with the child within four weeks.
const withoutWork = statement({
  name: 'usage-without-work',
  text: `select unexplained_access.account_id, count(*) as unexplained,
      count(*) filter (where not exists (
        select from involvement
        join team on team.team_id = involvement.team_id
        where involvement.child_id = log_part.child_id
          and team.organisation_id = account.organisation_id
          and started_on between unexplained_access.recorded_at::date and unexplained_access.recorded_at::date + 28
      )) as without_work
    from unexplained_access
    join account on account.account_id = unexplained_access.account_id
    join log_part on log_part.event_id = unexplained_access.event_id
      and log_part.recorded_at = unexplained_access.recorded_at
      and log_part.kind = 'child'
    where unexplained_access.account_id = any ($1)
      and unexplained_access.recorded_at >= $2::date - 56
      and unexplained_access.recorded_at < $2::date - 28
    group by unexplained_access.account_id
    order by unexplained_access.account_id
    limit 100000`,
  takes: [arrayOf(integer), day],
  gives: { account_id: integer, unexplained: bigint, without_work: bigint },
});

const peers = statement({
  name: 'usage-of-peers',
  text: `with days as materialized (
      select role, usage_day.account_id, openings + bare_searches - explained as unexplained, bare_searches, urgent, hours
      from usage_day
      join account on account.account_id = usage_day.account_id
      where day >= $1::date - 28 and day < $1
    ), accounts as (
      select role, account_id, sum(unexplained) as unexplained, sum(urgent) as urgent
      from days
      group by role, account_id
    ), high as (
      select role, percentile_cont(0.98) within group (order by unexplained) as unexplained,
        percentile_cont(0.98) within group (order by urgent) as urgent
      from accounts
      group by role
    ), worked as (
      select role, bit_or(1 << hour) as hours
      from (
          -- People of one rota work the same hours: each is gone through by the hour once.
          select role, hour
          from (select role, hours, count(*) as people from days group by role, hours) as alike
          cross join generate_series(0, 23) as hour
          group by role, hour
          having sum(people * ((hours >> hour) & 1)) / sum(people) >= 0.03
        ) as usual
      group by role
    )
    select days.role, avg(days.unexplained)::double precision as unexplained,
      coalesce(stddev_pop(days.unexplained), 0)::double precision as unexplained_deviation,
      avg(bare_searches)::double precision as bare_looks,
      coalesce(stddev_pop(bare_searches), 0)::double precision as bare_looks_deviation,
      max(high.unexplained) as unexplained_high, max(high.urgent) as urgent_high,
      coalesce(max(worked.hours), 0) as hours
    from days
    join high on high.role = days.role
    left join worked on worked.role = days.role
    group by days.role
    order by days.role
    limit 100`,
  takes: [day],
  gives: {
    role: oneOf(isRole),
    unexplained: double,
    unexplained_deviation: double,
    bare_looks: double,
    bare_looks_deviation: double,
    unexplained_high: double,
    urgent_high: double,
    hours: integer,
  },
});

// What takes weeks to come about, and whether it has been asked about in the last four.
const askedBefore = statement({
  name: 'asked-before',
  text: `select distinct account_id, finding ->> 'kind' as kind
    from misuse_alert
    cross join lateral jsonb_array_elements(findings) as finding
    where account_id = any ($1) and day >= $2::date - 28 and day < $2
    order by account_id, kind
    limit 100000`,
  takes: [arrayOf(integer), day],
  gives: { account_id: integer, kind: nullable(text) },
});

type On = Row<typeof habits.gives>['last_active_on'] & string;

/** One account's day in numbers. */
export type CountedDay = {
  readonly accountId: number;
  readonly openings: number;
  readonly bareLooks: number;
  readonly explained: number;
  readonly urgent: number;
  readonly hours: number;
  readonly score: number;
  readonly unexplained: readonly { readonly eventId: string; readonly at: number }[];
};

/** Writes accounts' days down, instead of what was counted of them earlier the same day. */
export async function writeUsage(tx: Transaction, on: On, days: readonly CountedDay[]): Promise<void> {
  await writeDays.rows(
    tx,
    on,
    days.map(({ accountId }) => accountId),
    days.map(({ openings }) => openings),
    days.map(({ bareLooks }) => bareLooks),
    days.map(({ explained }) => explained),
    days.map(({ urgent }) => urgent),
    days.map(({ hours }) => hours),
    days.map(({ score }) => score),
  );
  const found = days.flatMap(({ accountId, unexplained }) =>
    unexplained.map((one) => ({ accountId, ...one })),
  );
  if (found.length === 0) return;
  await writeUnexplained.rows(
    tx,
    found.map(({ accountId }) => accountId),
    found.map(({ at }) => new Date(at)),
    found.map(({ eventId }) => eventId),
  );
}

/** What each account did before a day; nothing of one that has done nothing yet. */
export async function readHabits(
  tx: Transaction,
  on: On,
  accounts: readonly number[],
): Promise<ReadonlyMap<number, Habit>> {
  const rows = await habits.rows(tx, accounts, on);
  const later = new Map((await withoutWork.rows(tx, accounts, on)).map((row) => [row.account_id, row]));
  const asked = Map.groupBy(await askedBefore.rows(tx, accounts, on), (row) => row.account_id);
  return new Map(
    rows.map((row) => [
      row.account_id,
      {
        askedBefore: (asked.get(row.account_id) ?? []).flatMap(({ kind }) =>
          kind !== null && isFindingKind(kind) ? [kind] : [],
        ),
        activeDays: row.active_days,
        lastActiveOn: row.last_active_on,
        hours: row.hours,
        unexplained: row.unexplained,
        bareLooks: row.bare_looks,
        urgent: row.urgent,
        withoutWork: later.get(row.account_id)?.without_work ?? 0,
        unexplainedThen: later.get(row.account_id)?.unexplained ?? 0,
      },
    ]),
  );
}

/** What each role did in the four weeks before a day. */
export async function readPeers(tx: Transaction, on: On): Promise<ReadonlyMap<Role, Peers>> {
  const rows = await peers.rows(tx, on);
  return new Map(
    rows.map((row) => [
      row.role,
      {
        unexplained: { mean: row.unexplained, deviation: row.unexplained_deviation },
        bareLooks: { mean: row.bare_looks, deviation: row.bare_looks_deviation },
        unexplainedHigh: row.unexplained_high,
        urgentHigh: row.urgent_high,
        hours: row.hours,
      },
    ]),
  );
}
