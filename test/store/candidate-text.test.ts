import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCandidates } from '../../src/store/candidate-text.ts';

const entry = ['42', 'present', '2014-03-27', 'male', 'Oliver James', 'Smith', 'BL1 1AA'];

test('entries are read from one text, the last column left out where there is none', () => {
  const [first, second] = readCandidates(`${entry.join('\u001f')}\u001e${entry.slice(0, 6).join('\u001f')}`);
  assert.deepEqual(first, {
    childId: 42,
    kind: 'present',
    dateOfBirth: '2014-03-27',
    gender: 'male',
    givenNames: 'Oliver James',
    familyName: 'Smith',
    postcode: 'BL1 1AA',
  });
  assert.equal(second?.postcode, null);
  assert.deepEqual(readCandidates(null), []);
});

test('what is no entry is refused rather than shown', () => {
  for (const [at, wrong] of [
    [0, 'x'],
    [1, 'past'],
    [2, '2014-02-30'],
    [3, 'm'],
  ] as const)
    assert.throws(() => readCandidates(entry.with(at, wrong).join('\u001f')), /search entry/);
  assert.throws(() => readCandidates(''), /search entry/);
});
