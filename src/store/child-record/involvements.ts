import type { Involvement } from '../../domain/child-record.ts';
import { isOwnWork } from '../../domain/involvement.ts';
import { isServiceKind } from '../../domain/service-kinds.ts';
import { boolean, day, nullable, oneOf, smallint, text } from '../columns.ts';
import { part, type PartRow } from '../part.ts';

const isReachedBy = (word: string): word is 'own' | 'team' | 'other' =>
  word === 'own' || word === 'team' || word === 'other';

// Whoever's account is closed has left: their team is shown in their place.
/** The services involved, present before ended, each with its team and its practitioner, as the practitioner $3 stands to it on the day $4. */
export const involvementsOfChild = part({
  text: `select involvement_no, team.service_kind, is_lead, assessment_exists, started_on, ended_on, confirmed_on,
      organisation.name as organisation, team.name as team, team.telephone, team.email, team.hours,
      practitioner.name as person, practitioner.job_title, practitioner.telephone as person_telephone,
      practitioner.email as person_email, reached_by, involvement.telephone as other_telephone,
      involvement.email as other_email,
      case
        when involvement.practitioner_id = $3 then 'mine'
        when involvement.team_id = (select mine.team_id from practitioner as mine where mine.practitioner_id = $3) then 'team'
        else 'others'
      end as own,
      case basis
        when 'cause' then true
        when 'consent' then exists (
          select from consent
          where consent.child_id = $1
            and consent.team_id = involvement.team_id
            and given_on <= $4
            and until_on >= $4
            and withdrawn_at is null
        )
        else false
      end as on_basis
    from involvement
    join team on team.team_id = involvement.team_id
    join organisation using (organisation_id)
    left join practitioner on practitioner.practitioner_id = involvement.practitioner_id
      and not exists (
        select from account
        where account.practitioner_id = involvement.practitioner_id and account.state = 'closed'
      )
    where child_id = $1
    order by ended_on desc nulls first, started_on desc, involvement_no
    limit 100`,
  gives: {
    involvement_no: smallint,
    service_kind: oneOf(isServiceKind),
    is_lead: boolean,
    assessment_exists: boolean,
    started_on: day,
    ended_on: nullable(day),
    confirmed_on: nullable(day),
    organisation: text,
    team: text,
    telephone: text,
    email: nullable(text),
    hours: text,
    person: nullable(text),
    job_title: nullable(text),
    person_telephone: nullable(text),
    person_email: nullable(text),
    reached_by: oneOf(isReachedBy),
    other_telephone: nullable(text),
    other_email: nullable(text),
    own: oneOf(isOwnWork),
    on_basis: boolean,
  },
});

/** An involvement as the record holds it. */
export function toInvolvement(row: PartRow<typeof involvementsOfChild>): Involvement {
  const { organisation, team, telephone, email, hours } = row;
  return {
    no: row.involvement_no,
    serviceKind: row.service_kind,
    own: row.own,
    onBasis: row.on_basis,
    isLead: row.is_lead,
    assessmentExists: row.assessment_exists,
    startedOn: row.started_on,
    endedOn: row.ended_on,
    confirmedOn: row.confirmed_on,
    contact: { organisation, team, telephone, email, hours },
    person:
      row.person === null ? null : { name: row.person, jobTitle: row.job_title ?? '', ...directOf(row) },
  };
}

// Null: the team's own.
function directOf(row: PartRow<typeof involvementsOfChild>) {
  if (row.reached_by === 'team') return { telephone: null, email: null };
  if (row.reached_by === 'other') return { telephone: row.other_telephone, email: row.other_email };
  return { telephone: row.person_telephone, email: row.person_email };
}
