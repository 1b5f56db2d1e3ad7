import type { Role } from '../domain/roles.ts';
import type { ServiceKind } from '../domain/service-kinds.ts';
import type { KeptPersonal } from '../store/practice-accounts.ts';
import type { Almanac } from './almanac.ts';
import type { Area } from './area.ts';
import type { Dice } from './chance.ts';
import type { ChildFacts } from './child-facts.ts';
import type { Founding, Organisations } from './founding.ts';
import type { AdultNames } from './names.ts';
import type { Adult, Household } from './people.ts';
import type { PracticeUser } from './practice-users.ts';
import { slug } from './slug.ts';

/** What practice users are hired into. */
export type Hiring = {
  readonly area: Area;
  readonly organisations: Organisations;
  readonly founding: Founding;
  readonly names: AdultNames;
  readonly almanac: Almanac;
  readonly seed: number;
  /** Makes any household of the area. */
  readonly household: (place: number) => readonly ChildFacts[];
  readonly households: number;
};

const further = 30;

/** A user, and where they live. */
export type Choice = { readonly user: PracticeUser; readonly home: KeptPersonal };

/**
 * Users beside those who are named. A third are parents of invented children, and a third neighbours: for the rules that
 * look for those who look up their own.
 */
export function furtherUsers(hiring: Hiring, dice: Dice): readonly Choice[] {
  return Array.from({ length: further }, (_, place) => {
    const household = hiring.household(dice.below(hiring.households))[0]?.household;
    if (household === undefined || place % 3 === 2) return colleague(hiring, dice, place);
    const parent = household.children[0]?.carers.find(({ adult }) => adult !== null)?.adult ?? null;
    return place % 3 === 0 && parent !== null
      ? parentOf(hiring, household, parent, place)
      : neighbourOf(hiring, dice, household, place);
  });
}

/** A home in the area where no invented family lives. */
export function homeNowhereNear({ area, almanac }: Hiring, dice: Dice): KeptPersonal {
  const place = area.homes[dice.below(area.homes.length)];
  return {
    personId: null,
    homeLine: `${200 + dice.below(80)} ${place?.street ?? 'High Street'}`, // invented families live below 131
    homePostcode: place?.postcode ?? 'ZZ99 3WZ',
    dateOfBirth: almanac.day(9000 + dice.below(12_000)),
  };
}

function parentOf({ almanac }: Hiring, { home }: Household, parent: Adult, place: number): Choice {
  const { personId, givenNames, familyName, bornAgo } = parent;
  const dateOfBirth = almanac.day(bornAgo);
  return {
    user: userAt(place, givenNames, familyName, 'is a parent of an invented child'),
    home: { personId, homeLine: home.line, homePostcode: home.postcode, dateOfBirth },
  };
}

function neighbourOf(hiring: Hiring, dice: Dice, { home }: Household, place: number): Choice {
  const { givenName, familyName } = hiring.names(dice);
  const nextDoor = home.line.replace(/^(?:Flat \d+, )?(\d+)/, (_, number: string) =>
    String(Number(number) + 2),
  );
  const { dateOfBirth } = homeNowhereNear(hiring, dice);
  return {
    user: userAt(place, givenName, familyName, 'lives beside an invented child'),
    home: { personId: null, homeLine: nextDoor, homePostcode: home.postcode, dateOfBirth },
  };
}

function colleague(hiring: Hiring, dice: Dice, place: number): Choice {
  const { givenName, familyName } = hiring.names(dice);
  return {
    user: userAt(place, givenName, familyName, 'is a colleague'),
    home: homeNowhereNear(hiring, dice),
  };
}

function userAt(place: number, givenName: string, familyName: string, shows: string): PracticeUser {
  const userName = `${slug(givenName)}.${slug(familyName)}${place + 1}`;
  return {
    userName,
    fullName: `${givenName} ${familyName}`,
    ...(posts[place % posts.length] ?? posts[0]),
    shows,
  };
}

type Post = { readonly role: Role; readonly worksIn: ServiceKind; readonly jobTitle: string };

const posts: readonly [Post, ...Post[]] = [
  { role: 'health visitor', worksIn: 'health visiting', jobTitle: 'Health visitor' },
  { role: 'social worker', worksIn: 'social care', jobTitle: 'Social worker' },
  { role: 'school nurse', worksIn: 'school nursing', jobTitle: 'School nurse' },
  { role: 'hospital nurse', worksIn: 'hospital care', jobTitle: 'Children’s nurse' },
  { role: 'early help worker', worksIn: 'early help', jobTitle: 'Early help worker' },
  { role: 'safeguarding lead', worksIn: 'school', jobTitle: 'Deputy safeguarding lead' },
  { role: 'doctor', worksIn: 'general practice', jobTitle: 'GP' },
  { role: 'youth justice worker', worksIn: 'youth justice', jobTitle: 'Youth justice worker' },
];
