import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { text } from '../../src/store/columns.ts';
import type { Database } from '../../src/store/connection.ts';
import { applyMigration, migrate, migrationFiles } from '../../src/store/migrate.ts';
import { statement } from '../../src/store/statement.ts';
import { withDatabase } from '../support/database.ts';

const before = `
  create temporary table before_table as
    select oid, relfilenode from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
      and relname <> 'migration';
  create temporary table before_column as
    select attrelid, attnum, attnotnull from pg_attribute join before_table on oid = attrelid;`;

const locks = statement({
  name: 'test-locks-of-migration',
  text: `select relname::text as table_name,
      case
        when bool_or(pg_class.relfilenode <> before_table.relfilenode) then 'writes its rows anew'
        when bool_or(exists (
          select from pg_index
          where indrelid = pg_class.oid and pg_index.xmin = pg_current_xact_id()::xid
        )) then 'builds an index over its rows'
        when bool_or(exists (
          select from pg_constraint
          where conrelid = pg_class.oid and contype in ('c', 'f') and convalidated
            and pg_constraint.xmin = pg_current_xact_id()::xid
        )) then 'checks its rows'
        when bool_or(exists (
          select from before_column
          join pg_attribute using (attrelid, attnum)
          where attrelid = pg_class.oid and pg_attribute.attnotnull and not before_column.attnotnull
        )) then 'checks its rows'
        else 'no row'
      end as work
    from pg_locks
    join before_table on before_table.oid = relation
    join pg_class on pg_class.oid = relation
    where pid = pg_backend_pid() and mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
    group by relname
    order by 1
    limit 1000`,
  takes: [],
  gives: { table_name: text, work: text },
});

// What each migration does to tables that were there before it, found by looking on. What it locks it locks for milliseconds, however many
// rows there are, unless it reads them all, or writes them anew, under the lock.
const { owner } = await withDatabase({ after });
const done = await lookOnWhileMigrating(owner);

// Up to here all are applied at once, to an empty database, by the first release.
const firstRelease = '0040';

test('what a migration does to all rows of a table that is there is seen', () => {
  const seen = done.find(({ file, table }) => file === '0026-leaving.sql' && table === 'child');
  assert.equal(seen?.work, 'builds an index over its rows');
  assert.ok(done.some(({ work }) => work === 'checks its rows'));
});

test('after the first release no migration reads or writes all rows of a table under a lock', () => {
  const later = done.filter(({ file, work }) => file > firstRelease && work !== 'no row');
  assert.deepEqual(later, []);
});

test('a migration that would wait for a lock gives up after a second, and nothing of it is left', async () => {
  await owner.transact(async (holding) => {
    await holding.run('lock table migration in access exclusive mode');
    await assert.rejects(owner.transact(migrate), /lock timeout/);
  });
  assert.deepEqual(await owner.transact(migrate), []);
});

async function lookOnWhileMigrating(database: Database) {
  await database.transact((tx) => tx.run('drop schema public cascade; create schema public'));
  await database.transact((tx) =>
    tx.run(
      'create table migration (file_name text primary key, applied_at timestamptz not null default now())',
    ),
  );
  const found: { readonly file: string; readonly table: string; readonly work: string }[] = [];
  for (const file of migrationFiles())
    await database.transact(async (tx) => {
      await tx.run(before);
      await applyMigration(tx, file);
      for (const { table_name: table, work } of await locks.rows(tx)) found.push({ file, table, work });
      await tx.run('drop table before_table, before_column');
    });
  return found;
}
