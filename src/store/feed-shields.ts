import type { Day } from '../domain/calendar.ts';
import { arrayOf, bigint, day, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { coverBy } from './shield-cover.ts';
import { statement } from './statement.ts';

// A shield that two people lifted is not raised again by a supplier's older word. The supplier has decided; it is looked at
// again after a year (ours).
const protectRestricted = statement({
  name: 'protect-restricted-children',
  text: `insert into protection (person_id, council_code, because, asked_as, asked_at, decide_by, decided_at, review_on)
    select child_id, responsible_council, $3, 'supplier', raised.at, raised_on, raised.at, raised_on + 365
    from unnest($1::bigint[], $2::date[]) as asked (child_id, raised_on)
    cross join lateral (select raised_on::timestamp at time zone 'Europe/London' as at) as raised
    join child using (child_id)
    where not exists (
      select
      from protection
      where person_id = child_id
        and because = $3
        and (lifted_at is null or lifted_at >= raised.at)
    )
      and not exists (
        select
        from shield
        where shield.child_id = asked.child_id
          and because = $3
          and protection_id is null
          and (lifted_on is null or lifted_on >= raised_on)
      )
    on conflict do nothing
    returning protection_id`,
  takes: [arrayOf(bigint), arrayOf(day), text],
  gives: { protection_id: bigint },
});

/** Raises shields for children whose whereabouts a supplier keeps from others. */
export async function raiseShields(
  tx: Transaction,
  raised: readonly { readonly childId: number; readonly on: Day }[],
): Promise<void> {
  if (raised.length === 0) return;
  const rows = await protectRestricted.rows(
    tx,
    raised.map((one) => one.childId),
    raised.map((one) => one.on),
    'restricted by the NHS',
  );
  await coverBy(
    tx,
    rows.map((row) => row.protection_id),
  );
}
