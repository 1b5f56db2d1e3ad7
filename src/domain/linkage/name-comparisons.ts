import { jaroWinkler } from '../likeness.ts';
import { compareFamilyNames, compareGivenNames, type NameLevel } from '../matching/name-comparison.ts';
import type { NameKnowledge } from '../matching/name-knowledge.ts';
import { lastOnly, levelOf, noEvidence, remembered, type Comparison } from './comparison.ts';
import type { NameTerm, ReadyRecord } from './record.ts';

const nameLevels = ['same', 'known form', 'a letter or a sound', 'alike', 'different'] as const;

// How the finer levels of searching are gathered: so many as a file of thousands can estimate.
const nameLevelOf: Readonly<Record<NameLevel, number>> = {
  same: 0,
  first: 0,
  'first, not others': 0,
  'parts in another order': 1,
  'known form': 1,
  'one part': 1,
  'one letter': 2,
  sound: 2,
  'beginning or end': 3,
  'few letters': 3,
  alike: 3,
  different: 4,
  'no evidence': noEvidence,
};
const different = 4;

const givenLevels = [
  'same',
  'known form',
  'a letter or a sound',
  'in another order',
  'one is a middle name',
  'alike',
  'different',
] as const;
const asGiven = [0, 1, 2, 5, 6] as const; // a level of one name against one name, among those

/** The comparisons of names: given, middle and family, and whether one stands in the other's place. */
export function namesCompared(knowledge: NameKnowledge): readonly Comparison[] {
  const given = remembered((a: NameTerm, b: NameTerm) => givenLevel(a, b, knowledge));
  const family = remembered(
    (a: NameTerm, b: NameTerm) => nameLevelOf[compareFamilyNames(a.name, b.name, knowledge)],
  );
  // The same two records are asked about by each comparison in a row.
  const orient = lastOnly((a: ReadyRecord, b: ReadyRecord) => orientation(a, b, given, family));
  const givens = lastOnly((a: ReadyRecord, b: ReadyRecord) =>
    orient(a, b) === 0 ? givenAmongAll(a, b, given) : noEvidence,
  );
  return [
    {
      of: 'given name',
      levels: givenLevels,
      belongsTo: 'person',
      compare: givens,
      term: (record) => record.given,
    },
    {
      of: 'middle names',
      levels: ['same', 'initial', 'alike', 'different'],
      belongsTo: 'person',
      compare: (a, b) => (isElsewhere(givens(a, b)) ? noEvidence : middleLevel(a, b)),
    },
    {
      of: 'family name',
      levels: nameLevels,
      belongsTo: 'household',
      compare: (a, b) => (orient(a, b) === 0 ? levelOf(family, a.family, b.family) : noEvidence),
      term: (record) => record.family,
    },
    {
      of: 'order of names',
      levels: ['as usual', 'swapped, the same', 'swapped, alike', 'the only name, in the other place'],
      belongsTo: 'orientation',
      compare: orient,
    },
  ];
}

// A child may be known by a middle name, or written with the names in another order.
function givenAmongAll(a: ReadyRecord, b: ReadyRecord, given: NameComparer): number {
  const level = levelOf(given, a.given, b.given);
  if (level < 0 || level < 3) return level < 0 ? level : (asGiven[level] ?? level);
  const there = isAmong(a.given, b.middle);
  const back = isAmong(b.given, a.middle);
  if (there && back) return 3;
  return there || back ? 4 : (asGiven[level] ?? level);
}

function isAmong(given: NameTerm | undefined, middle: readonly string[]): boolean {
  return given !== undefined && given.text.length > 1 && middle.includes(given.text);
}

function isElsewhere(level: number): boolean {
  return level === 3 || level === 4;
}

type NameComparer = (a: NameTerm, b: NameTerm) => number;

// One comparison, oriented once: a swap counted in both fields would be evidence twice over (docs/matching.md).
function orientation(a: ReadyRecord, b: ReadyRecord, given: NameComparer, family: NameComparer): number {
  const straight = [levelOf(given, a.given, b.given), levelOf(family, a.family, b.family)];
  if (straight.some((level) => level >= 0 && level < 3)) return 0;
  const crossed = [levelOf(family, a.given, b.family), levelOf(family, a.family, b.given)];
  const known = crossed.filter((level) => level >= 0);
  const worst = Math.max(...known);
  if (known.length === 0 || worst >= different || Math.min(...known) > 2) return 0;
  if (known.length === 1) return straight.every((level) => level < 0) ? 3 : 0;
  return worst === 0 ? 1 : 2;
}

function givenLevel(a: NameTerm, b: NameTerm, knowledge: NameKnowledge): number {
  if (a.text.length === 1 || b.text.length === 1)
    return a.text.charAt(0) === b.text.charAt(0) ? noEvidence : different;
  return nameLevelOf[compareGivenNames(a.name, b.name, knowledge)];
}

// Second and further given names: rarely all there, and rarely contradicted.
function middleLevel({ middle: a }: ReadyRecord, { middle: b }: ReadyRecord): number {
  if (a.length === 0 || b.length === 0) return noEvidence;
  if (a.some((name) => name.length > 1 && b.includes(name))) return 0;
  if (a.some((one) => b.some((other) => isInitial(one, other)))) return 1;
  const isAlike = (one: string, other: string): boolean =>
    one.length > 1 && other.length > 1 && jaroWinkler(one, other) >= 0.88;
  return a.some((one) => b.some((other) => isAlike(one, other))) ? 2 : 3;
}

function isInitial(one: string, other: string): boolean {
  return (one.length === 1 || other.length === 1) && one.charAt(0) === other.charAt(0);
}

/** A given name each of two parents: who is named in one record only is no contradiction. */
export function parentsCompared(knowledge: NameKnowledge): Comparison {
  const given = remembered((a: NameTerm, b: NameTerm) => givenLevel(a, b, knowledge));
  return {
    of: 'parents',
    levels: ['both', 'one, and none against', 'one of two', 'alike', 'different'],
    belongsTo: 'household',
    compare: ({ parents: a }, { parents: b }) => {
      if (a.length === 0 || b.length === 0) return noEvidence;
      let same = 0;
      let alike = 0;
      for (const one of a)
        for (const other of b) {
          const level = given(one, other);
          if (level >= 0 && level <= 2) same += 1;
          else if (level === 3) alike += 1;
        }
      if (same >= 2) return 0;
      if (same === 1) return a.length === 1 || b.length === 1 ? 1 : 2;
      return alike > 0 ? 3 : 4;
    },
  };
}
