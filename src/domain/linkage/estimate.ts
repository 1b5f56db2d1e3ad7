import { noEvidence } from './comparison.ts';
import {
  addLog2,
  classBits,
  distributionOf,
  modelOf,
  type ComparisonShares,
  type Model,
  type Parameters,
  type Shares,
} from './model.ts';
import type { Schema } from './schemas.ts';

/** How often each comparison vector was seen among the pairs compared. */
export type Pattern = { readonly levels: Int8Array; readonly count: number };

/** What the estimate is made from: no truth, only the records themselves. */
export type Seen = {
  /** Of the pairs worth comparing. */
  readonly patterns: readonly Pattern[];
  /** Of pairs drawn at random: nearly all of strangers. */
  readonly random: readonly Pattern[];
  readonly records: number;
  /** Pairs of records that might be one person, compared or not. */
  readonly allPairs: number;
};

const rounds = 40;
const settled = 1e-5; // the largest change of a class's share between rounds, as a part of it
const priorCount = 20; // pairs that speak for the starting shares; a file of a thousand records has some thousand matches

/**
 * Estimates the parameters by expectation and maximisation over all compared pairs at once: class shares and the shares of the same,
 * the moved and brothers and sisters; strangers' from random pairs, each as far as it seems to be of strangers (docs/matching.md).
 */
export function estimate(schema: Schema, seen: Seen): Parameters {
  let parameters = startingParameters(schema, seen);
  for (let round = 0; round < rounds; round += 1) {
    const before = parameters.classShares.match ?? 0;
    parameters = improved(schema, parameters, seen);
    const change = Math.abs((parameters.classShares.match ?? 0) - before) / before;
    if (round > 4 && change < settled) break;
  }
  return parameters;
}

function startingParameters(
  { classes, comparisons }: Schema,
  { random, records, allPairs }: Seen,
): Parameters {
  const shareOf = {
    match: records,
    moved: records / 10,
    twin: records / 100,
    'twin apart': records / 500,
    sibling: records / 2,
    unrelated: allPairs,
  };
  const whole = classes.reduce((sum, kind) => sum + shareOf[kind], 0);
  return {
    classShares: Object.fromEntries(classes.map((kind) => [kind, shareOf[kind] / whole])),
    comparisons: comparisons.map(({ of, levels, belongsTo }, at) => {
      const strangers = smoothed(
        countLevels(random, at, levels.length, () => 1),
        evenly(levels.length),
        1,
      );
      const same = startingSame(levels.length);
      return {
        of,
        same,
        moved: blend(same, strangers, 0.2),
        sibling: startingSibling(strangers, belongsTo),
        strangers,
      };
    }),
  };
}

// Nearest first, each further level rarer: five records in six agree in full, before anything is known.
function startingSame(levels: number): Shares {
  const rest = Array.from({ length: levels - 1 }, (_, at) => 0.15 / 2 ** at);
  return normalised([0.85, ...rest]);
}

// Parents give each child another name, and births are months apart.
function startingSibling(strangers: Shares, belongsTo: string): Shares {
  const [same = 0, ...rest] = strangers;
  return normalised([
    same * (belongsTo === 'person' && strangers.length > 2 ? 0.1 : belongsTo === 'birth' ? 0.01 : 1),
    ...rest,
  ]);
}

type Counts = { readonly same: number[]; readonly moved: number[]; readonly sibling: number[] };

function improved(schema: Schema, parameters: Parameters, seen: Seen): Parameters {
  const model = modelOf(schema, parameters);
  const { totals, counts } = countByClass(schema, model, seen.patterns);
  const isStranger = (pattern: Pattern): number => posteriorsOf(model, pattern.levels).at(-1) ?? 1;
  const comparisons = parameters.comparisons.map((old, at): ComparisonShares => {
    const { levels = [], belongsTo = 'person' } = schema.comparisons[at] ?? {};
    const counted = counts[at];
    if (counted === undefined) return old;
    const random = countLevels(seen.random, at, levels.length, isStranger);
    const strangers = smoothed(random, evenly(levels.length), 1);
    const same = smoothed(counted.same, startingSame(levels.length), priorCount);
    return {
      of: old.of,
      same,
      moved: smoothed(counted.moved, blend(same, strangers, 0.2), priorCount),
      sibling: smoothed(counted.sibling, startingSibling(strangers, belongsTo), priorCount * 5),
      strangers,
    };
  });
  return { classShares: classSharesOf(schema, totals, seen), comparisons };
}

// How many pairs seem to be of each class, and how each comparison turned out among those.
function countByClass({ classes, comparisons }: Schema, model: Model, patterns: readonly Pattern[]) {
  const totals = classes.map(() => 0);
  const counts = comparisons.map(({ levels }): Counts => ({
    same: levels.map(() => 0),
    moved: levels.map(() => 0),
    sibling: levels.map(() => 0),
  }));
  // Where an outcome of each comparison is counted, for each class: asked once, not for each of thousands of patterns.
  const rows = classes.map((kind) =>
    comparisons.map(({ belongsTo }, place) => {
      const distribution = distributionOf(kind, belongsTo);
      return distribution === 'strangers' ? undefined : counts[place]?.[distribution];
    }),
  );
  for (const { levels, count } of patterns)
    for (const [at, posterior] of posteriorsOf(model, levels).entries()) {
      totals[at] = (totals[at] ?? 0) + posterior * count;
      addOutcome(rows[at] ?? [], levels, posterior * count);
    }
  return { totals, counts };
}

function addOutcome(rows: readonly (number[] | undefined)[], levels: Int8Array, weight: number): void {
  for (const [place, row] of rows.entries()) {
    const level = levels[place] ?? noEvidence;
    if (row !== undefined && level >= 0) row[level] = (row[level] ?? 0) + weight;
  }
}

// Pairs that were not worth comparing are of strangers.
function classSharesOf(
  { classes }: Schema,
  totals: readonly number[],
  { allPairs }: Seen,
): Parameters['classShares'] {
  const known = classes.map(
    (kind, at) => [kind, kind === 'unrelated' ? 0 : ((totals[at] ?? 0) + 1) / allPairs] as const,
  );
  const related = known.reduce((sum, [, share]) => sum + share, 0);
  return Object.fromEntries(known.map(([kind, share]) => [kind, kind === 'unrelated' ? 1 - related : share]));
}

function posteriorsOf(model: Model, levels: Int8Array): readonly number[] {
  const bits = classBits(model, levels);
  const whole = bits.reduce(addLog2, Number.NEGATIVE_INFINITY);
  return bits.map((one) => 2 ** (one - whole));
}

function countLevels(
  patterns: readonly Pattern[],
  at: number,
  levels: number,
  weightOf: (pattern: Pattern) => number,
): readonly number[] {
  const counts = Array.from({ length: levels }, () => 0);
  for (const pattern of patterns) {
    const level = pattern.levels[at] ?? -1;
    if (level >= 0) counts[level] = (counts[level] ?? 0) + pattern.count * weightOf(pattern);
  }
  return counts;
}

function smoothed(counts: readonly number[], prior: Shares, strength: number): Shares {
  return normalised(counts.map((count, at) => count + strength * (prior[at] ?? 0)));
}

function blend(one: Shares, other: Shares, share: number): Shares {
  return normalised(one.map((value, at) => share * value + (1 - share) * (other[at] ?? 0)));
}

function evenly(levels: number): Shares {
  return Array.from({ length: levels }, () => 1 / levels);
}

function normalised(counts: readonly number[]): Shares {
  const whole = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / whole);
}
