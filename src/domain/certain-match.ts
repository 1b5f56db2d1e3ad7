import type { TypedSearch } from './criteria.ts';

/** How sure it is that somebody found is who was asked for, in the words of FHIR's match-grade. */
export type MatchGrade = 'certain' | 'probable' | 'possible';

/**
 * Grades what a search found. Certain only where exactly one child agrees in all that was typed, and enough was typed to tell one
 * child from another: a number, or both names and the whole date of birth (ours). A search that was cut short finds nobody certain.
 */
export function gradesOf(
  typed: TypedSearch,
  found: readonly { readonly agrees: boolean }[],
): readonly MatchGrade[] {
  const agreeing = found.filter(({ agrees }) => agrees).length;
  const tells =
    typed.number !== '' || [typed.givenName, typed.familyName, typed.day].every((box) => box.trim() !== '');
  return found.map(({ agrees }) => {
    if (!agrees) return 'possible';
    return agreeing === 1 && tells ? 'certain' : 'probable';
  });
}
