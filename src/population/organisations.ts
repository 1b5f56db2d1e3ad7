import type { Day } from '../domain/calendar.ts';
import type { OrganisationKind } from '../domain/organisation-kinds.ts';
import type { ServiceKind } from '../domain/service-kinds.ts';
import type { TrustPlace } from '../store/area-registers.ts';
import { localities, type Area, type Locality } from './area.ts';
import type { Dice } from './chance.ts';
import { kilometresBetween } from './distance.ts';
import { hours } from './hours.ts';
import type { AdultNames } from './names.ts';
import { exchangeOf, mobileNumber, type Exchange } from './phones.ts';
import { chosenServices, settledServices, staffNeeded, type Body, type Service } from './services.ts';

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

type Making = {
  readonly area: Area;
  readonly children: number;
  readonly founding: Founding;
  readonly names: AdultNames;
  readonly dice: Dice;
  readonly exchange: Exchange;
  readonly organisations: Organisation[];
  readonly teams: Team[];
};

/** Founds the organisations of an area: real councils, trusts, schools and practices with invented people. */
export function foundOrganisations(
  area: Area,
  children: number,
  trusts: readonly TrustPlace[],
  founding: Founding,
  names: AdultNames,
  dice: Dice,
): Organisations {
  const exchange = exchangeOf(area.council.council_code);
  const making: Making = { area, children, founding, names, dice, exchange, organisations: [], teams: [] };
  const bodies = foundBodies(making, trusts);
  foundDesks(making, bodies);
  const working = new Map<string, Team>();
  for (const service of [...settledServices, ...chosenServices])
    foundService(making, service, bodies[service.body], working);
  foundSettings(making);
  const registered = new Map(making.organisations.map((one) => [one.registerCode ?? '', one]));
  return {
    organisations: making.organisations,
    teams: making.teams,
    team: (kind, locality) => {
      const found = working.get(`${kind} ${locality}`);
      if (found === undefined) throw new Error(`No team was founded for ${kind}`);
      return found;
    },
    ofRegister: (code) => registered.get(code),
  };
}

type Bodies = Readonly<Record<Body, Organisation>>;

function foundBodies(making: Making, trusts: readonly TrustPlace[]): Bodies {
  const { name, official_name, council_code } = making.area.council;
  const place = slug(name);
  const own = (
    kind: OrganisationKind,
    title: string,
    domain: string,
    code: string | null = null,
  ): Organisation => foundOrganisation(making, kind, title, code, domain);
  return {
    council: own('council services', official_name, `${place}.council.example`, String(council_code)),
    'community trust': foundTrust(making, trusts, false),
    'mental health trust': foundTrust(making, trusts, true),
    'youth justice': own('youth justice', `${name} Youth Justice Service`, `${place}-yjs.example`),
    police: own('police', policeForce(council_code) ?? `Police in ${name}`, `${place}.police.example`),
    probation: own('probation', `Probation in ${name}`, `${place}.probation.example`),
    fire: own('fire service youth work', `Fire and rescue in ${name}`, `${place}.fire.example`),
    voluntary: own('voluntary body', `${name} Families Together`, `${place}-families.example`),
  };
}

// The ten councils of Greater Manchester, whose force every practice user of Bolton would look for by its name.
function policeForce(councilCode: number): string | undefined {
  return councilCode >= 350 && councilCode <= 359 ? 'Greater Manchester Police' : undefined;
}

// The register does not say which trust serves whom: the nearest of its sort, the largest names of the sort first.
function foundTrust(making: Making, trusts: readonly TrustPlace[], mental: boolean): Organisation {
  const { council } = making.area;
  const sort = trusts.filter(({ name }) => isMentalTrust(name) === mental && !/ambulance/i.test(name));
  const nearest = [...sort].sort((a, b) => kilometresBetween(a, council) - kilometresBetween(b, council))[0];
  if (nearest === undefined)
    return foundOrganisation(making, 'NHS trust', `NHS services in ${council.name}`, null, 'nhs.example');
  const known = making.founding.trusts.get(nearest.trust_code);
  if (known !== undefined) return known;
  const domain = `${nearest.trust_code.toLowerCase()}.nhs.example`;
  const founded = foundOrganisation(
    making,
    'NHS trust',
    nearest.name,
    nearest.trust_code,
    domain,
    nearest.council_code,
  );
  making.founding.trusts.set(nearest.trust_code, founded);
  return founded;
}

function isMentalTrust(name: string): boolean {
  return /mental health|partnership/i.test(name);
}

// Between them the council's two desks answer at every hour, bank holidays too.
function foundDesks(making: Making, bodies: Bodies): void {
  const { name, council_code } = making.area.council;
  const desk = (
    organisation: Organisation,
    team: string,
    open: string,
    mailbox: string,
    kind: ServiceKind,
  ): void => {
    foundTeam(making, organisation, kind, team, open, mailbox, [], council_code);
  };
  desk(bodies.council, `${name} multi-agency safeguarding hub`, hours.hub, 'safeguarding.hub', 'social care');
  desk(bodies.council, `${name} emergency duty team`, hours.outOfHours, 'emergency.duty', 'social care');
  desk(
    bodies['community trust'],
    'Safeguarding children duty desk',
    hours.trustDesk,
    'safeguarding.children',
    'hospital care',
  );
}

function foundService(
  making: Making,
  service: Service,
  organisation: Organisation,
  working: Map<string, Team>,
): void {
  const parts: readonly Locality[] = service.isLocal ? localities : ['Central'];
  const staffEach = Math.ceil(staffNeeded(service, making.children) / parts.length);
  for (const part of parts) {
    const place = service.isLocal ? `, ${making.area.council.name} ${part}` : '';
    const staff = Array.from({ length: staffEach }, () =>
      hire(making, service.jobTitle, organisation.domain),
    );
    const mailbox = slug(`${service.team}${service.isLocal ? ` ${part}` : ''}`);
    const open = service.body === 'council' ? hours.office : hours.clinic;
    const team = foundTeam(
      making,
      organisation,
      service.kind,
      `${service.team}${place}`,
      open,
      mailbox,
      staff,
      null,
    );
    working.set(`${service.kind} ${part}`, team);
  }
  const only = working.get(`${service.kind} Central`);
  if (!service.isLocal && only !== undefined)
    for (const part of localities) working.set(`${service.kind} ${part}`, only);
}

// So that a record's school and practice have a telephone number to ring.
function foundSettings(making: Making): void {
  for (const { urn, name } of making.area.registers.schools) {
    const school = foundOrganisation(making, 'school', name, String(urn), `urn${urn}.school.example`);
    const lead = hire(making, 'Designated safeguarding lead', school.domain);
    foundTeam(
      making,
      school,
      'school',
      'Safeguarding lead and school office',
      hours.school,
      'office',
      [lead],
      null,
    );
  }
  for (const { practice_code, name } of making.area.registers.practices) {
    const domain = `${practice_code.toLowerCase()}.gp.example`;
    const practice = foundOrganisation(making, 'GP practice', name, practice_code, domain);
    const doctor = hire(making, 'GP and safeguarding lead', domain);
    foundTeam(making, practice, 'general practice', 'Reception', hours.surgery, 'reception', [doctor], null);
  }
}

function foundOrganisation(
  { founding, area, organisations }: Making,
  kind: OrganisationKind,
  name: string,
  registerCode: string | null,
  domain: string,
  councilCode = area.council.council_code,
): Organisation {
  founding.organisations += 1;
  const founded = { organisationId: founding.organisations, kind, name, registerCode, councilCode, domain };
  organisations.push(founded);
  return founded;
}

function foundTeam(
  { founding, exchange, teams }: Making,
  organisation: Organisation,
  serviceKind: ServiceKind,
  name: string,
  open: string,
  mailbox: string,
  staff: Practitioner[],
  deskOf: number | null,
): Team {
  founding.teams += 1;
  const email = `${mailbox}@${organisation.domain}`;
  const isDesk = deskOf !== null;
  const team = {
    teamId: founding.teams,
    organisation,
    serviceKind,
    name,
    telephone: exchange.next(),
    email,
    hours: open,
    isDesk,
    councilCode: deskOf,
    staff,
  };
  teams.push(team);
  return team;
}

function hire({ founding, names, dice }: Making, jobTitle: string, domain: string): Practitioner {
  founding.practitioners += 1;
  const { givenName, familyName } = names(dice);
  const practitionerId = founding.practitioners;
  const email = `${slug(givenName)}.${slug(familyName)}.${practitionerId}@${domain}`;
  return {
    practitionerId,
    name: `${givenName} ${familyName}`,
    jobTitle,
    telephone: mobileNumber(practitionerId),
    email,
  };
}

/** A name as it stands in an e-mail address. */
export function slug(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^\p{L}\d]+/gu, '-')
    .replace(/[^A-Za-z0-9-]/g, '')
    .replace(/^-|-$/g, '')
    .toLowerCase();
}
