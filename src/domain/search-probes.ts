import type { SearchCriteria } from './criteria.ts';
import { soundFamilyBorn, soundGivenBorn, soundsOutward, soundsYear } from './search-keys.ts';

/** The blocking keys that a search looks under. */
export type Probes = {
  readonly givenBorn: readonly number[];
  readonly familyBorn: readonly number[];
  readonly soundsYear: readonly number[];
  readonly soundsOutward: readonly number[];
  readonly postcode: readonly number[];
};

/** The keys that entries agreeing with the criteria stand under: names by sound, everything else as given. */
export function probesFor(criteria: SearchCriteria): Probes {
  const { givenName, familyName, dateOfBirth, yearOfBirth, postcode } = criteria;
  const year = dateOfBirth === undefined ? yearOfBirth : Number(dateOfBirth.slice(0, 4));
  const both = givenName !== undefined && familyName !== undefined;
  return {
    givenBorn: givenName !== undefined && dateOfBirth !== undefined ? [soundGivenBorn(givenName, dateOfBirth)] : [],
    familyBorn: familyName !== undefined && dateOfBirth !== undefined ? [soundFamilyBorn(familyName, dateOfBirth)] : [],
    soundsYear: both && year !== undefined ? [soundsYear(givenName, familyName, year)] : [],
    soundsOutward: both && postcode !== undefined ? [soundsOutward(givenName, familyName, postcode)] : [],
    postcode: [],
  };
}
