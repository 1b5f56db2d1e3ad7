import type { Source } from '../../domain/child-record.ts';
import { boolean, day, text } from '../columns.ts';
import { part, type PartRow } from '../part.ts';

/** The suppliers' rows behind the child: who says what, and since when. */
export const sourcesOfChild = part({
  text: `select supplier.name as supplier, first_seen_on, last_seen_on,
      address_line is not null as says_address, practice_code is not null as says_practice,
      school_urn is not null as says_school
    from link
    join source_row using (source_row_id)
    join supplier using (supplier_id)
    where child_id = $1
    order by last_seen_on desc, source_row_id
    limit 20`,
  gives: {
    supplier: text,
    first_seen_on: day,
    last_seen_on: day,
    says_address: boolean,
    says_practice: boolean,
    says_school: boolean,
  },
});

/** A supplier’s row as the record names it. */
export function toSource(row: PartRow<typeof sourcesOfChild>): Source {
  const says = [
    'name and date of birth',
    ...(row.says_address ? ['address'] : []),
    ...(row.says_practice ? ['GP practice'] : []),
    ...(row.says_school ? ['school'] : []),
  ];
  return { supplier: row.supplier, says, firstSeenOn: row.first_seen_on, lastSeenOn: row.last_seen_on };
}
