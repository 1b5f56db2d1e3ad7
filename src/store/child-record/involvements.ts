import type { Involvement } from '../../domain/child-record.ts';
import { isServiceKind } from '../../domain/service-kinds.ts';
import { boolean, day, nullable, oneOf, text } from '../columns.ts';
import { part, type PartRow } from '../part.ts';

/** The services involved, present before ended, each with its team and its practitioner. */
export const involvementsOfChild = part({
  text: `select team.service_kind, is_lead, assessment_exists, started_on, ended_on, confirmed_on,
      organisation.name as organisation, team.name as team, team.telephone, team.email, team.hours,
      practitioner.name as person, practitioner.job_title, practitioner.telephone as person_telephone,
      practitioner.email as person_email
    from involvement
    join team on team.team_id = involvement.team_id
    join organisation using (organisation_id)
    left join practitioner on practitioner.practitioner_id = involvement.practitioner_id
    where child_id = $1
    order by ended_on desc nulls first, started_on desc, involvement_no
    limit 100`,
  gives: {
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
  },
});

/** An involvement as the record holds it. */
export function toInvolvement(row: PartRow<typeof involvementsOfChild>): Involvement {
  const { organisation, team, telephone, email, hours } = row;
  return {
    serviceKind: row.service_kind,
    isLead: row.is_lead,
    assessmentExists: row.assessment_exists,
    startedOn: row.started_on,
    endedOn: row.ended_on,
    confirmedOn: row.confirmed_on,
    contact: { organisation, team, telephone, email, hours },
    person:
      row.person === null
        ? null
        : {
            name: row.person,
            jobTitle: row.job_title ?? '',
            telephone: row.person_telephone,
            email: row.person_email,
          },
  };
}
