import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { openForm, sealForm, type KeptForm } from '../../src/web/kept-form.ts';

const key = Buffer.alloc(32, 7);
const now = new Date('2026-11-23T10:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const kept: KeptForm = {
  method: 'POST',
  path: '/organisations/handle/teams',
  fields: new Map([['pin', '40917352']]),
};

test('a kept form comes back as it was, whatever was typed', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(fc.array(fc.tuple(words, words), { maxLength: 20 }), (fields) => {
      const typed = { ...kept, fields: new Map(fields) };
      assert.deepEqual(openForm(key, 'session', sealForm(key, 'session', typed, now), now), typed);
    }),
  );
});

test('a kept form shows nothing of what was typed', () => {
  const sealed = sealForm(key, 'session', kept, now);
  assert.ok(!Buffer.from(sealed, 'base64url').includes('40917352'));
});

test('a kept form opens in its own session only, unchanged, and for ten minutes', () => {
  const sealed = sealForm(key, 'session', kept, now);
  assert.equal(openForm(key, 'another session', sealed, now), undefined);
  assert.equal(openForm(Buffer.alloc(32, 8), 'session', sealed, now), undefined);
  assert.ok(openForm(key, 'session', sealed, later(10)));
  assert.equal(openForm(key, 'session', sealed, later(10.1)), undefined);
  const bytes = Buffer.from(sealed, 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    assert.equal(openForm(key, 'session', changed.toString('base64url'), now), undefined);
  }
  for (const other of ['', 'x', 'AAAA', 'a'.repeat(1000)])
    assert.equal(openForm(key, 'session', other, now), undefined);
});
