import type { Almanac } from './almanac.ts';
import type { Dice } from './chance.ts';
import type { Child, DaysAgo, Home } from './people.ts';
import type { Chance } from './sampler.ts';
import { sortOf, type School, type SchoolSort } from './schools.ts';

export type EducationKind =
  'school' | 'nursery' | 'childminder' | 'college' | 'training provider' | 'educated otherwise';

export type Attendance = {
  readonly kind: EducationKind;
  readonly school: School | null;
  readonly startedAgo: DaysAgo;
  readonly endedAgo: DaysAgo | null;
};

/** Where a child is educated, and whether the school census counts them. */
export type Schooling = {
  readonly attendances: readonly Attendance[];
  /** The state school of today; its pupils have a school nurse too. */
  readonly stateSchool: School | null;
  /** In reception or above, so that some school has given a UPN; undefined for the others. */
  readonly upnYear: number | undefined;
};

/** What a family has settled on: the same draws for every child, so that brothers and sisters go to one school. */
export type FamilyChoice = { readonly school: Chance; readonly sort: number };

// Pupils of independent schools: 6 in 100; of special schools: 18 in 1,000; educated otherwise: about 1 in 100 (DfE, Schools, pupils
// and their characteristics; Elective home education).
const independent = 0.06;
const special = 0.018;
const otherwise = 0.01;
const changedSchool = 0.06;

/** The child, and what the family has settled on. */
export type About = {
  readonly dice: Dice;
  readonly almanac: Almanac;
  readonly home: Home;
  readonly child: Child;
  readonly choice: FamilyChoice;
};

/** Where one child is educated, by age and distance. */
export function schoolingOf(about: About): Schooling {
  const { dice, almanac, child } = about;
  const starts = almanac.startsSchoolIn(child.bornAgo);
  const yearGroup = almanac.schoolYear - starts; // reception is 0, year 13 is 13
  if (yearGroup < 0)
    return { attendances: beforeSchool(about, yearGroup), stateSchool: null, upnYear: undefined };
  if (dice.happens(otherwise)) {
    const startedAgo = between(dice, 0, almanac.septemberAgo(starts));
    const attendances = [attendance('educated otherwise', null, startedAgo)];
    return { attendances, stateSchool: null, upnYear: undefined };
  }
  return yearGroup > 11 ? afterSixteen(about, starts) : atSchool(about, starts);
}

function beforeSchool(about: About, yearGroup: number): readonly Attendance[] {
  const { dice, child } = about;
  const roll = dice.unit();
  if (child.bornAgo < 366) return [];
  if (roll < 0.08) return [attendance('childminder', null, between(dice, 0, child.bornAgo - 300))];
  if (yearGroup < -2 || roll > 0.7) return [];
  const nursery = schoolOf(about, 'nursery', 3);
  const startedAgo = between(dice, 0, Math.min(400, child.bornAgo - 700));
  if (nursery !== null && roll < 0.3) return [attendance('nursery', nursery, startedAgo)];
  if (yearGroup < -1 || roll > 0.6) return [];
  return [attendance('nursery', schoolOf(about, 'state', 3), startedAgo)];
}

function atSchool(about: About, starts: number): Schooling {
  const { dice, almanac, choice } = about;
  const yearGroup = almanac.schoolYear - starts;
  const school =
    schoolOf(about, sortFor(dice, choice), yearGroup + 4) ?? schoolOf(about, 'state', yearGroup + 4);
  if (school === null) return { attendances: [], stateSchool: null, upnYear: starts };
  const firstYear = firstYearAt(school, yearGroup);
  const joined = almanac.septemberAgo(starts + firstYear);
  const hasChanged = dice.happens(changedSchool) && yearGroup > firstYear;
  const before = hasChanged ? earlierSchool(about, school, joined, yearGroup) : [];
  const startedAgo = before[0]?.endedAgo ?? joined;
  const isState = sortOf(school) !== 'independent';
  return {
    attendances: [attendance('school', school, startedAgo), ...before],
    stateSchool: isState ? school : null,
    upnYear: isState || before.length > 0 ? starts : undefined,
  };
}

// Of young people of 16 and 17 about 6 in 100 are in no education that is known, and 8 train (DfE, Participation in education).
function afterSixteen(about: About, starts: number): Schooling {
  const { dice, almanac } = about;
  const since = almanac.septemberAgo(starts + 12);
  const roll = dice.unit();
  const at = (...attendances: readonly Attendance[]): Schooling => ({
    attendances,
    stateSchool: null,
    upnYear: starts,
  });
  if (roll < 0.06) return at(...leftSchool(about, starts, since));
  if (roll < 0.14) return at(attendance('training provider', null, since));
  const sixthForm = schoolOf(about, roll < 0.19 ? 'independent' : 'state', 16);
  const college = schoolOf(about, 'college', 16);
  if (college !== null && (roll > 0.55 || sixthForm === null))
    return at(attendance('college', college, since));
  if (sixthForm === null) return at(attendance('training provider', null, since));
  const isState = sortOf(sixthForm) !== 'independent';
  return { ...at(attendance('school', sixthForm, since)), stateSchool: isState ? sixthForm : null };
}

function leftSchool(about: About, starts: number, since: DaysAgo): readonly Attendance[] {
  const school = schoolOf(about, 'state', 15);
  const startedAgo = about.almanac.septemberAgo(starts + 7);
  return school === null ? [] : [{ kind: 'school', school, startedAgo, endedAgo: since + 45 }]; // in the middle of July
}

function sortFor(dice: Dice, choice: FamilyChoice): SchoolSort {
  if (dice.happens(special)) return 'special';
  return choice.sort < independent ? 'independent' : 'state';
}

function earlierSchool(
  about: About,
  present: School,
  joinedAgo: DaysAgo,
  yearGroup: number,
): readonly Attendance[] {
  const { dice, home, child } = about;
  const earlier = home.neighbourhood.settings.school('state', yearGroup + 4, child.sex)?.(dice.unit);
  if (earlier === undefined || earlier === present) return [];
  return [{ kind: 'school', school: earlier, startedAgo: joinedAgo, endedAgo: between(dice, 0, joinedAgo) }];
}

function schoolOf({ home, child, choice }: About, sort: SchoolSort, age: number): School | null {
  return home.neighbourhood.settings.school(sort, age, child.sex)?.(choice.school) ?? null;
}

// Reception, year 3, 5, 7 or 9: whichever the school begins with.
function firstYearAt(school: School, yearGroup: number): number {
  const low = school.age_low ?? (school.is_primary ? 4 : 11);
  const first = low <= 5 ? 0 : low - 4;
  return Math.max(0, Math.min(first, yearGroup));
}

function attendance(kind: EducationKind, school: School | null, startedAgo: DaysAgo): Attendance {
  return { kind, school, startedAgo, endedAgo: null };
}

function between(dice: Dice, least: number, most: number): number {
  return least + dice.below(Math.max(1, most - least));
}
