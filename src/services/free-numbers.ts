import type { ContactPointNumber } from '../domain/identifiers.ts';
import { findChildrenByNumber } from '../store/child-numbers.ts';
import type { Transaction } from '../store/connection.ts';
import type { NewNumbers } from './feed.ts';

/** Numbers that no child has: at 12 million children one in 90,000 is taken. */
export async function freeNumbers(
  tx: Transaction,
  numbers: NewNumbers,
  count: number,
): Promise<readonly ContactPointNumber[]> {
  const free = new Set<ContactPointNumber>();
  while (free.size < count) {
    const tried = Array.from({ length: count - free.size }, () => numbers.contactPointNumber());
    const taken = await findChildrenByNumber(tx, 'contactpoint', tried);
    for (const number of tried) if (!taken.has(number)) free.add(number);
  }
  return [...free];
}
