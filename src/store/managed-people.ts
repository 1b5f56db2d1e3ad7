import type { Day } from '../domain/calendar.ts';
import { day, integer, nullable, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// A manager stands as an account, or by the e-mail address that an account of theirs has too.
const managed = statement({
  name: 'managed-people-running-out',
  text: `select managed.full_name, managed.vetted_on, managed.trained_on
    from account as manager
    join account as managed on managed.manager_account_id = manager.account_id
      or lower(managed.manager_email) = lower(manager.email)
    where manager.account_id = $1
      and managed.organisation_id = manager.organisation_id
      and managed.state = 'active'
      and least(managed.vetted_on + interval '3 years', managed.trained_on + interval '1 year') > $2
      and least(managed.vetted_on + interval '3 years', managed.trained_on + interval '1 year') <= $3
    order by least(managed.vetted_on + interval '3 years', managed.trained_on + interval '1 year'), managed.full_name,
      managed.account_id
    limit 50`,
  takes: [integer, day, day],
  gives: { full_name: text, vetted_on: nullable(day), trained_on: nullable(day) },
});

/** Whom somebody manages, where something of theirs runs out between two days. */
export async function findManagedRunningOut(
  tx: Transaction,
  managerId: number,
  days: { readonly today: Day; readonly until: Day },
) {
  return (await managed.rows(tx, managerId, days.today, days.until)).map((row) => ({
    fullName: row.full_name,
    vettedOn: row.vetted_on,
    trainedOn: row.trained_on,
  }));
}
