import { arrayOf, bigint } from './columns.ts';
import type { Transaction } from './connection.ts';
import { followShields } from './search-entries.ts';
import { statement } from './statement.ts';

// One at a time with every feed: a child whom a feed is about to place in a shielded home would be seen by neither.
const feedLock = 20_260_103;

// Two suppliers write one address in two ways: letters and figures alone are compared.
const folded = (line: string): string => `lower(regexp_replace(${line}, '[^A-Za-z0-9]', '', 'g'))`;

// A child whose record was merged is the merged one too. Once taken out by two people, a child is not covered by the same decision again.
const cover = statement({
  name: 'cover-by-protections',
  text: `with recursive asked as materialized (
      select protection_id, person_id, because, (asked_at at time zone 'Europe/London')::date as raised_on
      from protection
      where protection_id = any ($1) and lifted_at is null
    ), became as (
      select protection_id, person_id as child_id from asked
      union
      select became.protection_id, record_merge.child_id
      from became
      join record_merge on undone_at is null and became.child_id in (first_child_id, second_child_id)
    ), own as materialized (
      select became.protection_id, child.child_id, child_address.address_no
      from became
      join child using (child_id)
      left join child_address on child_address.child_id = child.child_id and standing in ('current', 'last known')
      union
      select asked.protection_id, carer.child_id, carer.address_no
      from asked
      join carer on carer.person_id = asked.person_id
    ), home as materialized (
      select distinct own.protection_id, postcode, ${folded('address_line')} as line
      from own
      join child_address on child_address.child_id = own.child_id and child_address.address_no = own.address_no
      where standing <> 'former' and postcode is not null
    ), inside as materialized (
      select home.protection_id, there.child_id, there.address_no
      from home
      join child_address as there on there.postcode = home.postcode and there.standing <> 'former'
        and ${folded('there.address_line')} = home.line
    ), covered as (
      select protection_id, child_id from own
      union
      select protection_id, child_id from inside
      union
      select inside.protection_id, elsewhere.child_id
      from inside
      join carer as there on there.child_id = inside.child_id and there.address_no = inside.address_no
      join carer as elsewhere on elsewhere.person_id = there.person_id
    )
    insert into shield (child_id, shield_no, because, person_id, raised_on, protection_id)
    select covered.child_id,
      coalesce((select max(shield_no) from shield where shield.child_id = covered.child_id), 0)
        + row_number() over (partition by covered.child_id order by asked.protection_id),
      asked.because, asked.person_id, asked.raised_on, asked.protection_id
    from covered
    join asked using (protection_id)
    where not exists (
      select from shield
      where shield.child_id = covered.child_id and shield.protection_id = covered.protection_id
    )
    returning child_id`,
  takes: [arrayOf(bigint)],
  gives: { child_id: bigint },
});

const near = statement({
  name: 'protections-near-children',
  text: `with near as materialized (
      select child_id from unnest($1::bigint[]) as child_id
      union
      select there.child_id
      from child_address as here
      join child_address as there on there.postcode = here.postcode and there.standing <> 'former'
      where here.child_id = any ($1) and here.standing <> 'former'
      union
      select there.child_id
      from carer as here
      join carer as there on there.person_id = here.person_id
      where here.child_id = any ($1)
    )
    select protection.protection_id
    from near
    join shield on shield.child_id = near.child_id and lifted_on is null
    join protection on protection.protection_id = shield.protection_id and lifted_at is null
    union
    select protection_id
    from protection
    where lifted_at is null
      and person_id in (
        select person_id from carer where child_id = any ($1)
        union all
        select child_id from unnest($1::bigint[]) as child_id
      )
    order by protection_id
    limit 10000`,
  takes: [arrayOf(bigint)],
  gives: { protection_id: bigint },
});

/** Waits until no feed is writing, and lets none begin: what a shield is to cover does not change meanwhile. */
export async function lockShields(tx: Transaction): Promise<void> {
  await tx.run(`set local statement_timeout = 30000`); // a block of a feed takes a second or two
  await tx.run(`select pg_advisory_xact_lock(${feedLock})`);
}

/** Puts the shields of these protections on every record that they cover; answers the children newly covered. */
export async function coverBy(tx: Transaction, protectionIds: readonly number[]): Promise<readonly number[]> {
  if (protectionIds.length === 0) return [];
  const rows = await cover.rows(tx, protectionIds);
  const childIds = [...new Set(rows.map((row) => row.child_id))];
  if (childIds.length > 0) await followShields(tx, childIds);
  return childIds;
}

/**
 * Covers these children, whose homes or carers were just written, by every shield that reaches them now, and others by
 * theirs. Whoever writes a home or a carer calls it, in the same transaction and with the feeds locked.
 */
export async function extendShields(tx: Transaction, childIds: readonly number[]): Promise<void> {
  if (childIds.length === 0) return;
  const rows = await near.rows(tx, childIds);
  await coverBy(
    tx,
    rows.map((row) => row.protection_id),
  );
}
