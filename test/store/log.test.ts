import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { recordAct } from '../../src/services/authorise.ts';
import { connect, type Database } from '../../src/store/connection.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';

const database = await withDatabase({ after });
const { owner, application } = database;
await application.transact((tx) =>
  recordAct(tx, new Date('2026-03-02T09:00:00Z'), { act: 'sign in', accountId: 1, outcome: 'done' }),
);
await asOwner(
  database,
  `insert into log_part (event_id, recorded_at, part_no, kind, child_id, salt, body, part_hash)
  select event_id, recorded_at, 0, 'child', 7, salt, '{}', entry_hash from log_entry`,
);

const acts = {
  'change an entry': `update log_entry set body = '{}'`,
  'number an entry': `update log_entry set number = 1`,
  'remove an entry': 'delete from log_entry',
  'empty the log': 'truncate log_entry',
  'change a part': `update log_part set body = '{}'`,
  'remove a part': 'delete from log_part',
  'empty the parts': 'truncate log_part',
  'add an entry that has its number': `insert into log_entry (event_id, recorded_at, number, act, salt, body, entry_hash)
    select gen_random_uuid(), recorded_at, 1, act, salt, body, entry_hash from log_entry limit 1`,
  'alter the table': 'alter table log_entry drop column salt',
  'change a month of it': `update log_entry_unplanned set body = '{}'`,
} as const;

/** Which of the acts a connection may do; each is undone. */
async function allowed(as: Database, role?: string): Promise<readonly string[]> {
  const may: string[] = [];
  for (const [name, sql] of Object.entries(acts)) {
    const done = as.transact(async (tx) => {
      if (role !== undefined) await tx.run(`set local role ${role}`);
      await tx.run(sql);
      throw new Error('undone');
    });
    const says = await done.catch((error: unknown) => (error instanceof Error ? error.message : ''));
    if (says === 'undone') may.push(name);
    else assert.match(says, /permission denied|must be owner/, name);
  }
  return may;
}

test('the running service can neither change, number nor remove what is in the log', async () => {
  assert.deepEqual(await allowed(application), []);
});

test('nor can it by leaving its role, for its login has none of its own rights there', async () => {
  const { applicationUrl: url } = database;
  const login = connect({ url, connections: 1, statementTimeoutMs: 5_000 });
  const without = login.transact((tx) => tx.run(`set local role none; delete from log_part`));
  await assert.rejects(without, /permission denied/);
  await login.close();
});

test('the sequencer sets numbers and nothing else', async () => {
  assert.deepEqual(await allowed(owner, 'contactpoint_sequencer'), ['number an entry']);
});

test('the eraser removes parts and nothing else', async () => {
  assert.deepEqual(await allowed(owner, 'contactpoint_eraser'), ['remove a part']);
});
