import { createHash } from 'node:crypto';
import type { Batch } from '../domain/batch.ts';
import type { Day } from '../domain/calendar.ts';
import { feedFormatWords, isFeedFormat, type FeedFormat } from '../domain/feed-formats.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import type { Supplier } from '../domain/supplier.ts';
import { UnreadableFile } from '../domain/unreadable-file.ts';
import { caseCsvReader } from '../feeds/case-csv.ts';
import { readMapping } from '../feeds/mapping.ts';
import type { FeedReader } from '../feeds/readers.ts';
import type { Database } from '../store/connection.ts';
import { findSupplier } from '../store/suppliers.ts';
import { isAccredited, notAccredited } from './bring-file.ts';
import type { NewNumbers } from './feed-children.ts';
import { reportOf, sumOf, type FeedReport, type FileReport } from './feed-report.ts';
import { endBatch, judgeBatch, takeNextChildren, takeNextOthers } from './match-batch.ts';
import type { ArrivingFile } from './open-batch.ts';
import { readBatch, stageFile } from './stage-file.ts';

/** A file to be received, which may be opened more than once; reading it may throw UnreadableFile. */
export type FeedFile = { readonly name: string; readonly open: () => AsyncIterable<Uint8Array> };

export type Receiving = {
  readonly supplier: string;
  /** Left out: the one format of the supplier's terms. */
  readonly format?: string | undefined;
  /** The text of the mapping by which a case system's file is read. */
  readonly mapping?: string | undefined;
  readonly files: readonly FeedFile[];
  readonly today: Day;
  readonly now: () => Date;
  readonly numbers: NewNumbers;
  /** Of the marks of who has left. */
  readonly markKey: Buffer;
  readonly show?: (batch: Batch) => void;
};

/**
 * Receives a supplier's files to their end in this process: each is staged, judged and matched as a batch. The children of
 * all files come before anybody's carers. After a failure the same files can be sent again, and go on where they stood.
 */
export async function receiveFeed(database: Database, receiving: Receiving): Promise<Outcome<FeedReport>> {
  const supplier = await database.transact((tx) => findSupplier(tx, receiving.supplier));
  if (supplier === undefined || supplier.terms.formats.length === 0) return failed(noSuchSupplier);
  if (supplier.organisation !== null && !isAccredited(supplier, receiving.today))
    return failed(notAccredited);
  const format = receiving.format ?? (supplier.terms.formats.length === 1 ? supplier.terms.formats[0] : '');
  if (format === undefined || !isFeedFormat(format) || !supplier.terms.formats.includes(format))
    return failed(notDeclared(supplier));

  const reader = readerFor(format, receiving.mapping);
  if (!reader.ok) return reader;
  const staged: { readonly file: string; readonly batchId: number }[] = [];
  for (const file of receiving.files) {
    const batch = await stageOne(database, receiving, { supplier, format, ...reader.value }, file);
    staged.push({ file: file.name, batchId: batch.batchId });
  }
  await matchAll(database, receiving, [...new Set(staged.map(({ batchId }) => batchId))]);

  const files: FileReport[] = [];
  for (const { file, batchId } of staged) files.push({ file, ...(await reportOf(database, batchId)) });
  return done({ files, counts: sumOf(files) });
}

const noSuchSupplier = {
  kind: 'invalid',
  says: 'There is no feed from that supplier: use nhs-pds, or the code of a supplier that has terms',
} as const;

function readerFor(
  format: FeedFormat,
  mapping: string | undefined,
): Outcome<{ readonly reader?: FeedReader }> {
  if (format !== 'case-csv') {
    if (mapping === undefined) return done({});
    return failed({ kind: 'invalid', says: 'A mapping is for the format case-csv alone' });
  }
  if (mapping === undefined)
    return failed({ kind: 'invalid', says: 'Name the mapping by which case-csv is to be read' });
  const read = readMapping(mapping);
  if (!read.ok) return failed({ kind: 'invalid', says: read.faults.join('. ') });
  return done({ reader: caseCsvReader(read.mapping) });
}

function notDeclared({ terms }: Supplier) {
  const words = terms.formats.filter((format) => feedFormatWords.includes(format));
  return { kind: 'invalid', says: `Name a format that the supplier sends: ${words.join(' or ')}` } as const;
}

async function stageOne(
  database: Database,
  { today, now, show }: Receiving,
  read: Pick<ArrivingFile, 'supplier' | 'format' | 'reader'>,
  file: FeedFile,
): Promise<Batch> {
  const digest = await digestOf(file);
  const came = { readOn: today, broughtAs: 'command', broughtBy: null, bytesExpected: null } as const;
  const staging = { database, now, ...(show === undefined ? {} : { show }) };
  return stageFile(staging, { ...read, ...came, digest, bytes: file.open });
}

// Read once more beforehand: a restart finds by its digest what was staged before the program was killed.
async function digestOf({ open }: FeedFile): Promise<Buffer | null> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of open()) hash.update(chunk);
  } catch (error) {
    if (error instanceof UnreadableFile) return null;
    throw error;
  }
  return hash.digest();
}

async function matchAll(
  database: Database,
  { now, numbers, markKey, show }: Receiving,
  batchIds: readonly number[],
): Promise<void> {
  const matching = { database, now, numbers, markKey };
  const going: number[] = [];
  for (const batchId of batchIds) if ((await judgeBatch(matching, batchId)) === 'go') going.push(batchId);
  for (const takeNext of [takeNextChildren, takeNextOthers])
    for (const batchId of going)
      while (await takeNext(matching, batchId)) show?.(await readBatch(database, batchId));
  for (const batchId of going) await endBatch(matching, batchId);
}
