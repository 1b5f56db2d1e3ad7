import type { Day } from '../domain/calendar.ts';
import { bigint, day, nullable } from './columns.ts';
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

const until = statement({
  name: 'record-stays-until',
  text: `select stays_until from child where child_id = $1`,
  takes: [bigint],
  gives: { stays_until: nullable(day) },
});

/** Until when the young person asked to stay; null where they did not. */
export async function readStay(tx: Transaction, childId: number): Promise<Day | null> {
  return (await until.first(tx, childId))?.stays_until ?? null;
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
