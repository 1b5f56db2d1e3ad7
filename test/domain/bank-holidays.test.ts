import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { bankHolidays, easterSunday, isBankHoliday } from '../../src/domain/bank-holidays.ts';
import { realDay, weekdayOf } from '../../src/domain/calendar.ts';

// As published at www.gov.uk/bank-holidays for England and Wales.
const published = {
  2020: '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28',
  2021: '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28',
  2022: '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27',
  2023: '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26',
  2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
  2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
  2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
};

test('the bank holidays are those that were published', () => {
  for (const [year, days] of Object.entries(published)) {
    assert.deepEqual(
      bankHolidays(Number(year))
        .map((day) => day.slice(5))
        .join(' '),
      days,
      year,
    );
  }
});

test('Easter falls where the tables have it, earliest and latest among them', () => {
  const easters = ['1961-04-02', '1818-03-22', '1943-04-25', '2019-04-21', '2038-04-25', '2285-03-22'];
  assert.deepEqual(
    easters.map((day) => easterSunday(Number(day.slice(0, 4)))),
    easters,
  );
});

test('in every year there are eight or more different bank holidays, none at a weekend', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2013, max: 2300 }), (year) => {
      const days = bankHolidays(year);
      return (
        new Set(days).size === days.length && days.length >= 8 && days.every((day) => weekdayOf(day) <= 5)
      );
    }),
  );
});

test('a bank holiday is known by its day', () => {
  assert.ok(isBankHoliday(realDay(2026, 12, 28)));
  assert.ok(!isBankHoliday(realDay(2026, 12, 26)));
});
