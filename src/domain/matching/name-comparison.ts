import { jaroWinkler, typingErrors } from '../likeness.ts';
import type { ComparedName } from './compared-name.ts';
import type { NameKnowledge } from './name-knowledge.ts';

/** How two names agree, nearest first. The order of the two never matters. */
export type NameLevel =
  | 'same'
  | 'first' // the first given name; one of the two has no others
  | 'first, not others'
  | 'parts in another order'
  | 'one part' // a half of a double name, one of several given names
  | 'known form' // Bill and William, Thompson and Thomson
  | 'one letter'
  | 'sound'
  | 'beginning or end' // Seun and Oluwaseun
  | 'few letters' // two, or one of a short name
  | 'alike'
  | 'different'
  | 'no evidence';

const likeEnough = 0.88; // Jaro-Winkler; below it lie pairs such as Daniel and Danielle's neighbours (docs/search.md)
const soundLikeEnough = 0.7; // names of one sound and no more likeness are of another word: Lee and Lyall

/** How two records' given names agree. */
export function compareGivenNames(a: ComparedName, b: ComparedName, knowledge: NameKnowledge): NameLevel {
  if (a.isNoEvidence || b.isNoEvidence) return 'no evidence';
  if (a.folded === b.folded) return 'same';
  if (a.first === b.first) return othersAgree(a.tokens, b.tokens) ? 'first' : 'first, not others';
  if (shareToken(a.tokens, b.tokens)) return 'one part';
  if (knowledge.areForms(a.first, b.first)) return 'known form';
  return spelling(a.first, b.first, a.soundOfFirst === b.soundOfFirst);
}

/** How two records' family names agree. */
export function compareFamilyNames(a: ComparedName, b: ComparedName, knowledge: NameKnowledge): NameLevel {
  if (a.isNoEvidence || b.isNoEvidence) return 'no evidence';
  if (a.folded === b.folded) return 'same';
  if (a.tokens.length + b.tokens.length > 2) {
    if (haveSameTokens(a.tokens, b.tokens)) return 'parts in another order';
    if (shareToken(a.tokens, b.tokens)) return 'one part';
  }
  if (knowledge.areFamilyVariants(a.folded, b.folded)) return 'known form';
  return spelling(a.folded, b.folded, a.soundOfFirst === b.soundOfFirst);
}

function spelling(a: string, b: string, soundAlike: boolean): NameLevel {
  const errors = typingErrors(a, b);
  const longer = Math.max(a.length, b.length);
  if (errors === 1 && longer >= 5) return 'one letter';
  const likeness = jaroWinkler(a, b);
  if (soundAlike && likeness >= soundLikeEnough) return 'sound';
  if (isBeginningOrEnd(a, b) || isBeginningOrEnd(b, a)) return 'beginning or end';
  if (errors === 1 || (errors === 2 && longer >= 6)) return 'few letters';
  return soundAlike || likeness >= likeEnough ? 'alike' : 'different';
}

function isBeginningOrEnd(short: string, long: string): boolean {
  if (short.length < 3 || short.length >= long.length) return false;
  return long.startsWith(short) || (short.length >= 4 && long.endsWith(short));
}

// After the first name, what one record has beside the other's is no contradiction; an initial stands for its name.
function othersAgree(a: readonly string[], b: readonly string[]): boolean {
  const shorter = Math.min(a.length, b.length);
  for (let at = 1; at < shorter; at += 1) {
    const one = a[at] ?? '';
    const other = b[at] ?? '';
    if (!one.startsWith(other) && !other.startsWith(one)) return false;
  }
  return true;
}

function shareToken(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 1 && b.length === 1) return false;
  return a.some((token) => token.length > 1 && b.includes(token));
}

function haveSameTokens(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((token) => b.includes(token));
}
