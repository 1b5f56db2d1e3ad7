import type { Almanac } from './almanac.ts';
import { mixed, type Dice } from './chance.ts';
import type { Organisations, Practitioner, Team } from './founding.ts';
import type { Child, DaysAgo, Household } from './people.ts';
import type { Schooling } from './schooling.ts';
import { chosenServices, settledServices, type Service } from './services.ts';
import { serviceKinds, type ServiceKind } from '../domain/service-kinds.ts';

/** One service's work with one child. */
export type Working = {
  readonly service: Service;
  readonly team: Team;
  readonly practitioner: Practitioner | null;
  readonly startedAgo: DaysAgo;
  readonly endedAgo: DaysAgo | null;
  readonly confirmedAgo: DaysAgo | null;
  readonly isLead: boolean;
  readonly assessmentExists: boolean;
  /** On which a sensitive service is recorded; null where there was cause, and for every other service. */
  readonly consent: Consenting | null;
};

export type Consenting = { readonly givenAgo: DaysAgo; readonly byChild: boolean };

type About = {
  readonly dice: Dice;
  readonly almanac: Almanac;
  readonly organisations: Organisations;
  readonly household: Household;
  /** The household's place: its children have the same workers. */
  readonly index: number;
  readonly child: Child;
  readonly schooling: Schooling;
};

const settled = new Map(settledServices.map((service) => [service.kind, service]));
const fiveYears = 1826;
const year = 365.25;

/** Every service that works or worked with a child; where two or more that not everybody has work now, one leads. */
export function workingsOf(about: About): readonly Working[] {
  const found = [...settledWorkings(about), ...chosenWorkings(about)];
  const joined = found.filter(({ endedAgo, service }) => endedAgo === null && !isForEverybody(service.kind));
  if (joined.length < 2) return found;
  const leading = joined.find(({ service }) => !serviceKinds[service.kind].sensitive);
  return found.map((one) => (one === leading ? { ...one, isLead: true } : one));
}

function isForEverybody(kind: ServiceKind): boolean {
  return kind === 'health visiting' || kind === 'school nursing' || kind === 'midwifery';
}

function settledWorkings(about: About): Working[] {
  const { child, household, schooling, almanac } = about;
  const found: Working[] = [];
  const add = (kind: ServiceKind, startedAgo: DaysAgo): void => {
    const service = settled.get(kind);
    if (service !== undefined) found.push(working(about, service, Math.min(child.bornAgo, startedAgo), null));
  };
  if (child.bornAgo < 28) add('midwifery', child.bornAgo);
  if (isUnderFive(almanac, child)) add('health visiting', Math.max(0, child.bornAgo - 10));
  if (schooling.stateSchool !== null) add('school nursing', schooling.attendances[0]?.startedAgo ?? 0);
  if (household.kind !== 'looked after') return found;
  const since = Math.floor(about.dice.unit() * Math.min(child.bornAgo, 4 * year));
  const social = chosenServices[0];
  if (social !== undefined) found.push(working(about, social, since, null));
  if (child.carers.some(({ relationship }) => relationship === 'foster carer')) add('fostering', since);
  if (schooling.upnYear !== undefined) add('virtual school', since);
  if (child.bornAgo > 16 * year) add('leaving care', Math.min(since, Math.floor(child.bornAgo - 16 * year)));
  return found;
}

function isUnderFive({ day }: Almanac, { bornAgo }: Child): boolean {
  return (
    bornAgo < fiveYears - 1 ||
    (bornAgo < fiveYears + 1 && `${Number(day(bornAgo).slice(0, 4)) + 5}${day(bornAgo).slice(4)}` > day(0))
  );
}

function chosenWorkings(about: About): Working[] {
  const { dice, child, household } = about;
  const age = child.bornAgo / year;
  const found: Working[] = [];
  for (const service of chosenServices) {
    if (age < service.fromAge || age >= service.toAge) continue;
    if (service.kind === 'social care' && household.kind === 'looked after') continue;
    const roll = dice.unit() / household.need;
    if (roll >= service.now + service.before) continue;
    const possible = Math.floor(Math.min(child.bornAgo, (age - service.fromAge) * year, 5 * year));
    const startedAgo = dice.below(possible + 1);
    found.push(working(about, service, startedAgo, roll < service.now ? null : dice.below(startedAgo + 1)));
  }
  return found;
}

function working(about: About, service: Service, startedAgo: DaysAgo, endedAgo: DaysAgo | null): Working {
  const { dice, organisations, household, index } = about;
  const team = organisations.team(service.kind, household.home.neighbourhood.locality);
  const vacant = dice.happens(0.03);
  return {
    service,
    team,
    practitioner: vacant ? null : (team.staff[mixed(index, team.teamId) % team.staff.length] ?? null),
    startedAgo,
    endedAgo,
    confirmedAgo: confirmedAgo(dice, startedAgo),
    isLead: false,
    assessmentExists: service.assesses && dice.happens(0.8),
    consent: consenting(about, service, startedAgo),
  };
}

// From the household's place, not the dice: what else is invented stays as it was. One in eight is recorded for cause, and a
// child over 13 mostly decides (Gillick; the age is ours).
function consenting({ index, child }: About, { kind }: Service, startedAgo: DaysAgo): Consenting | null {
  const lot = mixed(index, child.bornAgo + startedAgo);
  if (!serviceKinds[kind].sensitive || lot % 8 === 0) return null;
  const isOlder = child.bornAgo > 13 * year;
  return { givenAgo: Math.min(startedAgo, lot % 330), byChild: isOlder && lot % 4 !== 1 };
}

// Confirmed every term by most; about one in six is stale, and some never were.
function confirmedAgo(dice: Dice, startedAgo: DaysAgo): DaysAgo | null {
  const roll = dice.unit();
  if (roll < 0.03) return null;
  return Math.min(startedAgo, roll < 0.17 ? 125 + dice.below(400) : dice.below(110));
}
