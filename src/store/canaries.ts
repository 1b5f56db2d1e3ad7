import { isGender } from '../domain/gender.ts';
import { arrayOf, day, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement, type Row } from './statement.ts';

// By lot, over the whole council: once, by hand, so that it may take its seconds.
const likenesses = statement({
  name: 'likenesses-for-canaries',
  text: `select child.given_names, child.family_name, child.date_of_birth, child.gender, address_line, town, postcode,
      (select urn from education where education.child_id = child.child_id and urn is not null and ended_on is null
        order by education_no limit 1) as urn,
      (select practice_code from gp_registration where gp_registration.child_id = child.child_id and ended_on is null
        order by practice_code limit 1) as practice_code,
      (select given_names from carer where carer.child_id = child.child_id and relationship = 'mother' limit 1) as mother
    from child_address
    join child on child.child_id = child_address.child_id
    where child_address.council_code = $1
      and standing = 'current'
      and postcode is not null
      and closed_on is null
      and date_of_birth between $2::date - 16 * 365 and $2::date - 2 * 365
      and not exists (select from shield where shield.child_id = child.child_id)
    order by random()
    limit $3`,
  takes: [smallint, day, integer],
  gives: {
    given_names: text,
    family_name: text,
    date_of_birth: day,
    gender: oneOf(isGender),
    address_line: text,
    town: nullable(text),
    postcode: nullable(text),
    urn: nullable(integer),
    practice_code: nullable(text),
    mother: nullable(text),
  },
});

const mark = statement({
  name: 'mark-canaries',
  text: `insert into canary (child_id, council_code, placed_on)
    select link.child_id, $2, $3
    from source_row
    join supplier on supplier.supplier_id = source_row.supplier_id and supplier.code = 'record-keeper'
    join link on link.source_row_id = source_row.source_row_id
    where supplier_key = any ($1)
    on conflict do nothing
    returning council_code`,
  takes: [arrayOf(text), smallint, day],
  gives: { council_code: smallint },
});

/** Children of a council, by lot, whom decoys are to be like: none is a copy of one. */
export function drawLikenesses(
  tx: Transaction,
  council: number,
  today: Row<typeof likenesses.gives>['date_of_birth'],
  count: number,
) {
  return likenesses.rows(tx, council, today, count);
}

/** Keeps which records are decoys, by the keys that they were recorded under. Answers how many. Only the owner may. */
export async function markCanaries(
  tx: Transaction,
  keys: readonly string[],
  council: number,
  today: Row<typeof likenesses.gives>['date_of_birth'],
): Promise<number> {
  return (await mark.rows(tx, keys, council, today)).length;
}
