import type { Almanac } from './almanac.ts';
import type { Dice } from './chance.ts';
import type { Child, DaysAgo, Home } from './people.ts';
import type { Chance } from './sampler.ts';
import { sortOf, type School, type SchoolSort } from './settings.ts';

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

/** Where one child is educated, by age and distance. */
export function schoolingOf(
  dice: Dice,
  almanac: Almanac,
  home: Home,
  child: Child,
  choice: FamilyChoice,
): Schooling {
  const starts = almanac.startsSchoolIn(child.bornAgo);
  const yearGroup = almanac.schoolYear - starts; // reception is 0, year 13 is 13
  if (yearGroup < 0)
    return {
      attendances: beforeSchool(dice, home, child, choice, yearGroup),
      stateSchool: null,
      upnYear: undefined,
    };
  if (dice.happens(otherwise)) {
    const startedAgo = between(dice, 0, almanac.septemberAgo(starts));
    return {
      attendances: [attendance('educated otherwise', null, startedAgo)],
      stateSchool: null,
      upnYear: undefined,
    };
  }
  return yearGroup > 11
    ? afterSixteen(dice, almanac, home, child, choice, starts)
    : atSchool(dice, almanac, home, child, choice, starts);
}

function beforeSchool(
  dice: Dice,
  home: Home,
  child: Child,
  choice: FamilyChoice,
  yearGroup: number,
): readonly Attendance[] {
  const roll = dice.unit();
  const ageNow = Math.floor(child.bornAgo / 365.25);
  if (ageNow < 1) return [];
  if (roll < 0.08) return [attendance('childminder', null, between(dice, 0, child.bornAgo - 300))];
  if (yearGroup < -2 || roll > 0.7) return [];
  const nursery = schoolOf(home, 'nursery', 3, child, choice);
  const startedAgo = between(dice, 0, Math.min(400, child.bornAgo - 700));
  if (nursery !== null && roll < 0.3) return [attendance('nursery', nursery, startedAgo)];
  return yearGroup === -1 && roll < 0.6
    ? [attendance('nursery', schoolOf(home, 'state', 3, child, choice), startedAgo)]
    : [];
}

function atSchool(
  dice: Dice,
  almanac: Almanac,
  home: Home,
  child: Child,
  choice: FamilyChoice,
  starts: number,
): Schooling {
  const yearGroup = almanac.schoolYear - starts;
  const sort = sortFor(dice, choice);
  const school =
    schoolOf(home, sort, yearGroup + 4, child, choice) ??
    schoolOf(home, 'state', yearGroup + 4, child, choice);
  if (school === null) return { attendances: [], stateSchool: null, upnYear: starts };
  const firstYear = firstYearAt(school, yearGroup);
  const joined = almanac.septemberAgo(starts + firstYear);
  const before =
    dice.happens(changedSchool) && yearGroup > firstYear
      ? earlierSchool(dice, home, child, joined, yearGroup)
      : [];
  const startedAgo = before[0]?.endedAgo ?? joined;
  const isState = sortOf(school) !== 'independent';
  return {
    attendances: [attendance('school', school, startedAgo), ...before],
    stateSchool: isState ? school : null,
    upnYear: isState || before.length > 0 ? starts : undefined,
  };
}

function afterSixteen(
  dice: Dice,
  almanac: Almanac,
  home: Home,
  child: Child,
  choice: FamilyChoice,
  starts: number,
): Schooling {
  const since = almanac.septemberAgo(starts + 12);
  const roll = dice.unit();
  if (roll < 0.06) {
    // Left school, and nothing since is known.
    const school = schoolOf(home, 'state', 15, child, choice);
    const left = {
      kind: 'school',
      school,
      startedAgo: almanac.septemberAgo(starts + 7),
      endedAgo: since + 45,
    } as const;
    return { attendances: school === null ? [] : [left], stateSchool: null, upnYear: starts };
  }
  if (roll < 0.14)
    return {
      attendances: [attendance('training provider', null, since)],
      stateSchool: null,
      upnYear: starts,
    };
  const sixthForm = schoolOf(home, roll < 0.19 ? 'independent' : 'state', 16, child, choice);
  const college = schoolOf(home, 'college', 16, child, choice);
  if (college !== null && (roll > 0.55 || sixthForm === null))
    return { attendances: [attendance('college', college, since)], stateSchool: null, upnYear: starts };
  if (sixthForm === null)
    return {
      attendances: [attendance('training provider', null, since)],
      stateSchool: null,
      upnYear: starts,
    };
  const isState = sortOf(sixthForm) !== 'independent';
  return {
    attendances: [attendance('school', sixthForm, since)],
    stateSchool: isState ? sixthForm : null,
    upnYear: starts,
  };
}

function sortFor(dice: Dice, choice: FamilyChoice): SchoolSort {
  if (dice.happens(special)) return 'special';
  return choice.sort < independent ? 'independent' : 'state';
}

function earlierSchool(
  dice: Dice,
  home: Home,
  child: Child,
  joinedAgo: DaysAgo,
  yearGroup: number,
): readonly Attendance[] {
  const earlier = home.neighbourhood.settings.school('state', yearGroup + 4, child.sex)?.(dice.unit) ?? null;
  if (earlier === null) return [];
  const endedAgo = between(dice, 0, joinedAgo);
  return [{ kind: 'school', school: earlier, startedAgo: joinedAgo, endedAgo }];
}

function schoolOf(
  home: Home,
  sort: SchoolSort,
  age: number,
  { sex }: Child,
  choice: FamilyChoice,
): School | null {
  return home.neighbourhood.settings.school(sort, age, sex)?.(choice.school) ?? null;
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
