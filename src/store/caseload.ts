import { isServiceKind } from '../domain/service-kinds.ts';
import { bigint, day, integer, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { Caseload, Ticket } from './ticket.ts';

// One more than a page tells whether there is another.
const caseloadPage = statement({
  name: 'caseload-page',
  text: `select child.child_id, child.given_names, child.family_name, child.date_of_birth, involvement.started_on,
      team.service_kind,
      case when whereabouts = 'current' and not exists (
          select from shield where shield.child_id = child.child_id and lifted_on is null
        ) then child_address.postcode end as postcode
    from involvement
    join child on child.child_id = involvement.child_id
    join team on team.team_id = involvement.team_id
    left join child_address on child_address.child_id = child.child_id and standing = 'current'
    where involvement.practitioner_id = $1
      and ended_on is null
      and closed_on is null
      and ($2 = '' or starts_with(lower(child.family_name), lower($2)) or starts_with(lower(child.given_names), lower($2)))
    order by started_on desc, child.child_id
    limit $3
    offset $4`,
  takes: [integer, text, integer, integer],
  gives: {
    child_id: bigint,
    given_names: text,
    family_name: text,
    date_of_birth: day,
    started_on: day,
    service_kind: oneOf(isServiceKind),
    postcode: nullable(text),
  },
});

export type CaseloadChild = Awaited<ReturnType<typeof readCaseload>>[number];

/** The children that the ticket's practitioner works with, newest first, whose given or family name begins so. */
export async function readCaseload(
  tx: Transaction,
  ticket: Ticket<Caseload>,
  {
    beginning,
    limit,
    offset,
  }: { readonly beginning: string; readonly limit: number; readonly offset: number },
) {
  const rows = await caseloadPage.rows(tx, ticket.scope.practitionerId, beginning, limit, offset);
  return rows.map((row) => ({
    childId: row.child_id,
    givenNames: row.given_names,
    familyName: row.family_name,
    dateOfBirth: row.date_of_birth,
    postcode: row.postcode,
    since: row.started_on,
    serviceKind: row.service_kind,
  }));
}
