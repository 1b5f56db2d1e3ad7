import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { realDay } from '../../src/domain/calendar.ts';
import type { SearchCriteria } from '../../src/domain/criteria.ts';
import { isPostcode, type Postcode } from '../../src/domain/identifiers.ts';
import { isName, type Name } from '../../src/domain/names.ts';
import { mostShown, rank, type Candidate, type Match } from '../../src/domain/search-ranking.ts';

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
  [{ givenNames: 'Oliveria' }, 'given name begins so'],
  [{ givenNames: 'Jude Oliver' }, 'given name: one of several'],
  [{ givenNames: 'Olifer' }, 'given name sounds alike'],
  [{ kind: 'former name' }, 'former name'],
  [{ kind: 'former address' }, 'former address'],
];

for (const [differing, why] of nearOnes)
  test(`a near agreement (${why}) says why it is there, below one that agrees in all`, () => {
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

test('who contradicts a criterion is not shown', () => {
  const contradictions: readonly Partial<Candidate>[] = [
    { givenNames: 'Amelia' },
    { familyName: 'Whittaker' },
    { dateOfBirth: realDay(2014, 3, 28) },
    { gender: 'female' },
    { postcode: 'BL1 1AB' },
    { postcode: null },
  ];
  const asked = { ...whole, gender: 'male', postcode: postcode('BL1 1AA') } as const;
  for (const contradiction of contradictions)
    assert.deepEqual(found(asked, [{ ...recorded, ...contradiction }]), [], JSON.stringify(contradiction));
});

test('a gender that nobody specified contradicts none', () => {
  const [match] = found({ ...whole, gender: 'female' }, [{ ...recorded, gender: 'not specified' }]);
  assert.deepEqual(match?.why, ['gender not specified']);
});

test('a year of birth agrees with any day in it', () => {
  const asked = { givenName: whole.givenName, familyName: whole.familyName };
  assert.equal(found({ ...asked, yearOfBirth: 2014 }, [recorded]).length, 1);
  assert.equal(found({ ...asked, yearOfBirth: 2015 }, [recorded]).length, 0);
});

test('a child with several entries is shown once, by the best of them', () => {
  const [match, ...more] = found(whole, [{ ...recorded, kind: 'former name' }, recorded]);
  assert.deepEqual([match?.agrees, more.length], [true, 0]);
});

test('over twenty who agree are too many; twenty are not, however many come near', () => {
  const agreeing = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ ...recorded, childId: at + 1 }));
  const near = Array.from({ length: 300 }, (_, at) => ({
    ...recorded,
    childId: 1000 + at,
    givenNames: 'Jude Oliver',
  }));
  assert.deepEqual(rank(whole, agreeing(21)), { kind: 'too many' });
  const matches = found(whole, [...near, ...agreeing(20)]);
  assert.equal(matches.length, mostShown);
  assert.ok(matches.every((match) => match.agrees));
});

test('never more than twenty are shown, the best first, in the same order whatever order they came in', () => {
  const candidate = fc.record({
    childId: fc.integer({ min: 1, max: 60 }),
    kind: fc.constantFrom('present', 'former name', 'former address'),
    givenNames: fc.constantFrom('Oliver', 'Oliver James', 'Jude Oliver', 'Olivier', 'Amelia'),
    familyName: fc.constantFrom('Smith-Jones', 'Smith', 'Jones', 'Whittaker'),
    dateOfBirth: fc.constant(born),
    gender: fc.constantFrom('female', 'male', 'not specified'),
    postcode: fc.constantFrom('BL1 1AA', null),
  });
  const candidates = fc.array(candidate, { maxLength: 200 });
  fc.assert(
    fc.property(candidates, (entries) => {
      const ranking = rank(whole, entries);
      if (ranking.kind === 'too many') return;
      const { matches } = ranking;
      assert.ok(matches.length <= mostShown);
      assert.equal(new Set(matches.map((match) => match.childId)).size, matches.length);
      assert.ok(matches.every((match, at) => at === 0 || (matches[at - 1]?.score ?? 0) >= match.score));
      assert.ok(matches.every((match) => match.agrees === (match.why.length === 0)));
      assert.deepEqual(
        found(whole, entries.toReversed()).map(({ childId }) => childId),
        matches.map(({ childId }) => childId),
      );
    }),
  );
});

function found(criteria: SearchCriteria, candidates: readonly Candidate[]): readonly Match[] {
  const ranking = rank(criteria, candidates);
  if (ranking.kind === 'too many') throw new Error('Too many');
  return ranking.matches;
}

function name(text: string): Name {
  if (!isName(text)) throw new Error(`${text} is no name`);
  return text;
}

function postcode(text: string): Postcode {
  if (!isPostcode(text)) throw new Error(`${text} is no postcode`);
  return text;
}
