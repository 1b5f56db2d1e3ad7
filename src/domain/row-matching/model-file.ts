import type { ComparisonShares } from '../linkage/model.ts';
import type { MatchingModel } from './model.ts';

/** Reads a model as `estimate-model` writes it. It is committed with the program: whatever else stands there is a broken file. */
export function readModel(text: string): MatchingModel {
  const kept: unknown = JSON.parse(text);
  if (!isModel(kept)) throw new Error('The matching model is not one that this program reads');
  return kept;
}

function isModel(kept: unknown): kept is MatchingModel {
  if (!isNamed(kept)) return false;
  const { version, children, related, usual, comparisons } = kept;
  return (
    typeof version === 'string' &&
    typeof children === 'number' &&
    areShares(related, ['match', 'moved', 'twin', 'twin apart', 'sibling']) &&
    areShares(usual, ['given', 'family']) &&
    Array.isArray(comparisons) &&
    comparisons.every(isComparison)
  );
}

function isComparison(kept: unknown): kept is ComparisonShares {
  if (!isNamed(kept)) return false;
  const { of, same, moved, sibling, strangers } = kept;
  return typeof of === 'string' && [same, moved, sibling, strangers].every(isDistribution);
}

function isDistribution(kept: unknown): boolean {
  return Array.isArray(kept) && kept.length > 1 && kept.every((share) => typeof share === 'number');
}

function areShares(kept: unknown, names: readonly string[]): boolean {
  return isNamed(kept) && names.every((name) => typeof kept[name] === 'number');
}

type Named = { readonly [name in keyof MatchingModel | keyof ComparisonShares]?: unknown } & {
  readonly [name: string]: unknown;
};

function isNamed(kept: unknown): kept is Named {
  return typeof kept === 'object' && kept !== null && !Array.isArray(kept);
}
