import type { Day } from './calendar.ts';
import type { SearchCriteria } from './criteria.ts';
import type { Gender } from './gender.ts';
import type { Postcode } from './identifiers.ts';
import { comparedName, type ComparedName } from './matching/compared-name.ts';
import { compareDates, type DateLevel } from './matching/date-comparison.ts';
import { compareFamilyNames, compareGivenNames, type NameLevel } from './matching/name-comparison.ts';
import type { NameKnowledge } from './matching/name-knowledge.ts';
import { comparePostcodes, type PlaceLevel } from './matching/place-comparison.ts';
import {
  dateBits,
  familyNameBits,
  formerBits,
  genderBits,
  givenNameBits,
  placeBits,
  swappedBits,
  yearBits,
} from './matching/weights.ts';
import type { EntryKind } from './record-rows.ts';

/** An entry that the indexes found, to be held against what was asked. */
export type Candidate = {
  readonly childId: number;
  readonly kind: EntryKind;
  readonly givenNames: string;
  readonly familyName: string;
  readonly dateOfBirth: Day;
  readonly gender: Gender;
  readonly postcode: string | null;
};

/** How one entry agrees: bits of evidence, and the words for what does not agree in full. */
export type Score = { readonly bits: number; readonly why: readonly string[] };

/** Holds entries against one search, remembering each name that it has compared. */
export type Scorer = (candidate: Candidate) => Score;

/** Makes ready to hold entries against what was asked. */
export function scorerFor(criteria: SearchCriteria, knowledge: NameKnowledge): Scorer {
  const compareNames = namesComparer(criteria, knowledge);
  return (candidate) => {
    const why: string[] = [];
    let bits = compareNames(candidate.givenNames, candidate.familyName, why);
    bits += bornBits(criteria, candidate.dateOfBirth, why);
    bits += criteria.gender === undefined ? 0 : agreeOnGender(criteria.gender, candidate.gender, why);
    bits += criteria.postcode === undefined ? 0 : agreeOnPlace(criteria.postcode, candidate.postcode, why);
    return { bits: candidate.kind === 'present' ? bits : bits + formerBits, why };
  };
}

type Agreement = { readonly bits: number; readonly why?: string };
type NamesComparer = (givenNames: string, familyName: string, why: string[]) => number;

function namesComparer({ givenName, familyName }: SearchCriteria, knowledge: NameKnowledge): NamesComparer {
  const given = givenName === undefined ? undefined : comparedName(givenName);
  const family = familyName === undefined ? undefined : comparedName(familyName);
  const givenAgainst = rememberedFor((name) => agreeOnGiven(given, comparedName(name), knowledge));
  const familyAgainst = rememberedFor((name) => agreeOnFamily(family, comparedName(name), knowledge));
  const givenCrossed = rememberedFor((name) =>
    agreeCrossed('given name', given, comparedName(name), knowledge),
  );
  const familyCrossed = rememberedFor((name) =>
    agreeCrossed('family name', family, comparedName(name), knowledge),
  );
  return (givenNames, familyName_, why) => {
    const straight = [givenAgainst(givenNames), familyAgainst(familyName_)] as const;
    const bits = straight[0].bits + straight[1].bits;
    // One comparison, oriented once: a swap counted in both fields would be evidence twice over (matching.md, 5).
    if (
      bits < worthSwapping &&
      mayBeCrossed(given, family, comparedName(givenNames), comparedName(familyName_))
    ) {
      const crossed = [givenCrossed(familyName_), familyCrossed(givenNames)] as const;
      const swapped = crossed[0].bits + crossed[1].bits + swappedBits;
      if (swapped > bits && swapped > 0) {
        why.push('names given the other way round');
        pushWhy(why, crossed);
        return swapped;
      }
    }
    pushWhy(why, straight);
    return bits;
  };
}

// A glance, since most candidates are not: one name sounds like the other, or both begin alike.
function mayBeCrossed(
  given: ComparedName | undefined,
  family: ComparedName | undefined,
  recordedGiven: ComparedName,
  recordedFamily: ComparedName,
): boolean {
  if (given === undefined || family === undefined) return false;
  if (given.soundOfFirst === recordedFamily.soundOfFirst) return true;
  if (family.soundOfFirst === recordedGiven.soundOfFirst) return true;
  return (
    given.first.charCodeAt(0) === recordedFamily.first.charCodeAt(0) &&
    family.first.charCodeAt(0) === recordedGiven.first.charCodeAt(0)
  );
}

const worthSwapping = 6; // bits: names that agree better straight are not the other way round

function pushWhy(why: string[], agreements: readonly Agreement[]): void {
  for (const agreement of agreements) if (agreement.why !== undefined) why.push(agreement.why);
}

// Candidates of one block share names: each is compared once in a search.
function rememberedFor(compare: (name: string) => Agreement): (name: string) => Agreement {
  const known = new Map<string, Agreement>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const agreement = compare(name);
    known.set(name, agreement);
    return agreement;
  };
}

const notAsked: Agreement = { bits: 0 };

function agreeOnGiven(
  asked: ComparedName | undefined,
  recorded: ComparedName,
  knowledge: NameKnowledge,
): Agreement {
  if (asked === undefined) return notAsked;
  const level = compareGivenNames(asked, recorded, knowledge);
  const share = Math.max(knowledge.givenShare(asked.first), knowledge.givenShare(recorded.first));
  const bits = givenNameBits(level, share);
  // Records hold middle names that nobody gives: the first alone agrees. A middle name that was given must be there.
  if (level === 'first' && asked.tokens.length === 1) return { bits };
  return explained(bits, 'given name', givenWords[level]);
}

function agreeOnFamily(
  asked: ComparedName | undefined,
  recorded: ComparedName,
  knowledge: NameKnowledge,
): Agreement {
  if (asked === undefined) return notAsked;
  const level = compareFamilyNames(asked, recorded, knowledge);
  const share = Math.max(knowledge.familyShare(asked.folded), knowledge.familyShare(recorded.folded));
  return explained(familyNameBits(level, share), 'family name', familyWords[level]);
}

// Which of the two a name is, is not known here: it counts as the commoner.
function agreeCrossed(
  field: string,
  asked: ComparedName | undefined,
  recorded: ComparedName,
  knowledge: NameKnowledge,
): Agreement {
  if (asked === undefined) return notAsked;
  const level = compareGivenNames(asked, recorded, knowledge);
  const shares = [asked, recorded].flatMap(({ first, folded }) => [
    knowledge.givenShare(first),
    knowledge.familyShare(folded),
  ]);
  const bits = givenNameBits(level, Math.max(...shares));
  return explained(
    bits,
    field,
    level === 'first' && asked.tokens.length === 1 ? undefined : givenWords[level],
  );
}

function explained(bits: number, field: string, words: string | undefined): Agreement {
  return words === undefined ? { bits } : { bits, why: `${field}: ${words}` };
}

const givenWords: Readonly<Record<NameLevel, string | undefined>> = {
  same: undefined,
  first: 'other given names not recorded',
  'first, not others': 'other given names differ',
  'parts in another order': 'in another order',
  'one part': 'one of several',
  'known form': 'a short or other form',
  'one letter': 'one letter differs',
  sound: 'sounds alike',
  'beginning or end': 'a part of it',
  'few letters': 'a few letters differ',
  alike: 'spelt somewhat alike',
  different: 'differs',
  'no evidence': 'not given yet',
};

const familyWords: Readonly<Record<NameLevel, string | undefined>> = {
  ...givenWords,
  'parts in another order': 'its halves the other way round',
  'one part': 'one half of a double name',
  'known form': 'another form',
};

function bornBits({ dateOfBirth, yearOfBirth }: SearchCriteria, recorded: Day, why: string[]): number {
  if (dateOfBirth !== undefined) {
    const level = compareDates(dateOfBirth, recorded);
    if (level !== 'same') why.push(`date of birth: ${dateWords[level]}`);
    return dateBits[level];
  }
  if (yearOfBirth === undefined) return 0;
  const apart = Math.abs(yearOfBirth - Number(recorded.slice(0, 4)));
  if (apart === 0) return yearBits.same;
  why.push(apart === 1 ? 'year of birth: one year apart' : 'year of birth: differs');
  return apart === 1 ? yearBits['one apart'] : yearBits.different;
}

const dateWords: Readonly<Record<Exclude<DateLevel, 'same'>, string>> = {
  'day and month swapped': 'day and month swapped',
  'one day apart': 'one day apart',
  'one year apart': 'one year apart',
  'one digit': 'one digit differs',
  'two of three': 'two of day, month and year agree',
  different: 'differs',
};

// "Not specified" contradicts nothing.
function agreeOnGender(asked: Gender, recorded: Gender, why: string[]): number {
  if (asked === recorded) return genderBits.same;
  const unspecified = asked === 'not specified' || recorded === 'not specified';
  why.push(unspecified ? 'gender: not specified' : 'gender: differs');
  return unspecified ? 0 : genderBits.different;
}

function agreeOnPlace(asked: Postcode, recorded: string | null, why: string[]): number {
  if (recorded === null) {
    why.push('postcode: none recorded');
    return 0;
  }
  const level = comparePostcodes(asked, recorded);
  if (level !== 'same') why.push(`postcode: ${placeWords[level]}`);
  return placeBits[level];
}

const placeWords: Readonly<Record<Exclude<PlaceLevel, 'same'>, string>> = {
  'one character': 'one character differs',
  'same sector': 'a neighbouring one',
  'same district': 'the same district',
  'same area': 'differs, of the same area',
  different: 'differs',
};
