import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { isCodeEnough, isFresh, isMet, type Need, type Proof } from '../../src/domain/needs.ts';

const needs: readonly Need[] = ['token', 'key', 'fresh key', 'fresh token'];
const anyProof = fc.record({
  tokenKind: fc.constantFrom('key', 'code'),
  fresh: fc.boolean(),
  holdsKey: fc.boolean(),
  practice: fc.boolean(),
});
const codeSession: Proof = { tokenKind: 'code', fresh: true, holdsKey: false, practice: false };
const now = new Date('2026-11-23T10:00:00Z');

test('a code, however fresh, never meets what needs a key', () => {
  for (const holdsKey of [true, false])
    for (const need of ['key', 'fresh key'] as const) {
      assert.equal(isMet(need, { ...codeSession, holdsKey }), false, need);
      assert.equal(isCodeEnough(need, { ...codeSession, holdsKey }), false, need);
    }
});

test('in a practice copy a code counts as a key', () => {
  fc.assert(
    fc.property(fc.constantFrom(...needs), anyProof, (need, proof) => {
      const practice = { ...proof, practice: true };
      assert.equal(isMet(need, practice), isMet(need, { ...practice, tokenKind: 'key' }));
    }),
  );
});

test('whoever has a key shows it again to change their tokens; whoever has none, their code', () => {
  assert.equal(isMet('fresh token', codeSession), true);
  assert.equal(isMet('fresh token', { ...codeSession, holdsKey: true }), false);
  assert.equal(isMet('fresh token', { ...codeSession, holdsKey: true, tokenKind: 'key' }), true);
});

test('a fresh touch of a key meets every need, and nothing but a token where it is stale is met that wants it fresh', () => {
  fc.assert(
    fc.property(fc.constantFrom(...needs), anyProof, (need, proof) => {
      assert.equal(isMet(need, { ...proof, tokenKind: 'key', fresh: true }), true);
      if (need.startsWith('fresh')) assert.equal(isMet(need, { ...proof, fresh: false }), false);
    }),
  );
});

test('a touch is fresh for five minutes, and never once the clock was set back under it', () => {
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  for (const seconds of [0, 299, 300, -59])
    assert.equal(isFresh(ago(seconds), now), true, `${seconds} s ago`);
  for (const seconds of [301, 86_400, -61, -86_400])
    assert.equal(isFresh(ago(seconds), now), false, `${seconds} s ago`);
});
