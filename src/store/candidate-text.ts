import { isDay } from '../domain/calendar.ts';
import { isGender } from '../domain/gender.ts';
import { isEntryKind } from '../domain/record-rows.ts';
import type { Candidate } from '../domain/search-scoring.ts';

// Some tens of entries of seven columns take the driver three times as long to read as one text of them all (0.3 and 0.1 ms for 30).
// The separators are control characters, which no name can have (src/domain/names.ts).
const betweenColumns = '\u001f';
const betweenEntries = '\u001e';

/** The select list of one entry. The postcode comes last: concat_ws leaves out what is null. */
export const entryAsText = `concat_ws(E'\\x1f', search_entry.child_id, kind, date_of_birth, gender, given_names, family_name, postcode) as entry`;

/** Puts the entries of a query into one text; null where there are none. */
export function entriesAsText(query: string): string {
  return `select string_agg(entry, E'\\x1e') as entries from (${query}) as found`;
}

/** The entries of such a text. */
export function readCandidates(entries: string | null): readonly Candidate[] {
  return entries === null ? [] : entries.split(betweenEntries).map(readCandidate);
}

function readCandidate(entry: string): Candidate {
  const [id, kind = '', born = '', gender = '', givenNames, familyName, postcode = null] =
    entry.split(betweenColumns);
  const childId = Number(id);
  const isWhole = givenNames !== undefined && familyName !== undefined && Number.isSafeInteger(childId);
  if (!isWhole || !isEntryKind(kind) || !isDay(born) || !isGender(gender))
    throw new Error('The database sent a search entry that is not one');
  return { childId, kind, dateOfBirth: born, gender, givenNames, familyName, postcode };
}
