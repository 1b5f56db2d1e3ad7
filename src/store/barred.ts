import type { Day } from '../domain/calendar.ts';
import { bytes, day, instant, integer, nullable, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const barredMark = statement({
  name: 'barred-mark',
  text: `select max(barred_until) as until
    from person_mark
    join barred_account using (account_id)
    where mark = $1 and barred_until > $2`,
  takes: [bytes, day],
  gives: { until: nullable(day) },
});

const barredAccount = statement({
  name: 'barred-account',
  text: `select max(barred_until) as until
    from person_mark as own
    join person_mark as same on same.mark = own.mark
    join barred_account on barred_account.account_id = same.account_id
    where own.account_id = $1 and barred_until > $2`,
  takes: [integer, day],
  gives: { until: nullable(day) },
});

const forgetMark = statement({
  name: 'forget-person-mark',
  text: `delete from person_mark where account_id = $1`,
  takes: [integer],
  gives: {},
});

const keepMark = statement({
  name: 'keep-person-mark',
  text: `insert into person_mark (account_id, mark) values ($1, $2) on conflict (account_id) do nothing`,
  takes: [integer, bytes],
  gives: {},
});

const unmarked = statement({
  name: 'people-without-mark',
  text: `select account_id, full_name, date_of_birth
    from account
    join account_personal using (account_id)
    where date_of_birth is not null
      and account_id not in (select account_id from person_mark)
    order by account_id
    limit $1`,
  takes: [integer],
  gives: { account_id: integer, full_name: text, date_of_birth: day },
});

// The same person's accounts, under whatever employer, and those that were approved before anybody knew.
const closeBarred = statement({
  name: 'close-accounts-of-barred',
  text: `update account set state = 'closed'
    where state not in ('closed', 'refused')
      and account_id in (
        select account_id from barred_account where barred_until > $1
        union all
        select same.account_id
        from barred_account
        join person_mark on person_mark.account_id = barred_account.account_id
        join person_mark as same on same.mark = person_mark.mark
        where barred_until > $1
      )
    returning account_id`,
  takes: [day],
  gives: { account_id: integer },
});

// The accreditation ends with the last day for the report. Each case lapses it once: whoever renews it has seen why.
const lapseLate = statement({
  name: 'lapse-late-employers',
  text: `with late as (
      update misuse_case set lapsed_at = $2
      where report_due_on < $1 and reported_at is null and lapsed_at is null
      returning account_id, report_due_on
    )
    update organisation set accredited_until = report_due_on
    from late
    join account using (account_id)
    where organisation.organisation_id = account.organisation_id and accredited_until > report_due_on
    returning organisation.organisation_id`,
  takes: [day, instant],
  gives: { organisation_id: integer },
});

/** Until when whoever bears a mark may have no account; null where they may. */
export async function findBarred(tx: Transaction, mark: Buffer, today: Day): Promise<Day | null> {
  return (await barredMark.first(tx, mark, today))?.until ?? null;
}

/** Until when the user of an account may have none; null where they may. */
export async function findBarredAccount(tx: Transaction, accountId: number, today: Day): Promise<Day | null> {
  return (await barredAccount.first(tx, accountId, today))?.until ?? null;
}

/** Forgets who somebody was that was refused an account. */
export async function deleteMark(tx: Transaction, accountId: number): Promise<void> {
  await forgetMark.rows(tx, accountId);
}

/** Keeps who an account's user is. */
export async function insertMark(tx: Transaction, accountId: number, mark: Buffer): Promise<void> {
  await keepMark.rows(tx, accountId, mark);
}

/** Accounts that have no mark yet. Only the review's role may ask. */
export async function findUnmarked(tx: Transaction, limit: number) {
  return (await unmarked.rows(tx, limit)).map((row) => ({
    accountId: row.account_id,
    fullName: row.full_name,
    dateOfBirth: row.date_of_birth,
  }));
}

/** Closes every account of everybody who is barred; answers those that were open. */
export async function closeAccountsOfBarred(tx: Transaction, today: Day): Promise<readonly number[]> {
  return (await closeBarred.rows(tx, today)).map((row) => row.account_id);
}

/** Ends the accreditation of employers whose report is late; answers whose it ended. */
export async function lapseLateEmployers(tx: Transaction, today: Day, at: Date): Promise<readonly number[]> {
  return (await lapseLate.rows(tx, today, at)).map((row) => row.organisation_id);
}
