import { chartAsSvg, type Chart } from './chart.ts';
import type { LinkageFigures } from './linkage-figures.ts';
import { machineInWords, markdownTable, writePart, writePicture } from './page.ts';

type Found = Readonly<Record<string, LinkageFigures>>;

/** Writes the figures of all sets into docs/benchmarks.md, beside those of Splink. */
export function writeLinkagePage(found: Found): void {
  const chart = f1Chart(found);
  const picture = writePicture('linkage', chartAsSvg(chart), chart.summary);
  writePart(
    'linkage',
    `## Linking records whose truth is known

\`npm run bench -- linkage --document --json\`, on ${new Date().toISOString().slice(0, 10)}, on ${machineInWords()}. No truth was used in estimating
or choosing anything; [Matching](matching.md) says how it is done.

${picture}

${setsTable(found)}

What would be done with the records of children, by the bands of [Matching](matching.md):

${bandsTable(found)}

${byGroupTable(found)}

Pairs a second: comparing and weighing alone, for each second of one processor. Splink 4.0.16 stands with its own documented settings (on fake 1000
with wider blocking, on the children with person fields only, each the better for it) and the best threshold, chosen with the truth.`,
  );
}

function setsTable(found: Found): string {
  const head = ['set', 'records', 'true pairs', 'precision / recall at p ≥ .95', 'F1', 'best F1'];
  return markdownTable(
    [...head, 'recall at precision .999', 'clusters, F1', 'pairs a second'],
    Object.entries(found).map(([name, one]) => [
      named(name),
      whole(one.records),
      whole(one.truePairs),
      `${share(one.precision)} / ${share(one.recall)}`,
      share(one.f1),
      share(one.bestF1),
      share(one.recallAtP999),
      share(one.clusterF1),
      whole(one.pairsPerSecond),
    ]),
  );
}

function bandsTable(found: Found): string {
  const head = ['set', 'true pairs linked by themselves', 'their precision', 'wrong links', 'of twins'];
  const rows = ['children', 'population'].flatMap((name) => {
    const one = found[name];
    if (one === undefined) return [];
    const { mergedByItself, mergedPrecision, falseMerges, twinMerges, toAPerson, pairsToAPerson } = one;
    const linked = [share(mergedByItself), mergedPrecision.toFixed(5), whole(falseMerges), whole(twinMerges)];
    return [[named(name), ...linked, share(toAPerson), whole(pairsToAPerson)]];
  });
  return markdownTable([...head, 'true pairs for a person', 'all pairs for a person'], rows);
}

const fewest = 50; // true pairs: of fewer, a share says nothing

const splink: Readonly<Record<string, number>> = {
  febrl4: 0.9998,
  febrl4WithoutNumber: 0.9978,
  fake1000: 0.9078,
  children: 0.965,
};

const names: Readonly<Record<string, string>> = {
  febrl4: 'FEBRL 4',
  febrl4WithoutNumber: 'FEBRL 4 without its number',
  fake1000: 'Splink’s fake 1000',
  children: 'children, made up',
  population: 'this product’s population',
};

function named(set: string): string {
  return names[set] ?? set;
}

function f1Chart(found: Found): Chart {
  const sets = Object.entries(found);
  return {
    title: 'Links found, best F1: no set is linked worse than by Splink',
    summary: sets
      .map(
        ([set, { bestF1 }]) =>
          `${named(set)}: ${share(bestF1)}${splink[set] === undefined ? '' : `, Splink ${share(splink[set])}`}`,
      )
      .join('; '),
    series: ['ours', 'Splink 4'],
    rows: sets.map(([set, { bestF1 }]) => {
      const theirs = splink[set];
      return {
        name: named(set),
        marks: [
          { to: bestF1, label: share(bestF1) },
          theirs === undefined ? undefined : { to: theirs, label: share(theirs) },
        ],
      };
    }),
    axis: {
      name: 'best pair F1',
      ticks: [0.9, 0.92, 0.94, 0.96, 0.98, 1].map((at) => ({ at, label: at.toFixed(2) })),
      isLogarithmic: false,
    },
  };
}

function byGroupTable(found: Found): string {
  const groups = (found['population']?.byGroup ?? []).filter(({ truePairs }) => truePairs >= fewest);
  if (groups.length === 0) return '';
  return `Of this product’s population, by who they are:

${markdownTable(
  ['children', 'true pairs', 'recall at p ≥ .95', 'linked by themselves', 'for a person'],
  groups.map(({ group, truePairs, recall, byItself, toAPerson }) => [
    group,
    whole(truePairs),
    share(recall),
    share(byItself),
    share(toAPerson),
  ]),
)}`;
}

function share(value: number): string {
  return value.toFixed(4);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}
