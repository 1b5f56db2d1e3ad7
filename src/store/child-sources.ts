import type { Source } from '../domain/child-record.ts';
import { bigint, boolean, day, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { OneChild, Ticket } from './ticket.ts';

const sourcesOfChild = statement({
  name: 'sources-of-child',
  text: `select supplier.name as supplier, first_seen_on, last_seen_on,
      address_line is not null as says_address, practice_code is not null as says_practice,
      school_urn is not null as says_school
    from link
    join source_row using (source_row_id)
    join supplier using (supplier_id)
    where child_id = $1
    order by last_seen_on desc, source_row_id
    limit 20`,
  takes: [bigint],
  gives: {
    supplier: text,
    first_seen_on: day,
    last_seen_on: day,
    says_address: boolean,
    says_practice: boolean,
    says_school: boolean,
  },
});

/** The suppliers' rows behind the ticket's child: who says what, and since when. */
export async function readSources(tx: Transaction, ticket: Ticket<OneChild>): Promise<readonly Source[]> {
  const rows = await sourcesOfChild.rows(tx, ticket.scope.childId);
  return rows.map(toSource);
}

function toSource(row: Awaited<ReturnType<typeof sourcesOfChild.rows>>[number]): Source {
  const says = [
    'name and date of birth',
    ...(row.says_address ? ['address'] : []),
    ...(row.says_practice ? ['GP practice'] : []),
    ...(row.says_school ? ['school'] : []),
  ];
  return { supplier: row.supplier, says, firstSeenOn: row.first_seen_on, lastSeenOn: row.last_seen_on };
}
