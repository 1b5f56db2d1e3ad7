import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { comparedName, isNotYetNamed } from '../../../src/domain/matching/compared-name.ts';
import { compareFamilyNames, compareGivenNames } from '../../../src/domain/matching/name-comparison.ts';
import { someNames } from '../../support/names.ts';

const given = [
  ['Oliver', 'OLIVER', 'same'],
  ['Oliver', 'Oliver James', 'first'],
  ['Oliver J', 'Oliver James', 'first'],
  ['Oliver James', 'Oliver Peter', 'first, not others'],
  ['Jude Oliver', 'Oliver', 'one part'],
  ['Bill', 'William', 'known form'],
  ['Bill', 'Will', 'known form'],
  ['Muhammad', 'Mohammed', 'sound'],
  ['Agnieszka', 'Agneszka', 'one letter'],
  ['Oluwaseun', 'Seun', 'beginning or end'],
  ['Oliver', 'Olevir', 'sound'],
  ['Amelia', 'Emalia', 'few letters'],
  ['Oliver', 'Amelia', 'different'],
  ['Baby', 'Oliver', 'no evidence'],
  ['Twin 1', 'Oliver', 'no evidence'],
  ['Baby Girl', 'Amelia', 'no evidence'],
] as const;

test('given names agree as people vary them', () => {
  for (const [one, other, level] of given)
    assert.equal(
      compareGivenNames(comparedName(one), comparedName(other), someNames),
      level,
      `${one} ${other}`,
    );
});

const family = [
  ['O’Brien', 'OBrien', 'same'],
  ['Smith-Jones', 'Smith Jones', 'same'],
  ['Smith-Jones', 'Jones-Smith', 'parts in another order'],
  ['Smith-Jones', 'Jones', 'one part'],
  ['Thompson', 'Thomson', 'known form'],
  ['Whittaker', 'Whitaker', 'one letter'],
  ['Khan', 'Kahn', 'sound'],
  ['Smith', 'Whittaker', 'different'],
] as const;

test('family names agree as people vary them', () => {
  for (const [one, other, level] of family)
    assert.equal(
      compareFamilyNames(comparedName(one), comparedName(other), someNames),
      level,
      `${one} ${other}`,
    );
});

test('which of two names is named first does not matter', () => {
  const names = fc.oneof(
    fc.constantFrom(...[...given, ...family].flatMap(([one, other]) => [one, other])),
    fc.string({ unit: fc.constantFrom('a', 'b', 'm', 'n', ' ', '-'), minLength: 1, maxLength: 9 }),
  );
  fc.assert(
    fc.property(names, names, (one, other) => {
      const [a, b] = [comparedName(one), comparedName(other)];
      assert.equal(compareGivenNames(a, b, someNames), compareGivenNames(b, a, someNames));
      assert.equal(compareFamilyNames(a, b, someNames), compareFamilyNames(b, a, someNames));
    }),
  );
});

test('a name that stands until there is one is told from names', () => {
  for (const name of ['Baby', 'baby girl', 'Twin Two', 'Infant']) assert.ok(isNotYetNamed(name), name);
  for (const name of ['Babar', 'Boyd', 'Twinkle', 'Baby Jane']) assert.ok(!isNotYetNamed(name), name);
});
