// One table with all that is asked of it, its columns and texts shared.
/* oxlint-disable max-lines */
import type { Receiver } from '../domain/care-rules.ts';
import {
  isChased,
  isRequestKind,
  isRequestState,
  isUrgency,
  isWayToReach,
  type Chased,
  type NewContactRequest,
  type RequestKind,
  type RequestState,
  type Urgency,
  type WayToReach,
} from '../domain/contact-request.ts';
import type { Day } from '../domain/calendar.ts';
import { isFooting, type Footing } from '../domain/reasons.ts';
import { isRelationship, type Relationship } from '../domain/relationships.ts';
import { isRole, type Role } from '../domain/roles.ts';
import { isServiceKind, type ServiceKind } from '../domain/service-kinds.ts';
import { bigint, boolean, day, instant, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { Caseload, OneChild, Ticket } from './ticket.ts';

const isReceiver = (word: string): word is Receiver =>
  word === 'me' || word === 'my team' || word === 'others';

/** How a practitioner stands to whom it goes: to the person; once chased, to all of their team; at the end to the team that manages too. */
const receiverOf = (practitioner: string): string => `case
        when to_practitioner_id = ${practitioner} then 'me'
        when exists (
          select from practitioner as mine
          join team as own on own.team_id = mine.team_id
          join team as receiving on receiving.team_id = also_team_id
            or receiving.team_id = to_team_id and (to_practitioner_id is null or chased in ('team', 'management'))
          where mine.practitioner_id = ${practitioner}
            and (own.team_id = receiving.team_id or receiving.is_desk and own.organisation_id = receiving.organisation_id)
        ) then 'my team'
        else 'others'
      end`;

// Of the request alone; what of it the asker may see is for `shownTo` below.
const columns = {
  child_id: bigint,
  request_no: bigint,
  kind: oneOf(isRequestKind),
  version: integer,
  given_names: text,
  family_name: text,
  date_of_birth: day,
  is_shielded: boolean,
  to_team_id: nullable(integer),
  to_team: nullable(text),
  to_person: nullable(text),
  reach_by: oneOf(isWayToReach),
  telephone: nullable(text),
  email: nullable(text),
  urgency: oneOf(isUrgency),
  footing: oneOf(isFooting),
  asked_by: integer,
  asker: text,
  asker_role: oneOf(isRole),
  asker_organisation: text,
  asked_at: instant,
  state: oneOf(isRequestState),
  state_at: instant,
  chased: oneOf(isChased),
  receiver: oneOf(isReceiver),
} as const;

const selected = (
  practitioner: string,
): string => `select contact_request.child_id, request_no, contact_request.kind, version, given_names, family_name,
      date_of_birth, exists (select from shield where shield.child_id = child.child_id and lifted_on is null) as is_shielded,
      to_team_id, to_team.name as to_team, practitioner.name as to_person, reach_by, contact_request.telephone,
      contact_request.email, urgency, footing, asked_by, account.full_name as asker, account.role as asker_role,
      organisation.name as asker_organisation, asked_at, contact_request.state, state_at, chased,
      ${receiverOf(practitioner)} as receiver
    from contact_request
    join child on child.child_id = contact_request.child_id
    join account on account.account_id = asked_by
    join organisation on organisation.organisation_id = account.organisation_id
    left join team as to_team on to_team.team_id = to_team_id
    left join practitioner on practitioner.practitioner_id = to_practitioner_id`;

const oneRequest = statement({
  name: 'contact-request-of-child',
  text: `${selected('$3')}
    where contact_request.child_id = $1 and request_no = $2 and closed_on is null`,
  takes: [bigint, bigint, integer],
  gives: columns,
});

// What may be for the practitioner: to them, to a team of their organisation, or to the team that manages.
const perhapsFor = (practitioner: string): string => `(to_practitioner_id = ${practitioner}
          or to_team_id in (${teamsOf(practitioner)}) or also_team_id in (${teamsOf(practitioner)}))`;
const teamsOf = (practitioner: string): string => `select around.team_id from practitioner as mine
            join team as own on own.team_id = mine.team_id
            join team as around on around.organisation_id = own.organisation_id
            where mine.practitioner_id = ${practitioner}`;

const requestsFor = statement({
  name: 'contact-requests-for',
  text: `${selected('$1')}
    where closed_on is null
      and (
        asked_by = $2 and contact_request.kind <> 'other child' and asked_at > $3
        or asked_by <> $2 and contact_request.state in ('asked', 'seen', 'passed on', 'accepted') and ${perhapsFor('$1')}
          and ${receiverOf('$1')} <> 'others'
      )
    order by contact_request.state in ('asked', 'seen', 'passed on') desc, asked_at desc, contact_request.child_id, request_no
    limit 100`,
  takes: [integer, integer, instant],
  gives: columns,
});

const countFor = statement({
  name: 'count-contact-requests-for',
  text: `select count(*)::integer as waiting, count(*) filter (where chased <> 'not yet')::integer as overdue
    from contact_request
    join child on child.child_id = contact_request.child_id
    where state in ('asked', 'seen', 'passed on')
      and asked_by <> $2
      and closed_on is null
      and ${perhapsFor('$1')}
      and ${receiverOf('$1')} <> 'others'`,
  takes: [integer, integer],
  gives: { waiting: integer, overdue: integer },
});

const sentColumns = `reach_by, telephone, email, urgency, footing, asked_by, asked_at, state_at, chase_at`;
const sentTypes = [
  text,
  nullable(text),
  nullable(text),
  text,
  text,
  integer,
  instant,
  nullable(instant),
] as const;
// $3 … $10 of every asking: how they are reached, how soon, on what footing, who, when, and when it is chased.
const sentValues = `$3, $4, $5, $6, $7, $8, $9, $9, $10`;

const ofWork = statement({
  name: 'ask-to-contact-of-work',
  text: `insert into contact_request (child_id, kind, to_team_id, to_practitioner_id, ${sentColumns})
    select $1, 'named', team_id, ${whoIsThere('involvement')}, ${sentValues}
    from involvement
    where child_id = $1 and involvement_no = $2
    on conflict do nothing
    returning request_no`,
  takes: [bigint, smallint, ...sentTypes],
  gives: { request_no: bigint },
});

const ofRelay = statement({
  name: 'ask-to-contact-of-relay',
  text: `insert into contact_request (child_id, kind, to_team_id, ${sentColumns})
    select $1, 'relayed', team_id, ${sentValues}
    from team
    where service_kind = 'contact relay' and $2::smallint is null
    order by team_id
    limit 1
    on conflict do nothing
    returning request_no`,
  takes: [bigint, nullable(smallint), ...sentTypes],
  gives: { request_no: bigint },
});

// Whose account is closed has left: then it is for the team.
function whoIsThere(work: string): string {
  return `case
        when not exists (
          select from account where account.practitioner_id = ${work}.practitioner_id and account.state = 'closed'
        ) then ${work}.practitioner_id
      end`;
}

// Whoever leads; else whoever confirmed last; a service that is not named only where there is no other, and on its basis.
const whoeverHelps = (child: string): string => `select one.team_id, ${whoIsThere('one')} as practitioner_id
      from involvement as one
      join team using (team_id)
      where one.child_id = ${child}
        and one.practitioner_id is distinct from (select asking.practitioner_id from account as asking where asking.account_id = $8)
        and (one.ended_on is null or one.ended_on >= ($9::timestamptz at time zone 'Europe/London')::date)
        and (
          basis is distinct from 'consent' or exists (
            select from consent
            where consent.child_id = one.child_id
              and consent.team_id = one.team_id
              and given_on <= ($9::timestamptz at time zone 'Europe/London')::date
              and until_on >= ($9::timestamptz at time zone 'Europe/London')::date
              and withdrawn_at is null
          )
        )
      order by is_lead desc, basis is null desc, confirmed_on desc nulls last, involvement_no
      limit 1`;

const ofHelpers = statement({
  name: 'ask-to-contact-of-helpers',
  text: `insert into contact_request (child_id, kind, to_team_id, to_practitioner_id, ${sentColumns})
    select $1, 'withheld', coalesce(helper.team_id, desk.team_id, relay.team_id), helper.practitioner_id, ${sentValues}
    from child
    left join lateral (${whoeverHelps('child.child_id')}) as helper on true
    left join lateral (
      select team_id from team
      where is_desk and team.council_code in (
        child.responsible_council,
        (
          select home.council_code from child_address as home
          where home.child_id = child.child_id and standing in ('current', 'last known')
        ),
        (
          select organisation.council_code from account as asking
          join organisation using (organisation_id)
          where asking.account_id = $8
        )
      )
      order by team.council_code = child.responsible_council desc nulls last, team_id
      limit 1
    ) as desk on true
    left join lateral (select team_id from team where service_kind = 'contact relay' order by team_id limit 1) as relay on true
    where child_id = $1 and $2::smallint is null and coalesce(helper.team_id, desk.team_id, relay.team_id) is not null
    on conflict do nothing
    returning request_no`,
  takes: [bigint, nullable(smallint), ...sentTypes],
  gives: { request_no: bigint },
});

const ofOtherChildren = statement({
  name: 'ask-to-contact-of-other-children',
  text: `insert into contact_request (child_id, kind, to_team_id, to_practitioner_id, ${sentColumns})
    select other.child_id, 'other child', helper.team_id, helper.practitioner_id, ${sentValues}
    from carer as mine
    join carer as other on other.person_id = mine.person_id and other.child_id <> mine.child_id
    join child on child.child_id = other.child_id and closed_on is null
    join lateral (${whoeverHelps('other.child_id')}) as helper on true
    where mine.child_id = $1 and mine.carer_no = $2
    limit 50
    on conflict do nothing
    returning request_no`,
  takes: [bigint, smallint, ...sentTypes],
  gives: { request_no: bigint },
});

// The asker's own line, the same whether or not there is another child.
const lineOfAsker = statement({
  name: 'ask-to-contact-line-of-asker',
  text: `insert into contact_request (child_id, kind, state, state_by, ${sentColumns})
    select child_id, 'any other child', 'done', $8, ${sentValues}
    from carer
    where child_id = $1 and carer_no = $2
    returning request_no`,
  takes: [bigint, smallint, ...sentTypes],
  gives: { request_no: bigint },
});

const carersToAsk = statement({
  name: 'carers-to-ask-about',
  text: `select carer_no, given_names || ' ' || family_name as name, relationship
    from carer
    where child_id = $1 and family_name is not null
    order by carer_no
    limit 20`,
  takes: [bigint],
  gives: { carer_no: smallint, name: text, relationship: oneOf(isRelationship) },
});

const noteSeen = statement({
  name: 'note-contact-request-seen',
  text: `update contact_request
    set state = 'seen', state_at = $3, state_by = $4
    where child_id = $1 and request_no = $2 and state in ('asked', 'passed on')
    returning request_no`,
  takes: [bigint, bigint, instant, integer],
  gives: { request_no: bigint },
});

const settle = statement({
  name: 'settle-contact-request',
  text: `update contact_request
    set state = $4, state_at = $5, state_by = $6, chase_at = null, version = version + 1
    where child_id = $1 and request_no = $2 and version = $3 and state in ('asked', 'seen', 'passed on', 'accepted')
    returning request_no`,
  takes: [bigint, bigint, integer, text, instant, integer],
  gives: { request_no: bigint },
});

const passOn = statement({
  name: 'pass-on-contact-request',
  text: `update contact_request
    set state = 'passed on', state_at = $4, state_by = $5, to_team_id = $6, to_practitioner_id = $7, also_team_id = null,
      chased = 'not yet', chase_at = $8, version = version + 1
    where child_id = $1 and request_no = $2 and version = $3 and state in ('asked', 'seen', 'passed on')
      and not exists (
        select from contact_request as same
        where same.child_id = $1
          and same.request_no <> $2
          and same.asked_by = contact_request.asked_by
          and same.kind = contact_request.kind
          and same.to_team_id = $6
          and same.to_practitioner_id is not distinct from $7
          and same.state in ('asked', 'seen', 'passed on')
      )
    returning request_no`,
  takes: [bigint, bigint, integer, instant, integer, integer, nullable(integer), nullable(instant)],
  gives: { request_no: bigint },
});

const waitingTooLong = statement({
  name: 'contact-requests-to-chase',
  text: `select contact_request.child_id, request_no, urgency, chased, chase_at
    from contact_request
    join child on child.child_id = contact_request.child_id
    where chase_at <= $1 and closed_on is null
    order by chase_at, contact_request.child_id, request_no
    limit $2
    for update of contact_request skip locked`,
  takes: [instant, integer],
  gives: {
    child_id: bigint,
    request_no: bigint,
    urgency: oneOf(isUrgency),
    chased: oneOf(isChased),
    chase_at: instant,
  },
});

// The team that manages the receiving one; where none does, the duty desk of its council.
const chase = statement({
  name: 'chase-contact-request',
  text: `update contact_request
    set chased = $3, chase_at = $4, also_team_id = case
        when $3 = 'management' then (
          select above.team_id
          from team as own
          join organisation using (organisation_id)
          join team as above on above.organisation_id = own.organisation_id and above.manages
            or above.is_desk and above.council_code = organisation.council_code
          where own.team_id = to_team_id and above.team_id <> own.team_id
          order by above.manages desc, above.team_id
          limit 1
        )
        else also_team_id
      end
    where child_id = $1 and request_no = $2
    returning request_no`,
  takes: [bigint, bigint, text, nullable(instant)],
  gives: { request_no: bigint },
});

const sensitiveReceivers = statement({
  name: 'contact-request-sensitive-receivers',
  text: `select distinct team.team_id, team.name, team.service_kind
    from involvement
    join team using (team_id)
    where child_id = $1
      and basis is not null
      and (ended_on is null or ended_on >= $2)
      and (
        basis = 'cause' or exists (
          select from consent
          where consent.child_id = $1
            and consent.team_id = involvement.team_id
            and given_on <= $2
            and until_on >= $2
            and withdrawn_at is null
        )
      )
    order by team.name, team.team_id
    limit 20`,
  takes: [bigint, day],
  gives: { team_id: integer, name: text, service_kind: oneOf(isServiceKind) },
});

/** A request as it is kept, and how the reader stands to whom it goes. */
export type ContactRequest = {
  readonly childId: number;
  readonly no: number;
  readonly kind: RequestKind;
  readonly version: number;
  readonly name: string;
  readonly dateOfBirth: Day;
  readonly isShielded: boolean;
  readonly toTeamId: number | null;
  readonly toTeam: string | null;
  readonly toPerson: string | null;
  readonly reachBy: WayToReach;
  readonly telephone: string | null;
  readonly email: string | null;
  readonly urgency: Urgency;
  readonly footing: Footing;
  readonly askedBy: number;
  readonly asker: string;
  readonly askerRole: Role;
  readonly askerOrganisation: string;
  readonly askedAt: Date;
  readonly state: RequestState;
  readonly stateAt: Date;
  readonly chased: Chased;
  readonly receiver: Receiver;
};

/** One request about the child under the ticket. */
export async function readContactRequest(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  requestNo: number,
  practitionerId: number,
): Promise<ContactRequest | undefined> {
  const row = await oneRequest.first(tx, scope.childId, requestNo, practitionerId);
  return row && toRequest(row);
}

/** What waits for the ticket's practitioner, and what this account asked since an instant. */
export async function listContactRequests(
  tx: Transaction,
  { scope, grant }: Ticket<Caseload>,
  since: Date,
): Promise<readonly ContactRequest[]> {
  const rows = await requestsFor.rows(tx, scope.practitionerId, grant.actor.accountId, since);
  return rows.map(toRequest);
}

/** How many wait for a practitioner or their team, and how many of them too long. */
export async function countContactRequests(tx: Transaction, practitionerId: number, accountId: number) {
  return (await countFor.first(tx, practitionerId, accountId)) ?? { waiting: 0, overdue: 0 };
}

/** Who asks, when, and when it is chased. */
export type Asking = NewContactRequest & {
  readonly accountId: number;
  readonly at: Date;
  readonly chaseAt: Date | null;
};

/** Whom it goes to: one service of the child, the relay, or whoever helps. */
export type Asked = { readonly work: number } | 'relay' | 'helpers';

/** Writes a request down; undefined where the same one waits already, or nobody is there. */
export async function addContactRequest(
  tx: Transaction,
  { scope: { childId } }: Ticket<OneChild>,
  asked: Asked,
  asking: Asking,
): Promise<number | undefined> {
  const sent = valuesOf(asking);
  if (asked === 'relay') return (await ofRelay.first(tx, childId, null, ...sent))?.request_no;
  if (asked === 'helpers') return (await ofHelpers.first(tx, childId, null, ...sent))?.request_no;
  return (await ofWork.first(tx, childId, asked.work, ...sent))?.request_no;
}

/** Asks the workers of a carer's other children, and writes the asker's own line. Undefined where there is no such carer. */
export async function askOfOtherChildren(
  tx: Transaction,
  { scope: { childId } }: Ticket<OneChild>,
  carerNo: number,
  asking: Asking,
): Promise<number | undefined> {
  await ofOtherChildren.rows(tx, childId, carerNo, ...valuesOf(asking));
  return (await lineOfAsker.first(tx, childId, carerNo, ...valuesOf({ ...asking, chaseAt: null })))
    ?.request_no;
}

function valuesOf({ reachBy, telephone, email, urgency, footing, accountId, at, chaseAt }: Asking) {
  return [reachBy, telephone, email, urgency, footing, accountId, at, chaseAt] as const;
}

/** A carer, about whose other children can be asked. */
export type CarerToAsk = {
  readonly no: number;
  readonly name: string;
  readonly relationship: Relationship;
};

/** The people who care for the child; councils are asked otherwise. */
export async function readCarersToAsk(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
): Promise<readonly CarerToAsk[]> {
  const rows = await carersToAsk.rows(tx, scope.childId);
  return rows.map(({ carer_no: no, name, relationship }) => ({ no, name, relationship }));
}

type By = { readonly accountId: number; readonly at: Date };

/** Notes that whoever was asked has seen it. */
export async function noteRequestSeen(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  requestNo: number,
  { accountId, at }: By,
): Promise<boolean> {
  return (await noteSeen.first(tx, scope.childId, requestNo, at, accountId)) !== undefined;
}

/** Which request, in which version. */
type Which = { readonly no: number; readonly version: number };

/** Answers or ends one; false where that was done, or it was changed, before. */
export async function settleRequest(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  { no, version }: Which,
  as: RequestState,
  { accountId, at }: By,
): Promise<boolean> {
  return (await settle.first(tx, scope.childId, no, version, as, at, accountId)) !== undefined;
}

/** Passes one on to somebody else, for whom the clock begins anew. */
export async function passRequestOn(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  { no, version }: Which,
  to: { readonly teamId: number; readonly practitionerId: number | null; readonly chaseAt: Date | null },
  { accountId, at }: By,
): Promise<boolean> {
  const passed = [at, accountId, to.teamId, to.practitionerId, to.chaseAt] as const;
  return (await passOn.first(tx, scope.childId, no, version, ...passed)) !== undefined;
}

/** The services of the child that are not named to others: whom the relay passes requests on to. */
export async function readSensitiveReceivers(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  today: Day,
): Promise<readonly { readonly teamId: number; readonly name: string; readonly serviceKind: ServiceKind }[]> {
  const rows = await sensitiveReceivers.rows(tx, scope.childId, today);
  return rows.map((row) => ({ teamId: row.team_id, name: row.name, serviceKind: row.service_kind }));
}

/** One that waited too long. */
export type ToChase = {
  readonly childId: number;
  readonly no: number;
  readonly urgency: Urgency;
  readonly chased: Chased;
  readonly chaseAt: Date;
};

/** Those whose next step is due, oldest first, held until the transaction ends. */
export async function holdRequestsToChase(
  tx: Transaction,
  present: Date,
  atOnce: number,
): Promise<readonly ToChase[]> {
  const rows = await waitingTooLong.rows(tx, present, atOnce);
  return rows.map(({ child_id: childId, request_no: no, urgency, chased, chase_at: due }) => ({
    childId,
    no,
    urgency,
    chased,
    chaseAt: due,
  }));
}

/** Takes the next step with one. */
export async function chaseRequest(
  tx: Transaction,
  { childId, no }: ToChase,
  chased: Chased,
  next: Date | null,
): Promise<void> {
  await chase.rows(tx, childId, no, chased, next);
}

function toRequest(row: Awaited<ReturnType<typeof oneRequest.rows>>[number]): ContactRequest {
  const { kind, version, telephone, email, urgency, footing, asker, state, chased, receiver } = row;
  return {
    kind,
    version,
    telephone,
    email,
    urgency,
    footing,
    asker,
    state,
    chased,
    receiver,
    childId: row.child_id,
    no: row.request_no,
    name: `${row.given_names} ${row.family_name}`,
    dateOfBirth: row.date_of_birth,
    isShielded: row.is_shielded,
    toTeamId: row.to_team_id,
    toTeam: row.to_team,
    toPerson: row.to_person,
    reachBy: row.reach_by,
    askedBy: row.asked_by,
    askerRole: row.asker_role,
    askerOrganisation: row.asker_organisation,
    askedAt: row.asked_at,
    stateAt: row.state_at,
  };
}
