import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshBytes } from '../../src/domain/fresh-bytes.ts';

test('fresh bytes are as many as asked for, and none is given twice', () => {
  const given = Array.from({ length: 5_000 }, (_, at) => freshBytes(at % 2 === 0 ? 16 : 12));
  assert.ok(given.every((bytes, at) => bytes.length === (at % 2 === 0 ? 16 : 12)));
  assert.equal(new Set(given.map((bytes) => bytes.toString('hex'))).size, given.length);
  assert.equal(freshBytes(10_000).length, 10_000);
});
