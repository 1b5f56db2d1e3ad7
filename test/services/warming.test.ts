import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { warmSearch } from '../../src/services/warming.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';

const database = await withDatabase({ after });
const never = new AbortController().signal;

test('where pg_prewarm is not there, and may not be made known, nothing is read and nothing fails', async () => {
  assert.deepEqual(await warmSearch(database.owner, false, never), []);
  assert.deepEqual(await warmSearch(database.application, true, never), []); // no superuser
});

test('all that finding and listing reads is read into memory, indexes first', async () => {
  const warmed = await warmSearch(database.owner, true, never);
  const rows = await asOwner(
    database,
    `select indexrelid::regclass::text from pg_index where indrelid = 'search_entry'::regclass order by 1`,
  );
  assert.ok(rows.length > 8);
  for (const [index = ''] of rows) assert.ok(warmed.includes(index ?? ''), `${index} is left cold`);
  for (const other of ['child_pkey', 'child_address_one_shown', 'shield_pkey'])
    assert.ok(warmed.includes(other), `${other} is left cold`);
  assert.equal(warmed.at(-1), 'search_entry');
});

test('when asked to stop it goes no further', async () => {
  assert.deepEqual(await warmSearch(database.owner, true, AbortSignal.abort()), []);
});
