import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { standing } from '../../src/domain/account-standing.ts';
import { addDays, addYears, realDay } from '../../src/domain/calendar.ts';
import { runningOut } from '../../src/domain/running-out.ts';

const today = realDay(2026, 11, 23);
const day = fc.integer({ min: -1200, max: 400 }).map((days) => addDays(today, days));

test('a warning begins 30 days before the last day, and ends with it', () => {
  const warned = (daysLeft: number) =>
    runningOut(
      {
        vettedOn: addYears(addDays(today, daysLeft + 1), -3),
        trainedOn: today,
        accreditedUntil: addDays(today, 300),
      },
      today,
    ).map(({ what, lastDay }) => `${what} ${lastDay}`);
  assert.deepEqual(warned(30), []);
  assert.deepEqual(warned(29), [`security check ${addDays(today, 29)}`]);
  assert.deepEqual(warned(0), [`security check ${today}`]);
  assert.deepEqual(warned(-1), []);
});

test('on the last day that a warning names the account is good, and on the next it is not', () => {
  fc.assert(
    fc.property(day, day, day, (vettedOn, trainedOn, accreditedUntil) => {
      const account = {
        state: 'active',
        vettedOn,
        trainedOn,
        accreditedUntil,
        agreementSignedOn: addDays(today, -2000),
        organisationName: 'Moor Lane Surgery',
      } as const;
      fc.pre(standing(account, today) === 'good');
      const [first] = runningOut(account, today);
      if (first === undefined) {
        assert.equal(standing(account, addDays(today, 29)), 'good');
        return;
      }
      assert.equal(standing(account, first.lastDay), 'good');
      assert.notEqual(standing(account, addDays(first.lastDay, 1)), 'good');
    }),
  );
});
