import type { Entry, EntryPart } from '../domain/log.ts';
import { arrayOf, bigint, bytes, instant, integer, nullable, smallint, text, uuid } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const appendWithParts = statement({
  name: 'append-log-entry-with-parts',
  text: `with entry as (
      insert into log_entry (event_id, recorded_at, account_id, act, salt, body, entry_hash)
      values ($1, $2, $3, $4, $5, $6, $7)
    )
    insert into log_part (event_id, recorded_at, part_no, kind, child_id, salt, body, part_hash)
    select $1, $2, part_no, kind, child_id, salt, body, part_hash
    from unnest($8::smallint[], $9::text[], $10::bigint[], $11::bytea[], $12::text[], $13::bytea[])
      as part (part_no, kind, child_id, salt, body, part_hash)`,
  takes: [
    uuid,
    instant,
    nullable(integer),
    text,
    bytes,
    text,
    bytes,
    arrayOf(smallint),
    arrayOf(text),
    arrayOf(nullable(bigint)),
    arrayOf(bytes),
    arrayOf(text),
    arrayOf(bytes),
  ],
  gives: {},
});

const append = statement({
  name: 'append-log-entry',
  text: `insert into log_entry (event_id, recorded_at, account_id, act, salt, body, entry_hash)
    values ($1, $2, $3, $4, $5, $6, $7)`,
  takes: [uuid, instant, nullable(integer), text, bytes, text, bytes],
  gives: {},
});

/** An entry as it is written down, with the parts that its body names. */
export type Written = {
  readonly eventId: string;
  readonly recordedAt: Date;
  readonly accountId: number | null;
  readonly act: string;
  readonly entry: Entry;
  readonly parts: readonly EntryPart[];
};

/** Adds one entry to the access log, in the transaction of the act itself. */
export async function appendEntry(tx: Transaction, written: Written): Promise<void> {
  const { eventId, recordedAt, accountId, act, entry, parts } = written;
  const row = [eventId, recordedAt, accountId, act, entry.salt, entry.body, entry.entryHash] as const;
  if (parts.length === 0) await append.send(tx, ...row);
  else
    await appendWithParts.send(
      tx,
      ...row,
      parts.map((_part, position) => position),
      parts.map((part) => part.kind),
      parts.map((part) => part.childId),
      parts.map((part) => part.salt),
      parts.map((part) => part.body),
      parts.map((part) => part.hash),
    );
}
