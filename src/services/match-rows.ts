import { findChildrenByNumber } from '../store/child-numbers.ts';
import type { Transaction } from '../store/connection.ts';
import type { NewRow } from '../store/source-rows.ts';

/** Of whom a row is: a child who is here, a new one, the new one of an earlier row of the same block, or a person has to say. */
export type Decision =
  | { readonly kind: 'link'; readonly childId: number }
  | { readonly kind: 'new child' }
  | { readonly kind: 'same new child'; readonly asRow: number }
  | { readonly kind: 'a person decides' };

/**
 * Decides of whom each row is, and writes nothing: the same rows are looked at once to judge a file, and again when they are
 * taken. `childOfKey`: of whom the supplier spoke under the same key before. Ours for now: the key, then the NHS number.
 */
export async function matchRows(
  tx: Transaction,
  rows: readonly Pick<NewRow, 'says'>[],
  childOfKey: ReadonlyMap<string, number>,
): Promise<readonly Decision[]> {
  const numbers = rows.flatMap(({ says }) => says.nhsNumber ?? []);
  const byNumber = await findChildrenByNumber(tx, 'nhs', numbers);
  const firstOf = new Map<string, number>();
  return rows.map(({ says }, at) => {
    const here = childOfKey.get(says.supplierKey) ?? byNumber.get(says.nhsNumber ?? '');
    if (here !== undefined) return { kind: 'link', childId: here };
    const name = says.nhsNumber ?? says.supplierKey;
    const first = firstOf.get(name);
    if (first !== undefined) return { kind: 'same new child', asRow: first };
    firstOf.set(name, at);
    return { kind: 'new child' };
  });
}
