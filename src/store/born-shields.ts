import type { Day } from '../domain/calendar.ts';
import { arrayOf, bigint, day } from './columns.ts';
import type { Transaction } from './connection.ts';
import { followShields } from './search-entries.ts';
import { statement } from './statement.ts';

const because = 'resembles a shielded child';

const raise = statement({
  name: 'raise-born-shields',
  text: `insert into shield (child_id, shield_no, because, raised_on)
    select child_id, 1 + coalesce((select max(shield_no) from shield where shield.child_id = born.child_id), 0), '${because}', $2
    from unnest($1::bigint[]) as born (child_id)`,
  takes: [arrayOf(bigint), day],
  gives: {},
});

// Only the shield that likeness raised: what else shields the child by now stays.
const lift = statement({
  name: 'lift-born-shields',
  text: `update shield
    set lifted_on = greatest($2, raised_on)
    where child_id = any ($1) and because = '${because}' and lifted_on is null`,
  takes: [arrayOf(bigint), day],
  gives: {},
});

/** Shields records that were just made from rows that resemble shielded children. */
export async function raiseBornShields(
  tx: Transaction,
  childIds: readonly number[],
  today: Day,
): Promise<void> {
  if (childIds.length === 0) return;
  await raise.rows(tx, childIds, today);
  await followShields(tx, childIds);
}

/** Lifts them: a person has cleared the records. */
export async function liftBornShields(
  tx: Transaction,
  childIds: readonly number[],
  today: Day,
): Promise<void> {
  if (childIds.length === 0) return;
  await lift.rows(tx, childIds, today);
  await followShields(tx, childIds);
}
