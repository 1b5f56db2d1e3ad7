import { bandOf, bandsFrom, bornApart, twinSuspects, type Band } from '../../src/domain/linkage/bands.ts';
import { clusterByAverage } from '../../src/domain/linkage/clusters.ts';
import type { Linked } from '../../src/domain/linkage/linkage.ts';
import type { LinkageFile } from './linkage-file.ts';

const sure = Math.log2(0.95 / 0.05); // p of .95, in bits of odds
const clusterLeast = 2; // bits, on average between two groups

export type LinkageFigures = ReturnType<typeof figuresOfLinkage>;

/** How well a linkage agrees with the truth, which it was not told. */
export function figuresOfLinkage(
  linked: Linked,
  file: LinkageFile,
  linkOnly: boolean,
  pairsPerSecond: number,
) {
  const { truth } = file;
  const truePairs = countTruePairs(linked, truth, linkOnly);
  const scored = scoredPairs(linked, truth);
  const claimed = scored.filter(({ bits }) => bits >= sure);
  const { precision, recall, f1 } = rates(
    claimed.filter(({ isTrue }) => isTrue).length,
    claimed.length,
    truePairs,
  );
  const mayJoin = linkOnly
    ? (one: readonly number[], other: readonly number[]): boolean => !sharesSource(linked, one, other)
    : undefined;
  const clusters = clusterByAverage(truth.length, scored, clusterLeast, mayJoin);
  const banded = bandsOf(linked, scored);
  return {
    records: truth.length,
    truePairs,
    compared: scored.length,
    blockingRecall: scored.filter(({ isTrue }) => isTrue).length / truePairs,
    precision,
    recall,
    f1,
    ...curveOf(scored, truePairs),
    clusterF1: clusterF1(clusters, truth, truePairs),
    ...figuresOfBands(banded, truePairs, file.twins),
    pairsPerSecond,
    byGroup: byGroup(file, scored, banded),
  };
}

type ScoredPair = {
  readonly a: number;
  readonly b: number;
  readonly bits: number;
  readonly isTrue: boolean;
};

type BandedPair = ScoredPair & { readonly band: Band };

function scoredPairs({ pairs, bits }: Linked, truth: LinkageFile['truth']): readonly ScoredPair[] {
  return Array.from({ length: pairs.count }, (_, at) => {
    const [a, b] = [pairs.first[at] ?? 0, pairs.second[at] ?? 0];
    return { a, b, bits: bits[at] ?? 0, isTrue: truth[a] !== undefined && truth[a] === truth[b] };
  });
}

// What would be done with each pair that might be a link.
function bandsOf({ ready, schema }: Linked, scored: readonly ScoredPair[]): readonly BandedPair[] {
  const mayBeTwins = twinSuspects(ready, 'gp');
  return scored
    .filter(({ bits }) => bits >= bandsFrom.aPerson)
    .map((pair) => {
      const [one, other] = [ready[pair.a], ready[pair.b]];
      const areChildren = schema.name === 'child' && one !== undefined && other !== undefined;
      const isDoubtful = areChildren && (mayBeTwins(one, other) || bornApart(one, other));
      return { ...pair, band: bandOf(pair.bits, isDoubtful) };
    });
}

function figuresOfBands(banded: readonly BandedPair[], truePairs: number, twins: LinkageFile['twins']) {
  const merged = banded.filter(({ band }) => band === 'by itself');
  const wrongly = merged.filter((pair) => !pair.isTrue);
  const doubtful = banded.filter(({ band }) => band === 'a person decides');
  return {
    mergedByItself: (merged.length - wrongly.length) / truePairs,
    mergedPrecision: 1 - wrongly.length / Math.max(1, merged.length),
    toAPerson: doubtful.filter((pair) => pair.isTrue).length / truePairs,
    pairsToAPerson: doubtful.length,
    falseMerges: wrongly.length,
    twinMerges: wrongly.filter(({ a, b }) => twins[a] !== undefined && twins[a] === twins[b]).length,
  };
}

// Each group's own true pairs: published linkages are worse for some communities, and nobody sees it in the whole.
function byGroup(
  { groups, truth }: LinkageFile,
  scored: readonly ScoredPair[],
  banded: readonly BandedPair[],
) {
  const people = peopleIn(truth);
  return [...new Set(groups.flat())]
    .toSorted((one, other) => one.localeCompare(other))
    .map((group) => {
      const isOf = (record: number): boolean => groups[record]?.includes(group) === true;
      const truePairs = people.filter(([first = 0]) => isOf(first)).reduce(addPairs, 0);
      const shareOf = (pairs: readonly ScoredPair[]): number =>
        pairs.filter((pair) => pair.isTrue && isOf(pair.a)).length / truePairs;
      return {
        group,
        truePairs,
        recall: shareOf(scored.filter(({ bits }) => bits >= sure)),
        byItself: shareOf(banded.filter(({ band }) => band === 'by itself')),
        toAPerson: shareOf(banded.filter(({ band }) => band === 'a person decides')),
      };
    });
}

function peopleIn(truth: LinkageFile['truth']): readonly (readonly number[])[] {
  const people = new Map<string, number[]>();
  for (const [at, person] of truth.entries()) {
    if (person === undefined) continue;
    const theirs = people.get(person) ?? [];
    theirs.push(at);
    people.set(person, theirs);
  }
  return [...people.values()];
}

function addPairs(sum: number, { length }: readonly number[]): number {
  return sum + (length * (length - 1)) / 2;
}

function countTruePairs({ ready }: Linked, truth: LinkageFile['truth'], linkOnly: boolean): number {
  const people = peopleIn(truth);
  if (!linkOnly) return people.reduce(addPairs, 0);
  const ofOneSource = people.flatMap((records) => [
    ...Map.groupBy(records, (record) => ready[record]?.source).values(),
  ]);
  return people.reduce(addPairs, 0) - ofOneSource.reduce(addPairs, 0);
}

function rates(right: number, claimed: number, truePairs: number) {
  const precision = claimed === 0 ? 1 : right / claimed;
  const recall = right / truePairs;
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function curveOf(scored: readonly ScoredPair[], truePairs: number) {
  const sorted = scored.toSorted((one, other) => other.bits - one.bits);
  let right = 0;
  let bestF1 = 0;
  let recallAtP999 = 0;
  for (const [at, pair] of sorted.entries()) {
    if (pair.isTrue) right += 1;
    if (sorted[at + 1]?.bits === pair.bits) continue; // a threshold takes all of one weight, or none
    const { precision, recall, f1 } = rates(right, at + 1, truePairs);
    bestF1 = Math.max(bestF1, f1);
    if (precision >= 0.999) recallAtP999 = Math.max(recallAtP999, recall);
  }
  return { bestF1, recallAtP999 };
}

function clusterF1(
  clusters: readonly (readonly number[])[],
  truth: LinkageFile['truth'],
  truePairs: number,
): number {
  const right = clusters
    .flatMap((members) => [
      ...Map.groupBy(members, (record) => truth[record] ?? `unknown ${record}`).values(),
    ])
    .reduce(addPairs, 0);
  return rates(right, clusters.reduce(addPairs, 0), truePairs).f1;
}

function sharesSource({ ready }: Linked, one: readonly number[], other: readonly number[]): boolean {
  return one.some((a) => other.some((b) => ready[a]?.source === ready[b]?.source));
}
