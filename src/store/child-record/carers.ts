import type { Carer } from '../../domain/child-record.ts';
import { isParentalResponsibility, isRelationship } from '../../domain/relationships.ts';
import { nullable, oneOf, smallint, text } from '../columns.ts';
import { part, type PartRow } from '../part.ts';

/** The parents and carers, people or a council. */
export const carersOfChild = part({
  text: `select given_names, family_name, council.official_name as council, relationship, parental_responsibility,
      address_no, telephone, email
    from carer
    left join council using (council_code)
    where child_id = $1
    order by carer_no
    limit 20`,
  gives: {
    given_names: nullable(text),
    family_name: nullable(text),
    council: nullable(text),
    relationship: oneOf(isRelationship),
    parental_responsibility: oneOf(isParentalResponsibility),
    address_no: nullable(smallint),
    telephone: nullable(text),
    email: nullable(text),
  },
});

/** A carer as the record holds them. */
export function toCarer(row: PartRow<typeof carersOfChild>): Carer {
  return {
    name: row.council ?? `${row.given_names ?? ''} ${row.family_name ?? ''}`.trim(),
    isCouncil: row.council !== null,
    relationship: row.relationship,
    parentalResponsibility: row.parental_responsibility,
    addressNo: row.address_no,
    telephone: row.telephone,
    email: row.email,
  };
}
