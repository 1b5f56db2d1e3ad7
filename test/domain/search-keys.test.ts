import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { addDays, realDay } from '../../src/domain/calendar.ts';
import { isPostcode } from '../../src/domain/identifiers.ts';
import type { Postcode } from '../../src/domain/identifiers.ts';
import { soundOf } from '../../src/domain/names.ts';
import {
  familySoundBorn,
  givenSoundBorn,
  initialsBorn,
  pairOfSoundsOutward,
  pairOfSoundsYear,
  postcodeKey,
  searchKeysOf,
  soundFamilyBorn,
  soundGivenBorn,
  soundsOutward,
  soundsYear,
} from '../../src/domain/search-keys.ts';

const born = realDay(2014, 3, 27);
const names = fc.constantFrom(
  'Oliver',
  'Mary Jane',
  'Abdul',
  'Abdul Rahman',
  'O’Brien',
  'van der Berg',
  'محمد',
  'Li',
  'Smith-Jones',
  '',
);
const days = fc.nat(9000).map((away) => addDays(born, -away));

test('the keys are the same for ever', () => {
  assert.deepEqual(
    searchKeysOf({
      kind: 'present',
      givenNames: 'Oliver James',
      familyName: 'Smith-Jones',
      dateOfBirth: born,
      postcode: postcode('BL1 1AA'),
    }),
    {
      soundGivenBorn: 908_419_312,
      soundFamilyBorn: -742_369_858,
      initialsBorn: 665_103_677,
      soundsYear: -6_893_566,
      soundsOutward: 1_466_703_269,
      postcode: 1_834_594_470,
    },
  );
  const other = {
    kind: 'present',
    givenNames: 'محمد',
    familyName: 'Łuczak',
    dateOfBirth: realDay(2020, 2, 29),
    postcode: postcode('SW1A 1AA'),
  } as const;
  assert.deepEqual(
    Object.values(searchKeysOf(other)),
    [358_938_491, -52_898_017, -976_951_730, -775_016_081, -1_242_509_465, 1_436_070_912],
  );
});

test('each key is a signed integer of 32 bits', () => {
  fc.assert(
    fc.property(names, names, days, (givenNames, familyName, dateOfBirth) => {
      const keys = searchKeysOf({
        kind: 'present',
        givenNames,
        familyName,
        dateOfBirth,
        postcode: postcode('M1 1AE'),
      });
      return Object.values(keys).every((key) => key !== null && (key | 0) === key);
    }),
  );
});

test('names swapped have the same keys of both names', () => {
  fc.assert(
    fc.property(names, names, (a, b) => {
      const place = 'M1';
      return (
        soundsYear(a, b, 2014) === soundsYear(b, a, 2014) &&
        soundsOutward(a, b, place) === soundsOutward(b, a, place)
      );
    }),
  );
});

test('a name that sounds alike has the same key, and another date or name has not', () => {
  assert.equal(soundGivenBorn('Muhammad', born), soundGivenBorn('Mohammed Ali', born));
  assert.equal(soundFamilyBorn('Smith', born), soundFamilyBorn('Smyth-Jones', born));
  assert.notEqual(soundGivenBorn('Muhammad', born), soundGivenBorn('Muhammad', addDays(born, 1)));
  assert.notEqual(soundGivenBorn('Muhammad', born), soundGivenBorn('Oliver', born));
  assert.notEqual(soundsYear('Ann', 'Lee', 2014), soundsYear('Ann', 'Lee', 2015));
  assert.notEqual(soundsOutward('Ann', 'Lee', 'BL1'), soundsOutward('Ann', 'Lee', 'BL2'));
  assert.notEqual(postcodeKey(postcode('BL1 1AA')), postcodeKey(postcode('BL1 1AB')));
});

test('initials are the same however the first letter is written, and whichever name comes first', () => {
  const initials = (given: string, family: string) => initialsBorn(given, family, born);
  assert.equal(initials('Catherine', 'Jones'), initials('Kathryn', 'Johns'));
  assert.equal(initials('Philip', 'George'), initials('Gorge', 'Filip'));
  assert.notEqual(initials('Ann', 'Lee'), initials('Ann', 'Ree'));
});

test('the keys of sounds are the keys of names that sound so', () => {
  assert.equal(givenSoundBorn(soundOf('Oliver'), born), soundGivenBorn('Oliver James', born));
  assert.equal(familySoundBorn(soundOf('Smith'), born), soundFamilyBorn('Smith-Jones', born));
  assert.equal(pairOfSoundsYear(soundOf('Lee'), soundOf('Ann'), 2014), soundsYear('Ann', 'Lee', 2014));
  assert.equal(
    pairOfSoundsOutward(soundOf('Lee'), soundOf('Ann'), 'BL1'),
    soundsOutward('Ann', 'Lee', 'BL1'),
  );
});

test('a former address is found by its postcode alone', () => {
  const keyed = { givenNames: 'Ann', familyName: 'Lee', dateOfBirth: born, postcode: postcode('BL1 1AA') };
  const present = searchKeysOf({ kind: 'present', ...keyed });
  const former = searchKeysOf({ kind: 'former address', ...keyed });
  assert.equal(former.postcode, present.postcode);
  assert.deepEqual(
    [
      former.soundGivenBorn,
      former.soundFamilyBorn,
      former.initialsBorn,
      former.soundsYear,
      former.soundsOutward,
    ],
    [null, null, null, null, null],
  );
});

test('a prefix heard first by itself is not taken for the name that it leads to', () => {
  for (const [prefix, name] of [
    ['Abdul', 'Abdul Rahman'],
    ['Mc', 'Mc Donald'],
    ['van', 'van der Berg'],
    ['O', 'O Brien'],
  ] as const) {
    soundFamilyBorn(prefix, born);
    assert.notEqual(soundFamilyBorn(prefix, born), soundFamilyBorn(name, born), name);
    soundFamilyBorn(name, born);
    assert.notEqual(soundFamilyBorn(prefix, born), soundFamilyBorn(name, born), name);
  }
  assert.equal(soundFamilyBorn('Mc Donald', born), soundFamilyBorn('McDonald', born));
});

test('a key does not depend on what was asked before, however much that was', () => {
  const before = soundGivenBorn('Aoife', born);
  for (let at = 0; at < 100_100; at += 1) soundGivenBorn(`x${at}`, born);
  assert.equal(soundGivenBorn('Aoife', born), before);
});

test('no place has no key of place', () => {
  const keyed = { kind: 'present', givenNames: 'Ann', familyName: 'Lee', dateOfBirth: born } as const;
  for (const nowhere of [null, postcode('ZZ99 3VZ')]) {
    const keys = searchKeysOf({ ...keyed, postcode: nowhere });
    assert.deepEqual([keys.soundsOutward, keys.postcode], [null, null]);
  }
});

test('keys spread: among 100,000 days and names there is hardly a chance meeting', () => {
  const keys = new Set<number>();
  for (let away = 0; away < 1000; away += 1) {
    for (let name = 0; name < 100; name += 1) keys.add(soundGivenBorn(spelt(name), addDays(born, away)));
  }
  assert.ok(keys.size > 99_990, String(keys.size)); // by chance 1.2 pairs of 100,000 in 2^32 meet
});

// A hundred names that all sound different.
function spelt(number: number): string {
  const consonants = 'bdfgklmnpr';
  return `${consonants.charAt(number % 10)}a${consonants.charAt(Math.floor(number / 10))}a`;
}

function postcode(text: string): Postcode {
  assert.ok(isPostcode(text));
  return text;
}
