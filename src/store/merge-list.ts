import { bigint, boolean, day, instant, integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { Desk, Ticket } from './ticket.ts';

// Where the merged record lives decides whose desk it is, as of every other item.
const council = `coalesce((
        select council_code from child_address
        where child_address.child_id = record_merge.child_id and standing in ('current', 'last known')
      ), child.responsible_council)`;

const listed = statement({
  name: 'list-record-merges',
  text: `select record_merge.child_id, given_names, family_name, date_of_birth, decided_at, account.full_name as decided_by, undone_at
    from record_merge
    join child on child.child_id = record_merge.child_id
    join account on account.account_id = decided_by_account
    where ${council} is not distinct from $1 or ${council} is null
    order by decided_at desc, record_merge.child_id
    limit $2 offset $3`,
  takes: [nullable(smallint), integer, integer],
  gives: {
    child_id: bigint,
    given_names: text,
    family_name: text,
    date_of_birth: day,
    decided_at: instant,
    decided_by: text,
    undone_at: nullable(instant),
  },
});

const one = statement({
  name: 'record-merge-for-desk',
  text: `select record_merge.child_id, first_child_id, second_child_id, decided_at, account.full_name as decided_by, undone_at,
      ${council} as council_code,
      coalesce(${council} = (select council_code from organisation where organisation_id = $2), true) as is_of_council
    from record_merge
    join child on child.child_id = record_merge.child_id
    join account on account.account_id = decided_by_account
    where record_merge.child_id = $1`,
  takes: [bigint, integer],
  gives: {
    child_id: bigint,
    first_child_id: bigint,
    second_child_id: bigint,
    decided_at: instant,
    decided_by: text,
    undone_at: nullable(instant),
    council_code: nullable(smallint),
    is_of_council: boolean,
  },
});

export type ListedMerge = Awaited<ReturnType<typeof listMerges>>[number];

/** The merges of a council's desk, the newest first. */
export async function listMerges(
  tx: Transaction,
  { scope }: Ticket<Desk>,
  { limit, offset }: { readonly limit: number; readonly offset: number },
) {
  return listed.rows(tx, scope.councilCode, limit, offset);
}

/** One merge, and whether it is of the desk of the organisation's council. */
export async function findMerge(tx: Transaction, childId: number, organisationId: number) {
  return one.first(tx, childId, organisationId);
}
