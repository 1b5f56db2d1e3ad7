import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowWeigher } from '../../src/domain/row-matching/weigh-row.ts';
import { matchingModel } from '../../src/services/matching-model.ts';
import { day } from '../support/pds.ts';

test('a row resembles a shielded child no less in a larger index', async () => {
  const row = {
    names: [{ givenNames: 'Amina', familyName: 'Okafor' }],
    dateOfBirth: day('2014-03-27'),
    gender: 'female',
    homes: [],
    parents: [],
  } as const;
  const shielded = {
    ...row,
    names: [{ givenNames: 'Okafor', familyName: 'Aminah' }],
    childId: 1,
    nhsNumber: undefined,
    isShielded: true,
  };
  const comparing = await matchingModel();
  const among = (children: number) => rowWeigher(comparing, children, 0.95)(row, shielded).bitsAnywhere;
  assert.ok(among(12_000_000) > among(70_000) - 0.5);
  assert.ok(among(12_000_000) < among(70_000) + 0.5);
});
