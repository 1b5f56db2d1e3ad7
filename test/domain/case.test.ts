import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { addDays, realDay, weekdayOf } from '../../src/domain/calendar.ts';
import {
  answerDueOn,
  barredUntil,
  breachDueAt,
  clockOf,
  isSerious,
  readDecision,
  reportDueOn,
  reporterLearns,
} from '../../src/domain/case.ts';
import { caseRefused } from '../../src/domain/case-rules.ts';
import { everyOutcome, familyTold } from '../../src/domain/case-words.ts';
import { addWorkingDays, isWorkingDay, workingDaysBetween } from '../../src/domain/working-days.ts';

const days = fc.integer({ min: 0, max: 8000 }).map((after) => addDays(realDay(2014, 1, 1), after));
const decisions = fc.record({
  deliberate: fc.constantFrom('yes', 'no', ''),
  outcomes: fc.subarray([...everyOutcome]),
  family: fc.constantFrom(...Object.keys(familyTold), '', 'toString'),
});

test('a decision that is taken is whole: deliberate misuse ends access, and nothing else does', () => {
  fc.assert(
    fc.property(decisions, (typed) => {
      const read = readDecision(typed);
      if (!read.ok) return;
      const { deliberate, outcomes, family } = read.value;
      assert.equal(outcomes.includes('access ended'), deliberate);
      assert.ok(!deliberate || outcomes.includes('employer told'));
      assert.equal(family !== null, isSerious(outcomes));
      assert.ok(!outcomes.includes('explained') || outcomes.length === 1);
      assert.ok(outcomes.length > 0);
    }),
  );
});

test('a decision that is not taken says why, beside a field of its form', () => {
  fc.assert(
    fc.property(decisions, (typed) => {
      const read = readDecision(typed);
      if (read.ok) return;
      assert.ok(read.faults.length > 0);
      for (const { field } of read.faults)
        assert.ok(['deliberate', 'outcomes', 'family'].includes(field ?? ''));
    }),
  );
});

test('what is proposed to a second person is what ends access or tells somebody outside', () => {
  const serious = everyOutcome.filter((outcome) => isSerious([outcome]));
  assert.deepEqual(serious, [
    'access ended',
    'employer told',
    'regulator told',
    'barring service told',
    'authorities told',
  ]);
});

test('working days leave out weekends and bank holidays, and are counted as they are added', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 40 }), (from, count) => {
      const due = addWorkingDays(from, count);
      assert.ok(isWorkingDay(due) && weekdayOf(due) <= 5);
      assert.equal(workingDaysBetween(from, due), count);
    }),
  );
  assert.equal(addWorkingDays(realDay(2026, 12, 24), 1), realDay(2026, 12, 29)); // Christmas, and Boxing Day’s substitute
});

test('who is asked on a Friday has until Monday, by London’s clock', () => {
  assert.equal(answerDueOn(new Date('2026-06-05T22:30:00Z')), realDay(2026, 6, 8)); // 23:30 on the Friday
  assert.equal(answerDueOn(new Date('2026-06-05T23:30:00Z')), realDay(2026, 6, 8)); // 00:30 on the Saturday
});

test('an employer has 20 working days, a breach 72 hours, and a bar six years', () => {
  const decided = new Date('2026-11-23T10:00:00Z');
  assert.equal(reportDueOn(decided), realDay(2026, 12, 21));
  assert.equal(breachDueAt(decided).toISOString(), '2026-11-26T10:00:00.000Z');
  assert.equal(barredUntil(realDay(2028, 2, 29)), realDay(2034, 3, 1));
});

test('a clock is warned of in its last five working days, and over after its last day', () => {
  const due = realDay(2026, 12, 21);
  assert.equal(clockOf(due, realDay(2026, 12, 11)), 'running');
  assert.equal(clockOf(due, realDay(2026, 12, 14)), 'soon');
  assert.equal(clockOf(due, due), 'soon');
  assert.equal(clockOf(due, realDay(2026, 12, 22)), 'over');
});

test('a reviewer may do nothing in a case about themselves or anybody of their own organisation', () => {
  const reviewer = actor(1, 1);
  const whose = [
    { accountId: 1, organisationId: 1 },
    { accountId: 2, organisationId: 1 },
    { accountId: 1, organisationId: 2 },
  ];
  for (const about of whose) {
    for (const action of [
      'see case',
      'ask why opened',
      'suspend in case',
      'decide case',
      'follow case',
    ] as const)
      assert.equal(caseRefused(reviewer, { action, whose: about })?.rule, 'own organisation');
    assert.equal(
      caseRefused(reviewer, { action: 'confirm case', whose: about, proposedBy: 9 })?.rule,
      'own organisation',
    );
    assert.equal(
      caseRefused(reviewer, { action: 'hear appeal', whose: about, decidedBy: [9] })?.rule,
      'own organisation',
    );
  }
});

test('whoever proposed does not confirm, and whoever took part does not hear the appeal', () => {
  const whose = { accountId: 7, organisationId: 2 };
  const confirm = { action: 'confirm case', whose, proposedBy: 1 } as const;
  assert.equal(caseRefused(actor(1, 1), confirm)?.rule, 'own proposal');
  assert.equal(caseRefused(actor(3, 1), confirm), undefined);
  const appeal = { action: 'hear appeal', whose, decidedBy: [1, 3] } as const;
  assert.equal(caseRefused(actor(1, 1), appeal)?.rule, 'decided before');
  assert.equal(caseRefused(actor(3, 1), appeal)?.rule, 'decided before');
  assert.equal(caseRefused(actor(4, 1), appeal), undefined);
});

test('nobody answers for somebody else why they opened a record', () => {
  const whose = { accountId: 7, organisationId: 2 };
  assert.equal(caseRefused(actor(8, 2), { action: 'say why opened', whose })?.rule, 'other account');
  assert.equal(caseRefused(actor(7, 2), { action: 'say why opened', whose }), undefined);
});

test('whoever reported it learns what came of it, and nothing of the user', () => {
  assert.match(reporterLearns('second person', ['access ended']), /is looking at this/);
  assert.match(reporterLearns('closed', ['explained']), /a good reason/);
  assert.match(reporterLearns('closed', ['access ended', 'employer told']), /can no longer use ContactPoint/);
  assert.match(reporterLearns('closed', ['warning']), /should not have happened/);
});

function actor(accountId: number, organisationId: number) {
  return {
    accountId,
    organisationId,
    userName: 'anna.whitfield',
    fullName: 'Anna Whitfield',
    role: 'reviewer',
    kind: 'reviewer',
    organisationName: 'ContactPoint office',
    organisationKind: 'ContactPoint office',
    practitionerId: null,
    proof: { tokenKind: 'key', fresh: true, holdsKey: true, practice: false },
    sessionHash: Buffer.alloc(32),
  } as const;
}
