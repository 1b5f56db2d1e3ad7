import { partsOf, type Day } from './calendar.ts';

/** What somebody could have typed to find a child. */
export type NamedChild = {
  readonly givenNames: string;
  readonly familyName: string;
  readonly dateOfBirth: Day;
  readonly numbers: readonly string[];
};

/** The keys under which typed searches name these children: two facts together, or a number. */
export type TermsNaming = { readonly keys: readonly string[]; readonly numbers: readonly string[] };

/**
 * A search needs two of family name, given name and birth, or a number (domain/criteria.ts): whatever holds two of a child's is
 * taken to name the child. The day and month are typed in too many ways to be compared; the year is enough, and takes a few others'.
 */
export function termsNaming(children: readonly NamedChild[]): TermsNaming {
  const keys = children.flatMap(({ givenNames, familyName, dateOfBirth }) => {
    const [given = ''] = givenNames.toLowerCase().split(' ');
    const family = familyName.toLowerCase();
    const { year, dayOfMonth } = partsOf(dateOfBirth);
    return [`${family}|${given}`, `${family}|${year}`, `${given}|${year}|${dayOfMonth}`];
  });
  const numbers = children.flatMap((child) => child.numbers.map((number) => number.toLowerCase()));
  return { keys: [...new Set(keys)], numbers: [...new Set(numbers)] };
}
