import type { Day } from '../domain/calendar.ts';
import { arrayOf, bigint, day, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { followShields } from './search-entries.ts';
import { statement } from './statement.ts';

// A shield that two people lifted is not raised again by a supplier's older word.
const raiseShieldRows = statement({
  name: 'raise-shields',
  text: `insert into shield (child_id, shield_no, because, raised_on)
    select child_id, 1 + coalesce((select max(shield_no) from shield where shield.child_id = raised.child_id), 0), $3, raised_on
    from unnest($1::bigint[], $2::date[]) as raised (child_id, raised_on)
    where not exists (
      select
      from shield
      where shield.child_id = raised.child_id
        and because = $3
        and (lifted_on is null or lifted_on >= raised.raised_on)
    )`,
  takes: [arrayOf(bigint), arrayOf(day), text],
  gives: {},
});

/** Raises shields for children whose whereabouts a supplier keeps from others. */
export async function raiseShields(
  tx: Transaction,
  raised: readonly { readonly childId: number; readonly on: Day }[],
): Promise<void> {
  if (raised.length === 0) return;
  await raiseShieldRows.rows(
    tx,
    raised.map((one) => one.childId),
    raised.map((one) => one.on),
    'restricted by the NHS',
  );
  await followShields(
    tx,
    raised.map((one) => one.childId),
  );
}
