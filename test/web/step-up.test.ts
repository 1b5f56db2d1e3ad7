import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hashSecret } from '../../src/services/credentials.ts';
import { sessionCookie } from '../../src/web/cookies.ts';
import { openProduct } from '../support/product.ts';
import { sessionOf } from '../support/sessions.ts';
import { textIn } from '../support/wire.ts';

const product = await openProduct({ after });

test('a code administers nothing: the page asks for the key, and the refusal is written down', async () => {
  await product.sql('update installation set practice = false');
  const wire = await sessionOf(product, 'peter.lowe');
  const answer = await wire.send('GET', '/stopped');
  assert.equal(answer.status, 403);
  assert.match(
    textIn(answer.body),
    /You signed in with a code\. What you are about to do needs your security key/,
  );
  const [row] = await product.sql(
    `select body::json ->> 'why' from log_entry where act = 'refused route' order by recorded_at desc limit 1`,
  );
  assert.deepEqual(row, ['needs key']);
});

test('a security key administers', async () => {
  await product.sql('update installation set practice = false');
  const wire = await sessionOf(product, 'peter.lowe');
  await product.sql(`update session set token_kind = 'key' where session_hash = $1`, [
    hashSecret(wire.cookies.get(sessionCookie) ?? ''),
  ]);
  assert.equal((await wire.send('GET', '/stopped')).status, 200);
});

test('in a practice copy a code counts as a key', async () => {
  await product.sql('update installation set practice = true');
  const wire = await sessionOf(product, 'peter.lowe');
  assert.equal((await wire.send('GET', '/stopped')).status, 200);
});
