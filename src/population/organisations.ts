import type { ServiceKind } from '../domain/service-kinds.ts';
import type { TrustPlace } from '../store/area-registers.ts';
import { localities, type Locality } from './area.ts';
import { kilometresBetween } from './distance.ts';
import {
  foundOrganisation,
  foundTeam,
  hire,
  type Making,
  type Named,
  type Organisation,
  type Organisations,
  type Team,
} from './founding.ts';
import { hours } from './hours.ts';
import { exchangeOf } from './phones.ts';
import { chosenServices, settledServices, staffNeeded, type Body, type Service } from './services.ts';
import { slug } from './slug.ts';

export type Founded = Omit<Making, 'exchange' | 'organisations' | 'teams'> & {
  readonly trusts: readonly TrustPlace[];
};

type Working = Map<ServiceKind, Map<Locality, Team>>;

/** Founds the organisations of an area: real councils, trusts, schools and practices with invented people. */
export function foundOrganisations({ trusts, ...given }: Founded): Organisations {
  const exchange = exchangeOf(given.area.council.council_code);
  const making: Making = { ...given, exchange, organisations: [], teams: [] };
  const bodies = foundBodies(making, trusts);
  foundDesks(making, bodies);
  const working: Working = new Map();
  for (const service of [...settledServices, ...chosenServices])
    working.set(service.kind, foundService(making, service, bodies[service.body]));
  foundSettings(making);
  const registered = new Map(making.organisations.map((one) => [one.registerCode ?? '', one]));
  return {
    organisations: making.organisations,
    teams: making.teams,
    team: (kind, locality) => teamOf(working, kind, locality),
    ofRegister: (code) => registered.get(code),
  };
}

function teamOf(working: Working, kind: ServiceKind, locality: Locality): Team {
  const found = working.get(kind)?.get(locality);
  if (found === undefined) throw new Error(`No team was founded for ${kind}`);
  return found;
}

type Bodies = Readonly<Record<Body, Organisation>>;

function foundBodies(making: Making, trusts: readonly TrustPlace[]): Bodies {
  const { name, official_name, council_code } = making.area.council;
  const place = slug(name);
  const found = (kind: Named['kind'], title: string, domain: string, registerCode: string | null = null) =>
    foundOrganisation(making, { kind, name: title, domain, registerCode });
  return {
    council: found('council services', official_name, `${place}.council.example`, String(council_code)),
    'community trust': foundTrust(making, trusts, false),
    'mental health trust': foundTrust(making, trusts, true),
    'youth justice': found('youth justice', `${name} Youth Justice Service`, `${place}-yjs.example`),
    police: found('police', policeForce(council_code) ?? `Police in ${name}`, `${place}.police.example`),
    probation: found('probation', `Probation in ${name}`, `${place}.probation.example`),
    fire: found('fire service youth work', `Fire and rescue in ${name}`, `${place}.fire.example`),
    voluntary: found('voluntary body', `${name} Families Together`, `${place}-families.example`),
  };
}

// The ten councils of Greater Manchester, whose force every practice user of Bolton would look for by its name.
function policeForce(councilCode: number): string | undefined {
  return councilCode >= 350 && councilCode <= 359 ? 'Greater Manchester Police' : undefined;
}

// The register does not say which trust serves whom: the nearest of its sort.
function foundTrust(making: Making, trusts: readonly TrustPlace[], isMental: boolean): Organisation {
  const { council } = making.area;
  const [nearest] = trusts
    .filter(({ name }) => isMentalTrust(name) === isMental && !/ambulance/i.test(name))
    .sort((a, b) => kilometresBetween(a, council) - kilometresBetween(b, council));
  if (nearest === undefined) throw new Error('The register of NHS trusts is not loaded');
  const { trust_code: registerCode, name, council_code: councilCode } = nearest;
  const known = making.founding.trusts.get(registerCode);
  if (known !== undefined) return known;
  const domain = `${registerCode.toLowerCase()}.nhs.example`;
  const founded = foundOrganisation(making, { kind: 'NHS trust', name, registerCode, domain, councilCode });
  making.founding.trusts.set(registerCode, founded);
  return founded;
}

function isMentalTrust(name: string): boolean {
  return /mental health|partnership/i.test(name);
}

// Between them the council's two answer at every hour, bank holidays too.
function foundDesks(making: Making, bodies: Bodies): void {
  const { name, council_code: councilCode } = making.area.council;
  const social = { serviceKind: 'social care', councilCode } as const;
  const hub = {
    name: `${name} multi-agency safeguarding hub`,
    hours: hours.hub,
    mailbox: 'safeguarding.hub',
  };
  const duty = { name: `${name} emergency duty team`, hours: hours.outOfHours, mailbox: 'emergency.duty' };
  foundTeam(making, bodies.council, { ...social, ...hub }, []);
  foundTeam(making, bodies.council, { ...social, ...duty }, []);
  const trust = {
    serviceKind: 'hospital care',
    name: 'Safeguarding children duty desk',
    councilCode,
  } as const;
  const reached = { hours: hours.trustDesk, mailbox: `safeguarding.children.${slug(name)}` };
  foundTeam(making, bodies['community trust'], { ...trust, ...reached }, []);
}

// One team in each part of the area, or one that works in all of them.
function foundService(making: Making, service: Service, body: Organisation): Map<Locality, Team> {
  const { kind: serviceKind, isLocal, team: title, jobTitle } = service;
  const found = new Map<Locality, Team>();
  const staffEach = Math.ceil(staffNeeded(service, making.children) / (isLocal ? localities.length : 1));
  const open = service.body === 'council' ? hours.office : hours.clinic;
  const council = making.area.council.name;
  for (const locality of isLocal ? localities : [undefined]) {
    const name = locality === undefined ? title : `${title}, ${council} ${locality}`;
    const staff = Array.from({ length: staffEach }, () => hire(making, jobTitle, body.domain));
    const described = {
      serviceKind,
      name,
      hours: open,
      mailbox: slug(`${name} ${council}`),
      councilCode: null,
    };
    const team = foundTeam(making, body, described, staff);
    for (const part of locality === undefined ? localities : [locality]) found.set(part, team);
  }
  return found;
}

// So that a record's school and practice have a telephone number to ring.
function foundSettings(making: Making): void {
  const { schools, practices } = making.area.registers;
  for (const { urn, name } of schools) {
    const domain = `urn${urn}.school.example`;
    const school = foundOrganisation(making, { kind: 'school', name, registerCode: String(urn), domain });
    const office = { name: 'Safeguarding lead and school office', hours: hours.school, mailbox: 'office' };
    const lead = hire(making, 'Designated safeguarding lead', domain);
    foundTeam(making, school, { serviceKind: 'school', ...office, councilCode: null }, [lead]);
  }
  for (const { practice_code: registerCode, name } of practices) {
    const domain = `${registerCode.toLowerCase()}.gp.example`;
    const practice = foundOrganisation(making, { kind: 'GP practice', name, registerCode, domain });
    const reception = { name: 'Reception', hours: hours.surgery, mailbox: 'reception' };
    const doctor = hire(making, 'GP and safeguarding lead', domain);
    foundTeam(making, practice, { serviceKind: 'general practice', ...reception, councilCode: null }, [
      doctor,
    ]);
  }
}
