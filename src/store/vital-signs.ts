import type { Day } from '../domain/calendar.ts';
import { bigint, boolean, day, integer } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const waiting = statement({
  name: 'vital-signs',
  text: `select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as read_only,
      (select count(*) from log_alarm where ended_at is null) as log_alarms,
      (select count(*) from misuse_case where state <> 'closed') as cases_waiting`,
  takes: [],
  gives: { read_only: boolean, log_alarms: bigint, cases_waiting: bigint },
});

/** What waits for a person, and whether anything can be written down here. */
export async function readWaiting(tx: Transaction) {
  const row = await waiting.first(tx);
  if (row === undefined) return undefined;
  return { readOnly: row.read_only, logAlarms: row.log_alarms, casesWaiting: row.cases_waiting };
}

const feedSigns = statement({
  name: 'feed-signs',
  text: `select (select count(*) from feed_batch where state in ('waiting', 'matching')) as files_waiting,
      count(*) as feeds_late,
      coalesce(max($1::date - due), 0) as late_days
    from (
      select coalesce(last_on, (agreed_at at time zone 'Europe/London')::date) + every_days as due
      from supplier_terms
      left join lateral (
        select read_on as last_on
        from feed_batch
        where feed_batch.supplier_id = supplier_terms.supplier_id and state = 'done'
        order by batch_id desc
        limit 1
      ) as last_batch on true
      where every_days is not null
    ) as rhythm
    where due < $1`,
  takes: [day],
  gives: { files_waiting: bigint, feeds_late: bigint, late_days: integer },
});

/** Files that wait to be matched, and suppliers whose file is late on that day: src/domain/lateness.ts has the rule. */
export async function readFeedSigns(tx: Transaction, today: Day) {
  const row = await feedSigns.first(tx, today);
  return {
    filesWaiting: row?.files_waiting ?? 0,
    feedsLate: row?.feeds_late ?? 0,
    feedLateDays: row?.late_days ?? 0,
  };
}
