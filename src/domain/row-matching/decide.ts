import type { FeedBands } from './bands.ts';
import { resemblesFrom } from './bands.ts';
import type { Levels, WeighedCandidate } from './weigh-row.ts';

/** Why a person has to say of whom a row is; the words of the table possible_match. */
export type Doubt = (typeof doubts)[number];

export const doubts = [
  'likeness in doubt',
  'near-equal candidates',
  'may be a twin',
  'births apart',
  'number and likeness disagree',
  'key and number disagree',
  'resembles a shielded child',
  'weighed anew',
] as const;

/** What likeness alone says of a row. */
export type Likeness =
  | { readonly kind: 'link'; readonly to: WeighedCandidate }
  | {
      readonly kind: 'a person decides';
      readonly because: Doubt;
      readonly among: readonly WeighedCandidate[];
    }
  /** A record is to be made, born shielded where the row resembles shielded children. */
  | { readonly kind: 'new child'; readonly resembles: readonly WeighedCandidate[] };

/** What only the index knows of a candidate. */
export type AboutCandidate = {
  /** The same supplier speaks of this child under another key: it keeps one record of each child, but for mistakes. */
  readonly isKnownToSupplier: (candidate: WeighedCandidate) => boolean;
};

const mostCandidates = 5; // that a person is shown

/** Decides about a row by its weighed candidates, of whom none has another NHS number and none was said never to be this child. */
export function decideByLikeness(
  weighed: readonly WeighedCandidate[],
  bands: FeedBands,
  about: AboutCandidate,
): Likeness {
  const ranked = weighed.filter(({ bits }) => bits >= bands.aPerson).toSorted(likeliestFirst);
  const [best, next] = ranked;
  if (best === undefined) return { kind: 'new child', resembles: resembling(weighed) };
  const because = doubtAbout(best, next, ranked, bands, about);
  if (because === undefined) return { kind: 'link', to: best };
  return { kind: 'a person decides', because, among: ranked.slice(0, mostCandidates) };
}

/** Those among the candidates whom a row that makes a record resembles too much to stand open. */
function resembling(weighed: readonly WeighedCandidate[]): readonly WeighedCandidate[] {
  return weighed
    .filter(
      ({ candidate, bitsAnywhere, isCrossed }) =>
        candidate.isShielded && (isCrossed || bitsAnywhere >= resemblesFrom),
    )
    .toSorted(likeliestFirst)
    .slice(0, mostCandidates);
}

// The order is total: equal rows come to equal decisions.
function likeliestFirst(a: WeighedCandidate, b: WeighedCandidate): number {
  return b.bits - a.bits || a.candidate.childId - b.candidate.childId;
}

function doubtAbout(
  best: WeighedCandidate,
  next: WeighedCandidate | undefined,
  ranked: readonly WeighedCandidate[],
  bands: FeedBands,
  about: AboutCandidate,
): Doubt | undefined {
  if (mayBeTwin(best, ranked)) return 'may be a twin';
  if (best.levels.born > oneMistake || best.levels.born < 0) return 'births apart';
  if (next !== undefined && best.bits - next.bits < bands.lead) return 'near-equal candidates';
  const isEnough = best.bits >= bands.byItself && saysMoreThanNameAndBirth(best.levels);
  return isEnough && !about.isKnownToSupplier(best) ? undefined : 'likeness in doubt';
}

const oneMistake = 1; // of the levels of births

// In England about 26,000 pairs of children share both names and the date of birth by chance (docs/matching.md).
function saysMoreThanNameAndBirth({ home, parents }: Levels): boolean {
  return (home >= 0 && home <= sameDistrict) || (parents >= 0 && parents <= oneParent);
}
const sameDistrict = 4;
const oneParent = 2;

/**
 * One birth and household, and a given name that is not the same: a twin until shown otherwise. Shown where the NHS, which has
 * every child once, has this child there and no second.
 */
function mayBeTwin(best: WeighedCandidate, ranked: readonly WeighedCandidate[]): boolean {
  const { given, born, home, family, order } = best.levels;
  const isExact = given === 0 || order === swappedExactly;
  if (isExact || born !== 0) return false;
  const isOneHousehold = (home >= 0 && home <= sameStreet) || family === 0;
  if (!isOneHousehold) return false;
  if (given < 0 || given > soundsAlike) return true;
  const others = ranked.filter(
    (one) => one !== best && one.levels.born === 0 && one.levels.home <= sameStreet,
  );
  return best.candidate.nhsNumber === undefined || others.length > 0;
}
const sameStreet = 3;
const swappedExactly = 1;
const soundsAlike = 2; // of the levels of given names: the same, a known form, a letter or a sound apart

/** Whether a row fits the child to whom its number leads: a number may be typed wrong, and belong to somebody else. */
export function fitsNumber({ given, family, order, born }: Levels): boolean {
  const isNameAlike = (level: number): boolean => level < 0 || level <= alikeOfGiven;
  const isSwapped = order > 0;
  if (born >= 0 && born <= oneMistake) return isSwapped || isNameAlike(given) || (family >= 0 && family <= 3);
  return isSwapped || (given >= 0 && given <= 2 && family >= 0 && family <= 2);
}
const alikeOfGiven = 5;
