import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, databaseFault, type Database, type Transaction } from '../../src/store/connection.ts';
import { withDatabase } from '../support/database.ts';

const database = await withDatabase({ after });

test('a connection that the database ends between two statements fails its own transaction and nothing else', async () => {
  for (const ended of [database.application, database.owner]) {
    const failure = await failureOf(ended, async (tx) => {
      await endConnection(tx);
      await pause(50); // the news comes while nothing is asked
      await tx.run('select 1');
    });
    assert.equal(databaseFault(failure), 'unreachable');
    await ended.transact((tx) => tx.run('select 1'));
  }
});

test('work that is done but cannot be committed has no answer', async () => {
  await database.owner.transact((tx) =>
    tx.run(`
      create table kept (word text primary key);
      create table told (word text references kept deferrable initially deferred);
      grant insert on told to contactpoint_application`),
  );
  for (const refused of [database.application, database.owner]) {
    const failure = await failureOf(refused, (tx) => tx.run("insert into told values ('nobody')"));
    assert.equal(databaseFault(failure), 'other');
  }
});

test('a failure that the work hides is told by the commit', async () => {
  for (const refused of [database.application, database.owner]) {
    const failure = await failureOf(refused, async (tx) => {
      await tx.run('select 1 / 0').catch(() => undefined);
    });
    assert.match(String(failure), /rolled back|aborted/);
  }
});

test('a database that is not there is said to be out of reach', async () => {
  const nowhere = connect({
    url: 'postgres://nobody@127.0.0.1:9/none',
    connections: 1,
    statementTimeoutMs: 0,
  });
  assert.equal(databaseFault(await failureOf(nowhere, (tx) => tx.run('select 1'))), 'unreachable');
  await nowhere.close();
});

test('a file that is not there is no fault of the database', () => {
  const failure = (code: string, syscall: string) => Object.assign(new Error(), { code, syscall });
  assert.equal(databaseFault(failure('ENOENT', 'open')), undefined);
  assert.equal(databaseFault(failure('ENOENT', 'connect')), 'unreachable');
  assert.equal(databaseFault(new URIError()), undefined);
  assert.equal(databaseFault(failure('ERR_INVALID_URL', '')), undefined);
});

test('a statement that takes too long is said to have timed out, and the work around it can go on', async () => {
  const hasty = connect({ url: database.applicationUrl, connections: 1, statementTimeoutMs: 50 });
  const fault = await hasty.transact(async (tx) => {
    const failure = await tx.attempt(() => tx.run('select pg_sleep(5)')).then(() => undefined, whatFailed);
    await tx.run('select 1');
    return databaseFault(failure);
  });
  assert.equal(fault, 'timed out');
  await hasty.close();
});

test('what is attempted and fails is undone alone, whether or not anything was written before it', async () => {
  await database.owner.transact((tx) =>
    tx.run(
      'create table noted (word text primary key); grant select, insert on noted to contactpoint_application',
    ),
  );
  for (const on of [database.application, database.owner])
    for (const before of ['noted first', undefined]) {
      await database.owner.transact((tx) => tx.run('truncate noted'));
      await on.transact(async (tx) => {
        if (before !== undefined) await tx.run(`insert into noted values ('${before}')`);
        const failure = await tx.attempt(() => noteAndFail(tx)).then(() => undefined, whatFailed);
        assert.equal(databaseFault(failure), 'other');
        await tx.run("insert into noted values ('after')");
      });
      const { rows } = await database.owner.transact((tx) =>
        tx.client.query<[string]>({ rowMode: 'array', text: 'select word from noted order by word' }),
      );
      assert.deepEqual(rows.flat(), before === undefined ? ['after'] : ['after', before]);
    }
});

async function noteAndFail(tx: Transaction): Promise<void> {
  await tx.run("insert into noted values ('attempted')");
  await tx.run('select 1 / 0');
}

async function failureOf(on: Database, work: (tx: Transaction) => Promise<void>): Promise<unknown> {
  return on.transact(work).then(() => assert.fail('It did not fail'), whatFailed);
}

function whatFailed(error: unknown): unknown {
  return error;
}

async function endConnection({ client }: Transaction): Promise<void> {
  const { rows } = await client.query<[string]>({ rowMode: 'array', text: 'select pg_backend_pid()' });
  await database.owner.transact((tx) => tx.run(`select pg_terminate_backend(${rows[0]?.[0]})`));
}
