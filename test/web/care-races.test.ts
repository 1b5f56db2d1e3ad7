import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { raceOverCare } from '../../drills/support/care-racing.ts';
import { openProduct } from '../support/product.ts';

const product = await openProduct({ after });

test('many who change the work with the same children at once lose no update and break no rule', async () => {
  const { broken, errors, operations, doneByKind, refused } = await raceOverCare({
    port: Number(new URL(product.url).port),
    sql: product.sql,
    operations: 400,
    seed: 7,
    children: 3,
    today: product.now().toISOString().slice(0, 10),
  });
  assert.deepEqual(broken, []);
  assert.equal(errors, 0);
  assert.equal(operations, 400);
  assert.ok(refused > 20);
  for (const kind of ['add', 'end', 'confirm', 'hand over', 'lead', 'answer', 'withdraw', 'shield'])
    assert.ok((doneByKind[kind] ?? 0) > 0, kind);
});
