import { arrayOf, bigint, bytes, instant, smallint, text, uuid } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement, type Row } from './statement.ts';

/** Which parts are to be erased: those about a child, or those of one kind written before an instant. */
export type PartsWanted =
  { readonly of: 'child'; readonly childId: number } | { readonly of: 'search terms'; readonly before: Date };

const found = { event_id: uuid, recorded_at: text, part_no: smallint, part_hash: bytes } as const;

// The instant as text: its microseconds must find the row again.
const partsOfChild = statement({
  name: 'log-parts-of-child',
  text: `select event_id, recorded_at::text, part_no, part_hash
    from log_part
    where child_id = $1
    order by recorded_at, event_id, part_no
    limit $2`,
  takes: [bigint, bigint],
  gives: found,
});

const searchTermsBefore = statement({
  name: 'log-search-terms-before',
  text: `select event_id, recorded_at::text, part_no, part_hash
    from log_part
    where kind = 'search terms'
      and recorded_at < $1
    order by recorded_at, event_id, part_no
    limit $2`,
  takes: [instant, bigint],
  gives: found,
});

const remove = statement({
  name: 'log-delete-parts',
  text: `delete from log_part
    using unnest($1::uuid[], $2::timestamptz[], $3::smallint[]) as gone (event_id, recorded_at, part_no)
    where log_part.event_id = gone.event_id
      and log_part.recorded_at = gone.recorded_at
      and log_part.part_no = gone.part_no`,
  takes: [arrayOf(uuid), arrayOf(text), arrayOf(smallint)],
  gives: {},
});

const noteErasure = statement({
  name: 'log-note-erasure',
  text: `insert into log_erasure (part_hash, event_id, recorded_at)
    select part_hash, $2, $3
    from unnest($1::bytea[]) as part_hash
    on conflict (part_hash) do nothing`,
  takes: [arrayOf(bytes), uuid, instant],
  gives: {},
});

/** At most so many of the parts wanted, oldest first. */
export async function findParts(tx: Transaction, wanted: PartsWanted, most: number) {
  if (wanted.of === 'child') return partsOfChild.rows(tx, wanted.childId, most);
  return searchTermsBefore.rows(tx, wanted.before, most);
}

/** Deletes parts. Only the eraser may. */
export async function deleteParts(tx: Transaction, parts: readonly Row<typeof found>[]): Promise<void> {
  await remove.rows(
    tx,
    parts.map((part) => part.event_id),
    parts.map((part) => part.recorded_at),
    parts.map((part) => part.part_no),
  );
}

/** Notes which entry tells of the erasure of these parts. */
export async function writeErasure(
  tx: Transaction,
  partHashes: readonly Buffer[],
  eventId: string,
  recordedAt: Date,
): Promise<void> {
  await noteErasure.rows(tx, partHashes, eventId, recordedAt);
}
