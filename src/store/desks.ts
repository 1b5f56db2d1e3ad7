import { integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { Contact } from '../domain/child-record.ts';

const desksOfCouncil = statement({
  name: 'desks-of-council',
  text: `select organisation.name as organisation, team.name as team, team.telephone, team.email, team.hours
    from team
    join organisation using (organisation_id)
    where team.is_desk and team.council_code = $1
    order by team.team_id
    limit 20`,
  takes: [smallint],
  gives: { organisation: text, team: text, telephone: text, email: nullable(text), hours: text },
});

const allDesks = statement({
  name: 'all-desks',
  text: `select council.name as council, organisation.name as organisation, team.name as team, team.telephone, team.hours
    from team
    join organisation using (organisation_id)
    join council on council.council_code = team.council_code
    where team.is_desk
    order by council.name, team.team_id
    limit 2000`,
  takes: [],
  gives: { council: text, organisation: text, team: text, telephone: text, hours: text },
});

/** A desk as it is told where no record can be opened. */
export type Desk = {
  readonly council: string;
  readonly organisation: string;
  readonly team: string;
  readonly telephone: string;
  readonly hours: string;
};

/** The duty desks of every council, by the council's name. */
export async function findAllDesks(tx: Transaction): Promise<readonly Desk[]> {
  return allDesks.rows(tx);
}

const councilOfPostcode = statement({
  name: 'council-of-postcode',
  text: `select council_code from postcode where postcode = $1`,
  takes: [text],
  gives: { council_code: smallint },
});

/** The duty desks that answer for a council: reference data, the same for every child. */
export async function findDesks(tx: Transaction, councilCode: number): Promise<readonly Contact[]> {
  return desksOfCouncil.rows(tx, councilCode);
}

/** The council that a postcode lies in, as the register of postcodes says. */
export async function findCouncilOfPostcode(tx: Transaction, postcode: string): Promise<number | undefined> {
  return (await councilOfPostcode.first(tx, postcode))?.council_code;
}

const councilOfOrganisation = statement({
  name: 'council-of-organisation',
  text: `select council_code from organisation where organisation_id = $1 and council_code is not null`,
  takes: [integer],
  gives: { council_code: smallint },
});

/** The council whose area an organisation works in; undefined for those that work everywhere. */
export async function findCouncilOfOrganisation(
  tx: Transaction,
  organisationId: number,
): Promise<number | undefined> {
  return (await councilOfOrganisation.first(tx, organisationId))?.council_code;
}
