import type { Day } from '../domain/calendar.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import type { FeedItem } from '../domain/source-row.ts';
import { isSupplierCode, type SupplierCode } from '../domain/standing.ts';
import { readPdsFhir } from '../feeds/pds-fhir.ts';
import type { Database } from '../store/connection.ts';
import { findSupplier } from '../store/source-rows.ts';
import { recordAct } from './authorise.ts';
import { noSuchChild, takeCarers } from './feed-carers.ts';
import { takeChildren, type Feed, type NewNumbers } from './feed-children.ts';
import { newTally, type FeedReport, type Tally } from './feed-report.ts';

/**
 * A file to be received; reading it may throw UnreadableFile. It is read twice where it names carers: once for children,
 * once for those who care for them.
 */
export type FeedFile = { readonly name: string; readonly open: () => AsyncIterable<Uint8Array> };

/** A file that cannot be read, or not to its end. */
export class UnreadableFile extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super('The file cannot be read');
    this.reason = reason;
  }
}

export type Receiving = {
  readonly supplier: string;
  readonly files: readonly FeedFile[];
  readonly today: Day;
  readonly now: () => Date;
  readonly numbers: NewNumbers;
};

type Reader = (bytes: AsyncIterable<Uint8Array>, today: Day) => AsyncIterable<FeedItem>;

const readers: ReadonlyMap<SupplierCode, Reader> = new Map([['nhs-pds', readPdsFhir]]);

/**
 * Receives a supplier's files into source rows, linked to children and settled into their records, in blocks that each stand
 * by themselves: after a failure the same files can be sent again. The same files twice change nothing. One entry in the log.
 */
export async function receiveFeed(database: Database, receiving: Receiving): Promise<Outcome<FeedReport>> {
  const { supplier, today, numbers } = receiving;
  const reader = isSupplierCode(supplier) ? readers.get(supplier) : undefined;
  const supplierId = await database.transact((tx) => findSupplier(tx, supplier));
  if (!isSupplierCode(supplier) || reader === undefined || supplierId === undefined)
    return failed({
      kind: 'invalid',
      says: `There is no feed from that supplier: use ${[...readers.keys()].join(' or ')}`,
    });

  const tally = newTally(receiving.files.map((file) => file.name));
  const run = { database, feed: { supplier, supplierId, today, numbers }, reader, tally };
  let outcome: 'done' | 'failed' = 'failed';
  try {
    await receiveAll(run, receiving.files);
    outcome = 'done';
  } finally {
    await writeDown(database, receiving.now(), outcome, tally.report());
  }
  return { ok: true, value: tally.report() };
}

type Run = {
  readonly database: Database;
  readonly feed: Feed;
  readonly reader: Reader;
  readonly tally: Tally;
};

// Carers come after all children, so that it does not matter in which file, or in which order, either stands.
async function receiveAll(run: Run, files: readonly FeedFile[]): Promise<void> {
  const withCarers: FeedFile[] = [];
  for (const file of files) if (await receiveChildren(run, file)) withCarers.push(file);
  for (const file of withCarers) await receiveCarers(run, file);
}

const blockSize = 500; // rows a transaction: half a second of work lost at most, and a thousand children still go by in two commits

type ChildItem = Extract<FeedItem, { kind: 'child' }>;
type CarerItem = Extract<FeedItem, { kind: 'carer' }>;

/** Takes all that a file says but its carers, and answers whether it names any. */
async function receiveChildren(
  { database, feed, reader, tally }: Run,
  { name, open }: FeedFile,
): Promise<boolean> {
  let namesCarers = false;
  const block: ChildItem[] = [];
  const flush = async (): Promise<void> => {
    const items = block.splice(0);
    if (items.length === 0) return;
    const outcomes = await database.transact((tx) => takeChildren(tx, feed, items));
    for (const [at, item] of items.entries()) tally.taken(name, outcomes[at] ?? 'unchanged', item.dropped);
  };
  for await (const item of readWhole(reader, open, feed.today)) {
    if (item.kind === 'child') block.push(item);
    else if (item.kind === 'fault') tally.refuse(name, item.fault, item.place);
    else if (item.kind === 'not taken') tally.passOver(name, item.message);
    else namesCarers = true;
    if (block.length === blockSize) await flush();
  }
  await flush();
  return namesCarers;
}

async function receiveCarers(
  { database, feed, reader, tally }: Run,
  { name, open }: FeedFile,
): Promise<void> {
  const block: CarerItem[] = [];
  const flush = async (): Promise<void> => {
    const items = block.splice(0);
    if (items.length === 0) return;
    const carers = items.map((item) => item.carer);
    const outcomes = await database.transact((tx) => takeCarers(tx, feed, carers));
    for (const [at, item] of items.entries()) {
      const outcome = outcomes[at] ?? 'unchanged';
      if (outcome === 'no child') tally.refuse(name, noSuchChild, item.place);
      else tally.taken(name, outcome, item.dropped);
    }
  };
  for await (const item of readWhole(reader, open, feed.today)) {
    if (item.kind === 'carer') block.push(item);
    if (block.length === blockSize) await flush();
  }
  await flush();
}

/** The file's items; a file that cannot be read is a fault, and stops no other file. */
async function* readWhole(reader: Reader, open: FeedFile['open'], today: Day): AsyncGenerator<FeedItem> {
  try {
    yield* reader(open(), today);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const fault = { element: 'the file', reason: error.reason, wanted: 'a file that can be read to its end' };
    yield { kind: 'fault', fault, place: 'the whole file' };
  }
}

async function writeDown(
  database: Database,
  at: Date,
  outcome: 'done' | 'failed',
  report: FeedReport,
): Promise<void> {
  const { files, read, imported, unchanged } = report;
  const refused = report.refused.reduce((so, one) => so + one.count, 0);
  const notTaken = report.notTaken.reduce((so, one) => so + one.count, 0);
  const counts = { files: files.length, read, imported, unchanged, refused, 'not taken': notTaken };
  await database.transact((tx) => recordAct(tx, at, { act: 'import', accountId: null, outcome, counts }));
}
