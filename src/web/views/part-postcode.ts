import { outwardPart, parsePostcode } from '../../domain/identifiers.ts';

/** The part of a postcode that a list shows: enough to choose by, too little to go there. */
export function partOfPostcode(postcode: string | null): string | null {
  const parsed = parsePostcode(postcode ?? '');
  return parsed.ok ? outwardPart(parsed.value) : null;
}
