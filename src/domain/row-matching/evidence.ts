import { noEvidence } from '../linkage/comparison.ts';
import type { Schema } from '../linkage/schemas.ts';

/** How the comparisons of a row with a child turned out, as it is stored: a letter for each, and its level. G0F2B0 */
export type Evidence = string;

// Stored with every link: a letter once given is never given to another comparison.
const letters: ReadonlyMap<string, string> = new Map([
  ['given name', 'G'],
  ['middle names', 'M'],
  ['family name', 'F'],
  ['order of names', 'O'],
  ['date of birth', 'B'],
  ['sex', 'S'],
  ['home', 'H'],
  ['parents', 'P'],
]);

/** Writes levels in the order of the schema; what is no evidence is left out. */
export function evidenceOf({ comparisons }: Schema, levels: ArrayLike<number>): Evidence {
  let evidence = '';
  for (let at = 0; at < comparisons.length; at += 1) {
    const level = levels[at] ?? noEvidence;
    if (level !== noEvidence) evidence += `${letters.get(comparisons[at]?.of ?? '') ?? ''}${level}`;
  }
  return evidence;
}

/** One comparison in words, for the person who decides: what was compared, how it turned out, and for which side it speaks. */
export type EvidenceLine = {
  readonly of: string;
  readonly says: string;
  readonly speaks: 'for' | 'somewhat for' | 'against';
};

/** Reads evidence back, a line for each comparison; a level of a later program is passed over. */
export function readEvidence(evidence: Evidence): readonly EvidenceLine[] {
  return Array.from(evidence.matchAll(/([A-Z])(\d)/g)).flatMap(([, letter = '', level = '']) => {
    const known = words[letter];
    const line = known?.levels[Number(level)];
    return known === undefined || line === undefined
      ? []
      : [{ of: known.of, says: line[0], speaks: line[1] }];
  });
}

type Line = readonly [says: string, speaks: EvidenceLine['speaks']];

// In the order of the levels in linkage/name-comparisons.ts and linkage/comparisons.ts; test/domain/row-matching holds them together.
const words: Readonly<Record<string, { readonly of: string; readonly levels: readonly Line[] }>> = {
  G: {
    of: 'Given name',
    levels: [
      ['The given name is the same', 'for'],
      ['The given names are forms of one name', 'somewhat for'],
      ['The given names differ by a letter or sound alike', 'somewhat for'],
      ['The given names are the same in another order', 'somewhat for'],
      ['The given name is a middle name of the other', 'somewhat for'],
      ['The given names are somewhat alike', 'against'],
      ['The given names differ', 'against'],
    ],
  },
  M: {
    of: 'Middle names',
    levels: [
      ['A middle name is the same', 'for'],
      ['A middle name begins alike', 'somewhat for'],
      ['The middle names are somewhat alike', 'somewhat for'],
      ['The middle names differ', 'against'],
    ],
  },
  F: {
    of: 'Family name',
    levels: [
      ['The family name is the same', 'for'],
      ['The family names are forms of one name, or share a half', 'somewhat for'],
      ['The family names differ by a letter or sound alike', 'somewhat for'],
      ['The family names are somewhat alike', 'against'],
      ['The family names differ', 'against'],
    ],
  },
  O: {
    of: 'Order of names',
    levels: [
      ['Given and family name stand in their usual places', 'for'],
      ['Given and family name are the other way round', 'somewhat for'],
      ['Given and family name are the other way round, and spelt otherwise', 'somewhat for'],
      ['The only name is in the other place', 'somewhat for'],
    ],
  },
  B: {
    of: 'Date of birth',
    levels: [
      ['The date of birth is the same', 'for'],
      ['One mistake lies between the dates of birth', 'somewhat for'],
      ['The dates of birth are within a month', 'against'],
      ['The dates of birth are within a year', 'against'],
      ['The dates of birth are within ten years', 'against'],
      ['The dates of birth differ', 'against'],
    ],
  },
  S: {
    of: 'Gender',
    levels: [
      ['The gender is the same', 'somewhat for'],
      ['The gender differs', 'against'],
    ],
  },
  H: {
    of: 'Home',
    levels: [
      ['The home is the same house', 'for'],
      ['The home is the same house and street under another postcode', 'for'],
      ['The postcode is the same', 'for'],
      ['The street is the same', 'somewhat for'],
      ['The homes are in one district', 'somewhat for'],
      ['The homes are in one area', 'against'],
      ['The homes are in different areas', 'against'],
    ],
  },
  P: {
    of: 'Parents',
    levels: [
      ['Both parents are the same', 'for'],
      ['A parent is the same', 'for'],
      ['One of two parents is the same', 'somewhat for'],
      ['A parent is somewhat alike', 'against'],
      ['The parents differ', 'against'],
    ],
  },
};
