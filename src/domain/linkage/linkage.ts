import type { NameKnowledge } from '../matching/name-knowledge.ts';
import { pairsWorthComparing, type Pairs } from './blocking.ts';
import { estimate, type Pattern } from './estimate.ts';
import { noEvidence } from './comparison.ts';
import { classBits, modelOf, weigh, weighKnown, type Model, type Parameters, type Weighed } from './model.ts';
import { raritiesOf, type Rarities } from './rarity.ts';
import { readier, type LinkageField, type LinkageRecord, type ReadyRecord } from './record.ts';
import { schemaOf, type PairClass, type Schema, type SchemaName } from './schemas.ts';

/** What linking is asked. */
export type Linking = {
  readonly records: readonly LinkageRecord[];
  readonly schema: SchemaName;
  /** Whether each source has every person once, so that only records of different sources are compared. */
  readonly linkOnly: boolean;
  readonly knowledge: NameKnowledge;
  readonly random: () => number; // from 0 to 1: draws the random pairs
};

/** Every pair that was compared, with its weight; in the order of `pairs`. */
export type Linked = {
  readonly ready: readonly ReadyRecord[];
  readonly schema: Schema;
  readonly parameters: Parameters;
  readonly pairs: Pairs;
  readonly bits: Float32Array;
  readonly kinds: readonly PairClass[];
};

/** Compares a pile of records with one another: estimates the parameters from them alone, then weighs every pair worth comparing. */
export function link({ records, schema: name, linkOnly, knowledge, random }: Linking): Linked {
  const ready = records.map(readier());
  const schema = schemaOf(name, fieldsOf(records), knowledge);
  const pairs = pairsWorthComparing(ready, name, linkOnly);
  const compared = compareAll(schema, ready, pairs);
  const allPairs = countPairs(records, linkOnly);
  const parameters = estimate(schema, {
    patterns: compared.patterns,
    random: randomPatterns(schema, ready, linkOnly, random),
    records: records.length,
    allPairs,
  });
  const model = modelOf(schema, parameters);
  const rarities = raritiesOf(schema, ready);
  return { ready, schema, parameters, pairs, ...weighAll(model, ready, pairs, compared, rarities) };
}

/** Weighs any two records of a linkage, by the parameters that it estimated. */
export function weigherOf({ ready, schema, parameters }: Linked): PairWeigher {
  return pairWeigher(schema, modelOf(schema, parameters), raritiesOf(schema, ready));
}

/** Weighs two records; `levels` is filled anew by each call. */
export type PairWeigher = (a: ReadyRecord, b: ReadyRecord) => Weighed & { readonly levels: Int8Array };

/** Makes ready to weigh any two records by one model. */
export function pairWeigher(schema: Schema, model: Model, rarities: Rarities): PairWeigher {
  const levels = new Int8Array(schema.comparisons.length);
  const known = new Map<number, readonly number[]>();
  return (a, b) => {
    const key = compareInto(levels, schema, a, b);
    let ofClass = known.get(key);
    if (ofClass === undefined) known.set(key, (ofClass = classBits(model, levels)));
    const { bits, kind } = weighKnown(model, ofClass, rarities(a, b, levels));
    return { bits, kind, levels };
  };
}

// Fills in how each comparison turned out, and answers one number for all of it.
function compareInto(levels: Int8Array, { comparisons }: Schema, a: ReadyRecord, b: ReadyRecord): number {
  let key = 0;
  for (let at = 0; at < comparisons.length; at += 1) {
    const level = comparisons[at]?.compare(a, b) ?? noEvidence;
    levels[at] = level;
    key = key * 8 + level + 1; // at most 7 levels, and none: 17 comparisons keep the key exact
  }
  return key;
}

function fieldsOf(records: readonly LinkageRecord[]): ReadonlySet<LinkageField> {
  const fields = new Set<LinkageField>();
  for (const { values } of records)
    for (const field of allFields) if ((values[field] ?? '').trim() !== '') fields.add(field);
  return fields;
}

const allFields: readonly LinkageField[] = [
  'given name',
  'middle names',
  'family name',
  'date of birth',
  'sex',
  'number',
  'house',
  'flat',
  'street',
  'locality',
  'town',
  'postcode',
  'region',
  'parent',
  'email',
  'telephone',
  'birthplace',
  'occupation',
  'supplier',
];

function countPairs(records: readonly LinkageRecord[], linkOnly: boolean): number {
  const all = (records.length * (records.length - 1)) / 2;
  if (!linkOnly) return all;
  const ofSource = new Map<number, number>();
  for (const { source } of records) ofSource.set(source, (ofSource.get(source) ?? 0) + 1);
  return [...ofSource.values()].reduce((left, count) => left - (count * (count - 1)) / 2, all);
}

type Compared = { readonly patterns: readonly Pattern[]; readonly patternOf: Int32Array };

function compareAll(schema: Schema, ready: readonly ReadyRecord[], pairs: Pairs): Compared {
  const gathered = patternGatherer(schema);
  const patternOf = new Int32Array(pairs.count);
  for (let at = 0; at < pairs.count; at += 1) {
    const [a, b] = [ready[pairs.first[at] ?? 0], ready[pairs.second[at] ?? 0]];
    if (a !== undefined && b !== undefined) patternOf[at] = gathered.add(a, b);
  }
  return { patterns: gathered.patterns(), patternOf };
}

const randomPairs = 200_000;

function randomPatterns(
  schema: Schema,
  ready: readonly ReadyRecord[],
  linkOnly: boolean,
  random: () => number,
): readonly Pattern[] {
  const gathered = patternGatherer(schema);
  for (let drawn = 0; drawn < randomPairs; drawn += 1) {
    const a = ready[Math.floor(random() * ready.length)];
    const b = ready[Math.floor(random() * ready.length)];
    if (a === undefined || b === undefined || a === b || (linkOnly && a.source === b.source)) continue;
    gathered.add(a, b);
  }
  return gathered.patterns();
}

// Pairs with one outcome in every comparison are one pattern: the estimate goes over thousands of those, not millions of pairs.
function patternGatherer(schema: Schema) {
  const known = new Map<number, number>();
  const found: { levels: Int8Array; count: number }[] = [];
  const levels = new Int8Array(schema.comparisons.length);
  return {
    add: (a: ReadyRecord, b: ReadyRecord): number => {
      const key = compareInto(levels, schema, a, b);
      const before = known.get(key);
      if (before !== undefined) {
        const pattern = found[before];
        if (pattern !== undefined) pattern.count += 1;
        return before;
      }
      known.set(key, found.length);
      found.push({ levels: levels.slice(), count: 1 });
      return found.length - 1;
    },
    patterns: (): readonly Pattern[] => found,
  };
}

function weighAll(
  model: Model,
  ready: readonly ReadyRecord[],
  pairs: Pairs,
  { patterns, patternOf }: Compared,
  rarities: Rarities,
) {
  const bits = new Float32Array(pairs.count);
  const kinds: PairClass[] = [];
  for (let at = 0; at < pairs.count; at += 1) {
    const pattern = patterns[patternOf[at] ?? 0];
    const [a, b] = [ready[pairs.first[at] ?? 0], ready[pairs.second[at] ?? 0]];
    if (pattern === undefined || a === undefined || b === undefined) continue;
    const weighed = weigh(model, pattern.levels, rarities(a, b, pattern.levels));
    bits[at] = weighed.bits;
    kinds.push(weighed.kind);
  }
  return { bits, kinds };
}
