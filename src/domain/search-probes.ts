import type { Day } from './calendar.ts';
import type { SearchCriteria } from './criteria.ts';
import { outwardPart } from './identifiers.ts';
import { comparedName, isNotYetNamed } from './matching/compared-name.ts';
import { digitMistakes, likelyMistakes } from './matching/date-comparison.ts';
import type { NameKnowledge } from './matching/name-knowledge.ts';
import { soundMistakes } from './matching/sound-mistakes.ts';
import {
  familySoundBorn,
  givenSoundBorn,
  initialsBorn,
  pairOfSoundsOutward,
  pairOfSoundsYear,
  postcodeKey,
  soundFamilyBorn,
  soundGivenBorn,
  soundsOutward,
  soundsYear,
} from './search-keys.ts';

/** The keys that a search looks under, by index. */
export type Probes = {
  readonly givenBorn: readonly number[];
  readonly familyBorn: readonly number[];
  readonly initialsBorn: readonly number[];
  readonly soundsYear: readonly number[];
  readonly soundsOutward: readonly number[];
  readonly postcode: readonly number[];
};

const mostForms = 24; // of a given name; Elizabeth has some 50, of about 25 sounds
const mostParts = 3; // of a name

/** What a search looks under first: everything that agrees with all of it stands there. */
export function firstProbes(criteria: SearchCriteria): Probes {
  const { dateOfBirth: born, postcode } = criteria;
  const { given, family } = namesOf(criteria);
  const year = born === undefined ? criteria.yearOfBirth : undefined;
  const outward = born === undefined && postcode !== undefined ? [outwardPart(postcode)] : [];
  return {
    givenBorn:
      born === undefined ? [] : unique([...given, ...family].map((name) => soundGivenBorn(name, born))),
    familyBorn:
      born === undefined ? [] : unique([...family, ...given].map((name) => soundFamilyBorn(name, born))),
    initialsBorn: [],
    soundsYear: year === undefined ? [] : pairs(given, family, (one, other) => soundsYear(one, other, year)),
    soundsOutward: pairs(given, family, (one, other) => outward.map((out) => soundsOutward(one, other, out))),
    postcode: postcode === undefined ? [] : [postcodeKey(postcode)],
  };
}

/** Where to look when that did not settle it: under forms of the name, and under the mistakes that people often make. */
export function furtherProbes(criteria: SearchCriteria, knowledge: NameKnowledge, today: Day): Probes {
  const { given, family } = namesOf(criteria);
  const forms = given.flatMap((name) => [...knowledge.formsOf(comparedName(name).first)]).slice(0, mostForms);
  const called = [...given, ...forms];
  const outwards = criteria.postcode === undefined ? [] : outwardMistakes(outwardPart(criteria.postcode));
  return {
    ...bornProbes(criteria.dateOfBirth, given, family, forms),
    soundsYear: pairs(called, family, (one, other) =>
      yearsOf(criteria, today).map((year) => soundsYear(one, other, year)),
    ),
    soundsOutward: pairs(called, family, (one, other) =>
      outwards.map((out) => soundsOutward(one, other, out)),
    ),
    postcode: [],
  };
}

function bornProbes(
  born: Day | undefined,
  given: readonly string[],
  family: readonly string[],
  forms: readonly string[],
): Pick<Probes, 'givenBorn' | 'familyBorn' | 'initialsBorn'> {
  if (born === undefined) return { givenBorn: [], familyBorn: [], initialsBorn: [] };
  const likely = likelyMistakes(born);
  // With both names asked, a digit wrong is looked for under both together, in the last stage: blocks of one name alone are large.
  const days = given.length > 0 && family.length > 0 ? likely : [...likely, ...digitMistakes(born)];
  return {
    givenBorn: unique([
      ...forms.map((name) => soundGivenBorn(name, born)),
      ...given.flatMap((name) => days.map((day) => soundGivenBorn(name, day))),
    ]),
    familyBorn: unique(family.flatMap((name) => days.map((day) => soundFamilyBorn(name, day)))),
    initialsBorn: pairs(given, family, (one, other) =>
      [born, ...likely].map((day) => initialsBorn(one, other, day)),
    ),
  };
}

/** Where to look when nobody agrees well: under names whose sound a slip has changed, and dates with any one digit wrong. */
export function lastProbes(criteria: SearchCriteria, today: Day): Probes {
  const { given, family } = namesOf(criteria);
  const { dateOfBirth: born, postcode } = criteria;
  const givenSlips = slipsOf(given[0]);
  const familySlips = slipsOf(family[0]);
  const sounds = slippedPairs(given[0], family[0], givenSlips, familySlips);
  const years = born === undefined ? yearsOf(criteria, today) : [];
  const outward = postcode === undefined || born !== undefined ? undefined : outwardPart(postcode);
  return {
    givenBorn: born === undefined ? [] : givenSlips.map((sound) => givenSoundBorn(sound, born)),
    familyBorn: born === undefined ? [] : familySlips.map((sound) => familySoundBorn(sound, born)),
    initialsBorn:
      born === undefined
        ? []
        : pairs(given, family, (one, other) =>
            digitMistakes(born).map((day) => initialsBorn(one, other, day)),
          ),
    soundsYear: years.flatMap((year) => sounds.map(([one, other]) => pairOfSoundsYear(one, other, year))),
    soundsOutward:
      outward === undefined ? [] : sounds.map(([one, other]) => pairOfSoundsOutward(one, other, outward)),
    postcode: [],
  };
}

function slipsOf(name: string | undefined): readonly string[] {
  return name === undefined ? [] : soundMistakes(comparedName(name).soundOfFirst);
}

function slippedPairs(
  given: string | undefined,
  family: string | undefined,
  givenSlips: readonly string[],
  familySlips: readonly string[],
): readonly (readonly [string, string])[] {
  if (given === undefined || family === undefined) return [];
  const { soundOfFirst: givenSound } = comparedName(given);
  const { soundOfFirst: familySound } = comparedName(family);
  return [
    ...givenSlips.map((slip) => [slip, familySound] as const),
    ...familySlips.map((slip) => [givenSound, slip] as const),
  ];
}

// The year asked and its neighbours. Without one, those of all children: who gave a postcode wrongly is found by both names alone.
function yearsOf({ dateOfBirth, yearOfBirth }: SearchCriteria, today: Day): readonly number[] {
  const year = dateOfBirth === undefined ? yearOfBirth : yearIn(dateOfBirth);
  if (year !== undefined) return [year, year - 1, year + 1];
  return Array.from({ length: childhood + 1 }, (_, ago) => yearIn(today) - ago);
}

const childhood = 18; // years; product.md section 8

function yearIn(day: Day): number {
  return Number(day.slice(0, 4));
}

// The parts that a key may have been made of. "Baby" finds nobody, and neither does a name not given.
function namesOf({ givenName, familyName }: SearchCriteria): {
  readonly given: readonly string[];
  readonly family: readonly string[];
} {
  return { given: partsOf(givenName), family: partsOf(familyName) };
}

function partsOf(name: string | undefined): readonly string[] {
  if (name === undefined || isNotYetNamed(name)) return [];
  const { tokens } = comparedName(name);
  return tokens.length === 1 ? [name] : [name, ...tokens.slice(1, mostParts)];
}

/** The district asked, and those that one mistaken digit or two exchanged characters make of it. */
function outwardMistakes(outward: string): readonly string[] {
  const found = new Set([outward]);
  for (let at = 0; at < outward.length; at += 1) {
    const before = outward.slice(0, at);
    const after = outward.slice(at + 1);
    if (/\d/.test(outward.charAt(at)))
      for (let digit = 0; digit <= 9; digit += 1) found.add(`${before}${digit}${after}`);
    if (after !== '') found.add(`${before}${after.charAt(0)}${outward.charAt(at)}${after.slice(1)}`);
  }
  return [...found];
}

function pairs(
  given: readonly string[],
  family: readonly string[],
  key: (given: string, family: string) => number | readonly number[],
): readonly number[] {
  return unique(given.flatMap((one) => family.flatMap((other) => key(one, other))));
}

function unique(keys: readonly number[]): readonly number[] {
  return [...new Set(keys)];
}
