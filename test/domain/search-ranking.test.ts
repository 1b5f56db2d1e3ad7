import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { realDay } from '../../src/domain/calendar.ts';
import type { SearchCriteria } from '../../src/domain/criteria.ts';
import { mostShown, rank, type Match } from '../../src/domain/search-ranking.ts';
import { scorerFor, type Candidate } from '../../src/domain/search-scoring.ts';
import { name, postcode, someNames } from '../support/names.ts';

const born = realDay(2014, 3, 27);
const recorded: Candidate = {
  childId: 1,
  kind: 'present',
  givenNames: 'Oliver James',
  familyName: 'Smith-Jones',
  dateOfBirth: born,
  gender: 'male',
  postcode: 'BL1 1AA',
};
const whole = { givenName: name('Oliver'), familyName: name('Smith-Jones'), dateOfBirth: born };

test('a child of whom all agrees is said to agree, with nothing to explain', () => {
  const [match] = found({ ...whole, gender: 'male', postcode: postcode('BL1 1AA') }, [recorded]);
  assert.deepEqual([match?.agrees, match?.why], [true, []]);
});

test('case, accents, hyphens and middle names make no difference', () => {
  for (const familyName of ['smith jones', 'SMITHJONES', 'Smíth-Jones'])
    assert.equal(found({ ...whole, familyName: name(familyName) }, [recorded])[0]?.agrees, true, familyName);
});

const nearOnes: readonly (readonly [Partial<Candidate>, string])[] = [
  [{ givenNames: 'Ollie' }, 'given name: a short or other form'],
  [{ givenNames: 'Jude Oliver' }, 'given name: one of several'],
  [{ givenNames: 'Olifer' }, 'given name: one letter differs'],
  [{ givenNames: 'Olliverre' }, 'given name: sounds alike'],
  [{ givenNames: 'Baby' }, 'given name: not given yet'],
  [{ givenNames: 'Smith-Jones', familyName: 'Oliver' }, 'names given the other way round'],
  [{ familyName: 'Jones-Smith' }, 'family name: its halves the other way round'],
  [{ familyName: 'Jones' }, 'family name: one half of a double name'],
  [{ dateOfBirth: realDay(2014, 3, 28) }, 'date of birth: one day apart'],
  [{ dateOfBirth: realDay(2014, 3, 17) }, 'date of birth: one digit differs'],
  [{ dateOfBirth: realDay(2015, 3, 27) }, 'date of birth: one year apart'],
  [{ kind: 'former name' }, 'former surname'],
  [{ kind: 'former address' }, 'former address'],
];

for (const [differing, why] of nearOnes)
  test(`a near agreement says why it is there (${why}), below one that agrees in all`, () => {
    const near: Candidate = { ...recorded, ...differing, childId: 2 };
    const matches = found(whole, [near, recorded]);
    assert.deepEqual(
      matches.map(({ childId, agrees, why: said }) => [childId, agrees, said]),
      [
        [1, true, []],
        [2, false, [why]],
      ],
    );
  });

test('a swapped day and month is told as that', () => {
  const [match] = found({ ...whole, dateOfBirth: realDay(2014, 5, 3) }, [
    { ...recorded, dateOfBirth: realDay(2014, 3, 5) },
  ]);
  assert.deepEqual(match?.why, ['date of birth: day and month swapped']);
});

test('a gender that nobody specified contradicts none', () => {
  const [match] = found({ ...whole, gender: 'female' }, [{ ...recorded, gender: 'not specified' }]);
  assert.deepEqual(match?.why, ['gender: not specified']);
});

test('who has little in common with what was asked is not shown', () => {
  const other: Candidate = { ...recorded, givenNames: 'Amelia', dateOfBirth: realDay(2009, 11, 2) };
  assert.deepEqual(found(whole, [other]), []);
});

test('a child with several entries is shown once, by the best of them', () => {
  const [match, ...more] = found(whole, [{ ...recorded, kind: 'former name' }, recorded]);
  assert.deepEqual([match?.agrees, more.length], [true, 0]);
});

test('a former name that differs in the given name alone is said to be that', () => {
  const asked = { ...whole, givenName: name('Amelia') };
  const [match] = found(asked, [recorded, { ...recorded, kind: 'former name', givenNames: 'Amelia' }]);
  assert.deepEqual(match?.why, ['former given name']);
});

test('over twenty who agree are too many; twenty are not, however many come near', () => {
  const agreeing = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ ...recorded, childId: at + 1 }));
  const near = Array.from({ length: 300 }, (_, at) => ({
    ...recorded,
    childId: 1000 + at,
    givenNames: 'Jude Oliver',
  }));
  assert.deepEqual(rank(scorerFor(whole, someNames), agreeing(21)), { kind: 'too many' });
  const matches = found(whole, [...near, ...agreeing(20)]);
  assert.equal(matches.length, mostShown);
  assert.ok(matches.every((match) => match.agrees));
});

const givenNames = fc.constantFrom(
  'Oliver',
  'Oliver James',
  'Jude Oliver',
  'Olivier',
  'Amelia',
  'Baby',
  'Bill',
);
const familyNames = fc.constantFrom('Smith-Jones', 'Smith', 'Jones', 'Whittaker', 'Oliver', 'Khan');
const dates = fc.constantFrom(born, realDay(2014, 3, 28), realDay(2015, 3, 27), realDay(2009, 11, 2));
const postcodes = fc.constantFrom('BL1 1AA', 'BL1 1AB', 'BL3 4QZ');
const candidate: fc.Arbitrary<Candidate> = fc.record({
  childId: fc.integer({ min: 1, max: 60 }),
  kind: fc.constantFrom('present', 'former name', 'former address'),
  givenNames,
  familyName: familyNames,
  dateOfBirth: dates,
  gender: fc.constantFrom('female', 'male', 'not specified'),
  postcode: fc.option(postcodes),
});
const criteria: fc.Arbitrary<SearchCriteria> = fc.record({
  givenName: givenNames.map(name),
  familyName: familyNames.map(name),
  dateOfBirth: dates,
  gender: fc.constantFrom('female', 'male'),
  postcode: postcodes.map(postcode),
});

test('never more than twenty are shown, exact first, then by score, in one order however they came', () => {
  fc.assert(
    fc.property(criteria, fc.array(candidate, { maxLength: 200 }), (asked, entries) => {
      const ranking = rank(scorerFor(asked, someNames), entries);
      if (ranking.kind === 'too many') return;
      const { matches } = ranking;
      assert.ok(matches.length <= mostShown);
      assert.equal(new Set(matches.map((match) => match.childId)).size, matches.length);
      assert.ok(matches.every((match) => match.agrees === (match.why.length === 0)));
      for (const [at, match] of matches.entries()) {
        const before = matches[at - 1];
        if (before === undefined) continue;
        assert.ok(before.agrees || !match.agrees);
        assert.ok(before.agrees !== match.agrees || before.score >= match.score);
      }
      assert.deepEqual(found(asked, entries.toReversed()), matches);
    }),
  );
});

test('a criterion more never puts a worse match above a better', () => {
  const few = ['givenName', 'familyName', 'dateOfBirth', 'gender', 'postcode'] as const;
  fc.assert(
    fc.property(criteria, fc.constantFrom(...few), candidate, candidate, (asked, more, a, b) => {
      const { [more]: added, ...fewer } = asked;
      const before = scorerFor(fewer, someNames);
      const after = scorerFor(asked, someNames);
      const alone = scorerFor({ [more]: added }, someNames);
      const isSwapped = [a, b].some((one) => after(one).why.includes('names given the other way round'));
      const noWorse = alone(a).bits >= alone(b).bits && alone(a).why.length <= alone(b).why.length;
      if (isSwapped || !noWorse || before(a).bits <= before(b).bits) return;
      assert.ok(after(a).bits > after(b).bits);
    }),
  );
});

test('given and family names exchanged change nothing for one whose names were recorded so', () => {
  fc.assert(
    fc.property(criteria, candidate, (asked, one) => {
      const { givenName, familyName } = asked;
      if (givenName === undefined || familyName === undefined) return;
      const straight = scorerFor(asked, someNames)(one);
      const turned = { ...one, givenNames: one.familyName, familyName: one.givenNames };
      const crossed = scorerFor(
        { ...asked, givenName: familyName, familyName: givenName },
        someNames,
      )(turned);
      // Rarity differs by which of the two a name is, so the bits are near, not the same.
      const exact = straight.why.length === 0;
      if (exact) assert.ok(crossed.why.length === 0 || !crossed.why.some((why) => why.endsWith('differs')));
    }),
  );
});

test('names exchanged in the search, or in the record, agree as well', () => {
  const isSwapped = (score: { readonly why: readonly string[] }) =>
    score.why.includes('names given the other way round');
  let compared = 0;
  fc.assert(
    fc.property(criteria, candidate, (asked, one) => {
      const { givenName, familyName } = asked;
      if (givenName === undefined || familyName === undefined) return;
      const turned = { ...one, givenNames: one.familyName, familyName: one.givenNames };
      const inRecord = scorerFor(asked, someNames)(turned);
      const inSearch = scorerFor({ ...asked, givenName: familyName, familyName: givenName }, someNames)(one);
      if (!isSwapped(inRecord) || !isSwapped(inSearch)) return;
      compared += 1;
      assert.ok(Math.abs(inRecord.bits - inSearch.bits) < 1e-9);
    }),
    { numRuns: 2_000 },
  );
  assert.ok(compared > 100);
});

test('the score is the same whichever of two records is asked for', () => {
  fc.assert(
    fc.property(candidate, candidate, (a, b) => {
      const bits = (asked: Candidate, held: Candidate) =>
        scorerFor(askFor(asked), someNames)({ ...held, kind: 'present' }).bits;
      if (a.postcode === null || b.postcode === null) return;
      assert.ok(Math.abs(bits(a, b) - bits(b, a)) < 1e-9);
    }),
  );
});

function askFor({
  givenNames: given,
  familyName,
  dateOfBirth,
  gender,
  postcode: at,
}: Candidate): SearchCriteria {
  const place = at === null ? {} : { postcode: postcode(at) };
  return { givenName: name(given), familyName: name(familyName), dateOfBirth, gender, ...place };
}

function found(asked: SearchCriteria, candidates: readonly Candidate[]): readonly Match[] {
  const ranking = rank(scorerFor(asked, someNames), candidates);
  if (ranking.kind === 'too many') throw new Error('Too many');
  return ranking.matches;
}
