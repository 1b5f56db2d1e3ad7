import type { Day } from '../calendar.ts';
import { isPlace } from '../identifiers.ts';
import { comparedName, isNotYetNamed } from '../matching/compared-name.ts';
import { digitMistakes, likelyMistakes } from '../matching/date-comparison.ts';
import {
  initialsBorn,
  keysOnDays,
  postcodeKey,
  soundFamilyBorn,
  soundGivenBorn,
  soundsYear,
} from '../search-keys.ts';
import type { PersonName, SourceChild } from '../source-row.ts';

/** The keys that whoever agrees with a row nearly in full shares, two at a time; null where the row does not say. */
export type FirstKeys = {
  readonly givenBorn: number | null;
  readonly familyBorn: number | null;
  readonly initialsBorn: number | null;
  readonly postcode: number | null;
};

/** The keys that a row is looked up by when those did not settle it. */
export type FurtherKeys = {
  readonly givenBorn: readonly number[];
  readonly familyBorn: readonly number[];
  readonly initialsBorn: readonly number[];
  readonly soundsYear: readonly number[];
};

/** The first keys of a row. "Baby" is no name to look under. */
export function firstKeys({ givenNames, familyName, dateOfBirth, address }: SourceChild): FirstKeys {
  const given = isNotYetNamed(givenNames) ? undefined : givenNames;
  const place = address?.postcode;
  return {
    givenBorn: given === undefined ? null : soundGivenBorn(given, dateOfBirth),
    familyBorn: soundFamilyBorn(familyName, dateOfBirth),
    initialsBorn: given === undefined ? null : initialsBorn(given, familyName, dateOfBirth),
    postcode: place === undefined || !isPlace(place) ? null : postcodeKey(place),
  };
}

/** Further keys: every name that the row gives, under its date; both names under the year and its neighbours. */
export function furtherKeys(says: SourceChild): FurtherKeys {
  return keysUnder(namesOf(says), [says.dateOfBirth], yearsAround(says.dateOfBirth));
}

/**
 * The same for shielded children, of whom all of that birth are held against the row anyway: both names as they begin, under every date
 * that one slip makes of this one.
 */
export function widestKeys(says: SourceChild): FurtherKeys {
  const { givenNames, familyName, dateOfBirth: born } = says;
  const onDays = keysOnDays([...likelyMistakes(born), ...digitMistakes(born)]);
  const names = isNotYetNamed(givenNames) ? [familyName] : [givenNames, familyName];
  // A name may stand in the other's place.
  return {
    givenBorn: names.flatMap(onDays.givenBorn),
    familyBorn: names.flatMap(onDays.familyBorn),
    initialsBorn: onDays.initialsBorn(givenNames, familyName),
    soundsYear: yearsAround(born).map((year) => soundsYear(givenNames, familyName, year)),
  };
}

function keysUnder(
  names: readonly PersonName[],
  days: readonly Day[],
  years: readonly number[],
): FurtherKeys {
  const named = names.filter(({ givenNames }) => !isNotYetNamed(givenNames));
  const families = unique(names.flatMap(({ familyName }) => partsOf(familyName)));
  const givens = unique(named.flatMap(({ givenNames }) => partsOf(givenNames)));
  // A name may stand in the other's place.
  return {
    givenBorn: unique(
      [...givens, ...families].flatMap((name) => days.map((day) => soundGivenBorn(name, day))),
    ),
    familyBorn: unique(
      [...families, ...givens].flatMap((name) => days.map((day) => soundFamilyBorn(name, day))),
    ),
    initialsBorn: unique(
      named.flatMap(({ givenNames, familyName }) =>
        days.map((day) => initialsBorn(givenNames, familyName, day)),
      ),
    ),
    soundsYear: unique(
      named.flatMap(({ givenNames, familyName }) =>
        years.map((year) => soundsYear(givenNames, familyName, year)),
      ),
    ),
  };
}

function namesOf({
  givenNames,
  familyName,
  preferredName,
  formerNames = [],
}: SourceChild): readonly PersonName[] {
  const preferred = preferredName === undefined ? [] : [{ givenNames: preferredName, familyName }];
  return [{ givenNames, familyName }, ...preferred, ...formerNames];
}

// The halves of a double name, each of several given names: a record may have begun with any.
function partsOf(name: string): readonly string[] {
  const { tokens } = comparedName(name);
  return tokens.length === 1 ? [name] : [name, ...tokens.slice(1, 3)];
}

function yearsAround(day: Day): readonly number[] {
  const year = Number(day.slice(0, 4));
  return [year, year - 1, year + 1];
}

function unique<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}
