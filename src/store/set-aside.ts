import { arrayOf, integer, text } from './columns.ts';
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
      and (constraint_row.conrelid::regclass::text = any ($1::text[])
        or constraint_row.confrelid::regclass::text = any ($2::text[]))
    order by table_name, conname
    limit 1000`,
  takes: [arrayOf(text), arrayOf(text)],
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

const keep = statement({
  name: 'keep-set-aside',
  text: `insert into set_aside (table_name, make_again) values ($1, $2)`,
  takes: [text, text],
  gives: {},
});

// Foreign keys last, for they need the keys; an attempt that failed may have left them to stand before.
const kept = statement({
  name: 'kept-set-aside',
  text: `select aside_no, table_name, make_again
    from set_aside
    order by make_again ~ ' FOREIGN KEY ', aside_no
    limit 1000`,
  takes: [],
  gives: { aside_no: integer, table_name: text, make_again: text },
});

const forget = statement({
  name: 'forget-set-aside',
  text: `delete from set_aside where aside_no = $1`,
  takes: [integer],
  gives: {},
});

/** One index or constraint that is away, kept in the database until it is made again. */
export type KeptAside = Awaited<ReturnType<typeof kept.rows>>[number];

/** One table's foreign keys and, where asked, its keys and indexes, to which none may refer: in the order to take them away. */
export async function asideOf(
  tx: Transaction,
  table: string,
  indexesToo: boolean,
): Promise<readonly Aside[]> {
  const foreign = await foreignKeys.rows(tx, [table], []);
  return [...foreign, ...(indexesToo ? await keysAndIndexes.rows(tx, [table]) : [])].map(toAside);
}

/**
 * Takes away the foreign keys from and to the tables and, where asked, their keys and indexes: rows arrive several times faster
 * without. How to make them again is read from the catalogue, so that the migrations alone say it, and is kept in the
 * database in the same transaction, so that whoever comes after a failure can finish.
 */
export async function setAside(
  tx: Transaction,
  tables: readonly string[],
  indexesToo: boolean,
): Promise<void> {
  const keys = indexesToo ? (await keysAndIndexes.rows(tx, tables)).map(toAside) : [];
  const foreign = (await foreignKeys.rows(tx, tables, tables)).map(toAside);
  for (const aside of [...keys, ...foreign]) await keep.rows(tx, aside.table, aside.makeAgain);
  for (const aside of [...foreign, ...keys]) await tx.run(aside.takeAway);
}

/** What is away, in the order to make it again. */
export async function whatIsAway(tx: Transaction): Promise<readonly KeptAside[]> {
  return kept.rows(tx);
}

/** Makes one of them again. */
export async function makeAgain(tx: Transaction, aside: KeptAside): Promise<void> {
  await tx.run(`set local maintenance_work_mem = '512MB'`);
  await tx.run(`set local work_mem = '128MB'`);
  await tx.run(aside.make_again);
  await forget.rows(tx, aside.aside_no);
}

type Row = { readonly table_name: string; readonly take_away: string; readonly make_again: string };

function toAside({ table_name, take_away, make_again }: Row): Aside {
  return { table: table_name, takeAway: take_away, makeAgain: make_again };
}
