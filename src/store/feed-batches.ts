import { isBatchState, isStopReason, isWayIn, type Batch, type WayIn } from '../domain/batch.ts';
import type { Day } from '../domain/calendar.ts';
import { isFeedFormat, type FeedFormat } from '../domain/feed-formats.ts';
import { bigint, bytes, day, instant, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const columns = `batch_id, supplier_id, format, brought_as, brought_by, read_on, state, stopped_because, same_as, written_on,
      restarts, began_at, staged_at, ended_at, bytes_read, bytes_expected, rows_read, refused, not_taken, children_done,
      others_done, rows_done, linked, created, waiting, unchanged`;
const gives = {
  batch_id: integer,
  supplier_id: smallint,
  format: oneOf(isFeedFormat),
  brought_as: oneOf(isWayIn),
  brought_by: nullable(integer),
  read_on: day,
  state: oneOf(isBatchState),
  stopped_because: nullable(oneOf(isStopReason)),
  same_as: nullable(integer),
  written_on: nullable(day),
  restarts: smallint,
  began_at: instant,
  staged_at: nullable(instant),
  ended_at: nullable(instant),
  bytes_read: bigint,
  bytes_expected: nullable(bigint),
  rows_read: integer,
  refused: integer,
  not_taken: integer,
  children_done: integer,
  others_done: integer,
  rows_done: integer,
  linked: integer,
  created: integer,
  waiting: integer,
  unchanged: integer,
} as const;

const begin = statement({
  name: 'begin-feed-batch',
  text: `insert into feed_batch (supplier_id, format, brought_as, brought_by, read_on, digest, bytes_expected, began_at, moved_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
    on conflict do nothing
    returning ${columns}`,
  takes: [smallint, text, text, nullable(integer), day, nullable(bytes), nullable(bigint), instant],
  gives,
});

const alive = statement({
  name: 'feed-batch-of-file',
  text: `select ${columns}
    from feed_batch
    where supplier_id = $1 and digest = $2 and state not in ('stopped', 'same file')
    order by batch_id desc
    limit 1`,
  takes: [smallint, bytes],
  gives,
});

const byId = statement({
  name: 'feed-batch',
  text: `select ${columns}
    from feed_batch
    where batch_id = $1`,
  takes: [integer],
  gives,
});

const lock = statement({
  name: 'lock-feed-batch',
  text: `select ${columns}
    from feed_batch
    where batch_id = $1
    for update`,
  takes: [integer],
  gives,
});

/** A file that begins to come. */
export type NewBatch = {
  readonly supplierId: number;
  readonly format: FeedFormat;
  readonly broughtAs: WayIn;
  readonly broughtBy: number | null;
  readonly readOn: Day;
  /** SHA-256 of the file, where it is known before it is read. */
  readonly digest: Buffer | null;
  readonly bytesExpected: number | null;
  readonly at: Date;
};

/** Begins a batch; undefined where the same file is coming already today. */
export async function beginBatch(tx: Transaction, one: NewBatch): Promise<Batch | undefined> {
  const { supplierId, format, broughtAs, broughtBy, readOn, digest, bytesExpected, at } = one;
  const row = await begin.first(
    tx,
    supplierId,
    format,
    broughtAs,
    broughtBy,
    readOn,
    digest,
    bytesExpected,
    at,
  );
  return row && toBatch(row);
}

/** The batch in which a supplier's file of this digest is coming, or last came. */
export async function findBatchOfFile(
  tx: Transaction,
  supplierId: number,
  digest: Buffer,
): Promise<Batch | undefined> {
  const row = await alive.first(tx, supplierId, digest);
  return row && toBatch(row);
}

export async function findBatch(tx: Transaction, batchId: number): Promise<Batch | undefined> {
  const row = await byId.first(tx, batchId);
  return row && toBatch(row);
}

/** Holds a batch until the end of the transaction: of two who work on it, one goes on where the other stood. */
export async function lockBatch(tx: Transaction, batchId: number): Promise<Batch> {
  const row = await lock.first(tx, batchId);
  if (row === undefined) throw new Error('There is no such batch');
  return toBatch(row);
}

type Row = NonNullable<Awaited<ReturnType<typeof byId.first>>>;

function toBatch(row: Row): Batch {
  return {
    batchId: row.batch_id,
    supplierId: row.supplier_id,
    format: row.format,
    broughtAs: row.brought_as,
    broughtBy: row.brought_by,
    readOn: row.read_on,
    state: row.state,
    stoppedBecause: row.stopped_because,
    sameAs: row.same_as,
    writtenOn: row.written_on,
    restarts: row.restarts,
    beganAt: row.began_at,
    stagedAt: row.staged_at,
    endedAt: row.ended_at,
    bytesRead: row.bytes_read,
    bytesExpected: row.bytes_expected,
    childrenDone: row.children_done,
    othersDone: row.others_done,
    rowsDone: row.rows_done,
    counts: {
      read: row.rows_read,
      linked: row.linked,
      created: row.created,
      waiting: row.waiting,
      unchanged: row.unchanged,
      refused: row.refused,
      notTaken: row.not_taken,
    },
  };
}
