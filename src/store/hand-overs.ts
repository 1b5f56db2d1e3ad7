import type { Receiver } from '../domain/care-rules.ts';
import { bigint, boolean, instant, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { OneChild, Ticket } from './ticket.ts';

/** Whether a word is what an offer is of. */
export const isKind = (word: string): word is HandOver['kind'] => word === 'involvement' || word === 'lead';
const isReceiver = (word: string): word is Receiver =>
  word === 'me' || word === 'my team' || word === 'others';

export function isSettledAs(word: string): word is SettledAs {
  return settlings.some((one) => one === word);
}

/** How an offer ended. */
export type SettledAs = (typeof settlings)[number];

const settlings = ['accepted', 'declined', 'withdrawn', 'overtaken'] as const;

/** How a practitioner stands to whom an offer was made. A duty desk has no staff here: anybody of its organisation answers for it. */
export const receiverOf = (practitioner: string): string => `case
        when to_practitioner_id = ${practitioner} then 'me'
        when to_practitioner_id is null and exists (
          select from practitioner as mine
          join team as own on own.team_id = mine.team_id
          where mine.practitioner_id = ${practitioner}
            and (own.team_id = receiving.team_id or receiving.is_desk and own.organisation_id = receiving.organisation_id)
        ) then 'my team'
        else 'others'
      end`;

const waitingOfChild = statement({
  name: 'hand-overs-waiting-of-child',
  text: `select hand_over_no, kind, involvement_no, to_involvement_no, to_team_id, to_practitioner_id, asked_by, asked_at,
      receiving.name as to_team, receiving.is_desk, practitioner.name as to_person, ${receiverOf('$2')} as receiver
    from hand_over
    join team as receiving on receiving.team_id = to_team_id
    left join practitioner on practitioner.practitioner_id = to_practitioner_id
    where child_id = $1
      and settled_at is null
    order by hand_over_no
    limit 100`,
  takes: [bigint, nullable(integer)],
  gives: {
    hand_over_no: smallint,
    kind: oneOf(isKind),
    involvement_no: smallint,
    to_involvement_no: nullable(smallint),
    to_team_id: integer,
    to_practitioner_id: nullable(integer),
    asked_by: integer,
    asked_at: instant,
    to_team: text,
    is_desk: boolean,
    to_person: nullable(text),
    receiver: oneOf(isReceiver),
  },
});

const offer = statement({
  name: 'offer-hand-over',
  text: `insert into hand_over (child_id, hand_over_no, kind, involvement_no, to_involvement_no, to_team_id, to_practitioner_id, asked_by,
      asked_at)
    select $1, coalesce(max(hand_over_no), 0) + 1, $2, $3, $4, $5, $6, $7, $8
    from hand_over
    where child_id = $1
    returning hand_over_no`,
  takes: [bigint, text, smallint, nullable(smallint), integer, nullable(integer), integer, instant],
  gives: { hand_over_no: smallint },
});

const settle = statement({
  name: 'settle-hand-over',
  text: `update hand_over
    set settled_as = $3, settled_by = $4, settled_at = $5
    where child_id = $1
      and hand_over_no = $2
      and settled_at is null
    returning hand_over_no`,
  takes: [bigint, smallint, text, integer, instant],
  gives: { hand_over_no: smallint },
});

const settleOf = statement({
  name: 'settle-hand-overs-of-involvement',
  text: `update hand_over
    set settled_as = $3, settled_by = $4, settled_at = $5
    where child_id = $1
      and (involvement_no = $2 or to_involvement_no = $2)
      and settled_at is null
    returning hand_over_no`,
  takes: [bigint, smallint, text, integer, instant],
  gives: { hand_over_no: smallint },
});

const receivers = statement({
  name: 'hand-over-receivers',
  text: `select 'person' as kind, practitioner_id as id, name, job_title as detail
    from practitioner
    where team_id = $1
      and practitioner_id <> $2
      and not exists (
        select from account where account.practitioner_id = practitioner.practitioner_id and account.state = 'closed'
      )
    union all
    select case when team.is_desk then 'desk' else 'team' end, team.team_id, team.name, team.hours
    from team
    join team as own on own.team_id = $1
    where (team.organisation_id = own.organisation_id and team.service_kind = own.service_kind and not team.is_desk)
      or (team.organisation_id = own.organisation_id and team.is_desk)
    order by name, id
    limit 60`,
  takes: [integer, integer],
  gives: { kind: text, id: integer, name: text, detail: text },
});

/** An offer that waits for its answer. */
export type HandOver = {
  readonly no: number;
  readonly kind: 'involvement' | 'lead';
  readonly involvementNo: number;
  readonly toInvolvementNo: number | null;
  readonly toTeamId: number;
  readonly toPractitionerId: number | null;
  readonly toTeam: string;
  readonly toPerson: string | null;
  readonly askedBy: number;
  readonly askedAt: Date;
  readonly receiver: Receiver;
};

/** What waits of the child under the ticket, as a practitioner stands to it. */
export async function readWaiting(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  practitionerId: number | null,
): Promise<readonly HandOver[]> {
  const rows = await waitingOfChild.rows(tx, scope.childId, practitionerId);
  return rows.map((row) => ({
    no: row.hand_over_no,
    kind: row.kind,
    involvementNo: row.involvement_no,
    toInvolvementNo: row.to_involvement_no,
    toTeamId: row.to_team_id,
    toPractitionerId: row.to_practitioner_id,
    toTeam: row.to_team,
    toPerson: row.to_person,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    receiver: row.receiver,
  }));
}

/** What is offered, and to whom. */
export type Offer = Pick<
  HandOver,
  'kind' | 'involvementNo' | 'toInvolvementNo' | 'toTeamId' | 'toPractitionerId'
>;

type By = { readonly accountId: number; readonly at: Date };

/** Offers work with the child, or the lead, to somebody. */
export async function offerHandOver(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  { kind, involvementNo, toInvolvementNo, toTeamId, toPractitionerId }: Offer,
  { accountId, at }: By,
): Promise<void> {
  const what = [kind, involvementNo, toInvolvementNo, toTeamId, toPractitionerId] as const;
  await offer.rows(tx, scope.childId, ...what, accountId, at);
}

/** Ends one offer; false where it had ended. */
export async function settleHandOver(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  handOverNo: number,
  as: SettledAs,
  { accountId, at }: By,
): Promise<boolean> {
  return (await settle.first(tx, scope.childId, handOverNo, as, accountId, at)) !== undefined;
}

/** Ends whatever was offered of one work, or for it to lead. */
export async function settleHandOvers(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  involvementNo: number,
  as: SettledAs,
  { accountId, at }: By,
): Promise<void> {
  await settleOf.rows(tx, scope.childId, involvementNo, as, accountId, at);
}

/** Somebody to whom work of a team can be handed over. */
export type PossibleReceiver = {
  readonly kind: string;
  readonly id: number;
  readonly name: string;
  readonly detail: string;
};

/** A team's people but one, the teams of the same service beside it, and the duty desks of its organisation. */
export async function readReceivers(
  tx: Transaction,
  teamId: number,
  butPractitionerId: number | null,
): Promise<readonly PossibleReceiver[]> {
  const found = await receivers.rows(tx, teamId, butPractitionerId ?? 0);
  const ranks = ['person', 'team', 'desk'];
  return found.toSorted((one, other) => ranks.indexOf(one.kind) - ranks.indexOf(other.kind));
}
