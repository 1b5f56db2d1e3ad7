import { isGender } from '../domain/gender.ts';
import { untoldKinds } from '../domain/service-kinds.ts';
import { arrayOf, bigint, boolean, day, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { Desk, Ticket } from './ticket.ts';

// A place of a shielded child does not leave the database: the record is told from others by names, birth and numbers alone.
const hidden = `exists (select from shield where shield.child_id = child.child_id and lifted_on is null)`;
const open = (value: string): string => `case when not $2 and not ${hidden} then ${value} end`;

const records = statement({
  name: 'records-for-desk',
  text: `select child_id, given_names, family_name, preferred_name, date_of_birth, gender, contactpoint_number,
      nhs_number::text as nhs_number, upn, ${hidden} as is_shielded,
      ${open(`(
        select concat_ws(', ', address_line, town, postcode) from child_address
        where child_address.child_id = child.child_id and standing in ('current', 'last known')
      )`)} as home,
      ${open(`(
        select string_agg(coalesce(school.name, education.kind), '; ' order by education_no)
        from education left join school using (urn)
        where education.child_id = child.child_id and ended_on is null
      )`)} as school,
      ${open(`(
        select string_agg(coalesce(gp_practice.name, practice_code), '; ' order by practice_code)
        from gp_registration left join gp_practice using (practice_code)
        where gp_registration.child_id = child.child_id and ended_on is null
      )`)} as practice,
      ${open(`(
        select string_agg(concat_ws(' ', carer.given_names, carer.family_name), '; ' order by carer_no)
        from carer
        where carer.child_id = child.child_id and carer.family_name is not null
      )`)} as parents,
      (
        select string_agg(distinct supplier.name, '; ')
        from link join source_row using (source_row_id) join supplier using (supplier_id)
        where link.child_id = child.child_id
      ) as suppliers,
      (
        select max(last_seen_on) from link join source_row using (source_row_id) where link.child_id = child.child_id
      ) as last_seen_on,
      (select name from council where council_code = child.responsible_council) as responsible,
      ${open(`(
        select council.name from child_address join council using (council_code)
        where child_address.child_id = child.child_id and standing in ('current', 'last known')
      )`)} as lives_in
    from child
    where child_id = any ($1)
    order by array_position($1, child_id)
    limit 10`,
  takes: [arrayOf(bigint), boolean],
  gives: {
    child_id: bigint,
    given_names: text,
    family_name: text,
    preferred_name: nullable(text),
    date_of_birth: day,
    gender: oneOf(isGender),
    contactpoint_number: text,
    nhs_number: nullable(text),
    upn: nullable(text),
    is_shielded: boolean,
    home: nullable(text),
    school: nullable(text),
    practice: nullable(text),
    parents: nullable(text),
    suppliers: nullable(text),
    last_seen_on: nullable(day),
    responsible: nullable(text),
    lives_in: nullable(text),
  },
});

const row = statement({
  name: 'row-for-desk',
  text: `select given_names, family_name, preferred_name, date_of_birth, gender, source_row.nhs_number::text as nhs_number, upn,
      case when not $2 and not restricted then nullif(concat_ws(', ', address_line, source_row.town, source_row.postcode), '') end as home,
      case when not $2 then (select name from school where urn = school_urn) end as school,
      case when not $2
        then coalesce((select name from gp_practice where gp_practice.practice_code = source_row.practice_code), practice_code)
      end as practice,
      case when not $2 then (
        select string_agg(concat_ws(' ', source_carer.given_names, source_carer.family_name), '; ' order by carer_key)
        from source_carer
        where source_carer.supplier_id = source_row.supplier_id and source_carer.supplier_key = source_row.supplier_key
          and not ended
      ) end as parents,
      supplier.name as supplier, last_seen_on
    from source_row
    join supplier using (supplier_id)
    where source_row_id = $1`,
  takes: [bigint, boolean],
  gives: {
    given_names: text,
    family_name: text,
    preferred_name: nullable(text),
    date_of_birth: day,
    gender: oneOf(isGender),
    nhs_number: nullable(text),
    upn: nullable(text),
    home: nullable(text),
    school: nullable(text),
    practice: nullable(text),
    parents: nullable(text),
    supplier: text,
    last_seen_on: day,
  },
});

const said = statement({
  name: 'suppliers-words-for-desk',
  // Where names are closed, the present one stands for whatever a supplier still says.
  text: `select distinct on (supplier_id) supplier.name as supplier,
      case when has_closed then child.given_names else source_row.given_names end as given_names,
      case when has_closed then child.family_name else source_row.family_name end as family_name,
      source_row.date_of_birth, source_row.gender, source_row.nhs_number::text as nhs_number, source_row.upn, last_seen_on
    from link
    join child on child.child_id = link.child_id
    cross join lateral (
      select exists (select from closed_name where closed_name.child_id = child.child_id) as has_closed
    ) as names
    join source_row using (source_row_id)
    join supplier using (supplier_id)
    where link.child_id = $1
    order by supplier_id, last_seen_on desc, source_row_id desc
    limit 20`,
  takes: [bigint],
  gives: {
    supplier: text,
    given_names: text,
    family_name: text,
    date_of_birth: day,
    gender: oneOf(isGender),
    nhs_number: nullable(text),
    upn: nullable(text),
    last_seen_on: day,
  },
});

const stale = statement({
  name: 'stale-contacts-for-desk',
  text: `select team.name as team, organisation.name as organisation, practitioner.name as person, team.telephone,
      coalesce(confirmed_on, started_on) as since
    from involvement
    join team on team.team_id = involvement.team_id
    join organisation using (organisation_id)
    left join practitioner on practitioner.practitioner_id = involvement.practitioner_id
    where involvement.child_id = $1 and ended_on is null and coalesce(confirmed_on, started_on) < $2
      and team.service_kind <> all ($3)
      and not exists (select from shield where shield.child_id = involvement.child_id and lifted_on is null)
    order by 5, involvement_no
    limit 20`,
  takes: [bigint, day, arrayOf(text)],
  gives: { team: text, organisation: text, person: nullable(text), telephone: text, since: day },
});

const shielded = statement({
  name: 'are-any-shielded',
  text: `select exists (select from shield where child_id = any ($1) and lifted_on is null) as is_any`,
  takes: [arrayOf(bigint)],
  gives: { is_any: boolean },
});

export type RecordSide = Awaited<ReturnType<typeof readRecordSides>>[number];
export type RowSide = NonNullable<Awaited<ReturnType<typeof readRowSide>>>;

/** Whether any of these children is shielded: then none of the sides shows a place. */
export async function isAnyShielded(tx: Transaction, childIds: readonly number[]): Promise<boolean> {
  return (await shielded.first(tx, childIds))?.is_any === true;
}

/** The records that are held side by side, in the order asked for, with no place where `withoutPlaces`. */
export async function readRecordSides(
  tx: Transaction,
  _ticket: Ticket<Desk>,
  childIds: readonly number[],
  withoutPlaces: boolean,
) {
  return records.rows(tx, childIds, withoutPlaces);
}

/** The supplier's row that waits, with no place where `withoutPlaces`. */
export async function readRowSide(
  tx: Transaction,
  _ticket: Ticket<Desk>,
  sourceRowId: number,
  withoutPlaces: boolean,
) {
  return row.first(tx, sourceRowId, withoutPlaces);
}

/** What each supplier last said of who a child is. */
export async function readSaid(tx: Transaction, _ticket: Ticket<Desk>, childId: number) {
  return said.rows(tx, childId);
}

/** The contacts on a record that nobody confirmed since a day; of no sensitive service, and of no shielded child. */
export async function readStaleContacts(
  tx: Transaction,
  _ticket: Ticket<Desk>,
  childId: number,
  since: Parameters<typeof stale.rows>[2],
) {
  return stale.rows(tx, childId, since, untoldKinds(false));
}
