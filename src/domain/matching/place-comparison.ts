import { typingErrors } from '../likeness.ts';

/** How two postcodes agree, nearest first. */
export type PlaceLevel =
  'same' | 'one character' | 'same sector' | 'same district' | 'same area' | 'different';

/** How two postcodes agree, written with one space: BL1 1AA. */
export function comparePostcodes(a: string, b: string): PlaceLevel {
  if (a === b) return 'same';
  if (typingErrors(a, b) === 1) return 'one character';
  if (a.slice(0, -2) === b.slice(0, -2)) return 'same sector';
  if (a.slice(0, -4) === b.slice(0, -4)) return 'same district';
  return areaOf(a) === areaOf(b) ? 'same area' : 'different';
}

// The letters that a postcode begins with: BL, for Bolton and around.
function areaOf(postcode: string): string {
  return /\d/.test(postcode.charAt(1)) ? postcode.slice(0, 1) : postcode.slice(0, 2);
}
