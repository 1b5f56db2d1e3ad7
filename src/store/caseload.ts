import type { Day } from '../domain/calendar.ts';
import { isServiceKind } from '../domain/service-kinds.ts';
import { arrayOf, bigint, boolean, day, instant, integer, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { isOpenOn } from './leaving-gate.ts';
import { statement } from './statement.ts';
import type { Caseload, OneChild, Ticket } from './ticket.ts';

// One more than a page tells whether there is another.
const caseloadPage = statement({
  name: 'caseload-page',
  text: `select child.child_id, child.given_names, child.family_name, child.date_of_birth, involvement.started_on,
      team.service_kind,
      case when whereabouts = 'current' and not exists (
          select from shield where shield.child_id = child.child_id and lifted_on is null
        ) then child_address.postcode end as postcode,
      exists (
        select from involvement as other
        join team as theirs on theirs.team_id = other.team_id
        where other.child_id = involvement.child_id
          and other.joined_at > coalesce(involvement.looked_at, involvement.joined_at, involvement.started_on)
          and other.involvement_no <> involvement.involvement_no
          and other.ended_on is null
          and theirs.service_kind <> all ($5::text[])
      ) as someone_joined
    from involvement
    join child on child.child_id = involvement.child_id
    join team on team.team_id = involvement.team_id
    left join child_address on child_address.child_id = child.child_id and standing = 'current'
    where involvement.practitioner_id = $1
      and ended_on is null
      and closed_on is null
      and ${isOpenOn('$6')}
      and ($2 = '' or starts_with(lower(child.family_name), lower($2)) or starts_with(lower(child.given_names), lower($2)))
    order by started_on desc, child.child_id
    limit $3
    offset $4`,
  takes: [integer, text, integer, integer, arrayOf(text), day],
  gives: {
    child_id: bigint,
    given_names: text,
    family_name: text,
    date_of_birth: day,
    started_on: day,
    service_kind: oneOf(isServiceKind),
    postcode: nullable(text),
    someone_joined: boolean,
  },
});

export type CaseloadChild = Awaited<ReturnType<typeof readCaseload>>[number];

// Of a child whose workers are shielded too: that someone joined says neither who nor where.
const noteLook = statement({
  name: 'note-look-at-record',
  text: `update involvement
    set looked_at = $3
    where child_id = $1
      and practitioner_id = $2
      and ended_on is null
      and exists (
        select from involvement as other
        where other.child_id = $1
          and other.joined_at > coalesce(involvement.looked_at, involvement.joined_at, involvement.started_on)
      )`,
  takes: [bigint, integer, instant],
  gives: {},
});

/** Notes that a practitioner has opened the record of a child they work with: who joined before is no news any more. */
export async function noteLooked(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  practitionerId: number,
  at: Date,
): Promise<void> {
  await noteLook.send(tx, scope.childId, practitionerId, at);
}

/** The children that the ticket's practitioner works with, newest first, whose given or family name begins so. */
export async function readCaseload(
  tx: Transaction,
  ticket: Ticket<Caseload>,
  {
    beginning,
    limit,
    offset,
    untold,
    today,
  }: {
    readonly beginning: string;
    readonly limit: number;
    readonly offset: number;
    readonly untold: readonly string[];
    readonly today: Day;
  },
) {
  const rows = await caseloadPage.rows(
    tx,
    ticket.scope.practitionerId,
    beginning,
    limit,
    offset,
    untold,
    today,
  );
  return rows.map((row) => ({
    childId: row.child_id,
    givenNames: row.given_names,
    familyName: row.family_name,
    dateOfBirth: row.date_of_birth,
    postcode: row.postcode,
    since: row.started_on,
    serviceKind: row.service_kind,
    someoneJoined: row.someone_joined,
  }));
}
