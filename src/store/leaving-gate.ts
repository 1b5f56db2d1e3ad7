import { arrayOf, bigint, boolean, day } from './columns.ts';
import type { Day } from '../domain/calendar.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

/**
 * The one rule by which a record is open, in SQL, for a statement that joins `child`. `today` names the parameter with London's
 * day. The latest day that was ever reached counts, so that a clock set back opens nothing again. On an estimated date of birth
 * nothing happens by itself. A child who is known by another record is on this one to nobody.
 */
export function isOpenOn(today: string): string {
  return `(child.closed_because is distinct from 'another record'
        and (child.leaves_on > greatest(${today}::date, (select closed_to from leaving_clock))
          or child.birth_standing = 'estimated' and child.closed_on is null))`;
}

const oneLeft = statement({
  name: 'record-has-left',
  text: `select not ${isOpenOn('$2')} as has_left
    from child
    where child_id = $1`,
  takes: [bigint, day],
  gives: { has_left: boolean },
});

const leftAmong = statement({
  name: 'records-left-among',
  text: `select child_id
    from child
    where child_id = any ($1) and not ${isOpenOn('$2')}
    order by child_id
    limit 10000`,
  takes: [arrayOf(bigint), day],
  gives: { child_id: bigint },
});

/** Whether a record is closed for good today, though the leaving job may not have come to it yet. Not of one that is not here. */
export async function hasLeft(tx: Transaction, childId: number, today: Day): Promise<boolean> {
  return (await oneLeft.first(tx, childId, today))?.has_left === true;
}

/** Which of these children have left as of today. */
export async function findLeft(
  tx: Transaction,
  childIds: readonly number[],
  today: Day,
): Promise<ReadonlySet<number>> {
  if (childIds.length === 0) return new Set();
  const rows = await leftAmong.rows(tx, childIds, today);
  return new Set(rows.map(({ child_id }) => child_id));
}
