import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { addDays, addYears, attainsOn, realDay, type Day } from '../../src/domain/calendar.ts';
import { endsSoon, isInForce, readConsent } from '../../src/domain/consent.ts';
import { typedFor } from '../support/typed-day.ts';

const today = realDay(2026, 11, 23);
const born = realDay(2013, 4, 5);
const child = { dateOfBirth: born, today };

test('consent stands from its first to its last day, and not once it was withdrawn', () => {
  const days = fc.integer({ min: -500, max: 500 });
  fc.assert(
    fc.property(days, days, fc.boolean(), (from, length, isWithdrawn) => {
      const givenOn = addDays(today, from);
      const untilOn = addDays(givenOn, Math.abs(length));
      const withdrawnAt = isWithdrawn ? new Date() : null;
      const stands = from <= 0 && from + Math.abs(length) >= 0 && !isWithdrawn;
      assert.equal(isInForce({ givenOn, untilOn, withdrawnAt }, today), stands);
    }),
  );
});

test('a reminder begins 30 days before the last day, and ends with it', () => {
  const until = (away: number) =>
    endsSoon({ givenOn: addDays(today, -60), untilOn: addDays(today, away), withdrawnAt: null }, today);
  assert.deepEqual([-1, 0, 30, 31].map(until), [false, true, true, false]);
});

test('consent is read with who gave it, on what footing, from when until when', () => {
  const read = readConsent(typed('mother', today, addDays(today, 90)), child);
  assert.deepEqual(read, {
    ok: true,
    value: { givenBy: 'mother', footing: 'parent', givenOn: today, untilOn: addDays(today, 90) },
  });
});

for (const [what, givenBy, given, until, field] of [
  ['nobody', '', today, today, 'givenBy'],
  ['a stranger', 'neighbour', today, today, 'givenBy'],
  ['tomorrow', 'child', addDays(today, 1), addDays(today, 2), 'given'],
  ['before birth', 'mother', addDays(born, -1), addDays(today, 2), 'given'],
  ['an end before the start', 'child', today, addDays(today, -1), 'until'],
  ['more than a year', 'child', today, addDays(addYears(today, 1), 1), 'until'],
] as const)
  test(`consent by or of ${what} is refused beside its box`, () => {
    const read = readConsent(typed(givenBy, given, until), child);
    assert.ok(!read.ok);
    assert.ok(read.faults.some((fault) => fault.field === field));
  });

test('an adult’s consent ends before the 16th birthday; from then the young person alone consents', () => {
  const dateOfBirth = addYears(addDays(today, 40), -16);
  const young = { dateOfBirth, today };
  const sixteenth = attainsOn(dateOfBirth, 16);
  assert.ok(readConsent(typed('father', today, addDays(sixteenth, -1)), young).ok);
  assert.ok(!readConsent(typed('father', today, sixteenth), young).ok);
  assert.ok(readConsent(typed('child', today, sixteenth), young).ok);
  const older = { dateOfBirth: addYears(today, -16), today };
  assert.ok(!readConsent(typed('mother', today, addDays(today, 5)), older).ok);
  assert.ok(readConsent(typed('child', today, addDays(today, 5)), older).ok);
});

function typed(givenBy: string, given: Day, until: Day) {
  return { givenBy, given: typedFor(given), until: typedFor(until) };
}
