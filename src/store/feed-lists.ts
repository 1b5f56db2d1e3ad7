import { isBatchState, isStopReason, type BatchState, type StopReason } from '../domain/batch.ts';
import { boolean, instant, integer, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import { isTheirs } from './suppliers.ts';

const listed = statement({
  name: 'list-feed-batches',
  text: `select batch_id, supplier.name, state, stopped_because, began_at, rows_read, refused
    from feed_batch
    join supplier using (supplier_id)
    left join supplier_terms using (supplier_id)
    left join organisation using (organisation_id)
    where $2 or ${isTheirs}
    order by batch_id desc
    limit $3
    offset $4`,
  takes: [integer, boolean, integer, integer],
  gives: {
    batch_id: integer,
    name: text,
    state: oneOf(isBatchState),
    stopped_because: nullable(oneOf(isStopReason)),
    began_at: instant,
    rows_read: integer,
    refused: integer,
  },
});

/** A file as a list names it. */
export type ListedBatch = {
  readonly batchId: number;
  readonly supplier: string;
  readonly state: BatchState;
  readonly stoppedBecause: StopReason | null;
  readonly beganAt: Date;
  readonly read: number;
  readonly refused: number;
};

/** The files of suppliers that an organisation may know of, the newest first; of all, for the office. */
export async function listBatches(
  tx: Transaction,
  organisationId: number,
  isOffice: boolean,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<readonly ListedBatch[]> {
  const rows = await listed.rows(tx, organisationId, isOffice, limit, offset);
  return rows.map((row) => ({
    batchId: row.batch_id,
    supplier: row.name,
    state: row.state,
    stoppedBecause: row.stopped_because,
    beganAt: row.began_at,
    read: row.rows_read,
    refused: row.refused,
  }));
}
