import { judge, type Batch } from '../domain/batch.ts';
import type { RowFault, SourceCarer, SourceInvolvement } from '../domain/source-row.ts';
import type { Supplier } from '../domain/supplier.ts';
import type { Database, Transaction } from '../store/connection.ts';
import { lockBatch } from '../store/feed-batches.ts';
import {
  findBatchUnderWay,
  findLastWritten,
  finishBatch,
  letMatch,
  noteMatchedBlock,
  type MatchedBlock,
} from '../store/feed-matching.ts';
import { findRows } from '../store/source-rows.ts';
import {
  readStagedChildren,
  readStagedOthers,
  refuseRows,
  removeStaged,
  sampleStaged,
  type RefusedRow,
  type StagedRow,
} from '../store/staged-rows.ts';
import type { SupplierCode } from '../domain/standing.ts';
import { readSupplier } from '../store/suppliers.ts';
import { noteBatchEnd } from './batch-log.ts';
import { noSuchChild, takeCarers } from './feed-carers.ts';
import { takePlaces } from './feed-schools.ts';
import { takeInvolvements } from './feed-involvements.ts';
import { takeChildren, type Feed, type NewNumbers } from './feed-children.ts';
import { matchRows } from './match-rows.ts';
import { refuseLate } from './refuse-late.ts';
import { endUntouched } from './stage-file.ts';

/** What matching works with. */
export type Matching = {
  readonly database: Database;
  readonly now: () => Date;
  readonly numbers: NewNumbers;
  /** Of the marks of who has left. */
  readonly markKey: Buffer;
};

/** Judges a batch that was read whole: it may touch children, or it is stopped. Answers which. */
export async function judgeBatch({ database, now }: Matching, batchId: number): Promise<'go' | 'stopped'> {
  return database.transact(async (tx) => {
    const batch = await lockBatch(tx, batchId);
    if (batch.state !== 'waiting') return batch.state === 'matching' ? 'go' : 'stopped';
    const supplier = await readSupplier(tx, batch.supplierId);
    const because = judge({
      counts: batch.counts,
      terms: supplier.terms,
      sample: await lookUpSample(tx, batch, supplier.standing),
      writtenOn: batch.writtenOn,
      lastWrittenOn: await findLastWritten(tx, batch.supplierId, batch.format),
    });
    if (because === undefined) await letMatch(tx, batchId, now());
    else await endUntouched(tx, batchId, because, now());
    return because === undefined ? 'go' : 'stopped';
  });
}

const sampleSize = 2000; // children spread over the file: the share is known to two points in a hundred

async function lookUpSample(tx: Transaction, batch: Batch, standing: SupplierCode) {
  const rows = await sampleStaged(tx, batch.batchId, batch.counts.read, sampleSize);
  const children = rows.flatMap(({ item }) => (item.kind === 'child' ? [{ says: item.child }] : []));
  const keys = [...new Set(children.map(({ says }) => says.supplierKey))];
  const childOfKey = new Map<string, number>();
  for (const { supplierKey, childId } of await findRows(tx, batch.supplierId, keys))
    if (childId !== null) childOfKey.set(supplierKey, childId);
  const feed = { supplier: standing, supplierId: batch.supplierId };
  const decisions = await matchRows(tx, feed, children, childOfKey);
  const known = decisions.filter(({ kind }) => kind === 'link' || kind === 'a person decides');
  return { children: children.length, known: known.length };
}

/** Takes the next block of a batch's children into records; answers whether any was left. Each block stands by itself. */
export async function takeNextChildren(matching: Matching, batchId: number): Promise<boolean> {
  const { database, now } = matching;
  return database.transact(async (tx) => {
    const batch = await lockBatch(tx, batchId);
    if (batch.state !== 'matching') return false;
    const rows = await readStagedChildren(tx, batchId, batch.childrenDone, blockSize);
    if (rows.length === 0) return false;
    const feed = await feedOf(tx, matching, batch);
    const { supplierId } = feed;
    const late = await refuseLate(tx, { supplierId, now: now(), markKey: matching.markKey }, rows);
    await refuseRows(tx, batchId, late.refused);
    const children = late.kept.flatMap(childIn);
    const outcomes = await takeChildren(tx, feed, children);
    await takePlaces(
      tx,
      feed,
      children.map(({ child }) => child),
    );
    const count = (outcome: string): number => outcomes.filter((one) => one === outcome).length;
    await takenBlock(tx, batchId, rows, now(), {
      childrenDone: lastOf(rows),
      linked: count('linked'),
      created: count('new'),
      waiting: count('waiting'),
      unchanged: count('unchanged'),
      refused: late.refused.length,
    });
    return true;
  });
}

/** Takes the next block of those who hang on a batch's children. All children come first, in whatever order the file has them. */
export async function takeNextOthers(matching: Matching, batchId: number): Promise<boolean> {
  const { database, now } = matching;
  return database.transact(async (tx) => {
    const batch = await lockBatch(tx, batchId);
    if (batch.state !== 'matching') return false;
    const rows = await readStagedOthers(tx, batchId, batch.othersDone, blockSize);
    if (rows.length === 0) return false;
    const feed = await feedOf(tx, matching, batch);
    const outcomes = await takeOthers(tx, feed, rows);
    const refused = rows.flatMap((row, at) => refusalOf(row, outcomes[at]));
    await refuseRows(tx, batchId, refused);
    await takenBlock(tx, batchId, rows, now(), {
      othersDone: lastOf(rows),
      linked: outcomes.filter((one) => one === 'imported').length,
      unchanged: outcomes.filter((one) => one === 'unchanged').length,
      refused: refused.length,
    });
    return true;
  });
}

/** Ends a batch all of whose rows were taken, and writes it down. */
export async function endBatch({ database, now }: Matching, batchId: number): Promise<void> {
  await database.transact(async (tx) => {
    if (await finishBatch(tx, batchId, now())) await noteBatchEnd(tx, batchId, now());
  });
}

/** Takes the oldest batch that waits, or was broken off, to its end or to where it is stopped; answers whether there was one. */
export async function matchNextBatch(matching: Matching, goOn: () => boolean): Promise<boolean> {
  const batchId = await matching.database.transact(findBatchUnderWay);
  if (batchId !== undefined) await matchBatch(matching, batchId, goOn);
  return batchId !== undefined;
}

async function matchBatch(matching: Matching, batchId: number, goOn: () => boolean): Promise<void> {
  if ((await judgeBatch(matching, batchId)) === 'stopped') return;
  while (await takeNextChildren(matching, batchId)) if (!goOn()) return;
  while (await takeNextOthers(matching, batchId)) if (!goOn()) return;
  await endBatch(matching, batchId);
}

const blockSize = 500; // rows a transaction: half a second of work lost at most, and a thousand children still go by in two commits

async function feedOf(tx: Transaction, { numbers }: Matching, batch: Batch): Promise<Feed> {
  const { standing, supplierId }: Supplier = await readSupplier(tx, batch.supplierId);
  return { supplier: standing, supplierId, today: batch.readOn, numbers };
}

async function takenBlock(
  tx: Transaction,
  batchId: number,
  rows: readonly StagedRow[],
  at: Date,
  outcome: Partial<MatchedBlock>,
): Promise<void> {
  await noteMatchedBlock(tx, batchId, { ...nothing, rows: rows.length, ...outcome }, at);
  await removeStaged(
    tx,
    batchId,
    rows.map(({ rowNo }) => rowNo),
  );
}

const nothing: MatchedBlock = {
  childrenDone: 0,
  othersDone: 0,
  rows: 0,
  linked: 0,
  created: 0,
  waiting: 0,
  unchanged: 0,
  refused: 0,
};

function lastOf(rows: readonly StagedRow[]): number {
  return rows.at(-1)?.rowNo ?? 0;
}

function childIn({ item }: StagedRow) {
  return item.kind === 'child' ? [item] : [];
}

type TakenOther = 'imported' | 'unchanged' | RowFault;

/** What came of each row: a carer, or a service's involvement. */
async function takeOthers(
  tx: Transaction,
  feed: Feed,
  rows: readonly StagedRow[],
): Promise<readonly TakenOther[]> {
  const carers = await takeCarers(tx, feed, rows.flatMap(carerIn));
  const involvements = await takeInvolvements(tx, feed, rows.flatMap(involvementIn));
  const [carer, involvement] = [carers.values(), involvements.values()];
  return rows.map(({ item }) => {
    if (item.kind === 'involvement') return involvement.next().value ?? 'unchanged';
    const outcome = carer.next().value ?? 'unchanged';
    return outcome === 'no child' ? noSuchChild : outcome;
  });
}

function carerIn({ item }: StagedRow): readonly SourceCarer[] {
  return item.kind === 'carer' ? [item.carer] : [];
}

function involvementIn({ item }: StagedRow): readonly SourceInvolvement[] {
  return item.kind === 'involvement' ? [item.involvement] : [];
}

function refusalOf({ rowNo, item }: StagedRow, outcome: TakenOther | undefined): readonly RefusedRow[] {
  if (outcome === undefined || typeof outcome === 'string') return [];
  return [{ rowNo, fault: outcome, place: 'place' in item ? item.place : `row ${rowNo}` }];
}
