import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { coversWholeWeek, readHours } from '../../src/domain/opening-hours.ts';
import { weekCoverage } from '../../src/domain/week-coverage.ts';

const office = readHours('Mon-Fri 09:00-17:00; not bank holidays');

const days = fc.constantFrom(
  'Mon',
  'Tue',
  'Wed',
  'Thu',
  'Fri',
  'Sat',
  'Sun',
  'Mon-Fri',
  'Mon-Sun',
  'Sat-Sun',
);
const times = fc.constantFrom(
  '00:00-24:00',
  '09:00-17:00',
  '17:00-09:00',
  '00:00-12:00',
  '12:00-24:00',
  '17:00-17:30',
);
const holidays = fc.constantFrom('', '; not bank holidays', '; bank holidays 00:00-24:00');
const hours = fc
  .tuple(days, times, holidays)
  .map(([day, time, holiday]) => readHours(`${day} ${time}${holiday}`));

test('a week is covered hour by hour exactly where it is covered as a whole', () => {
  fc.assert(
    fc.property(fc.array(hours, { maxLength: 4 }), (teams) => {
      const all = weekCoverage(teams).every((day) => day.hours.every((covered) => covered));
      assert.equal(all, coversWholeWeek(teams));
    }),
  );
});

test('office hours leave the nights, the weekend and bank holidays open', () => {
  const rows = weekCoverage([office]);
  assert.deepEqual(
    rows.map(({ day, hours: row }) => [day, row.filter((covered) => covered).length]),
    [
      ['Monday', 8],
      ['Tuesday', 8],
      ['Wednesday', 8],
      ['Thursday', 8],
      ['Friday', 8],
      ['Saturday', 0],
      ['Sunday', 0],
      ['Bank holiday', 0],
    ],
  );
});
