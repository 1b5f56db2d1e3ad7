import type { Day } from '../domain/calendar.ts';
import type { ContactPointNumber } from '../domain/identifiers.ts';
import { digestOf, type SourceChild } from '../domain/source-row.ts';
import type { LinkedRow, SupplierCode } from '../domain/standing.ts';
import { findChildrenByNumber } from '../store/child-numbers.ts';
import { addChildren, writeRecords } from '../store/child-settling.ts';
import type { Transaction } from '../store/connection.ts';
import {
  addSourceRows,
  findRows,
  linkRows,
  lockFeeds,
  seeRowsAgain,
  type KnownRow,
  type Link,
  type NewRow,
} from '../store/source-rows.ts';
import { matchRows, type Decision } from './match-rows.ts';
import { planRecords, settleChildren, shieldSettled } from './settle-children.ts';

/** Who a feed is from, and where its new numbers come from. */
export type Feed = {
  readonly supplier: SupplierCode;
  readonly supplierId: number;
  readonly today: Day;
  readonly numbers: NewNumbers;
};

/** Numbers for new records, from a source that nobody can foretell. */
export type NewNumbers = {
  readonly childId: () => number;
  readonly contactPointNumber: () => ContactPointNumber;
};

/** What a feed said of a child. */
export type SaidChild = { readonly child: SourceChild; readonly version?: number };

/** What came of one row of a child: it told something new of a child who is here, or of a new one; a person decides; or nothing. */
export type TakenChild = 'linked' | 'new' | 'waiting' | 'unchanged';

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
    const childId = known.get(child.supplierKey)?.[0]?.childId ?? 0;
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

type LinkedFresh = { readonly existing: ReadonlySet<number>; readonly outcomes: readonly TakenChild[] };

/** Adds rows and ties each to the child that the match step names, or to a new one; what a person has to decide stays untied. */
async function linkFresh(
  tx: Transaction,
  feed: Feed,
  fresh: readonly NewRow[],
  known: ReadonlyMap<string, readonly KnownRow[]>,
): Promise<LinkedFresh> {
  const ids = await addSourceRows(tx, feed.supplierId, feed.today, fresh);
  const decisions = await matchRows(tx, fresh, childOfKey(known));
  const links: Link[] = [];
  const existing = new Set<number>();
  const newRows = new Map<number, LinkedRow[]>();
  const childIds: number[] = [];
  for (const [at, row] of fresh.entries()) {
    const sourceRowId = ids[at] ?? 0;
    const decision = decisions[at] ?? { kind: 'a person decides' };
    const childId = childOf(decision, childIds, feed.numbers);
    childIds.push(childId);
    if (decision.kind === 'a person decides') continue;
    links.push({ childId, sourceRowId, decidedBy: decision.kind === 'new child' ? 'new child' : 'number' });
    if (decision.kind === 'link') existing.add(childId);
    else add(newRows, childId, linkedRow(feed, sourceRowId, row));
  }
  await makeRecords(tx, feed, newRows, links);
  return { existing, outcomes: decisions.map(outcomeOf) };
}

function childOf(decision: Decision, before: readonly number[], numbers: NewNumbers): number {
  if (decision.kind === 'link') return decision.childId;
  if (decision.kind === 'same new child') return before[decision.asRow] ?? 0;
  return decision.kind === 'new child' ? numbers.childId() : 0;
}

function outcomeOf({ kind }: Decision): TakenChild {
  if (kind === 'new child') return 'new';
  return kind === 'a person decides' ? 'waiting' : 'linked';
}

function childOfKey(known: ReadonlyMap<string, readonly KnownRow[]>): ReadonlyMap<string, number> {
  const children = new Map<string, number>();
  for (const [key, rows] of known) {
    const childId = rows[0]?.childId;
    if (childId !== undefined && childId !== null) children.set(key, childId);
  }
  return children;
}

/** Makes the records of children that are new here, and ties all rows. */
async function makeRecords(
  tx: Transaction,
  feed: Feed,
  newRows: ReadonlyMap<number, readonly LinkedRow[]>,
  links: readonly Link[],
): Promise<void> {
  const changes = await planRecords(tx, newRows, new Map(), new Map());
  const numbers = await freeNumbers(tx, feed.numbers, changes.length);
  const children = changes.map(({ childId, after }, at) => ({
    childId,
    child: after.child,
    number: numbers[at],
  }));
  await addChildren(
    tx,
    children.flatMap(({ childId, child, number }) =>
      number === undefined ? [] : [{ childId, child, contactPointNumber: number }],
    ),
  );
  await linkRows(tx, feed.today, links);
  await writeRecords(tx, changes);
  await shieldSettled(
    tx,
    changes,
    changes.map(({ childId }) => childId),
  );
}

/** Numbers that no child has: at 12 million children one in 90,000 is taken. */
async function freeNumbers(
  tx: Transaction,
  numbers: NewNumbers,
  count: number,
): Promise<readonly ContactPointNumber[]> {
  const free = new Set<ContactPointNumber>();
  while (free.size < count) {
    const tried = Array.from({ length: count - free.size }, () => numbers.contactPointNumber());
    const taken = await findChildrenByNumber(tx, 'contactpoint', tried);
    for (const number of tried) if (!taken.has(number)) free.add(number);
  }
  return [...free];
}

function linkedRow(feed: Feed, sourceRowId: number, { says, version, digest }: NewRow): LinkedRow {
  const { supplier, supplierId, today } = feed;
  return { sourceRowId, supplierId, supplier, firstSeenOn: today, lastSeenOn: today, version, digest, says };
}

function add<Key, Value>(all: Map<Key, Value[]>, key: Key, value: Value): void {
  const own = all.get(key);
  if (own === undefined) all.set(key, [value]);
  else own.push(value);
}
