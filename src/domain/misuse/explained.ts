import { explanations, type Strength } from './explanations.ts';
import type { Access, Tie } from './usage.ts';

/** How far an access is explained: the strongest explanation of any child whom it showed. */
export function explainedAs(access: Access, ties: ReadonlyMap<number, Tie>): Strength | 'not' {
  if (access.children.length === 0) return 'strong';
  const given = access.children.flatMap((child) => ties.get(child)?.explanations ?? []);
  if (given.some((one) => explanations[one].strength === 'strong')) return 'strong';
  // Whoever asked may work with the child, and no data here says whether they do. Anybody can say that somebody asked.
  return given.length > 0 || access.isMediated === true ? 'slight' : 'not';
}
