import type { Day } from '../domain/calendar.ts';
import type { OrganisationKind } from '../domain/organisation-kinds.ts';
import type { ServiceKind } from '../domain/service-kinds.ts';
import type { Area, Locality } from './area.ts';
import type { Dice } from './chance.ts';
import type { AdultNames } from './names.ts';
import { mobileNumber, type Exchange } from './phones.ts';
import { slug } from './slug.ts';

export type Organisation = {
  readonly organisationId: number;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly registerCode: string | null;
  readonly councilCode: number | null; // null for those that work everywhere
  readonly domain: string; // of its e-mail addresses
  /** When its accreditation lapsed, where it has. */
  readonly lapsedOn?: Day;
};

export type Team = {
  readonly teamId: number;
  readonly organisation: Organisation;
  readonly serviceKind: ServiceKind;
  readonly name: string;
  readonly telephone: string;
  readonly email: string;
  readonly hours: string;
  readonly isDesk: boolean;
  readonly councilCode: number | null;
  readonly staff: Practitioner[];
};

export type Practitioner = {
  readonly practitionerId: number;
  readonly name: string;
  readonly jobTitle: string;
  readonly telephone: string;
  readonly email: string;
};

/** The organisations of one council's area, and which team of a service works in a part of it. */
export type Organisations = {
  readonly organisations: Organisation[];
  readonly teams: Team[];
  readonly team: (kind: ServiceKind, locality: Locality) => Team;
  /** By URN or ODS code. */
  readonly ofRegister: (code: string) => Organisation | undefined;
};

/** Counts what has been founded so far, over all areas; a trust is founded once however many areas it serves. */
export type Founding = {
  organisations: number;
  teams: number;
  practitioners: number;
  readonly trusts: Map<string, Organisation>;
};

export function newFounding(): Founding {
  return { organisations: 0, teams: 0, practitioners: 0, trusts: new Map() };
}

/** What the organisations of an area are founded from, and those founded so far. */
export type Making = {
  readonly area: Area;
  readonly children: number;
  readonly founding: Founding;
  readonly names: AdultNames;
  readonly dice: Dice;
  readonly exchange: Exchange;
  readonly organisations: Organisation[];
  readonly teams: Team[];
};

/** Founds one organisation. */
export function foundOrganisation(
  { founding, area, organisations }: Making,
  { councilCode = area.council.council_code, ...named }: Named,
): Organisation {
  founding.organisations += 1;
  const founded = { organisationId: founding.organisations, councilCode, ...named };
  organisations.push(founded);
  return founded;
}

/** What an organisation is called, and by whom it is registered. Left out, its council is the area's. */
export type Named = Pick<Organisation, 'kind' | 'name' | 'registerCode' | 'domain'> & {
  readonly councilCode?: number;
};

/** What a team does, and how it is reached; a desk has the council that it answers for. */
export type Described = Pick<Team, 'serviceKind' | 'name' | 'hours' | 'councilCode'> & {
  readonly mailbox: string;
};

/** Founds one team of an organisation. */
export function foundTeam(
  { founding, exchange, teams }: Making,
  organisation: Organisation,
  { mailbox, ...described }: Described,
  staff: Practitioner[],
): Team {
  founding.teams += 1;
  const team = {
    ...described,
    teamId: founding.teams,
    organisation,
    telephone: exchange.next(),
    email: `${mailbox}@${organisation.domain}`,
    isDesk: described.councilCode !== null,
    staff,
  };
  teams.push(team);
  return team;
}

/** Hires somebody invented. */
export function hire({ founding, names, dice }: Making, jobTitle: string, domain: string): Practitioner {
  founding.practitioners += 1;
  const { givenName, familyName } = names(dice);
  const practitionerId = founding.practitioners;
  const email = `${slug(givenName)}.${slug(familyName)}.${practitionerId}@${domain}`;
  const name = `${givenName} ${familyName}`;
  return { practitionerId, name, jobTitle, telephone: mobileNumber(practitionerId), email };
}
