import type { PairClass, Schema } from './schemas.ts';

/** Shares of the levels of one comparison; they sum to 1. */
export type Shares = readonly number[];

/**
 * What has been estimated: how often two records turn out to be of each class, and how each comparison turns out among those who
 * are the same person (`same`), who have moved (`moved`), who are brothers or sisters (`sibling`, births only) and among strangers.
 */
export type Parameters = {
  /** The share of each class among all pairs of records, compared or not. */
  readonly classShares: Readonly<Partial<Record<PairClass, number>>>;
  readonly comparisons: readonly ComparisonShares[];
};

export type ComparisonShares = {
  readonly of: string;
  readonly same: Shares;
  readonly moved: Shares;
  readonly sibling: Shares;
  readonly strangers: Shares;
};

/** Log2 likelihood of each level of each comparison in each class, and log2 of the class's share: ready for adding up. */
export type Model = {
  readonly classes: readonly PairClass[];
  readonly priors: readonly number[];
  /** [class][comparison][level] */
  readonly bits: readonly (readonly (readonly number[])[])[];
};

/** Makes the parameters ready for weighing pairs. */
export function modelOf({ classes, comparisons }: Schema, parameters: Parameters): Model {
  const sharesOf = (kind: PairClass, at: number): Shares => {
    const shares = parameters.comparisons[at];
    const comparison = comparisons[at];
    if (shares === undefined || comparison === undefined)
      throw new RangeError('Parameters of another schema');
    return shares[distributionOf(kind, comparison.belongsTo)];
  };
  return {
    classes,
    priors: classes.map((kind) => Math.log2(Math.max(1e-15, parameters.classShares[kind] ?? 0))),
    bits: classes.map((kind) =>
      comparisons.map((_, at) => sharesOf(kind, at).map((share) => Math.log2(Math.max(1e-9, share)))),
    ),
  };
}

/** Which shares tell how a comparison turns out in a class. */
export function distributionOf(
  kind: PairClass,
  belongsTo: Schema['comparisons'][number]['belongsTo'],
): Exclude<keyof ComparisonShares, 'of'> {
  if (kind === 'unrelated') return 'strangers';
  if (kind === 'match') return 'same';
  if (kind === 'moved') return belongsTo === 'home' ? 'moved' : 'same';
  if (belongsTo === 'person') return 'sibling';
  if (belongsTo === 'birth') return kind === 'sibling' ? 'sibling' : 'same';
  if (belongsTo === 'home' && kind === 'twin apart') return 'moved'; // one record was made before the family moved
  return 'same'; // a household's, a home's, and the order of names: as among one person's records
}

/** What the rarity of shared names and places adds, in bits: among strangers, and among brothers and sisters. */
export type Rarity = { readonly strangers: number; readonly household: number };

/** How two records weigh: bits of odds that they are one person, and the likeliest class. */
export type Weighed = { readonly bits: number; readonly kind: PairClass };

/** Weighs one comparison vector: log2 odds of `match` or `moved` against all else (Fellegi and Sunter 1969, with more classes). */
export function weigh(model: Model, levels: Int8Array, rarity: Rarity): Weighed {
  return weighKnown(model, classBits(model, levels), rarity);
}

/** The same where the bits of each class are known already. */
export function weighKnown({ classes }: Model, ofClass: readonly number[], rarity: Rarity): Weighed {
  let same = Number.NEGATIVE_INFINITY;
  let other = Number.NEGATIVE_INFINITY;
  let best = Number.NEGATIVE_INFINITY;
  let kind: PairClass = 'unrelated';
  for (let at = 0; at < classes.length; at += 1) {
    const name = classes[at] ?? 'unrelated';
    const rare = name === 'unrelated' ? rarity.strangers : isSame(name) ? 0 : rarity.household;
    const bits = (ofClass[at] ?? 0) - rare;
    if (bits > best) [best, kind] = [bits, name];
    if (isSame(name)) same = addLog2(same, bits);
    else other = addLog2(other, bits);
  }
  return { bits: same - other, kind };
}

/** Log2 of the joint likelihood of each class and these levels. */
export function classBits(model: Model, levels: Int8Array): readonly number[] {
  return model.classes.map((_, at) => bitsOf(model, at, levels));
}

function bitsOf(model: Model, at: number, levels: Int8Array): number {
  let bits = model.priors[at] ?? 0;
  const ofClass = model.bits[at] ?? [];
  for (let comparison = 0; comparison < levels.length; comparison += 1) {
    const level = levels[comparison] ?? -1;
    if (level >= 0) bits += ofClass[comparison]?.[level] ?? 0;
  }
  return bits;
}

export function isSame(kind: PairClass): boolean {
  return kind === 'match' || kind === 'moved';
}

/** log2(2^a + 2^b). */
export function addLog2(a: number, b: number): number {
  const most = Math.max(a, b);
  if (most === Number.NEGATIVE_INFINITY) return most;
  return most + Math.log2(1 + 2 ** (Math.min(a, b) - most));
}
