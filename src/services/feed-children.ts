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
import { planRecords, settleChildren, shieldRestricted } from './settle-children.ts';

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

/** Stores what a supplier says of a block of children and settles their records; answers for each whether anything changed. */
export async function takeChildren(
  tx: Transaction,
  feed: Feed,
  block: readonly SaidChild[],
): Promise<readonly ('imported' | 'unchanged')[]> {
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

  const told = new Set<string>(); // the same row twice in a block was imported once
  return block.map(({ child }) => {
    const key = rowKey(child.supplierKey, digestOf(child));
    const childId = known.get(child.supplierKey)?.[0]?.childId ?? 0;
    const isNews = !told.has(key) && (!seen.rows.has(key) || changed.has(childId));
    told.add(key);
    return isNews ? 'imported' : 'unchanged';
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

type LinkedFresh = { readonly existing: ReadonlySet<number> };

/** Adds rows and ties each to the child that its key or its number leads to, or to a new one. */
async function linkFresh(
  tx: Transaction,
  feed: Feed,
  fresh: readonly NewRow[],
  known: ReadonlyMap<string, readonly KnownRow[]>,
): Promise<LinkedFresh> {
  const ids = await addSourceRows(tx, feed.supplierId, feed.today, fresh);
  const numbers = fresh.flatMap(({ says }) => says.nhsNumber ?? []);
  const byNumber = await findChildrenByNumber(tx, 'nhs', numbers);
  const links: Link[] = [];
  const existing = new Set<number>();
  const newRows = new Map<number, LinkedRow[]>();
  const newByName = new Map<string, number>();
  for (const [at, row] of fresh.entries()) {
    const sourceRowId = ids[at] ?? 0;
    const { says } = row;
    const here = known.get(says.supplierKey)?.[0]?.childId ?? byNumber.get(says.nhsNumber ?? '');
    if (here !== undefined && here !== null) {
      existing.add(here);
      links.push({ childId: here, sourceRowId, decidedBy: 'number' });
      continue;
    }
    const name = says.nhsNumber ?? says.supplierKey;
    const before = newByName.get(name);
    const childId = before ?? feed.numbers.childId();
    newByName.set(name, childId);
    links.push({ childId, sourceRowId, decidedBy: before === undefined ? 'new child' : 'number' });
    add(newRows, childId, linkedRow(feed, sourceRowId, row));
  }
  await makeRecords(tx, feed, newRows, links);
  return { existing };
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
  await shieldRestricted(tx, changes);
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
  const { supplier, today } = feed;
  return { sourceRowId, supplier, firstSeenOn: today, lastSeenOn: today, version, digest, says };
}

function add<Key, Value>(all: Map<Key, Value[]>, key: Key, value: Value): void {
  const own = all.get(key);
  if (own === undefined) all.set(key, [value]);
  else own.push(value);
}
