import type { ReadyRecord } from './record.ts';
import type { SchemaName } from './schemas.ts';

/** Pairs of records that are worth comparing, by their places; `first[n]` < `second[n]`. */
export type Pairs = { readonly first: Int32Array; readonly second: Int32Array; readonly count: number };

const fewEnoughForAll = 2_000; // records: two million pairs are compared in seconds
const largestBlock = 250; // records: what more share tells nobody apart

/** Every pair of records with a key in common, once; of a small file, every pair. */
export function pairsWorthComparing(
  records: readonly ReadyRecord[],
  schema: SchemaName,
  linkOnly: boolean,
): Pairs {
  const kept = growingPairs();
  const mayPair = (a: number, b: number): boolean => !linkOnly || records[a]?.source !== records[b]?.source;
  if (records.length <= fewEnoughForAll) {
    eachPair([...records.keys()], (a, b) => (mayPair(a, b) ? kept.add(a, b) : undefined));
    return kept.done();
  }
  const keys = keyTable(records, schema);
  for (let kind = 0; kind < keys.kinds; kind += 1)
    for (const block of keys.blocks(kind))
      // A pair that met under an earlier key has been kept already.
      eachPair(block, (a, b) => (mayPair(a, b) && !keys.metBefore(a, b, kind) ? kept.add(a, b) : undefined));
  return kept.done();
}

function eachPair(members: readonly number[], take: (a: number, b: number) => void): void {
  for (const [at, a] of members.entries()) {
    for (let next = at + 1; next < members.length; next += 1) take(a, members[next] ?? a);
  }
}

type KeyTable = {
  readonly kinds: number;
  readonly blocks: (kind: number) => Iterable<readonly number[]>;
  readonly metBefore: (a: number, b: number, kind: number) => boolean;
};

function keyTable(records: readonly ReadyRecord[], schema: SchemaName): KeyTable {
  const keysOf = schema === 'person' ? personKeys : addressKeys;
  const [example] = records;
  const kinds = example === undefined ? 0 : keysOf(example).length;
  const table = new Int32Array(records.length * kinds).fill(-1);
  const members: number[][][] = [];
  for (let kind = 0; kind < kinds; kind += 1) members.push([]);
  const ids: Map<string, number>[] = members.map(() => new Map<string, number>());
  for (const [at, record] of records.entries())
    for (const [kind, key] of keysOf(record).entries()) {
      if (key === undefined) continue;
      const known = ids[kind];
      const blocks = members[kind];
      if (known === undefined || blocks === undefined) continue;
      const id = known.get(key) ?? known.size;
      known.set(key, id);
      (blocks[id] ??= []).push(at);
      table[at * kinds + kind] = id;
    }
  const isBlock = (kind: number, id: number): boolean => (members[kind]?.[id]?.length ?? 0) <= largestBlock;
  return {
    kinds,
    blocks: (kind) =>
      (members[kind] ?? []).filter((block) => block.length > 1 && block.length <= largestBlock),
    metBefore: (a, b, kind) => {
      for (let earlier = 0; earlier < kind; earlier += 1) {
        const id = table[a * kinds + earlier] ?? -1;
        if (id >= 0 && id === table[b * kinds + earlier] && isBlock(earlier, id)) return true;
      }
      return false;
    },
  };
}

// Each survives other mistakes than the rest (docs/matching.md, Blocking).
function personKeys(record: ReadyRecord): readonly (string | undefined)[] {
  const { texts } = record;
  const born = record.born?.text;
  const given = record.given?.sound;
  const family = record.family?.sound;
  const both = given === undefined || family === undefined ? undefined : [given, family].toSorted().join(' ');
  const place = texts.postcode?.text ?? texts.town?.text ?? texts.birthplace?.text;
  const exact =
    record.given === undefined || record.family === undefined
      ? undefined
      : [record.given.text, record.family.text].toSorted().join(' ');
  return [
    keyOf(given, born),
    keyOf(family, born),
    keyOf(both, born?.slice(0, 4)),
    keyOf(both, born?.slice(4)),
    keyOf(both, place),
    exact,
    keyOf(texts.number?.text),
    keyOf(texts.email?.text),
    keyOf(texts.email?.text.split('@')[0]),
    keyOf(texts.telephone?.text),
    keyOf(born, place),
    keyOf(given?.slice(0, 3), family?.slice(0, 3), born?.slice(0, 4)),
    keyOf(given, place, born?.slice(0, 4)),
    keyOf(family, place, born?.slice(0, 4)),
    keyOf(born),
  ];
}

function addressKeys(record: ReadyRecord): readonly (string | undefined)[] {
  const { texts } = record;
  const born = record.born?.text;
  const given = record.given?.sound;
  const family = record.family?.sound;
  return [
    ...personKeys(record),
    keyOf(texts.house?.text, texts.street?.text),
    keyOf(texts.house?.text, texts.postcode?.text),
    keyOf(given, texts.postcode?.text),
    keyOf(family, texts.postcode?.text),
    keyOf(given, texts.street?.text),
    keyOf(family, texts.street?.text),
    keyOf(born, texts.street?.text),
    keyOf(given, texts.house?.text, born?.slice(0, 4)),
    keyOf(family, texts.town?.text),
    keyOf(given, texts.town?.text),
    keyOf(texts.locality?.text, texts.town?.text),
    keyOf(texts.house?.text, texts.locality?.text),
    keyOf(texts.locality?.text, texts.postcode?.text),
    keyOf(texts.street?.sound, texts.town?.text),
    keyOf(texts.street?.sound, texts.postcode?.text),
    keyOf(given, texts.street?.sound ?? texts.locality?.sound),
  ];
}

function keyOf(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.some((part) => part === undefined || part === '') ? undefined : parts.join('|');
}

function growingPairs() {
  let first = new Int32Array(65_536);
  let second = new Int32Array(65_536);
  let count = 0;
  const grown = (old: Int32Array): Int32Array<ArrayBuffer> => {
    const larger = new Int32Array(old.length * 2);
    larger.set(old);
    return larger;
  };
  return {
    add: (a: number, b: number): void => {
      if (count === first.length) [first, second] = [grown(first), grown(second)];
      first[count] = Math.min(a, b);
      second[count] = Math.max(a, b);
      count += 1;
    },
    done: (): Pairs => ({ first: first.subarray(0, count), second: second.subarray(0, count), count }),
  };
}
