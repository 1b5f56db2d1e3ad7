import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { readSpokenReference, spokenReference } from '../../src/domain/spoken-reference.ts';

test('a spoken reference leads back to its own opening, and one character wrong leads nowhere', () => {
  fc.assert(
    fc.property(fc.uuid({ version: 4 }), fc.nat(8), (eventId, at) => {
      const spoken = spokenReference(eventId);
      const read = readSpokenReference(spoken.toLowerCase().replaceAll('-', ' '));
      assert.ok(read.ok && read.value.from <= eventId && eventId <= read.value.to);
      const bare = spoken.replaceAll('-', '');
      const wrong = `${bare.slice(0, at)}${bare[at] === '7' ? '8' : '7'}${bare.slice(at + 1)}`;
      assert.equal(readSpokenReference(wrong).ok, false);
    }),
  );
});

test('two openings have different references, but for one in a million million', () => {
  const some = Array.from({ length: 1000 }, () => spokenReference(randomUUID()));
  assert.equal(new Set(some).size, 1000);
});
