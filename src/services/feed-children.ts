import { digestOf, type SourceChild } from '../domain/source-row.ts';
import type { Transaction } from '../store/connection.ts';
import { findRows, lockFeeds, seeRowsAgain, type KnownRow, type NewRow } from '../store/source-rows.ts';
import type { Feed, TakenChild } from './feed.ts';
import { linkFresh } from './link-rows.ts';
import { settleChildren } from './settle-children.ts';

export type { Feed, NewNumbers, TakenChild } from './feed.ts';

/** What a feed said of a child. */
export type SaidChild = { readonly child: SourceChild; readonly version?: number };

/** Stores what a supplier says of a block of children, matches what is said for the first time, and settles the records. */
export async function takeChildren(
  tx: Transaction,
  feed: Feed,
  block: readonly SaidChild[],
): Promise<readonly TakenChild[]> {
  await lockFeeds(tx);
  const rows = distinctRows(block);
  const keys = [...new Set(block.map(({ child }) => child.supplierKey))];
  const known = new Map<string, KnownRow[]>();
  for (const row of await findRows(tx, feed.supplierId, keys)) add(known, row.supplierKey, row);

  const seen = await seeAgain(tx, feed, rows, known);
  const fresh = [...rows].filter(([key]) => !seen.rows.has(key));
  const linked = await linkFresh(
    tx,
    feed,
    fresh.map(([, row]) => row),
    known,
  );
  const changed = await settleChildren(tx, [...new Set([...seen.children, ...linked.existing])]);

  const outcomes = new Map(fresh.map(([key], at) => [key, linked.outcomes[at] ?? 'linked']));
  const told = new Set<string>(); // the same row twice in a block is news once
  return block.map(({ child }) => {
    const key = rowKey(child.supplierKey, digestOf(child));
    if (told.has(key)) return 'unchanged';
    told.add(key);
    const childId = known.get(child.supplierKey)?.find((row) => row.childId !== null)?.childId ?? 0;
    return outcomes.get(key) ?? (changed.has(childId) ? 'linked' : 'unchanged');
  });
}

/** Each thing said once, under the highest version that it was said with. */
function distinctRows(block: readonly SaidChild[]): ReadonlyMap<string, NewRow> {
  const rows = new Map<string, NewRow>();
  for (const { child, version = null } of block) {
    const digest = digestOf(child);
    const key = rowKey(child.supplierKey, digest);
    const before = rows.get(key)?.version ?? null;
    rows.set(key, { says: child, digest, version: highest(before, version) });
  }
  return rows;
}

function rowKey(supplierKey: string, digest: number): string {
  return `${supplierKey} ${digest}`;
}

function highest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

type SeenAgain = { readonly rows: ReadonlySet<string>; readonly children: ReadonlySet<number> };

/** Moves the days and versions of rows that are here already. Their children are settled again where another row might stand now. */
async function seeAgain(
  tx: Transaction,
  feed: Feed,
  rows: ReadonlyMap<string, NewRow>,
  known: ReadonlyMap<string, readonly KnownRow[]>,
): Promise<SeenAgain> {
  const here = new Set<string>();
  const children = new Set<number>();
  const moved: { sourceRowId: number; version: number | null }[] = [];
  for (const [key, row] of rows) {
    const all = known.get(row.says.supplierKey) ?? [];
    const same = all.find((one) => one.digest === row.digest);
    if (same === undefined) continue;
    here.add(key);
    const version = highest(same.version, row.version);
    if (same.lastSeenOn >= feed.today && version === same.version) continue;
    moved.push({ sourceRowId: same.sourceRowId, version });
    if (all.length > 1 && same.childId !== null) children.add(same.childId);
  }
  await seeRowsAgain(tx, feed.today, moved);
  return { rows: here, children };
}

function add<Key, Value>(all: Map<Key, Value[]>, key: Key, value: Value): void {
  const own = all.get(key);
  if (own === undefined) all.set(key, [value]);
  else own.push(value);
}
