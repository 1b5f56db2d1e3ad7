import type { Day } from '../domain/calendar.ts';
import { arrayOf, day, instant, integer, json, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const alreadyToday = statement({
  name: 'shields-checked-on',
  text: `select checked_on from shield_check where checked_on = $1`,
  takes: [day],
  gives: { checked_on: day },
});

// Rules that must hold of every shielded child, whatever wrote to the tables; each counts what breaks it.
const rules = statement({
  name: 'check-shields',
  text: `with shielded as materialized (
      select distinct child_id from shield where lifted_on is null
    )
    select
      (select count(*)::integer from shielded) as shielded,
      (
        select count(*)::integer from search_entry
        join shielded using (child_id)
        where not is_shielded
      ) as found_by_place,
      (
        select count(*)::integer from protection
        join child on child.child_id = person_id
        where lifted_at is null
          and not exists (select from shield where shield.child_id = child.child_id and shield.protection_id = protection.protection_id)
      ) as own_record_open,
      (
        select count(*)::integer from protection
        join carer using (person_id)
        where lifted_at is null
          and not exists (select from shield where shield.child_id = carer.child_id and shield.protection_id = protection.protection_id)
      ) as carers_record_open,
      (
        select count(*)::integer from protection
        join child_address as home on home.child_id = person_id and home.standing in ('current', 'last known')
        join child_address as there on there.postcode = home.postcode and there.address_line = home.address_line
          and there.standing <> 'former'
        where lifted_at is null
          and not exists (select from shield where shield.child_id = there.child_id and shield.protection_id = protection.protection_id)
      ) as home_open,
      (
        select count(*)::integer from shield
        join protection using (protection_id)
        where protection.lifted_at is null and lifted_on is not null and (shield.lifted_by is null or shield.lifted_by = shield.lift_asked_by)
      ) as lifted_by_one`,
  takes: [],
  gives: {
    shielded: integer,
    found_by_place: integer,
    own_record_open: integer,
    carers_record_open: integer,
    home_open: integer,
    lifted_by_one: integer,
  },
});

const keep = statement({
  name: 'keep-shield-check',
  text: `insert into shield_check (checked_on, checked_at, shielded, broken) values ($1, $2, $3, $4) on conflict do nothing`,
  takes: [day, instant, integer, arrayOf(text)],
  gives: {},
});

const latest = statement({
  name: 'last-shield-check',
  text: `select checked_on, shielded, to_jsonb(broken) as broken from shield_check order by checked_on desc limit 1`,
  takes: [],
  gives: { checked_on: day, shielded: integer, broken: json },
});

/** Whether the shields were checked on this day. */
export async function areShieldsChecked(tx: Transaction, on: Day): Promise<boolean> {
  return (await alreadyToday.first(tx, on)) !== undefined;
}

/** How often each rule is broken, and of how many shielded children. */
export async function countBrokenRules(tx: Transaction) {
  const row = await rules.first(tx);
  if (row === undefined) throw new Error('The check of the shields answered nothing');
  return {
    shielded: row.shielded,
    broken: {
      'a search by place would find a shielded child': row.found_by_place,
      'a protected child’s own record is open': row.own_record_open,
      'a record of a protected carer is open': row.carers_record_open,
      'a child of a protected home is open': row.home_open,
      'one person took a child out of a shield': row.lifted_by_one,
    },
  };
}

/** Keeps what was found; the first of a day stands. */
export async function keepShieldCheck(
  tx: Transaction,
  on: Day,
  at: Date,
  found: { readonly shielded: number; readonly broken: readonly string[] },
): Promise<void> {
  await keep.rows(tx, on, at, found.shielded, found.broken);
}

/** What the last check found; undefined before the first. */
export async function readLastShieldCheck(tx: Transaction) {
  const row = await latest.first(tx);
  if (row === undefined) return undefined;
  const broken: readonly unknown[] = Array.isArray(row.broken) ? row.broken : [];
  return {
    checkedOn: row.checked_on,
    shielded: row.shielded,
    broken: broken.filter((one) => typeof one === 'string'),
  };
}
