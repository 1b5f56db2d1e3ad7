/** A pair of records with bits of odds that they are one person. */
export type WeighedPair = { readonly a: number; readonly b: number; readonly bits: number };

// What a pair that was never worth comparing counts: it shares no key, which a person's records nearly always do.
const notCompared = -6;

/**
 * Gathers records into people by average link: two groups join while their pairs, on average, weigh more than `least`. One strong
 * pair between two people does not join all their records, as it would with connected components.
 */
export function clusterByAverage(
  records: number,
  pairs: readonly WeighedPair[],
  least: number,
  mayJoin: (members: readonly number[], others: readonly number[]) => boolean = () => true,
): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  for (let record = 0; record < records; record += 1) groups.set(record, [record]);
  const groupOf = Int32Array.from({ length: records }, (_, at) => at);
  const links = new Map<number, Map<number, Link>>();
  const partOf = partsOf(records, pairs, least);
  for (const { a, b, bits } of pairs)
    if (partOf[a] === partOf[b]) addLink(links, a, b, { sum: bits, count: 1 });

  const queue = pairs
    .filter(({ bits }) => bits > least)
    .toSorted((one, other) => other.bits - one.bits || one.a - other.a || one.b - other.b);
  const waiting = new Heap();
  for (const { a, b, bits } of queue) waiting.push({ a, b, average: bits });
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { a, b, average } = next;
    const [members, others] = [groups.get(a), groups.get(b)];
    if (
      members === undefined ||
      others === undefined ||
      groupOf[members[0] ?? 0] !== a ||
      groupOf[others[0] ?? 0] !== b
    )
      continue;
    const now = averageBetween(links, a, b, members.length * others.length);
    if (now !== average) continue; // one of the groups has grown since: a newer entry stands for the two
    if (average <= least || !mayJoin(members, others)) continue;
    join(groups, links, groupOf, a, b);
    for (const [other] of links.get(a) ?? []) {
      const size = (groups.get(a)?.length ?? 0) * (groups.get(other)?.length ?? 0);
      const joined = averageBetween(links, a, other, size);
      if (joined > least) waiting.push({ a: Math.min(a, other), b: Math.max(a, other), average: joined });
    }
  }
  return [...groups.values()];
}

// Which records hang together by strong pairs at all: no group grows beyond those.
function partsOf(records: number, pairs: readonly WeighedPair[], least: number): Int32Array {
  const above = Int32Array.from({ length: records }, (_, at) => at);
  const rootOf = (record: number): number => {
    let at = record;
    while (above[at] !== at) {
      above[at] = above[above[at] ?? at] ?? at;
      at = above[at] ?? at;
    }
    return at;
  };
  for (const { a, b, bits } of pairs) if (bits > least) above[rootOf(a)] = rootOf(b);
  return above.map((_, at) => rootOf(at));
}

type Link = { readonly sum: number; readonly count: number };
type Links = Map<number, Map<number, Link>>;

function addLink(links: Links, a: number, b: number, link: Link): void {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const row = links.get(one) ?? new Map<number, Link>();
    const before = row.get(other);
    row.set(other, { sum: link.sum + (before?.sum ?? 0), count: link.count + (before?.count ?? 0) });
    links.set(one, row);
  }
}

function averageBetween(links: Links, a: number, b: number, size: number): number {
  const link = links.get(a)?.get(b);
  if (link === undefined) return notCompared;
  return (link.sum + (size - link.count) * notCompared) / size;
}

function join(groups: Map<number, number[]>, links: Links, groupOf: Int32Array, a: number, b: number): void {
  const [members = [], others = []] = [groups.get(a), groups.get(b)];
  for (const record of others) groupOf[record] = a;
  groups.set(a, [...members, ...others]);
  groups.delete(b);
  for (const [other, link] of links.get(b) ?? []) {
    links.get(other)?.delete(b);
    if (other !== a) addLink(links, a, other, link);
  }
  links.delete(b);
  links.get(a)?.delete(b);
}

type Waiting = { readonly a: number; readonly b: number; readonly average: number };

// The strongest first.
class Heap {
  readonly #kept: Waiting[] = [];

  push(entry: Waiting): void {
    const kept = this.#kept;
    kept.push(entry);
    let at = kept.length - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = kept[above];
      if (parent === undefined || parent.average >= entry.average) break;
      kept[at] = parent;
      at = above;
    }
    kept[at] = entry;
  }

  pop(): Waiting | undefined {
    const kept = this.#kept;
    const top = kept[0];
    const last = kept.pop();
    if (top === undefined || last === undefined || kept.length === 0) return top;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      const [left, right] = [kept[below], kept[below + 1]];
      if (left === undefined) break;
      if (right !== undefined && right.average > left.average) below += 1;
      const larger = kept[below];
      if (larger === undefined || larger.average <= last.average) break;
      kept[at] = larger;
      at = below;
    }
    kept[at] = last;
    return top;
  }
}
