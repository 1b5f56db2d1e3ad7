import { bigint, boolean } from './columns.ts';
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
