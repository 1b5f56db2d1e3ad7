import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { decoyVerifier, makeVerifier, openSeed, sealSeed, verify } from '../../src/services/credentials.ts';

const pepper = randomBytes(32);
const key = randomBytes(32);

test('only the password and the PIN that were set are right', async () => {
  const kept = await makeVerifier('correct horse battery', '604815', pepper);
  assert.equal(await verify('correct horse battery', '604815', pepper, kept), true);
  assert.equal(await verify('correct horse batterz', '604815', pepper, kept), false);
  assert.equal(await verify('correct horse battery', '604816', pepper, kept), false);
  assert.equal(await verify('correct horse battery6', '04815', pepper, kept), false);
  assert.equal(await verify('Correct horse battery', '604815', pepper, kept), false);
});

test('a stolen verifier is worth nothing without the pepper', async () => {
  const kept = await makeVerifier('correct horse battery', '604815', pepper);
  assert.equal(await verify('correct horse battery', '604815', randomBytes(32), kept), false);
});

test('a password is the same however its accents are spelt', async () => {
  const kept = await makeVerifier('caf\u00e9 au lait x', '604815', pepper);
  assert.equal(await verify('cafe\u0301 au lait x', '604815', pepper, kept), true);
});

test('no two verifiers are alike, even of the same password and PIN', async () => {
  const [one, other] = await Promise.all([
    makeVerifier('correct horse battery', '604815', pepper),
    makeVerifier('correct horse battery', '604815', pepper),
  ]);
  assert.notDeepEqual(one.verifier, other.verifier);
});

test('the decoy takes the same work as a real verifier and is never right', async () => {
  const { memoryKib, passes, salt, verifier } = await makeVerifier('correct horse battery', '604815', pepper);
  assert.deepEqual([memoryKib, passes], [decoyVerifier.memoryKib, decoyVerifier.passes]);
  assert.deepEqual(
    [salt.length, verifier.length],
    [decoyVerifier.salt.length, decoyVerifier.verifier.length],
  );
  assert.equal(await verify('correct horse battery', '604815', pepper, decoyVerifier), false);
});

test('a verifier asks for at least 19 MiB and two passes', async () => {
  const kept = await makeVerifier('correct horse battery', '604815', pepper);
  assert.ok(kept.memoryKib >= 19 * 1024 && kept.passes >= 2);
});

test('when too many wait, the rest are turned away and the others answered', async () => {
  const crowd = await Promise.all(
    Array.from({ length: 90 }, () => verify('a', 'b', pepper, { ...decoyVerifier, memoryKib: 8, passes: 1 })),
  );
  assert.ok(crowd.includes(undefined));
  assert.ok(crowd.includes(false));
});

test('a sealed seed opens to itself, and never to anything where a byte was changed', () => {
  const seeds = fc.uint8Array({ minLength: 20, maxLength: 64 });
  fc.assert(
    fc.property(seeds, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, place, change) => {
      const seed = Buffer.from(bytes);
      const sealed = sealSeed(seed, 'amina.yusuf', key);
      assert.deepEqual(openSeed(sealed, 'amina.yusuf', key), seed);
      const at = place % sealed.length;
      sealed.writeUInt8(sealed.readUInt8(at) ^ change, at);
      assert.throws(() => openSeed(sealed, 'amina.yusuf', key));
    }),
  );
});

test("a seed does not open on another account's row, nor under another key", () => {
  const sealed = sealSeed(randomBytes(20), 'amina.yusuf', key);
  assert.throws(() => openSeed(sealed, 'ben.okafor', key));
  assert.throws(() => openSeed(sealed, 'amina.yusuf', randomBytes(32)));
});
