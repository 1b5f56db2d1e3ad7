import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Transaction } from '../../src/store/connection.ts';
import { makeAgain, setAside, whatIsAway } from '../../src/store/set-aside.ts';
import { withDatabase } from '../support/database.ts';

const tables = ['child', 'link', 'source_row'];

test('what several attempts took away is made again, keys before the foreign keys that need them', async (t) => {
  const { owner } = await withDatabase(t);
  const before = await owner.transact(keysOf);
  await owner.transact((tx) => setAside(tx, tables, false));
  await owner.transact((tx) => setAside(tx, tables, true));
  for (const aside of await owner.transact(whatIsAway)) await owner.transact((tx) => makeAgain(tx, aside));
  assert.deepEqual(await owner.transact(keysOf), before);
  assert.deepEqual(await owner.transact(whatIsAway), []);
});

async function keysOf(tx: Transaction): Promise<readonly string[]> {
  const found = await tx.client.query<[string]>({
    text: `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where conrelid::regclass::text = any ($1) or confrelid::regclass::text = any ($1) order by 1`,
    values: [tables],
    rowMode: 'array',
  });
  return found.rows.map(([key]) => key);
}
