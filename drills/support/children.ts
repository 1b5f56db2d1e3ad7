import type { Sql } from './installation.ts';
import type { Sought } from './searches.ts';

/** Children whose present home is known and not withheld, in an order that the seed decides. */
export async function childrenAtHome(sql: Sql, seed: number): Promise<readonly Sought[]> {
  const rows = await sql(
    `select child.child_id, split_part(given_names, ' ', 1), family_name, extract(day from date_of_birth),
      extract(month from date_of_birth), extract(year from date_of_birth), gender, coalesce(nhs_number::text, ''), postcode
    from child
    join child_address on child_address.child_id = child.child_id and standing = 'current'
    where whereabouts = 'current' and postcode is not null and closed_on is null and given_names !~ '^(Baby|Twin)'
      and not exists (select from shield where shield.child_id = child.child_id)
    order by md5(child.child_id::text || ' ' || $1::text)`,
    [seed],
  );
  return rows.map((row) => {
    const [
      id,
      givenName = '',
      familyName = '',
      day = '',
      month = '',
      year = '',
      gender = '',
      nhs = '',
      place = '',
    ] = row.map((value) => value ?? '');
    return {
      childId: Number(id),
      givenName,
      familyName,
      day,
      month,
      year,
      gender,
      nhsNumber: nhs,
      postcode: place,
    };
  });
}

/** Raises a shield for each, and moves what searches find them by to where a place does not look. */
export async function shield(sql: Sql, children: readonly Sought[]): Promise<void> {
  const ids = children.map((child) => child.childId);
  await sql(
    `insert into shield (child_id, shield_no, because, raised_on)
    select child_id, 8, 'risk of violence', current_date from unnest($1::bigint[]) as child_id`,
    [ids],
  );
  await sql('update search_entry set is_shielded = true where child_id = any ($1::bigint[])', [ids]);
}

/** Lifts the shields of the drill. */
export async function unshield(sql: Sql, children: readonly Sought[]): Promise<void> {
  const ids = children.map((child) => child.childId);
  await sql('delete from shield where child_id = any ($1::bigint[])', [ids]);
  await sql('update search_entry set is_shielded = false where child_id = any ($1::bigint[])', [ids]);
}

/** Takes away all that these are found by, as if they had never been here. */
export async function takeAway(sql: Sql, children: readonly Sought[]): Promise<void> {
  const ids = children.map((child) => child.childId);
  await sql('delete from search_entry where child_id = any ($1::bigint[])', [ids]);
}

/** Makes these children of whom no present address is known. */
export async function forgetHomes(sql: Sql, children: readonly Sought[]): Promise<void> {
  const ids = children.map((child) => child.childId);
  await sql(`update child set whereabouts = 'no known address' where child_id = any ($1::bigint[])`, [ids]);
  await sql(
    `update child_address set standing = 'former' where child_id = any ($1::bigint[]) and standing = 'current'`,
    [ids],
  );
  await sql(
    `update search_entry set postcode = null, sounds_outward = null, postcode_key = null
    where child_id = any ($1::bigint[]) and kind <> 'former address'`,
    [ids],
  );
}

/** What a database does by itself in its first hour, and would else do while it is measured. */
export async function settle(sql: Sql): Promise<void> {
  await sql('vacuum (analyze)');
  await sql('checkpoint');
}
