import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { addDays, monthNames, partsOf, realDay } from '../../src/domain/calendar.ts';
import { dateOfBirthFault, parseTypedDay } from '../../src/domain/typed-day.ts';

const today = realDay(2026, 11, 24);

test('a date is read from three boxes, its month as a number or a name', () => {
  for (const month of ['3', '03', 'March', 'mar', ' MAR. ', 'marc', '３']) {
    assert.deepEqual(read('27', month, '2014'), '2014-03-27');
  }
  assert.equal(read(' 1', 'sept', '2014 '), '2014-09-01');
});

test('every real day is read back from its parts', () => {
  fc.assert(
    fc.property(fc.integer({ min: -20_000, max: 20_000 }), (away) => {
      const day = addDays(today, away);
      const { year, month, dayOfMonth } = partsOf(day);
      return [String(month), monthNames[month - 1] ?? ''].every(
        (typed) => read(String(dayOfMonth), typed, String(year)) === day,
      );
    }),
  );
});

test('an empty box is named', () => {
  assert.equal(read('', ' ', ''), 'Enter a date of birth, like 27 3 2014 [day month year]');
  assert.equal(read('', '3', '2014'), 'Date of birth must include a day, like 27 3 2014 [day]');
  assert.equal(
    read('27', '', ''),
    'Date of birth must include a month and year, like 27 3 2014 [month year]',
  );
});

test('a year of two digits is refused with what to add', () => {
  assert.equal(
    read('27', '3', '14'),
    'Date of birth must include all four digits of the year, like 2014 [year]',
  );
});

test('a date that is not real is refused whatever is wrong with it', () => {
  const wrong = [
    ['29', '2', '2015'],
    ['32', '13', '2014'],
    ['0', '0', '0000'],
    ['27', 'ma', '2014'],
    ['27', 'brumaire', '2014'],
    ['2.5', '3', '2014'],
    ['-1', '3', '2014'],
    ['٢٧', '3', '2014'],
    ['27', '3', '2014'.repeat(1_000_000)],
    ['27', '3', '\uD800'],
    ["27'; drop table child", '3', '2014'],
  ] as const;
  for (const [day, month, year] of wrong) {
    assert.equal(
      read(day, month, year),
      'Date of birth must be a real date, like 27 3 2014 [day month year]',
    );
  }
});

test('another date is named in its own messages', () => {
  const outcome = parseTypedDay({ day: '', month: '', year: '' }, 'Start date');
  assert.ok(!outcome.ok && outcome.fault.says === 'Enter a start date, like 27 3 2014');
});

test('a birth in the future is refused, and one of today is not', () => {
  assert.equal(
    dateOfBirthFault(addDays(today, 1), today)?.says,
    'Date of birth must be today or in the past',
  );
  assert.equal(dateOfBirthFault(today, today), undefined);
});

test('a birth over 25 years ago is refused with the oldest that is not', () => {
  assert.equal(dateOfBirthFault(realDay(2001, 11, 24), today), undefined);
  assert.match(
    dateOfBirthFault(realDay(2001, 11, 23), today)?.says ?? '',
    /must be 24 November 2001 or later/,
  );
});

test('whatever is typed is a day or a fault', () => {
  const typed = fc.string({ unit: 'binary' });
  fc.assert(fc.property(typed, typed, typed, (day, month, year) => read(day, month, year) !== ''));
});

function read(day: string, month: string, year: string): string {
  const outcome = parseTypedDay({ day, month, year });
  return outcome.ok ? outcome.value : `${outcome.fault.says} [${outcome.fault.boxes.join(' ')}]`;
}
