import { arrayOf, bigint, boolean, day, instant, integer, nullable, text, uuid } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement, type Row } from './statement.ts';

const reviewedTo = statement({
  name: 'usage-reviewed-to',
  text: `select reviewed_to from usage_review`,
  takes: [],
  gives: { reviewed_to: bigint },
});

const lastNumber = statement({
  name: 'last-log-number',
  text: `select max(number) as number from log_entry`,
  takes: [],
  gives: { number: nullable(bigint) },
});

const moveReview = statement({
  name: 'move-usage-review',
  text: `insert into usage_review (reviewed_to, reviewed_at) values ($1, $2)
    on conflict (only_row) do update set reviewed_to = excluded.reviewed_to, reviewed_at = excluded.reviewed_at
    where usage_review.reviewed_to < excluded.reviewed_to`,
  takes: [bigint, instant],
  gives: {},
});

const touched = statement({
  name: 'accounts-to-review',
  text: `select distinct account_id, (recorded_at at time zone 'Europe/London')::date as day
    from log_entry
    where number > $1 and number <= $2 and act = any ($3) and account_id is not null
    order by day, account_id
    limit 100000`,
  takes: [bigint, bigint, arrayOf(text)],
  gives: { account_id: integer, day },
});

// The whole day of each account, up to the number under review: what came after will be reviewed in its turn.
const looks = statement({
  name: 'looks-of-accounts',
  text: `select log_entry.event_id, log_entry.recorded_at, log_entry.account_id,
      extract(hour from log_entry.recorded_at at time zone 'Europe/London')::integer as hour, log_entry.act,
      log_entry.body::jsonb ->> 'outcome' as outcome, log_entry.body::jsonb ->> 'reason' as reason,
      log_entry.body::jsonb ->> 'footing' as footing, log_entry.body::jsonb ? 'mediated' as mediated, terms, children
    from unnest($1::integer[]) as wanted (account_id)
    join log_entry on log_entry.account_id = wanted.account_id
      and log_entry.recorded_at >= ($2::date::timestamp at time zone 'Europe/London')
      and log_entry.recorded_at < (($2::date + 1)::timestamp at time zone 'Europe/London')
      and log_entry.number <= $3
      and log_entry.act = any ($4)
    left join lateral (
      select string_agg(child_id::text, ',' order by part_no) filter (where kind = 'child') as children,
        min(log_part.body) filter (where kind = 'search terms') as terms
      from log_part
      where log_part.event_id = log_entry.event_id and log_part.recorded_at = log_entry.recorded_at
    ) as parts on true
    order by log_entry.account_id, log_entry.recorded_at, log_entry.event_id
    limit 1000000`,
  takes: [arrayOf(integer), day, bigint, arrayOf(text)],
  gives: {
    event_id: uuid,
    recorded_at: instant,
    account_id: integer,
    hour: integer,
    act: text,
    outcome: nullable(text),
    reason: nullable(text),
    footing: nullable(text),
    mediated: boolean,
    terms: nullable(text),
    children: nullable(text),
  },
});

/** One entry of the log as the review reads it. */
export type LookRow = Row<typeof looks.gives>;

/** How far the review has come, and how far the log goes. */
export async function readProgress(tx: Transaction) {
  const reviewed = (await reviewedTo.first(tx))?.reviewed_to ?? -1; // numbers begin at 0
  return { reviewed, last: (await lastNumber.first(tx))?.number ?? -1 };
}

/** Writes down how far the review has come. It never goes back. */
export async function noteProgress(tx: Transaction, reviewed: number, now: Date): Promise<void> {
  await moveReview.rows(tx, reviewed, now);
}

/** The accounts that did one of these acts in entries numbered above the first and up to the second, by London day. */
export function findTouched(tx: Transaction, above: number, upTo: number, acts: readonly string[]) {
  return touched.rows(tx, above, upTo, acts);
}

/** All such acts of these accounts on one day, in time. */
export function readLooks(
  tx: Transaction,
  accounts: readonly number[],
  on: Row<typeof touched.gives>['day'],
  upTo: number,
  acts: readonly string[],
): Promise<readonly LookRow[]> {
  return looks.rows(tx, accounts, on, upTo, acts);
}
