import type { Day } from '../domain/calendar.ts';
import { arrayOf, bigint, boolean, day, instant, integer, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const unfinished = statement({
  name: 'departures-unfinished',
  text: `select child_id, told_at is not null as is_told, erased_at is not null as is_erased
    from departure
    where swept_at is null and child_id > $1
    order by child_id
    limit $2`,
  takes: [bigint, integer],
  gives: { child_id: bigint, is_told: boolean, is_erased: boolean },
});

const noteTold = statement({
  name: 'note-departures-told',
  text: `update departure set told_at = $2 where child_id = any ($1) and told_at is null`,
  takes: [arrayOf(bigint), instant],
  gives: {},
});

const noteErased = statement({
  name: 'note-departures-erased',
  text: `update departure set erased_at = $2 where child_id = any ($1) and erased_at is null`,
  takes: [arrayOf(bigint), instant],
  gives: {},
});

// What somebody still reads in an older transaction cannot be cleared yet.
const clearable = statement({
  name: 'departures-clearable',
  text: `select count(*)::integer as waiting,
      coalesce(max(removed_at) < (
        select coalesce(min(xact_start), clock_timestamp())
        from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type <> 'autovacuum worker'
      ), false) as is_clearable,
      coalesce(max(removed_at)::text, '') as until
    from departure
    where swept_at is null`,
  takes: [],
  gives: { waiting: integer, is_clearable: boolean, until: text },
});

const noteCleared = statement({
  name: 'note-departures-cleared',
  text: `update departure
    set swept_at = $2
    where swept_at is null and erased_at is not null and removed_at <= $1::timestamptz`,
  takes: [text, instant],
  gives: {},
});

const tables = statement({
  name: 'tables-of-children',
  text: `select distinct relname::text as name
    from pg_class
    join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace
      and relkind in ('r', 'p')
      and not relispartition
      and (attname in ('child_id', 'source_row_id') or relname in ('source_carer', 'protection', 'search'))
    order by 1
    limit 1000`,
  takes: [],
  gives: { name: text },
});

const toForget = statement({
  name: 'departures-to-forget',
  text: `select child_id
    from departure
    where forget_on <= $1
    order by forget_on, child_id
    limit $2`,
  takes: [day, integer],
  gives: { child_id: bigint },
});

const forget = statement({
  name: 'forget-departures',
  text: `delete from departure where child_id = any ($1)`,
  takes: [arrayOf(bigint)],
  gives: {},
});

/** Those who have left and of whom something is still to be done, by child id after one. */
export async function readUnfinished(tx: Transaction, after: number, most: number) {
  const rows = await unfinished.rows(tx, after, most);
  return rows.map((row) => ({ childId: row.child_id, isTold: row.is_told, isErased: row.is_erased }));
}

/** Notes that the log tells of these departures. */
export async function noteDeparturesTold(
  tx: Transaction,
  childIds: readonly number[],
  at: Date,
): Promise<void> {
  await noteTold.rows(tx, childIds, at);
}

/** Notes that the log's other parts about these children are erased. */
export async function noteDeparturesErased(
  tx: Transaction,
  childIds: readonly number[],
  at: Date,
): Promise<void> {
  await noteErased.rows(tx, childIds, at);
}

/** Whether rows wait to be cleared away, whether nobody can still read them, and up to which removal. */
export async function readClearable(tx: Transaction) {
  const row = await clearable.first(tx);
  if (row === undefined || row.waiting === 0) return undefined;
  return { isClearable: row.is_clearable, until: row.until };
}

/** Notes that what was removed up to then is cleared away. */
export async function noteDeparturesCleared(tx: Transaction, until: string, at: Date): Promise<void> {
  await noteCleared.rows(tx, until, at);
}

/** Every table that holds anything of children. */
export async function readChildTables(tx: Transaction): Promise<readonly string[]> {
  return (await tables.rows(tx)).map(({ name }) => name);
}

/** Those of whom the log too is to forget the id. */
export async function readToForget(tx: Transaction, today: Day, most: number): Promise<readonly number[]> {
  return (await toForget.rows(tx, today, most)).map(({ child_id }) => child_id);
}

/** Forgets that they were here. */
export async function forgetDepartures(tx: Transaction, childIds: readonly number[]): Promise<void> {
  await forget.rows(tx, childIds);
}
