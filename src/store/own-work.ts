import type { Day } from '../domain/calendar.ts';
import { isOwnWork, isReachedBy, type OwnWork, type ReachedBy } from '../domain/involvement.ts';
import { isServiceKind, type ServiceKind } from '../domain/service-kinds.ts';
import { bigint, boolean, day, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { OneChild, Ticket } from './ticket.ts';

const childOfWork = {
  given_names: text,
  family_name: text,
  date_of_birth: day,
  is_closed: boolean,
  is_shielded: boolean,
} as const;

const childSelected = `select given_names, family_name, date_of_birth, closed_on is not null as is_closed,
      exists (select from shield where shield.child_id = child.child_id and lifted_on is null) as is_shielded
    from child
    where child_id = $1`;

const readChild = statement({
  name: 'child-of-work',
  text: childSelected,
  takes: [bigint],
  gives: childOfWork,
});

// Whoever changes the work with a child has the child's row until the end: one after another, so that rules over several
// rows hold. Readers wait for nobody.
const holdChild = statement({
  name: 'hold-child-of-work',
  text: `${childSelected} for no key update`,
  takes: [bigint],
  gives: childOfWork,
});

const workOfChild = statement({
  name: 'work-of-child',
  text: `select involvement_no, version, involvement.team_id, team.name as team, organisation.name as organisation, team.service_kind,
      practitioner_id, practitioner.name as person, practitioner.job_title, is_lead, assessment_exists, started_on, ended_on,
      confirmed_on, reached_by, involvement.telephone, involvement.email, basis,
      basis is distinct from 'consent' or exists (
        select from consent
        where consent.child_id = $1
          and consent.team_id = involvement.team_id
          and given_on <= $3
          and until_on >= $3
          and withdrawn_at is null
      ) as is_founded,
      practitioner_id is null or exists (
        select from account
        where account.practitioner_id = involvement.practitioner_id and account.state = 'closed'
      ) as is_vacant,
      case
        when practitioner_id = $2 then 'mine'
        when involvement.team_id = (select mine.team_id from practitioner as mine where mine.practitioner_id = $2) then 'team'
        else 'others'
      end as own
    from involvement
    join team on team.team_id = involvement.team_id
    join organisation using (organisation_id)
    left join practitioner using (practitioner_id)
    where child_id = $1
    order by ended_on desc nulls first, started_on desc, involvement_no
    limit 200`,
  takes: [bigint, nullable(integer), day],
  gives: {
    involvement_no: smallint,
    version: integer,
    team_id: integer,
    team: text,
    organisation: text,
    service_kind: oneOf(isServiceKind),
    practitioner_id: nullable(integer),
    person: nullable(text),
    job_title: nullable(text),
    is_lead: boolean,
    assessment_exists: boolean,
    started_on: day,
    ended_on: nullable(day),
    confirmed_on: nullable(day),
    reached_by: oneOf(isReachedBy),
    telephone: nullable(text),
    email: nullable(text),
    basis: nullable(text),
    is_founded: boolean,
    is_vacant: boolean,
    own: oneOf(isOwnWork),
  },
});

const teamsAround = statement({
  name: 'teams-around-practitioner',
  text: `select team.team_id, team.name, team.service_kind, team.telephone, team.hours, practitioner.telephone as own_telephone,
      practitioner.email as own_email, practitioner.job_title
    from practitioner
    join team as own on own.team_id = practitioner.team_id
    join team on team.organisation_id = own.organisation_id and team.service_kind = own.service_kind
    where practitioner_id = $1
      and not team.is_desk
    order by (team.team_id = own.team_id) desc, team.name, team.team_id
    limit 20`,
  takes: [integer],
  gives: {
    team_id: integer,
    name: text,
    service_kind: oneOf(isServiceKind),
    telephone: text,
    hours: text,
    own_telephone: nullable(text),
    own_email: nullable(text),
    job_title: text,
  },
});

/** One team's or person's work with a child, with whose it is. */
export type Work = {
  readonly no: number;
  readonly version: number;
  readonly teamId: number;
  readonly team: string;
  readonly organisation: string;
  readonly serviceKind: ServiceKind;
  readonly practitionerId: number | null;
  readonly person: string | null;
  readonly jobTitle: string | null;
  readonly isLead: boolean;
  readonly assessmentExists: boolean;
  readonly startedOn: Day;
  readonly endedOn: Day | null;
  readonly confirmedOn: Day | null;
  readonly reachedBy: ReachedBy;
  readonly telephone: string | null;
  readonly email: string | null;
  readonly basis: string | null;
  /** False where it stands on consent, and none is in force. */
  readonly isFounded: boolean;
  readonly held: { readonly own: OwnWork; readonly isVacant: boolean };
};

/** A child, and all the work with it. */
export type ChildWork = {
  readonly name: string;
  readonly dateOfBirth: Day;
  readonly isClosed: boolean;
  readonly isShielded: boolean;
  readonly works: readonly Work[];
};

/** All work with the child under the ticket, as a practitioner stands to it; held until the transaction ends where asked. */
export async function readWork(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  { practitionerId, today }: { readonly practitionerId: number | null; readonly today: Day },
  how: 'to see' | 'to change',
): Promise<ChildWork | undefined> {
  const found = (how === 'to see' ? readChild : holdChild).first(tx, scope.childId);
  const [child, works] = await Promise.all([
    found,
    workOfChild.rows(tx, scope.childId, practitionerId, today),
  ]);
  if (child === undefined) return undefined;
  return {
    name: `${child.given_names} ${child.family_name}`,
    dateOfBirth: child.date_of_birth,
    isClosed: child.is_closed,
    isShielded: child.is_shielded,
    works: works.map(toWork),
  };
}

type WorkRow = Awaited<ReturnType<typeof workOfChild.rows>>[number];

function toWork(row: WorkRow): Work {
  const { version, team, organisation, person, telephone, email, basis } = row;
  return {
    version,
    team,
    organisation,
    person,
    telephone,
    email,
    basis,
    no: row.involvement_no,
    teamId: row.team_id,
    serviceKind: row.service_kind,
    practitionerId: row.practitioner_id,
    jobTitle: row.job_title,
    isLead: row.is_lead,
    assessmentExists: row.assessment_exists,
    startedOn: row.started_on,
    endedOn: row.ended_on,
    confirmedOn: row.confirmed_on,
    reachedBy: row.reached_by,
    isFounded: row.is_founded,
    held: { own: row.own, isVacant: row.is_vacant },
  };
}

/** The teams that a practitioner may work in: their own first, then those of the same service beside it. */
export async function readTeamsAround(tx: Transaction, practitionerId: number) {
  return teamsAround.rows(tx, practitionerId);
}
