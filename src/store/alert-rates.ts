import type { Day } from '../domain/calendar.ts';
import { bigint, day, integer, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const usageOfAccounts = statement({
  name: 'usage-and-alerts-of-accounts',
  text: `select account.account_id, full_name, sum(openings + bare_searches) as accesses,
      (select count(*) from misuse_alert
        where misuse_alert.account_id = account.account_id and misuse_alert.day between $1 and $2
          and not random_dip and state <> 'held') as alerts
    from usage_day
    join account on account.account_id = usage_day.account_id
    where usage_day.day between $1 and $2
    group by account.account_id, full_name
    order by account.account_id
    limit 1000000`,
  takes: [day, day],
  gives: { account_id: integer, full_name: text, accesses: bigint, alerts: bigint },
});

/** What each account did between two days, both counted, and how often it was asked about; dips by lot apart. */
export function readUsageOfAccounts(tx: Transaction, from: Day, to: Day) {
  return usageOfAccounts.rows(tx, from, to);
}
