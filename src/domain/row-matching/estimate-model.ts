import { hash } from 'node:crypto';
import type { Day } from '../calendar.ts';
import { link } from '../linkage/linkage.ts';
import type { LinkageRecord } from '../linkage/record.ts';
import type { NameKnowledge } from '../matching/name-knowledge.ts';
import { comparedName } from '../matching/compared-name.ts';
import type { MatchingModel } from './model.ts';

/** What a model is estimated from. */
export type EstimatingFrom = {
  /** Every child of some places, as each supplier writes of them; without who wrote it. */
  readonly records: readonly LinkageRecord[];
  readonly knowledge: NameKnowledge;
  readonly random: () => number;
  readonly today: Day;
};

/** Estimates a model from records of which nobody has said who is who. It is a proposal: a person reviews and commits it. */
export function estimateModel({ records, knowledge, random, today }: EstimatingFrom): MatchingModel {
  const { parameters } = link({ records, schema: 'child', linkOnly: false, knowledge, random });
  const others = records.length - 1;
  const perRecord = (kind: keyof MatchingModel['related']): number =>
    (parameters.classShares[kind] ?? 0) * others;
  const own = perRecord('match') + perRecord('moved');
  const recordsOfChild = 1 + own; // each child's brother or sister is met in so many records
  const estimated = {
    children: Math.round(records.length / recordsOfChild),
    related: {
      match: rounded(perRecord('match') / own),
      moved: rounded(perRecord('moved') / own),
      twin: rounded(perRecord('twin') / recordsOfChild),
      'twin apart': rounded(perRecord('twin apart') / recordsOfChild),
      sibling: rounded(perRecord('sibling') / recordsOfChild),
    },
    usual: {
      given: rounded(usualShare(records, 'given name', (name) => comparedName(name).first)),
      family: rounded(usualShare(records, 'family name', (name) => comparedName(name).folded)),
    },
    comparisons: parameters.comparisons.map(({ of, same, moved, sibling, strangers }) => ({
      of,
      same: same.map(rounded),
      moved: moved.map(rounded),
      sibling: sibling.map(rounded),
      strangers: strangers.map(rounded),
    })),
  };
  return {
    version: `${today} ${hash('sha256', JSON.stringify(estimated), 'hex').slice(0, 8)}`,
    ...estimated,
  };
}

// The chance that two records, drawn at random, share the value.
function usualShare(
  records: readonly LinkageRecord[],
  field: 'given name' | 'family name',
  asCounted: (name: string) => string,
): number {
  const counts = new Map<string, number>();
  let whole = 0;
  for (const { values } of records) {
    const name = values[field] ?? '';
    if (name === '') continue;
    const counted = asCounted(name.toLowerCase());
    counts.set(counted, (counts.get(counted) ?? 0) + 1);
    whole += 1;
  }
  return [...counts.values()].reduce((sum, count) => sum + (count / whole) ** 2, 0);
}

// Six digits tell whoever reviews it enough, and the same data give the same file on any machine.
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
