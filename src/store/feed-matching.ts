import type { Batch } from '../domain/batch.ts';
import type { Day } from '../domain/calendar.ts';
import type { FeedFormat } from '../domain/feed-formats.ts';
import { day, instant, integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const beginMatching = statement({
  name: 'begin-matching-batch',
  text: `update feed_batch set state = 'matching', moved_at = $2
    where batch_id = $1 and state = 'waiting'`,
  takes: [integer, instant],
  gives: {},
});

const noteMatched = statement({
  name: 'note-matched-block',
  text: `update feed_batch
    set children_done = greatest(children_done, $2), others_done = greatest(others_done, $3), rows_done = rows_done + $4,
      linked = linked + $5, created = created + $6, waiting = waiting + $7, unchanged = unchanged + $8, refused = refused + $9,
      moved_at = $10
    where batch_id = $1`,
  takes: [integer, integer, integer, integer, integer, integer, integer, integer, integer, instant],
  gives: {},
});

const finish = statement({
  name: 'finish-feed-batch',
  text: `update feed_batch set state = 'done', ended_at = $2, moved_at = $2
    where batch_id = $1 and state = 'matching'
    returning batch_id`,
  takes: [integer, instant],
  gives: { batch_id: integer },
});

const lastWritten = statement({
  name: 'last-written-on',
  text: `select max(written_on) as written_on
    from feed_batch
    where supplier_id = $1 and format = $2 and state in ('matching', 'done')`,
  takes: [smallint, text],
  gives: { written_on: nullable(day) },
});

const laterDone = statement({
  name: 'later-feed-batch-done',
  text: `select batch_id
    from feed_batch
    where supplier_id = $1 and format = $2 and batch_id > $3 and state = 'done'
    order by batch_id
    limit 1`,
  takes: [smallint, text, integer],
  gives: { batch_id: integer },
});

const nextUnderWay = statement({
  name: 'feed-batch-under-way',
  text: `select batch_id
    from feed_batch
    where state in ('waiting', 'matching')
    order by batch_id
    limit 1`,
  takes: [],
  gives: { batch_id: integer },
});

/** What came of one block of staged rows. */
export type MatchedBlock = {
  readonly childrenDone: number;
  readonly othersDone: number;
  readonly rows: number;
  readonly linked: number;
  readonly created: number;
  readonly waiting: number;
  readonly unchanged: number;
  readonly refused: number;
};

export async function letMatch(tx: Transaction, batchId: number, at: Date): Promise<void> {
  await beginMatching.rows(tx, batchId, at);
}

export async function noteMatchedBlock(
  tx: Transaction,
  batchId: number,
  block: MatchedBlock,
  at: Date,
): Promise<void> {
  await noteMatched.rows(
    tx,
    batchId,
    block.childrenDone,
    block.othersDone,
    block.rows,
    block.linked,
    block.created,
    block.waiting,
    block.unchanged,
    block.refused,
    at,
  );
}

/** Ends a batch whose rows were all taken; answers whether it was not ended already. */
export async function finishBatch(tx: Transaction, batchId: number, at: Date): Promise<boolean> {
  return (await finish.first(tx, batchId, at)) !== undefined;
}

/** When the newest file of a supplier that was taken in was written, by its own word. */
export async function findLastWritten(
  tx: Transaction,
  supplierId: number,
  format: FeedFormat,
): Promise<Day | null> {
  return (await lastWritten.first(tx, supplierId, format))?.written_on ?? null;
}

/** Whether a later file of the same supplier and format than this batch's was taken in. */
export async function isOutdated(tx: Transaction, { batchId, supplierId, format }: Batch): Promise<boolean> {
  return (await laterDone.first(tx, supplierId, format, batchId)) !== undefined;
}

/** The oldest batch that waits to be matched, or whose matching was broken off. */
export async function findBatchUnderWay(tx: Transaction): Promise<number | undefined> {
  return (await nextUnderWay.first(tx))?.batch_id;
}
