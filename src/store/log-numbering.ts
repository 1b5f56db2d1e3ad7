import { bigint, bytes, instant, real } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// By "has no number", never by "came after the last": instants and counters commit out of order.
const numberWaiting = statement({
  name: 'log-number-waiting',
  text: `with waiting as materialized (
      select event_id, recorded_at, $1 + row_number() over (order by recorded_at, event_id) - 1 as next_number
      from (
        select event_id, recorded_at
        from log_entry
        where number is null
        order by recorded_at, event_id
        limit $2
      ) as staged
    )
    update log_entry
    set number = next_number
    from waiting
    where log_entry.event_id = waiting.event_id
      and log_entry.recorded_at = waiting.recorded_at
      and number is null
    returning number, entry_hash`,
  takes: [bigint, bigint],
  gives: { number: bigint, entry_hash: bytes },
});

/** Numbers the entries that have no number, from `next` on and at most so many; answers their hashes in order. */
export async function numberEntries(tx: Transaction, next: number, most: number): Promise<readonly Buffer[]> {
  const rows = await numberWaiting.rows(tx, next, most);
  const ordered = rows.toSorted((one, other) => one.number - other.number);
  if (ordered.some((row, at) => row.number !== next + at))
    throw new Error('The entries of the log could not be numbered without a gap');
  return ordered.map((row) => row.entry_hash);
}

const lag = statement({
  name: 'log-lag',
  text: `select count(*) as waiting, greatest(0, extract(epoch from $1 - min(recorded_at)))::real as seconds
    from (select recorded_at from log_entry where number is null limit 100000) as waiting`,
  takes: [instant],
  gives: { waiting: bigint, seconds: real },
});

/** How many entries have no number yet, up to 100,000, and for how many seconds the oldest of them has waited at that instant. */
export async function readLogLag(tx: Transaction, at: Date): Promise<{ waiting: number; seconds: number }> {
  return (await lag.first(tx, at)) ?? { waiting: 0, seconds: 0 };
}
