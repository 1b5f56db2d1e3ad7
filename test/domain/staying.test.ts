import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, attainsOn, isDay, type Day } from '../../src/domain/calendar.ts';
import { leavesAt } from '../../src/domain/retention.ts';
import {
  afterWithdrawal,
  faultsInStay,
  noticeDays,
  noticesDue,
  stayRefusedBy,
  staysUntil,
} from '../../src/domain/staying.ts';
import { fc } from '../support/property.ts';

const births = fc.integer({ min: 0, max: 9000 }).map((no) => addDays(day('2000-01-01'), no));

test('notices are due six months and a month before, to the day or the last of the month', () => {
  assert.deepEqual(noticesDue(day('2027-01-15'), day('2026-07-14')), []);
  assert.deepEqual(noticesDue(day('2027-01-15'), day('2026-07-15')), ['6 months']);
  assert.deepEqual(noticesDue(day('2027-01-15'), day('2026-12-14')), ['6 months']);
  assert.deepEqual(noticesDue(day('2027-01-15'), day('2026-12-15')), ['6 months', '1 month']);
  assert.deepEqual(noticesDue(day('2027-01-15'), day('2027-01-15')), [], 'nobody is told of what is over');
  assert.deepEqual(noticesDue(day('2026-08-31'), day('2026-02-28')), ['6 months']);
  assert.deepEqual(noticesDue(day('2026-08-31'), day('2026-02-27')), []);
  assert.deepEqual(noticesDue(day('2027-03-01'), day('2027-02-01')), ['6 months', '1 month']);
});

test('whoever stays is asked each year, and is gone at 25 at the latest', () => {
  fc.assert(
    fc.property(births, (dateOfBirth) => {
      let leavesOn = leavesAt(dateOfBirth, {});
      for (let times = 0; times < 7; times += 1) {
        const facts = { isYoungPerson: true, dateOfBirth, leavesOn, closed: false };
        assert.equal(stayRefusedBy(facts, addDays(leavesOn, -1)), undefined);
        assert.notEqual(stayRefusedBy(facts, addDays(leavesOn, -noticeDays - 1)), undefined);
        const next = staysUntil(facts);
        assert.equal(next, attainsOn(dateOfBirth, 19 + times));
        assert.equal(next, leavesAt(dateOfBirth, { staysUntil: next }), 'a feed makes the same day of it');
        leavesOn = next;
      }
      const last = { isYoungPerson: true, dateOfBirth, leavesOn, closed: false };
      assert.match(stayRefusedBy(last, addDays(leavesOn, -1))?.says ?? '', /25th/);
    }),
  );
});

test('nobody but the young person can ask for it, and nobody of a record that is closed', () => {
  const facts = {
    isYoungPerson: true,
    dateOfBirth: day('2009-01-15'),
    leavesOn: day('2027-01-15'),
    closed: false,
  };
  const today = day('2027-01-14');
  assert.equal(stayRefusedBy(facts, today), undefined);
  assert.match(stayRefusedBy({ ...facts, isYoungPerson: false }, today)?.says ?? '', /Only the young person/);
  assert.match(stayRefusedBy({ ...facts, closed: true }, today)?.says ?? '', /gone/);
  assert.match(stayRefusedBy(facts, day('2027-01-15'))?.says ?? '', /gone/);
  assert.deepEqual(
    faultsInStay({ ofGroup: false, agreed: false }).map(({ field }) => field),
    ['group', 'agreed'],
  );
});

test('withdrawing before 18 lets the record go at 18, and after it at once', () => {
  const born = day('2008-02-29');
  assert.deepEqual(afterWithdrawal(born, day('2026-02-28')), { leavesOn: '2026-03-01', closedOn: null });
  assert.deepEqual(afterWithdrawal(born, day('2026-03-01')), {
    leavesOn: '2026-03-01',
    closedOn: '2026-03-01',
  });
});

function day(text: string): Day {
  if (!isDay(text)) throw new Error('Not a day');
  return text;
}
