import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { idsShown, mostKeys, relyingPartyAt } from '../../src/services/key-answers.ts';

const pepper = Buffer.alloc(32, 5);
const aHash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const aKey = fc.uint8Array({ minLength: 32, maxLength: 64 }).map((id) => ({
  keyNo: 1,
  credentialId: Buffer.from(id),
  publicKey: Buffer.alloc(77),
  registeredAt: new Date(0),
  usedAt: null,
}));

test('as many ids are shown for every user name, the same each time, with the account’s own among them', () => {
  fc.assert(
    fc.property(aHash, fc.array(aKey, { maxLength: mostKeys }), (userNameHash, keys) => {
      const shown = idsShown(keys, userNameHash, pepper);
      assert.equal(shown.length, mostKeys);
      assert.deepEqual(idsShown(keys.toReversed(), userNameHash, pepper), shown);
      for (const { credentialId } of keys) assert.ok(shown.includes(credentialId.toString('base64url')));
    }),
  );
});

test('nobody’s ids are as long as keys make theirs, and of no other name', () => {
  fc.assert(
    fc.property(aHash, aHash, (one, other) => {
      fc.pre(!one.equals(other));
      const ids = idsShown([], one, pepper);
      for (const id of ids) assert.ok([32, 48, 64].includes(Buffer.from(id, 'base64url').length));
      assert.ok(!idsShown([], other, pepper).some((id) => ids.includes(id)));
    }),
  );
});

test('keys answer for the host, and sign its whole origin', () => {
  assert.deepEqual(relyingPartyAt('https://contactpoint.example/'), {
    id: 'contactpoint.example',
    origin: 'https://contactpoint.example',
  });
  assert.deepEqual(relyingPartyAt('http://localhost:3000'), {
    id: 'localhost',
    origin: 'http://localhost:3000',
  });
});
