import { createHash, type Hash } from 'node:crypto';
import type { Batch, StopReason } from '../domain/batch.ts';
import type { Day } from '../domain/calendar.ts';
import type { FeedItem, RowFault, SourceChild } from '../domain/source-row.ts';
import type { StagedItem } from '../domain/staged-item.ts';
import { keepAllowed, type SaidItem, type Supplier, type SupplierField } from '../domain/supplier.ts';
import { UnreadableFile } from '../domain/unreadable-file.ts';
import { openedBytes } from '../feeds/opened-bytes.ts';
import { readers } from '../feeds/readers.ts';
import type { Database, Transaction } from '../store/connection.ts';
import { findBatch, findBatchOfFile, lockBatch } from '../store/feed-batches.ts';
import { noteReadWhole, noteSameFile, noteStaged, stopBatch } from '../store/feed-staging.ts';
import { removeAllStaged, stageRows, type RefusedRow, type StagedRow } from '../store/staged-rows.ts';
import { noteBatchEnd } from './batch-log.ts';
import { withSchools } from './feed-schools.ts';
import { isTheSame, openBatch, type ArrivingFile, type Staging } from './open-batch.ts';

const blockSize = 10_000; // rows a commit: half a second of reading lost at most

// What a supplier may have refused is far below; past it the file is not read on.
const mostRefused = 100_000;

/**
 * Reads a file into staged rows, block by block, each committed with how far it is, and touches no child. A file that came
 * before is not read again; one that was broken off goes on behind the last block that was committed; and one that another
 * process is reading is left to it.
 */
export async function stageFile(staging: Staging, file: ArrivingFile): Promise<Batch> {
  const batch = await openBatch(staging, file);
  if (batch.state !== 'staging') return batch;
  const reading = newReading(file, batch);
  try {
    await readRows(staging, reading);
    await endReading(staging, reading);
  } catch (error) {
    if (error instanceof StopReading) await stopReading(staging, batch.batchId, error.because);
    else if (!(error instanceof AlreadyComing)) throw error;
  }
  return readBatch(staging.database, batch.batchId);
}

/** A batch as it stands now. */
export async function readBatch(database: Database, batchId: number): Promise<Batch> {
  const batch = await database.transact((tx) => findBatch(tx, batchId));
  if (batch === undefined) throw new Error('A batch is gone');
  return batch;
}

type Reading = {
  readonly file: ArrivingFile;
  readonly batchId: number;
  readonly allowed: ReadonlySet<SupplierField>;
  readonly hash: Hash;
  bytesRead: number;
  rowNo: number;
  /** The last row that is staged and committed. */
  committed: number;
  refused: number;
  block: Block;
};

type Block = {
  readonly rows: StagedRow[];
  readonly refused: RefusedRow[];
  readonly dropped: Map<string, number>;
  readonly messages: Map<string, number>;
  notTaken: number;
  writtenOn: Day | null;
};

// Thrown to leave the reader behind; it goes no further than this file.
class StopReading extends Error {
  readonly because: StopReason;

  constructor(because: StopReason) {
    super('The file is read no further');
    this.because = because;
  }
}

function newReading(file: ArrivingFile, { batchId, counts, readOn }: Batch): Reading {
  const allowed = new Set(file.supplier.terms.fields);
  const hash = createHash('sha256');
  const { read: committed, refused } = counts;
  return {
    file: { ...file, readOn },
    batchId,
    allowed,
    hash,
    bytesRead: 0,
    rowNo: 0,
    committed,
    refused,
    block: newBlock(),
  };
}

function newBlock(): Block {
  const counts = { dropped: new Map<string, number>(), messages: new Map<string, number>() };
  return { rows: [], refused: [], ...counts, notTaken: 0, writtenOn: null };
}

// The same bytes give the same items: what is staged already is read past.
async function readRows(staging: Staging, reading: Reading): Promise<void> {
  const { file } = reading;
  const read = file.reader ?? readers[file.format];
  const items = read(openedBytes(counted(reading), staging.limits), file.readOn);
  try {
    for await (const item of items) {
      if (item.kind === 'about') {
        takeAbout(reading, item);
        continue;
      }
      reading.rowNo += 1;
      if (reading.rowNo <= reading.committed) continue;
      takeItem(reading, item);
      if (reading.rowNo - reading.committed === blockSize) await commitBlock(staging, reading);
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const fault = { element: 'the file', reason: error.reason, wanted: 'a file that can be read to its end' };
    reading.rowNo += 1;
    takeItem(reading, { kind: 'fault', fault, place: 'the whole file' });
  }
  await commitBlock(staging, reading);
}

async function* counted(reading: Reading): AsyncGenerator<Uint8Array> {
  for await (const chunk of reading.file.bytes()) {
    reading.hash.update(chunk);
    reading.bytesRead += chunk.length;
    yield chunk;
  }
}

function takeAbout({ file, block }: Reading, { writtenOn, sender }: Extract<FeedItem, { kind: 'about' }>) {
  block.writtenOn = writtenOn ?? block.writtenOn;
  const code = file.supplier.organisation?.registerCode ?? null;
  if (sender !== undefined && code !== null && sender !== code) throw new StopReading('another sender');
}

function takeItem(reading: Reading, item: Exclude<FeedItem, { kind: 'about' }>): void {
  const { rowNo, block, allowed } = reading;
  if (item.kind === 'fault') return refuse(reading, item.fault, item.place);
  if (item.kind === 'not taken') {
    block.notTaken += 1;
    return count(block.messages, item.message);
  }
  const kept = keepAllowed(item, allowed);
  for (const name of kept.dropped) count(block.dropped, name);
  if (kept.item === undefined) {
    block.notTaken += 1;
    return;
  }
  block.rows.push({ rowNo, item: stagedOf(kept.item) });
}

function stagedOf(item: SaidItem): StagedItem {
  if (item.kind === 'carer') return { kind: 'carer', carer: item.carer, place: item.place };
  if (item.kind === 'involvement')
    return { kind: 'involvement', involvement: item.involvement, place: item.place };
  const version = item.version === undefined ? {} : { version: item.version };
  return { kind: 'child', child: item.child, ...version };
}

/** Finds the schools of a block's children in the register. A school speaks of its own pupils alone. */
async function placeAtSchools(database: Database, { block, file }: Reading): Promise<void> {
  const said = block.rows.flatMap(({ item }) => (item.kind === 'child' ? [item.child] : []));
  if (!said.some(({ schoolPlace }) => schoolPlace !== undefined)) return;
  const placed = (await database.transact((tx) => withSchools(tx, said))).values();
  for (const row of block.rows.splice(0)) {
    const { rowNo, item } = row;
    const child = item.kind === 'child' ? placed.next().value : undefined;
    if (item.kind !== 'child' || child === undefined) block.rows.push(row);
    else if (isForeign(file.supplier, child))
      block.refused.push({ rowNo, fault: ofAnotherSchool, place: `row ${rowNo}` });
    else block.rows.push({ rowNo, item: { ...item, child } });
    if (item.kind === 'child' && item.child.schoolPlace !== undefined && child?.schoolPlace === undefined)
      count(block.dropped, 'school (not in the register)');
  }
}

function isForeign({ organisation }: Supplier, { schoolPlace }: SourceChild): boolean {
  if (organisation?.kind !== 'school' || organisation.registerCode === null || schoolPlace === undefined)
    return false;
  return String(schoolPlace.school) !== organisation.registerCode;
}

const ofAnotherSchool: RowFault = {
  element: 'school',
  reason: 'a child of another school',
  wanted: 'children of the school that sends the file',
};

function refuse(reading: Reading, fault: RowFault, place: string): void {
  const { rowNo, block } = reading;
  block.refused.push({ rowNo, fault, place });
  reading.refused += 1;
}

function count(names: Map<string, number>, name: string): void {
  names.set(name, (names.get(name) ?? 0) + 1);
}

async function commitBlock({ database, now, show }: Staging, reading: Reading): Promise<void> {
  const refusedBefore = reading.block.refused.length;
  await placeAtSchools(database, reading);
  reading.refused += reading.block.refused.length - refusedBefore;
  const { batchId, block, committed: from, rowNo: to, bytesRead } = reading;
  const noted = { ...block, from, to, bytesRead, refused: block.refused.length };
  await database.load(async (tx) => {
    if (!(await noteStaged(tx, batchId, noted, now()))) throw new AlreadyComing();
    await stageRows(tx, batchId, block.rows, block.refused);
  });
  reading.committed = to;
  reading.block = newBlock();
  show?.(await readBatch(database, batchId));
  const broken = block.refused.find(({ fault }) => fault.element === 'the file');
  if (broken !== undefined) throw new StopReading(stopOf(broken.fault));
  if (reading.refused > mostRefused) throw new StopReading('faults');
}

// The same file is read by another process at this moment: this one leaves it to that.
class AlreadyComing extends Error {
  constructor() {
    super('The same file is being read by another process');
  }
}

function stopOf({ reason }: RowFault): StopReason {
  if (reason === 'empty') return 'empty';
  return reason.startsWith('cut off') ? 'cut off' : 'unreadable';
}

/** The file was read to its end: it waits to be matched, unless it came before. */
async function endReading({ database, now }: Staging, { batchId, file, hash }: Reading): Promise<void> {
  const digest = hash.digest();
  if (file.digest !== null && !file.digest.equals(digest)) throw new StopReading('cut off');
  await database.transact(async (tx) => {
    await lockBatch(tx, batchId);
    const before = await findBatchOfFile(tx, file.supplier.supplierId, digest);
    const isSame = before !== undefined && before.batchId !== batchId && (await isTheSame(tx, before, file));
    if (!isSame) return noteReadWhole(tx, batchId, digest, now());
    await noteSameFile(tx, batchId, before.batchId, now());
    return removeAllStaged(tx, batchId);
  });
}

async function stopReading({ database, now }: Staging, batchId: number, because: StopReason): Promise<void> {
  await database.transact((tx) => endUntouched(tx, batchId, because, now()));
}

/** Stops a batch that has touched no child, forgets its rows and writes it down. */
export async function endUntouched(
  tx: Transaction,
  batchId: number,
  because: StopReason,
  at: Date,
): Promise<void> {
  await stopBatch(tx, batchId, because, at);
  await removeAllStaged(tx, batchId);
  await noteBatchEnd(tx, batchId, at);
}
