import type { CouncilDesk } from '../../domain/child-record.ts';
import { nullable, smallint, text } from '../columns.ts';
import { part, type PartRow } from '../part.ts';

/** The duty desks of the council where the child lives, and of the one that the reader's organisation ($2) works in. */
export const desksAroundChild = part({
  text: `select team.council_code, organisation.name as organisation, team.name as team, team.telephone, team.email, team.hours
    from team
    join organisation using (organisation_id)
    where team.is_desk
      and team.council_code in (
        (select council_code from child_address where child_id = $1 and standing in ('current', 'last known')),
        (select reader.council_code from organisation as reader where reader.organisation_id = $2)
      )
    order by team.team_id
    limit 40`,
  gives: {
    council_code: smallint,
    organisation: text,
    team: text,
    telephone: text,
    email: nullable(text),
    hours: text,
  },
});

/** A desk as the reader is told of it. */
export function toCouncilDesk({ council_code, ...contact }: PartRow<typeof desksAroundChild>): CouncilDesk {
  return { council: council_code, contact };
}

/** The relay that brokers calls to whoever is not named. */
export const relayOfAll = part({
  text: `select organisation.name as organisation, team.name as team, team.telephone, team.email, team.hours
    from team
    join organisation using (organisation_id)
    where team.service_kind = 'contact relay'
    order by team.team_id
    limit 1`,
  gives: { organisation: text, team: text, telephone: text, email: nullable(text), hours: text },
});
