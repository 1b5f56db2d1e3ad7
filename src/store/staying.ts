import type { Day } from '../domain/calendar.ts';
import type { Notice } from '../domain/staying.ts';
import { arrayOf, bigint, day, nullable, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// For the young person's own session alone, which names the child: services/staying.ts.

const stay = statement({
  name: 'let-record-stay',
  text: `update child
    set stays_until = $3, leaves_on = $3
    where child_id = $1 and leaves_on = $2 and closed_on is null
    returning child_id`,
  takes: [bigint, day, day],
  gives: { child_id: bigint },
});

const end = statement({
  name: 'end-stay-of-record',
  text: `update child
    set stays_until = null, leaves_on = $2, closed_on = $3, closed_because = case when $3::date is not null then 'withdrew' end
    where child_id = $1 and stays_until is not null and closed_on is null
    returning child_id`,
  takes: [bigint, day, nullable(day)],
  gives: { child_id: bigint },
});

const staysTo = statement({
  name: 'record-stays-until',
  text: `select stays_until from child where child_id = $1`,
  takes: [bigint],
  gives: { stays_until: nullable(day) },
});

/** Until when the young person asked to stay; null where they did not. */
export async function readStay(tx: Transaction, childId: number): Promise<Day | null> {
  return (await staysTo.first(tx, childId))?.stays_until ?? null;
}

/** Lets a record stay that would leave on a day; false where it leaves on another by now, or is closed. */
export async function letStay(
  tx: Transaction,
  childId: number,
  leavesOn: Day,
  staysUntil: Day,
): Promise<boolean> {
  return (await stay.first(tx, childId, leavesOn, staysUntil)) !== undefined;
}

/** Ends a stay; false where there is none. */
export async function endStay(
  tx: Transaction,
  childId: number,
  after: { readonly leavesOn: Day; readonly closedOn: Day | null },
): Promise<boolean> {
  return (await end.first(tx, childId, after.leavesOn, after.closedOn)) !== undefined;
}

const toTell = statement({
  name: 'young-people-to-tell',
  text: `select child.child_id, leaves_on
    from family_account
    join child using (child_id)
    where family_account.state = 'active'
      and family_account.person_id is null
      and closed_on is null
      and leaves_on > $1
      and leaves_on <= $2
      and (
        select count(*) from leaving_notice
        where leaving_notice.child_id = child.child_id and leaving_notice.leaves_on = child.leaves_on
      ) < 2
    order by leaves_on, child.child_id
    limit 5000`,
  takes: [day, day],
  gives: { child_id: bigint, leaves_on: day },
});

const addNotices = statement({
  name: 'add-leaving-notices',
  text: `insert into leaving_notice (child_id, notice, leaves_on, made_on)
    select child_id, notice, leaves_on, $4
    from unnest($1::bigint[], $2::text[], $3::date[]) as made (child_id, notice, leaves_on)
    on conflict do nothing
    returning child_id`,
  takes: [arrayOf(bigint), arrayOf(text), arrayOf(day), day],
  gives: { child_id: bigint },
});

/** A young person who is to be told on their own page when the record goes. */
export type Told = { readonly childId: number; readonly leavesOn: Day; readonly notice: Notice };

/** The young people with a page of their own whose record goes between two days, and who were not told twice of it. Nobody of a closed record. */
export async function findToTell(tx: Transaction, after: Day, until: Day) {
  const rows = await toTell.rows(tx, after, until);
  return rows.map((row) => ({ childId: row.child_id, leavesOn: row.leaves_on }));
}

/** Keeps notices; answers whom they are for, and nobody twice for the same. */
export async function keepNotices(
  tx: Transaction,
  told: readonly Told[],
  on: Day,
): Promise<readonly number[]> {
  const rows = await addNotices.rows(
    tx,
    told.map(({ childId }) => childId),
    told.map(({ notice }) => notice),
    told.map(({ leavesOn }) => leavesOn),
    on,
  );
  return rows.map((row) => row.child_id);
}
