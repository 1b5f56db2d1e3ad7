import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { isWeekday } from '../../src/domain/calendar.ts';
import {
  coversWholeWeek,
  formatHours,
  parseHours,
  reachNow,
  readHours,
  showHours,
} from '../../src/domain/opening-hours.ts';
import type { WeeklyHours } from '../../src/domain/opening-hours.ts';

const office = 'Mon-Fri 09:00-17:00; not bank holidays';
const outOfHours =
  'Mon-Fri 17:00-09:00; Sat-Sun 09:00-17:00,17:00-09:00; bank holidays 09:00-17:00,17:00-09:00';
const always = 'Mon-Sun 00:00-24:00';

test('an office says until when it is open, and when it opens next', () => {
  assert.equal(at(office, '2026-11-24T12:00:00Z'), 'Open now, until 5pm today');
  assert.equal(at(office, '2026-11-24T08:59:00Z'), 'Closed now. Opens at 9am today');
  assert.equal(at(office, '2026-11-24T17:00:00Z'), 'Closed now. Opens at 9am tomorrow');
  assert.equal(at(office, '2026-11-27T17:30:00Z'), 'Closed now. Opens at 9am on Monday 30 November');
});

test('hours are by London’s clocks in summer too', () => {
  assert.equal(at(office, '2026-07-07T08:30:00Z'), 'Open now, until 5pm today');
  assert.equal(at(office, '2026-07-07T16:00:00Z'), 'Closed now. Opens at 9am tomorrow');
});

test('an office is closed on a bank holiday, and on Christmas Day at a weekend', () => {
  assert.equal(at(office, '2026-12-25T12:00:00Z'), 'Closed now. Opens at 9am on Tuesday 29 December');
  assert.match(
    at('Sat 10:00-12:00; not bank holidays', '2027-12-25T11:00:00Z'),
    /^Closed now\. Opens at 10am on Saturday 8 January$/,
  );
});

test('a desk that keeps bank holidays is open on them', () => {
  assert.equal(at('Mon-Fri 08:45-17:15', '2026-12-25T12:00:00Z'), 'Open now, until 5:15pm today');
});

test('a night runs over midnight, and into the days that follow without a gap', () => {
  const nights = 'Mon-Sun 17:15-08:45; Sat-Sun 08:45-17:15';
  assert.equal(at(nights, '2026-11-24T18:00:00Z'), 'Open now, until 8:45am tomorrow');
  assert.equal(at(nights, '2026-11-25T03:00:00Z'), 'Open now, until 8:45am today');
  assert.equal(at(nights, '2026-11-27T18:00:00Z'), 'Open now, until 8:45am on Monday 30 November');
  assert.equal(at(nights, '2026-11-30T09:00:00Z'), 'Closed now. Opens at 5:15pm today');
});

test('a night that begins before a bank holiday is kept to its end', () => {
  assert.equal(
    at('Thu 22:00-06:00; not bank holidays', '2026-04-03T05:00:00Z'),
    'Closed now. Opens at 10pm on Thursday 9 April',
  );
  assert.equal(at('Thu 22:00-07:00; not bank holidays', '2026-04-03T05:00:00Z'), 'Open now, until 7am today'); // Good Friday
});

test('midnight and midday are said as such', () => {
  assert.equal(at('Tue 12:00-24:00', '2026-11-24T11:00:00Z'), 'Closed now. Opens at midday today');
  assert.equal(at('Tue 12:00-24:00', '2026-11-24T13:00:00Z'), 'Open now, until midnight today');
});

test('somebody who is always there says so', () => {
  assert.deepEqual(reachNow(readHours(always), new Date('2026-12-25T03:00:00Z')), {
    open: true,
    says: 'Open now, at any hour',
  });
});

test('what is open now says until when, and then is not open', () => {
  fc.assert(
    fc.property(weeklyHours(), fc.integer({ min: 0, max: 60 * 24 * 365 * 4 }), (hours, minutes) => {
      const { open, says } = reachNow(hours, new Date(Date.UTC(2026, 0, 1, 0, minutes)));
      return says.startsWith(open ? 'Open now, ' : 'Closed now');
    }),
  );
});

test('a week is covered only with every hour of it and of bank holidays', () => {
  const covers = (...teams: readonly string[]) => coversWholeWeek(teams.map(readHours));
  assert.ok(covers(always));
  assert.ok(covers(office, outOfHours));
  assert.ok(covers('Mon-Fri 08:45-17:15', 'Mon-Sun 17:15-08:45; Sat-Sun 08:45-17:15'));
  assert.ok(!covers(office));
  assert.ok(!covers(office, 'Mon-Fri 17:00-09:00; Sat-Sun 09:00-17:00,17:00-09:00')); // nobody by day on a bank holiday
  assert.ok(!covers(office, 'Mon-Fri 17:00-09:00; Sat-Sun 00:00-24:00; bank holidays 00:00-24:00')); // nobody early on Monday
  assert.ok(!covers('Mon-Fri 09:00-16:59; not bank holidays', outOfHours));
  assert.ok(!covers(`${always}; not bank holidays`));
  assert.ok(!covers());
});

test('who covers the whole week is open whenever asked', () => {
  fc.assert(
    fc.property(weeklyHours(), fc.integer({ min: 0, max: 60 * 24 * 365 * 4 }), (hours, minutes) => {
      const { open } = reachNow(hours, new Date(Date.UTC(2026, 0, 1, 0, minutes)));
      return open || !coversWholeWeek([hours]);
    }),
  );
});

test('hours are read from their stored form, in any case and order', () => {
  assert.deepEqual(readHours('sat 10:00-12:00;MON 09:00-12:30,13:30-17:00; not bank holidays'), {
    spans: [
      { weekday: 1, opens: 540, closes: 750 },
      { weekday: 1, opens: 810, closes: 1020 },
      { weekday: 6, opens: 600, closes: 720 },
    ],
    bankHolidays: [],
  });
  assert.deepEqual(
    readHours('Fri-Mon 22:00-06:00').spans.map((span) => span.weekday),
    [1, 5, 6, 7],
  );
});

test('hours are written in the shortest form', () => {
  for (const text of [office, outOfHours, always, 'Mon-Wed,Fri 09:00-12:30,13:30-17:00; Sat 10:00-12:00']) {
    assert.equal(formatHours(readHours(text.toUpperCase())), text);
  }
});

test('any hours survive being written and read', () => {
  fc.assert(fc.property(weeklyHours(), (hours) => assert.deepEqual(readHours(formatHours(hours)), hours)));
});

test('what is not hours is refused with an example', () => {
  const wrong = [
    '',
    ';',
    'always',
    'Mon',
    'Mon 9-5',
    'Mon 09:00-25:00',
    'Mon 24:00-24:00',
    'Mon 09:60-10:00',
    'Mon-Tue-Wed 09:00-10:00',
  ];
  wrong.push(
    'Fun 09:00-17:00',
    'not bank holidays',
    'Mon 09:00-17:00;;',
    'Mon 09:00-17:00 '.repeat(1_000_000),
    'bank holidays 10:00-12:00',
  );
  for (const text of wrong) {
    const outcome = parseHours(text);
    assert.ok(
      !outcome.ok && outcome.fault.says.startsWith('Enter hours by day, like Mon-Fri 09:00-17:00'),
      text.slice(0, 40),
    );
  }
  assert.throws(() => readHours('x'));
});

test('hours are shown in words', () => {
  assert.equal(showHours(readHours(office)), 'Monday to Friday, 9am to 5pm; closed on bank holidays');
  assert.equal(
    showHours(readHours('Mon-Wed,Fri 09:00-12:30,13:30-17:00')),
    'Monday to Wednesday and Friday, 9am to 12:30pm and 1:30pm to 5pm',
  );
  assert.equal(
    showHours(readHours('Mon-Sun 10:00-16:00; bank holidays 12:00-13:00')),
    'Every day, 10am to 4pm; bank holidays, midday to 1pm',
  );
  assert.equal(showHours(readHours(always)), 'At any hour');
});

function at(stored: string, instant: string): string {
  return reachNow(readHours(stored), new Date(instant)).says;
}

function weeklyHours(): fc.Arbitrary<WeeklyHours> {
  const stretch = fc
    .record({ opens: fc.integer({ min: 0, max: 1439 }), lasts: fc.integer({ min: 1, max: 1440 }) })
    .map(({ opens, lasts }) => ({ opens, closes: opens + lasts }));
  const spans = fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }).filter(isWeekday), stretch), {
    minLength: 1,
    maxLength: 10,
  });
  const bankHolidays = fc.oneof(fc.constant('as usual' as const), fc.array(stretch, { maxLength: 2 }));
  return fc.tuple(spans, bankHolidays).map(([all, onBankHolidays]) => ({
    spans: all
      .map(([weekday, { opens, closes }]) => ({ weekday, opens, closes }))
      .sort((a, b) => a.weekday - b.weekday || a.opens - b.opens || a.closes - b.closes),
    bankHolidays: onBankHolidays,
  }));
}
