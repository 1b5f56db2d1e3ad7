import { isFinding, type Finding } from '../domain/misuse/finding.ts';
import {
  arrayOf,
  bigint,
  boolean,
  day,
  instant,
  integer,
  json,
  nullable,
  oneOf,
  real,
  text,
  uuid,
} from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement, type Row } from './statement.ts';

/** `held` waits for room under the day's limit; the others are for reviewers. */
export type AlertState = 'held' | 'new' | 'in a case' | 'closed';

const states: readonly string[] = ['held', 'new', 'in a case', 'closed'] satisfies readonly AlertState[];

const alertColumns = {
  alert_id: integer,
  account_id: integer,
  day,
  score: real,
  raised_at: instant,
  random_dip: boolean,
  state: oneOf(isState),
  accesses: integer,
  explained: integer,
  event_ids: json,
  findings: json,
} as const;

const selected = `alert_id, account_id, day, score, raised_at, random_dip, state, accesses, explained,
      to_jsonb(event_ids) as event_ids, findings`;

const newAlerts = statement({
  name: 'new-misuse-alerts',
  text: `select ${selected}
    from misuse_alert
    where state = 'new'
    order by score desc, alert_id
    limit $1`,
  takes: [integer],
  gives: alertColumns,
});

const oneAlert = statement({
  name: 'one-misuse-alert',
  text: `select ${selected}
    from misuse_alert
    where alert_id = $1 and state <> 'held'`,
  takes: [integer],
  gives: alertColumns,
});

const alertsOfAccount = statement({
  name: 'misuse-alerts-of-account',
  text: `select ${selected}
    from misuse_alert
    where account_id = $1 and state <> 'held' and day >= $2
    order by day desc, alert_id
    limit $3`,
  takes: [integer, day, integer],
  gives: alertColumns,
});

const moveAlert = statement({
  name: 'move-misuse-alert',
  text: `update misuse_alert set state = $3
    where alert_id = $1 and state = $2
    returning alert_id`,
  takes: [integer, text, text],
  gives: { alert_id: integer },
});

const alertsByKind = statement({
  name: 'misuse-alerts-by-kind',
  text: `select finding ->> 'kind' as kind, count(*) as alerts
    from misuse_alert
    cross join lateral jsonb_array_elements(findings) as finding
    where day between $1 and $2 and state <> 'held'
    group by 1
    order by alerts desc, kind
    limit 100`,
  takes: [day, day],
  gives: { kind: nullable(text), alerts: bigint },
});

const eventsOfAlert = statement({
  name: 'events-of-misuse-alert',
  text: `select log_entry.event_id, log_entry.recorded_at, log_entry.act, log_entry.body, log_part.child_id
    from misuse_alert
    join log_entry on log_entry.account_id = misuse_alert.account_id
      and log_entry.recorded_at >= (day::timestamp at time zone 'Europe/London')
      and log_entry.recorded_at < ((day + 1)::timestamp at time zone 'Europe/London')
    left join log_part on log_part.event_id = log_entry.event_id and log_part.recorded_at = log_entry.recorded_at
      and log_part.kind = 'child'
    where alert_id = $1 and log_entry.event_id = any (event_ids)
    order by log_entry.recorded_at, log_entry.event_id, part_no
    limit $2`,
  takes: [integer, integer],
  gives: { event_id: uuid, recorded_at: instant, act: text, body: text, child_id: nullable(bigint) },
});

const raise = statement({
  name: 'raise-misuse-alert',
  text: `insert into misuse_alert (account_id, day, score, raised_at, random_dip, state, accesses, explained, event_ids, findings)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (account_id, day) do update
    set score = excluded.score,
      accesses = excluded.accesses,
      explained = excluded.explained,
      event_ids = excluded.event_ids,
      findings = excluded.findings,
      random_dip = misuse_alert.random_dip and excluded.random_dip,
      state = case when misuse_alert.state = 'held' then excluded.state else misuse_alert.state end
    where misuse_alert.state in ('held', 'new')`,
  takes: [integer, day, real, instant, boolean, text, integer, integer, arrayOf(uuid), json],
  gives: {},
});

const roomLeft = statement({
  name: 'room-for-misuse-alerts',
  text: `select (select coalesce(sum(openings + bare_searches), 0) from usage_day where day between $1::date - 27 and $1) as accesses,
      (select count(*) from misuse_alert
        where day between $1::date - 27 and $1 and not random_dip and state <> 'held') as alerts`,
  takes: [day],
  gives: { accesses: bigint, alerts: bigint },
});

const release = statement({
  name: 'release-held-alerts',
  text: `update misuse_alert set state = 'new', raised_at = $3
    where alert_id in (
        select alert_id from misuse_alert
        where state = 'held' and day between $1::date - 6 and $1
        order by score desc, alert_id
        limit $2
      )
    returning alert_id`,
  takes: [day, integer, instant],
  gives: { alert_id: integer },
});

// Twelve months: trust.md, Misuse 4. What became a case keeps its findings with the case, and loses its score.
const forgetAlerts = statement({
  name: 'forget-misuse-alerts',
  text: `with gone as (
      delete from misuse_alert where day < $1 and state in ('held', 'new')
    ), unscored as (
      update misuse_alert set score = 0 where day < $1 and state not in ('held', 'new') and score <> 0
    ), days as (
      delete from usage_day where day < $1
    )
    delete from unexplained_access where recorded_at < $2`,
  takes: [day, instant],
  gives: {},
});

/** One account's day that is to be asked about. */
export type MisuseAlert = ReturnType<typeof alertOf>;

/** The alerts that nobody has taken up, the gravest first. */
export async function listNewAlerts(tx: Transaction, limit: number): Promise<readonly MisuseAlert[]> {
  return (await newAlerts.rows(tx, limit)).map(alertOf);
}

/** One alert; undefined where there is none, or it waits for room. */
export async function findAlert(tx: Transaction, alertId: number): Promise<MisuseAlert | undefined> {
  const row = await oneAlert.first(tx, alertId);
  return row === undefined ? undefined : alertOf(row);
}

/** An account's alerts since a day, the latest first. */
export async function listAlertsOf(
  tx: Transaction,
  accountId: number,
  since: Row<typeof alertColumns>['day'],
  limit: number,
): Promise<readonly MisuseAlert[]> {
  return (await alertsOfAccount.rows(tx, accountId, since, limit)).map(alertOf);
}

/** Moves an alert on; false where it was not in that state any more. */
export async function moveAlertOn(
  tx: Transaction,
  alertId: number,
  from: AlertState,
  to: AlertState,
): Promise<boolean> {
  return (await moveAlert.first(tx, alertId, from, to)) !== undefined;
}

/** How many alerts have each kind of finding, between two days, both counted. A dip by lot may have none. */
export function countAlertsByKind(tx: Transaction, from: MisuseAlert['day'], to: MisuseAlert['day']) {
  return alertsByKind.rows(tx, from, to);
}

/** The entries of the log behind an alert, in time, a row for each child shown; the id is for naming, under a ticket. */
export function readEventsOfAlert(tx: Transaction, alertId: number, limit: number) {
  return eventsOfAlert.rows(tx, alertId, limit);
}

/** Raises an alert, or brings the one of that day up to date until somebody has taken it up. Only the review's role may. */
export async function raiseAlert(tx: Transaction, alert: Omit<MisuseAlert, 'alertId'>): Promise<void> {
  const { accountId, score, raisedAt, randomDip, state, accesses, explained, eventIds, findings } = alert;
  const counts = [accesses, explained] as const;
  const kept = JSON.stringify(findings); // the driver would write an array as PostgreSQL's own
  await raise.rows(tx, accountId, alert.day, score, raisedAt, randomDip, state, ...counts, eventIds, kept);
}

/** How many accesses the four weeks up to a day had, and how many alerts were raised of them. */
export async function readRoom(tx: Transaction, on: MisuseAlert['day']) {
  return (await roomLeft.first(tx, on)) ?? { accesses: 0, alerts: 0 };
}

/** Raises the gravest of the alerts held in the week up to a day, so many of them. */
export async function releaseAlerts(
  tx: Transaction,
  on: MisuseAlert['day'],
  room: number,
  now: Date,
): Promise<number> {
  return room <= 0 ? 0 : (await release.rows(tx, on, room, now)).length;
}

/** Forgets the scores and habits of before a day, and unexplained openings of before an instant. */
export async function forgetScores(
  tx: Transaction,
  before: MisuseAlert['day'],
  openingsBefore: Date,
): Promise<void> {
  await forgetAlerts.rows(tx, before, openingsBefore);
}

function alertOf(row: Row<typeof alertColumns>) {
  return {
    alertId: row.alert_id,
    accountId: row.account_id,
    day: row.day,
    score: row.score,
    raisedAt: row.raised_at,
    randomDip: row.random_dip,
    state: row.state,
    accesses: row.accesses,
    explained: row.explained,
    eventIds: listOf(row.event_ids, isText),
    findings: listOf<Finding>(row.findings, isFinding),
  };
}

function listOf<Item>(kept: unknown, isItem: (value: unknown) => value is Item): readonly Item[] {
  const values: readonly unknown[] = Array.isArray(kept) ? kept : [];
  return values.filter(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isState(word: string): word is AlertState {
  return states.includes(word);
}
