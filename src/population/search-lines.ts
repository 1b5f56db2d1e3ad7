import type { Day } from '../domain/calendar.ts';
import type { Postcode } from '../domain/identifiers.ts';
import { searchKeysOf } from '../domain/search-keys.ts';

/** The five search keys of one entry, as COPY's text format has them: from sound_given_born to postcode_key. */
export function searchKeysAsText(
  givenNames: string,
  familyName: string,
  dateOfBirth: Day,
  postcode: Postcode | null,
): string {
  const keys = searchKeysOf({ givenNames, familyName, dateOfBirth, postcode });
  return (
    `${keys.soundGivenBorn}\t${keys.soundFamilyBorn}\t${keys.soundsYear}\t` +
    `${keys.soundsOutward ?? '\\N'}\t${keys.postcode ?? '\\N'}`
  );
}
