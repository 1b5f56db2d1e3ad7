import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { scattered, shuffled } from '../../src/population/chance.ts';
import { isChildId, isContactPointNumber, isNhsNumber, isUpn } from '../../src/domain/identifiers.ts';
import { neverIssued, numbersOf } from '../../src/population/numbers.ts';

const numbers = numbersOf(1);
const place = fc.integer({ min: 0, max: 13_999_999 });

test('every place has numbers that pass their checks', () => {
  fc.assert(
    fc.property(place, fc.integer({ min: 2010, max: 2031 }), (at, year) => {
      assert.ok(isChildId(numbers.childId(at)));
      assert.ok(Number.isSafeInteger(numbers.personId(at)) && numbers.personId(at) > numbers.childId(at));
      assert.ok(isNhsNumber(numbers.nhs(at)));
      assert.ok(isContactPointNumber(numbers.contactPoint(at)));
      assert.ok(isUpn(numbers.upn(at, year)));
    }),
  );
});

test('the first children have NHS numbers that are never issued; those beyond begin with 9 and not with 999', () => {
  for (const at of [0, 1, 77_777, neverIssued - 1]) assert.match(numbers.nhs(at), /^999/);
  for (const at of [neverIssued, neverIssued + 1, 13_999_999]) assert.match(numbers.nhs(at), /^9(?!99)/);
});

test('no two places share a number', () => {
  const places = [
    ...Array.from({ length: 10_000 }, (_, at) => at),
    ...Array.from({ length: 10_000 }, (_, at) => neverIssued - 100 + at * 1_201),
  ].filter(
    (at, position, all) => at < 13_000_000 && (position < 10_000 || at >= 10_000) && all[position] === at,
  );
  for (const numberOf of [numbers.childId, numbers.personId, numbers.contactPoint, numbers.nhs])
    assert.equal(new Set(places.map((at) => numberOf(at))).size, places.length);
  assert.equal(new Set(places.map((at) => numbers.upn(at, 2020))).size, places.length);
});

test('another seed gives a place other numbers', () => {
  const other = numbersOf(2);
  assert.notEqual(other.childId(5), numbers.childId(5));
  assert.notEqual(other.nhs(5), numbers.nhs(5));
});

test('a scattering and a shuffling reach every place once', () => {
  assert.equal(new Set(Array.from({ length: 2 ** 12 }, (_, at) => scattered(at, 6, 3))).size, 2 ** 12);
  assert.equal(Math.max(...Array.from({ length: 2 ** 12 }, (_, at) => scattered(at, 6, 3))), 2 ** 12 - 1);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 3000 }), fc.integer({ min: 0, max: 1000 }), (size, key) => {
      const shuffle = shuffled(size, key);
      const reached = new Set(Array.from({ length: size }, (_, at) => shuffle(at)));
      assert.equal(reached.size, size);
      assert.ok(Math.max(...reached) === size - 1 && Math.min(...reached) === 0);
    }),
  );
});
