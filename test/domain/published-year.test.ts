import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { realDay } from '../../src/domain/calendar.ts';
import { publishedFor, publishedNumber, yearDue } from '../../src/domain/published-year.ts';

test('the numbers of a year are due from 1 March of the next', () => {
  assert.equal(yearDue(realDay(2027, 2, 28)), 2025);
  assert.equal(yearDue(realDay(2027, 3, 1)), 2026);
  assert.equal(publishedFor(2026), '2027-03-01');
});

test('no number under five is told, and no number exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), (people) => {
      const shown = publishedNumber(people);
      if (people === 0) assert.equal(shown, 'None');
      else if (people < 5) assert.equal(shown, 'Fewer than 5');
      else assert.ok(Math.abs(Number(shown.replace('About ', '')) - people) <= 2);
    }),
  );
});
