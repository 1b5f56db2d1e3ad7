import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { addDays, realDay } from '../../../src/domain/calendar.ts';
import { compareDates, digitMistakes, likelyMistakes } from '../../../src/domain/matching/date-comparison.ts';

const first = realDay(2008, 1, 1);
const days = fc.nat(6575).map((later) => addDays(first, later));

test('dates agree by the mistake that makes one of the other', () => {
  const born = realDay(2014, 3, 5);
  const levels = [
    [born, 'same'],
    [realDay(2014, 5, 3), 'day and month swapped'],
    [realDay(2014, 3, 6), 'one day apart'],
    [realDay(2013, 3, 5), 'one year apart'],
    [realDay(2014, 3, 15), 'one digit'],
    [realDay(2014, 8, 5), 'one digit'],
    [realDay(2014, 12, 5), 'two of three'],
    [realDay(2009, 11, 20), 'different'],
  ] as const;
  for (const [other, level] of levels) assert.equal(compareDates(born, other), level, other);
  assert.equal(compareDates(realDay(2014, 2, 28), realDay(2014, 3, 1)), 'one day apart');
  assert.equal(compareDates(realDay(2014, 3, 12), realDay(2014, 3, 21)), 'one digit');
});

test('which of two dates is named first does not matter', () => {
  fc.assert(fc.property(days, days, (a, b) => compareDates(a, b) === compareDates(b, a)));
});

test('every likely mistake, and every digit wrong, is a near agreement', () => {
  fc.assert(
    fc.property(days, (day) => {
      const near = [...likelyMistakes(day), ...digitMistakes(day)];
      return near.every(
        (other) => other !== day && !['same', 'different'].includes(compareDates(day, other)),
      );
    }),
  );
});

test('what a comparison calls near, a search looks under', () => {
  fc.assert(
    fc.property(days, days, (a, b) => {
      const level = compareDates(a, b);
      if (level === 'same' || level === 'two of three' || level === 'different') return;
      assert.ok([...likelyMistakes(a), ...digitMistakes(a)].includes(b), `${a} ${b} ${level}`);
    }),
    { numRuns: 2000 },
  );
});
