import type { DateLevel } from './date-comparison.ts';
import type { NameLevel } from './name-comparison.ts';
import type { PlaceLevel } from './place-comparison.ts';

// Weights are log2(m / u): m, how often a field agrees so for one child's two records; u, how often for two children's (Fellegi and
// Sunter 1969). Where each number comes from stands in docs/search.md.

/** Bits of a name that agrees so: `fixed`, and so much of the bits that its rarity is worth. */
type NameWeight = { readonly fixed: number; readonly rarity: number };

const near = 0.5; // of the rarity, where a name agrees nearly: the rarer name has fewer neighbours too (matching.md, 7)

const givenWeights: Readonly<Record<NameLevel, NameWeight>> = {
  same: { fixed: -0.2, rarity: 1 },
  first: { fixed: -0.5, rarity: 1 },
  'first, not others': { fixed: -2.5, rarity: 1 },
  'parts in another order': { fixed: -2, rarity: 1 },
  'one part': { fixed: -1.5, rarity: 0.7 },
  'known form': { fixed: -0.5, rarity: near },
  'one letter': { fixed: -0.2, rarity: near },
  sound: { fixed: -0.5, rarity: near },
  'beginning or end': { fixed: -1.5, rarity: near },
  'few letters': { fixed: -2.5, rarity: near },
  alike: { fixed: -3.5, rarity: near },
  different: { fixed: -4.5, rarity: 0 },
  'no evidence': { fixed: 0, rarity: 0 },
};

const familyWeights: Readonly<Record<NameLevel, NameWeight>> = {
  ...givenWeights,
  'parts in another order': { fixed: -1, rarity: 1 },
  different: { fixed: -4, rarity: 0 }, // less than of given names: family names change
};

/** Bits for given names that agree so; `share` is that of the commoner of the two. */
export function givenNameBits(level: NameLevel, share: number): number {
  const { fixed, rarity } = givenWeights[level];
  return fixed + rarity * rarityOf(share);
}

/** Bits for family names that agree so; `share` is that of the commoner of the two. */
export function familyNameBits(level: NameLevel, share: number): number {
  const { fixed, rarity } = familyWeights[level];
  return fixed + rarity * rarityOf(share);
}

function rarityOf(share: number): number {
  return -Math.log2(share);
}

/** Names the other way round: one record in 20 or so where it was typed so (a tenth of searches; performance.md). */
export const swappedBits = -3.5;

// 6,575 days of birth from 0 to 18; m from the errors of dates in published linkages.
export const dateBits: Readonly<Record<DateLevel, number>> = {
  same: 12.6,
  'day and month swapped': 6.5,
  'one day apart': 4.5,
  'one year apart': 4.5,
  'one digit': 4,
  'two of three': 0,
  different: -7,
};

/** Where only the year is asked: 18 years of birth. */
export const yearBits = { same: 4.1, 'one apart': -1.5, different: -8 } as const;

// 1.5 million postcodes would make 20 bits; but a household's children share theirs, and then their family name too.
export const placeBits: Readonly<Record<PlaceLevel, number>> = {
  same: 13,
  'one character': 8,
  'same sector': 6,
  'same district': 4,
  'same area': 1.5, // most who move stay near; there are 120 areas
  different: -4,
};

export const genderBits = { same: 0.9, different: -5 } as const;

/** A former name or address that agrees is a little less than a present one: more of them stand about. */
export const formerBits = -1;
