import type { StopReason } from '../domain/batch.ts';
import type { Day } from '../domain/calendar.ts';
import { arrayOf, bigint, bytes, day, instant, integer, nullable, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const restart = statement({
  name: 'restart-feed-batch',
  text: `update feed_batch set restarts = restarts + 1, moved_at = $2 where batch_id = $1`,
  takes: [integer, instant],
  gives: {},
});

// Whoever reads the same file at the same time finds that the block is there already.
const noteBlock = statement({
  name: 'note-staged-block',
  text: `update feed_batch
    set rows_read = $3, bytes_read = $4, refused = refused + $5, not_taken = not_taken + $6,
      written_on = coalesce($7, written_on), moved_at = $8
    where batch_id = $1 and rows_read = $2 and state = 'staging'
    returning batch_id`,
  takes: [integer, integer, integer, bigint, integer, integer, nullable(day), instant],
  gives: { batch_id: integer },
});

const countNames = statement({
  name: 'count-feed-names',
  text: `insert into feed_count (batch_id, kind, name, count)
    select $1, kind, name, count
    from unnest($2::text[], $3::text[], $4::integer[]) as counted (kind, name, count)
    on conflict (batch_id, kind, name) do update set count = feed_count.count + excluded.count`,
  takes: [integer, arrayOf(text), arrayOf(text), arrayOf(integer)],
  gives: {},
});

const countsOf = statement({
  name: 'feed-counts',
  text: `select kind, name, count
    from feed_count
    where batch_id = $1
    order by kind, name
    limit 1000`,
  takes: [integer],
  gives: { kind: text, name: text, count: integer },
});

const readWhole = statement({
  name: 'feed-batch-read-whole',
  text: `update feed_batch set state = 'waiting', digest = $2, staged_at = $3, moved_at = $3
    where batch_id = $1 and state = 'staging'`,
  takes: [integer, bytes, instant],
  gives: {},
});

const stop = statement({
  name: 'stop-feed-batch',
  text: `update feed_batch set state = 'stopped', stopped_because = $2, ended_at = $3, moved_at = $3
    where batch_id = $1 and state in ('staging', 'waiting')`,
  takes: [integer, text, instant],
  gives: {},
});

const same = statement({
  name: 'feed-batch-is-same-file',
  text: `update feed_batch set state = 'same file', same_as = $2, ended_at = $3, moved_at = $3
    where batch_id = $1 and state = 'staging'`,
  takes: [integer, integer, instant],
  gives: {},
});

/** One block of a file, as it was staged. */
export type StagedBlock = {
  readonly from: number;
  readonly to: number;
  readonly bytesRead: number;
  readonly refused: number;
  readonly notTaken: number;
  readonly writtenOn: Day | null;
  readonly dropped: ReadonlyMap<string, number>;
  readonly messages: ReadonlyMap<string, number>;
};

/** Notes that reading goes on where it was broken off. */
export async function noteRestart(tx: Transaction, batchId: number, at: Date): Promise<void> {
  await restart.rows(tx, batchId, at);
}

/** Notes a block that was staged behind row `from`; answers whether it was the next one. */
export async function noteStaged(
  tx: Transaction,
  batchId: number,
  block: StagedBlock,
  at: Date,
): Promise<boolean> {
  const { from, to, bytesRead, refused, notTaken, writtenOn, dropped, messages } = block;
  const noted = await noteBlock.first(tx, batchId, from, to, bytesRead, refused, notTaken, writtenOn, at);
  if (noted === undefined) return false;
  const named = [
    ...[...dropped].map(([name, count]) => ({ kind: 'dropped', name, count })),
    ...[...messages].map(([name, count]) => ({ kind: 'not taken', name, count })),
  ];
  if (named.length > 0)
    await countNames.rows(
      tx,
      batchId,
      named.map((one) => one.kind),
      named.map((one) => one.name),
      named.map((one) => one.count),
    );
  return true;
}

/** What came in a file and is not kept, by name. */
export async function readCounts(tx: Transaction, batchId: number) {
  return countsOf.rows(tx, batchId);
}

/** A file was read to its end. */
export async function noteReadWhole(
  tx: Transaction,
  batchId: number,
  digest: Buffer,
  at: Date,
): Promise<void> {
  await readWhole.rows(tx, batchId, digest, at);
}

/** Stops a batch that has touched no child. */
export async function stopBatch(
  tx: Transaction,
  batchId: number,
  because: StopReason,
  at: Date,
): Promise<void> {
  await stop.rows(tx, batchId, because, at);
}

/** The file turned out to be one that came before. */
export async function noteSameFile(tx: Transaction, batchId: number, as: number, at: Date): Promise<void> {
  await same.rows(tx, batchId, as, at);
}
