import type { Day } from '../domain/calendar.ts';
import { isServiceKind, type ServiceKind } from '../domain/service-kinds.ts';
import { bigint, boolean, day, instant, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { isKind, isSettledAs, receiverOf, type HandOver, type SettledAs } from './hand-overs.ts';
import { isOpenOn } from './leaving-gate.ts';
import { statement } from './statement.ts';
import type { Caseload, Ticket } from './ticket.ts';

// To me or my team and waiting; or offered by me lately, with what came of it.
const listFor = statement({
  name: 'hand-overs-for',
  text: `select hand_over.child_id, hand_over_no, kind, asked_at, settled_as, given_names, family_name, date_of_birth, team.service_kind,
      account.full_name as asked_by, asked_by = $2 as is_mine, receiving.name as to_team, practitioner.name as to_person
    from hand_over
    join child using (child_id)
    join involvement on involvement.child_id = hand_over.child_id and involvement.involvement_no = hand_over.involvement_no
    join team on team.team_id = involvement.team_id
    join account on account.account_id = asked_by
    join team as receiving on receiving.team_id = to_team_id
    left join practitioner on practitioner.practitioner_id = to_practitioner_id
    where (
        asked_by = $2 and asked_at > $3
        or settled_at is null and to_team_id in (
          select own.team_id from practitioner as mine
          join team as own on own.organisation_id = (
            select at.organisation_id from team as at where at.team_id = mine.team_id
          )
          where mine.practitioner_id = $1
        ) and ${receiverOf('$1')} <> 'others'
      )
      and closed_on is null
      and ${isOpenOn('$4')}
    order by settled_at nulls first, asked_at desc, hand_over.child_id, hand_over_no
    limit 100`,
  takes: [integer, integer, instant, day],
  gives: {
    child_id: bigint,
    hand_over_no: smallint,
    kind: oneOf(isKind),
    asked_at: instant,
    settled_as: nullable(oneOf(isSettledAs)),
    given_names: text,
    family_name: text,
    date_of_birth: day,
    service_kind: oneOf(isServiceKind),
    asked_by: text,
    is_mine: boolean,
    to_team: text,
    to_person: nullable(text),
  },
});

const countFor = statement({
  name: 'count-hand-overs-for',
  text: `select count(*)::integer as waiting
    from hand_over
    join team as receiving on receiving.team_id = to_team_id
    where settled_at is null
      and asked_by <> $2
      and to_team_id in (
        select own.team_id from practitioner as mine
        join team as own on own.organisation_id = (
          select at.organisation_id from team as at where at.team_id = mine.team_id
        )
        where mine.practitioner_id = $1
      )
      and ${receiverOf('$1')} <> 'others'`,
  takes: [integer, integer],
  gives: { waiting: integer },
});

/** One line of the list of offers. */
export type ListedHandOver = {
  readonly childId: number;
  readonly no: number;
  readonly kind: HandOver['kind'];
  readonly name: string;
  readonly dateOfBirth: Day;
  readonly serviceKind: ServiceKind;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly isMine: boolean;
  readonly to: string;
  readonly settledAs: SettledAs | null;
};

/** What waits for the ticket's practitioner or their team, and what this account offered since an instant. */
export async function listHandOvers(
  tx: Transaction,
  { scope, grant }: Ticket<Caseload>,
  since: Date,
  today: Day,
): Promise<readonly ListedHandOver[]> {
  const rows = await listFor.rows(tx, scope.practitionerId, grant.actor.accountId, since, today);
  return rows.map((row) => ({
    childId: row.child_id,
    no: row.hand_over_no,
    kind: row.kind,
    name: `${row.given_names} ${row.family_name}`,
    dateOfBirth: row.date_of_birth,
    serviceKind: row.service_kind,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    isMine: row.is_mine,
    to: row.to_person ?? row.to_team,
    settledAs: row.settled_as,
  }));
}

/** How many offers wait for a practitioner or their team, and were not made by this account. */
export async function countHandOvers(
  tx: Transaction,
  practitionerId: number,
  accountId: number,
): Promise<number> {
  return (await countFor.first(tx, practitionerId, accountId))?.waiting ?? 0;
}
