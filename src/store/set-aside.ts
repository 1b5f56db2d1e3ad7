import { arrayOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

/** One index or constraint, as the two statements that take it away and make it again. */
export type Aside = {
  readonly table: string;
  readonly takeAway: string;
  readonly makeAgain: string;
};

const foreignKeys = statement({
  name: 'foreign-keys-of-tables',
  text: `select constraint_row.conrelid::regclass::text as table_name,
      format('alter table %s drop constraint %I', constraint_row.conrelid::regclass, conname) as take_away,
      format('alter table %s add constraint %I %s', constraint_row.conrelid::regclass, conname,
        pg_get_constraintdef(constraint_row.oid)) as make_again
    from pg_constraint constraint_row
    where contype = 'f'
      and constraint_row.conrelid::regclass::text = any ($1::text[])
    order by table_name, conname
    limit 1000`,
  takes: [arrayOf(text)],
  gives: { table_name: text, take_away: text, make_again: text },
});

const keysAndIndexes = statement({
  name: 'keys-and-indexes-of-tables',
  text: `select index_row.indrelid::regclass::text as table_name,
      case when key_row.oid is null then format('drop index %s', indexrelid::regclass)
        else format('alter table %s drop constraint %I', index_row.indrelid::regclass, conname) end as take_away,
      case when key_row.oid is null then pg_get_indexdef(indexrelid)
        else format('alter table %s add constraint %I %s', index_row.indrelid::regclass, conname,
          pg_get_constraintdef(key_row.oid)) end as make_again
    from pg_index index_row
    left join pg_constraint key_row
      on key_row.conindid = indexrelid
      and contype in ('p', 'u')
    where index_row.indrelid::regclass::text = any ($1::text[])
    order by table_name, contype is distinct from 'p', indexrelid::regclass::text
    limit 1000`,
  takes: [arrayOf(text)],
  gives: { table_name: text, take_away: text, make_again: text },
});

/**
 * The foreign keys of the tables, then their keys and indexes: in the order to take them away. Rows arrive several
 * times faster without them, and what the migrations declared is read back from the catalogue, so that it stands once.
 */
export async function asideOf(tx: Transaction, tables: readonly string[]): Promise<readonly Aside[]> {
  const found = [...(await foreignKeys.rows(tx, tables)), ...(await keysAndIndexes.rows(tx, tables))];
  return found.map((row) => ({ table: row.table_name, takeAway: row.take_away, makeAgain: row.make_again }));
}

/** Only the foreign keys: enough where the load is small, since each row would be looked up by each of them. */
export async function foreignKeysOf(tx: Transaction, tables: readonly string[]): Promise<readonly Aside[]> {
  const found = await foreignKeys.rows(tx, tables);
  return found.map((row) => ({ table: row.table_name, takeAway: row.take_away, makeAgain: row.make_again }));
}
