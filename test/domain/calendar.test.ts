import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import {
  addDays,
  addYears,
  ageOn,
  attainsOn,
  compareDays,
  dayOf,
  daysBetween,
  isDay,
  londonDay,
  londonTime,
  parseDay,
  realDay,
  showAge,
  showDay,
  weekdayOf,
} from '../../src/domain/calendar.ts';
import type { Day } from '../../src/domain/calendar.ts';

const days = fc.integer({ min: -100_000, max: 100_000 }).map((away) => addDays(realDay(2014, 3, 27), away));

test('a day that the calendar has not is no day', () => {
  const wrong = [
    '2015-02-29',
    '1900-02-29',
    '2014-13-01',
    '2014-00-10',
    '2014-04-31',
    '2014-1-1',
    '0000-01-01',
    '2014-03-27T00:00',
    '',
  ];
  assert.deepEqual(wrong.filter(isDay), []);
  assert.deepEqual(['2016-02-29', '2000-02-29', '2014-12-31'].filter(isDay).length, 3);
});

test('a day is read as year-month-day or the fault says how', () => {
  assert.deepEqual(parseDay('2014-03-27'), { ok: true, value: '2014-03-27' });
  const wrong = parseDay('27/03/2014');
  assert.ok(!wrong.ok && wrong.fault.says.endsWith('like 2014-03-27'));
});

test('adding days agrees with the epoch arithmetic of UTC', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: -50_000, max: 50_000 }), (day, by) => {
      const expected = new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);
      return addDays(day, by) === expected && daysBetween(day, addDays(day, by)) === by;
    }),
  );
});

test('days sort by text as they do by time', () => {
  fc.assert(fc.property(days, days, (a, b) => Math.sign(daysBetween(b, a)) === compareDays(a, b)));
});

test('the day of the week agrees with UTC, Monday first', () => {
  fc.assert(fc.property(days, (day) => weekdayOf(day) % 7 === new Date(day).getUTCDay()));
});

test('a person born on 29 February attains an age on 1 March of a common year', () => {
  assert.equal(attainsOn(realDay(2008, 2, 29), 18), '2026-03-01');
  assert.equal(attainsOn(realDay(2008, 2, 29), 20), '2028-02-29');
  assert.equal(ageOn(realDay(2008, 2, 29), realDay(2026, 2, 28)), 17);
  assert.equal(ageOn(realDay(2008, 2, 29), realDay(2026, 3, 1)), 18);
});

test('the age is the number of anniversaries attained', () => {
  fc.assert(
    fc.property(days, fc.nat(40_000), (born, later) => {
      const today = addDays(born, later);
      const age = ageOn(born, today);
      return attainsOn(born, age) <= today && today < attainsOn(born, age + 1);
    }),
  );
});

test('the age is said in days, then months until two, then years', () => {
  const born = realDay(2024, 1, 31);
  const said = (today: Day) => showAge(born, today);
  assert.equal(said(realDay(2024, 1, 30)), 'not yet born');
  assert.equal(said(born), 'born today');
  assert.equal(said(realDay(2024, 2, 1)), '1 day');
  assert.equal(said(realDay(2024, 3, 1)), '1 month');
  assert.equal(said(realDay(2024, 5, 31)), '4 months');
  assert.equal(said(realDay(2026, 1, 30)), '23 months');
  assert.equal(said(realDay(2026, 1, 31)), '2 years');
  assert.equal(said(realDay(2027, 2, 1)), '3 years');
});

test('a child of 29 February is 2 years old, not 24 months, on 1 March', () => {
  assert.equal(showAge(realDay(2024, 2, 29), realDay(2026, 3, 1)), '2 years');
});

test('going forward and back some years comes to the same day, but from 29 February', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: -90, max: 90 }), (day, years) => {
      const back = addYears(addYears(day, years), -years);
      return back === day || day.endsWith('-02-29');
    }),
  );
});

test('London is an hour ahead in summer, and its day ends there', () => {
  assert.equal(londonDay(new Date('2014-07-01T23:30:00Z')), '2014-07-02');
  assert.equal(londonDay(new Date('2014-12-01T23:30:00Z')), '2014-12-01');
  assert.deepEqual(londonTime(new Date('2026-11-24T00:05:00Z')), {
    day: '2026-11-24',
    weekday: 2,
    minutes: 5,
  });
  assert.equal(londonTime(new Date('2026-03-29T01:30:00Z')).minutes, 150); // the hour after one is left out that night
});

test('a day is shown as people write it', () => {
  assert.equal(showDay(realDay(2014, 3, 7)), '7 March 2014');
});

test('there is no day of parts that are not whole or not real', () => {
  assert.deepEqual(
    [dayOf(2014, 1.5, 1), dayOf(-1, 1, 1), dayOf(2014, Number.NaN, 1), dayOf(20_140, 1, 1)],
    Array(4).fill(undefined),
  );
  assert.throws(() => realDay(2015, 2, 29), RangeError);
});
