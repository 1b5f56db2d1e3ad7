import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { migrate } from '../../src/store/migrate.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';
import { listenAnywhere, newFolder, run, type Ended } from '../support/program.ts';

const database = await withDatabase({ after });
const { ownerUrl, applicationUrl } = database;
const settings = {
  CONTACTPOINT_DATA: join(newFolder({ after }), 'data'),
  DATABASE_OWNER_URL: ownerUrl,
  DATABASE_URL: applicationUrl,
};

test('migrating a second time does nothing, and says so in one object', async () => {
  const { exit, out, err } = await run(['migrate', '--json'], settings);
  assert.deepEqual([exit, out, err], [0, '{"applied":[]}\n', '']);
});

test('codes are told in no copy but a practice one', async () => {
  const refused = await run(['token', 'amina.khan'], settings);
  assertOneLine(refused, /^contactpoint token: Codes are told only in a practice copy/);
});

test('a port in use is told in one line, with another to take', async () => {
  const taken = await listenAnywhere(createServer());
  const { exit, out, err } = await run(['serve'], { ...settings, PORT: String(taken.port) });
  assert.equal(
    err,
    `contactpoint: Port ${taken.port} is in use: stop what uses it, or choose another with PORT=${taken.port + 1}\n`,
  );
  assert.deepEqual([exit, out], [1, '']);
  await taken.close();
});

test('a round of the clock’s work ends by itself and says nothing', async () => {
  const { exit, out, err } = await run(['work', '--once'], settings);
  assert.deepEqual([exit, out, err], [0, '', '']);
});

test('a database that is older than the program is told what to run, whatever was to be done', async () => {
  const [last] = await asOwner(database, 'delete from migration where file_name >= $1 returning file_name', [
    '0005',
  ]);
  assert.ok(last);
  for (const args of [['serve'], ['import', 'x.json'], ['work', '--once']])
    assertOneLine(
      await run(args, settings),
      /older than this program: run "npm run -s contactpoint -- migrate" first/,
    );
  await asOwner(database, 'insert into migration (file_name) values ($1)', last);
});

test('a login that is not let in, and a database that is not there, are told to be checked', async () => {
  const nobody = applicationUrl.replace(/\/\/[^@]*@/, '//nobody.at.all:wrong@');
  const nowhere = applicationUrl.replace(/(@[^/]*\/)[^?]+/, '$1nowhere');
  for (const DATABASE_URL of [nobody, nowhere])
    assertOneLine(
      await run(['token', 'amina.khan'], { ...settings, DATABASE_URL }),
      /The database refused: check/,
    );
});

test('a PostgreSQL that is too old is refused, with what is needed', async () => {
  const migrating = database.owner.transact(async (tx) => {
    await tx.run(`create schema before;
      create function before.current_setting(text) returns text language sql return '140011';
      set local search_path = before, public, pg_catalog`);
    return migrate(tx);
  });
  await assert.rejects(migrating, /^Error: PostgreSQL 14 is too old: ContactPoint needs 15 or later$/);
});

function assertOneLine({ exit, out, err }: Ended, says: RegExp): void {
  assert.match(err, says);
  assert.match(err, /^contactpoint[^\n]+\n$/);
  assert.deepEqual([exit, out], [1, '']);
}
