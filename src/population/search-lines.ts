import type { Postcode } from '../domain/identifiers.ts';
import type { EntryKind } from '../domain/record-rows.ts';
import { searchKeysOf } from '../domain/search-keys.ts';
import { hasMoved, type Known } from './child-facts.ts';

/** Adds what a child is found by: the present, and a former name or address. */
export function writeSearchEntries(known: Known): void {
  const { child, household } = known.facts;
  const home = known.isAtHome ? household.home.postcode : null;
  writeEntry(known, 1, 'present', child.familyName, home);
  if (child.formerFamilyName !== null) writeEntry(known, 2, 'former name', child.formerFamilyName, home);
  if (household.formerHome !== null && hasMoved(known.facts))
    writeEntry(known, 3, 'former address', child.familyName, household.formerHome.postcode);
}

function writeEntry(
  { texts, facts, id, born }: Known,
  entryNo: number,
  kind: EntryKind,
  familyName: string,
  postcode: Postcode | null,
): void {
  const { givenNames, gender } = facts.child;
  const keys = searchKeysOf({ kind, givenNames, familyName, dateOfBirth: born, postcode });
  texts.search_entry.row(
    id,
    entryNo,
    facts.household.shield !== null,
    kind,
    born,
    keys.soundGivenBorn,
    keys.soundFamilyBorn,
    keys.initialsBorn,
    keys.soundsYear,
    keys.soundsOutward,
    keys.postcode,
    gender,
    givenNames,
    familyName,
    postcode,
  );
}
