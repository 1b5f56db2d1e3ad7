import type { Contact, Education, Practice } from '../../domain/child-record.ts';
import { day, nullable, text } from '../columns.ts';
import { part, type PartRow } from '../part.ts';

const contactColumns = {
  organisation: nullable(text),
  team: nullable(text),
  telephone: nullable(text),
  email: nullable(text),
  hours: nullable(text),
};

// A school or surgery is reached by its own team, found by its code in the register.
/** Where the child is educated, present first. */
export const educationOfChild = part({
  text: `select education.kind, school.name, school.town, education.started_on, education.ended_on,
      (
        select successor.name
        from school_successor
        join school as successor on successor.urn = successor_urn
        where school_successor.urn = school.urn and not school.is_open
        order by since desc nulls last, successor_urn
        limit 1
      ) as successor,
      organisation.name as organisation, team.name as team, team.telephone, team.email, team.hours
    from education
    left join school on school.urn = education.urn
    left join organisation on organisation.kind = 'school' and organisation.register_code = education.urn::text
    left join team on team.organisation_id = organisation.organisation_id and team.service_kind = 'school'
    where child_id = $1
    order by education.ended_on desc nulls first, education_no
    limit 20`,
  gives: {
    kind: text,
    name: nullable(text),
    town: nullable(text),
    started_on: nullable(day),
    ended_on: nullable(day),
    successor: nullable(text),
    ...contactColumns,
  },
});

/** The GP practices where the child is registered, present first. */
export const practicesOfChild = part({
  text: `select practice_code as code, gp_practice.name, started_on, ended_on,
      organisation.name as organisation, team.name as team, team.telephone, team.email, team.hours
    from gp_registration
    left join gp_practice using (practice_code)
    left join organisation on organisation.kind = 'GP practice' and organisation.register_code = practice_code
    left join team on team.organisation_id = organisation.organisation_id and team.service_kind = 'general practice'
    where child_id = $1
    order by ended_on desc nulls first, practice_code
    limit 20`,
  gives: {
    code: text,
    name: nullable(text),
    started_on: nullable(day),
    ended_on: nullable(day),
    ...contactColumns,
  },
});

/** A school, or another place of education, as the record holds it. */
export function toEducation(row: PartRow<typeof educationOfChild>): Education {
  return {
    kind: row.kind,
    name: row.name,
    town: row.town,
    since: row.started_on,
    endedOn: row.ended_on,
    successor: row.successor,
    contact: toContact(row),
  };
}

/** A GP practice as the record holds it. */
export function toPractice(row: PartRow<typeof practicesOfChild>): Practice {
  return {
    code: row.code,
    name: row.name,
    since: row.started_on,
    endedOn: row.ended_on,
    contact: toContact(row),
  };
}

type ContactRow = { readonly [Column in keyof typeof contactColumns]: string | null };

function toContact({ organisation, team, telephone, email, hours }: ContactRow): Contact | null {
  if (organisation === null || team === null || telephone === null || hours === null) return null;
  return { organisation, team, telephone, email, hours };
}
