import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { faultOf, standing, type Account } from '../../src/domain/account-standing.ts';
import { addDays, addYears, realDay, type Day } from '../../src/domain/calendar.ts';

const today = realDay(2026, 3, 2);
const good: Account = {
  state: 'active',
  vettedOn: realDay(2025, 1, 10),
  trainedOn: realDay(2025, 9, 1),
  agreementSignedOn: realDay(2025, 9, 1),
  accreditedUntil: realDay(2027, 12, 31),
  organisationName: 'Moor Lane Surgery',
};

const day = fc.integer({ min: -4000, max: 4000 }).map((days) => addDays(realDay(2026, 1, 1), days));
const dayOrNever = fc.option(day, { nil: null });
const account: fc.Arbitrary<Account> = fc.record({
  state: fc.constantFrom('proposed', 'refused', 'enrolled', 'active', 'suspended', 'closed'),
  vettedOn: dayOrNever,
  trainedOn: dayOrNever,
  agreementSignedOn: dayOrNever,
  accreditedUntil: dayOrNever,
  organisationName: fc.constant('Moor Lane Surgery'),
});

function kindOf(one: Account, on: Day = today): string {
  const found = standing(one, on);
  return found === 'good' ? 'good' : found.kind;
}

test('an account with everything in date is good', () => {
  assert.equal(standing(good, today), 'good');
});

test('a security check lasts to the day before its third anniversary', () => {
  const vettedOn = addYears(today, -3);
  assert.equal(kindOf({ ...good, vettedOn: addDays(vettedOn, 1) }), 'good');
  assert.equal(kindOf({ ...good, vettedOn }), 'security check');
});

test('training lasts to the day before its first anniversary', () => {
  const trainedOn = addYears(today, -1);
  assert.equal(kindOf({ ...good, trainedOn: addDays(trainedOn, 1) }), 'good');
  assert.equal(kindOf({ ...good, trainedOn }), 'training');
});

test('a check made on 29 February lasts through 28 February', () => {
  const vettedOn = realDay(2024, 2, 29);
  const trained = {
    ...good,
    vettedOn,
    trainedOn: realDay(2026, 12, 1),
    accreditedUntil: realDay(2030, 1, 1),
  };
  assert.equal(kindOf(trained, realDay(2027, 2, 28)), 'good');
  assert.equal(kindOf(trained, realDay(2027, 3, 1)), 'security check');
});

test('an accreditation lasts through its last day', () => {
  assert.equal(kindOf({ ...good, accreditedUntil: today }), 'good');
  assert.equal(kindOf({ ...good, accreditedUntil: addDays(today, -1) }), 'accreditation');
});

test('what was never done, or is dated in the future, vouches for nothing', () => {
  for (const never of [null, addDays(today, 1)]) {
    assert.equal(kindOf({ ...good, vettedOn: never }), 'security check');
    assert.equal(kindOf({ ...good, trainedOn: never }), 'training');
    assert.equal(kindOf({ ...good, agreementSignedOn: never }), 'agreement');
  }
  assert.equal(kindOf({ ...good, accreditedUntil: null }), 'accreditation');
});

test('an account is good only where everything is in date', () => {
  fc.assert(
    fc.property(account, day, (one, on) => {
      const within = (renewed: Day | null, years: number) =>
        renewed !== null && renewed <= on && on < addYears(renewed, years);
      const wanted =
        one.state === 'active' &&
        within(one.vettedOn, 3) &&
        within(one.trainedOn, 1) &&
        one.agreementSignedOn !== null &&
        one.agreementSignedOn <= on &&
        one.accreditedUntil !== null &&
        on <= one.accreditedUntil;
      assert.equal(standing(one, on) === 'good', wanted);
    }),
  );
});

test('every lapse says what to renew and whom to ask', () => {
  const lapsed: readonly Account[] = [
    { ...good, state: 'closed' },
    { ...good, state: 'refused' },
    { ...good, state: 'suspended' },
    { ...good, state: 'enrolled' },
    { ...good, accreditedUntil: realDay(2025, 12, 31) },
    { ...good, vettedOn: realDay(2020, 5, 3) },
    { ...good, trainedOn: null },
    { ...good, agreementSignedOn: null },
  ];
  assert.deepEqual(
    lapsed.map((one) => {
      const found = standing(one, today);
      return found === 'good' ? 'good' : faultOf(found).says;
    }),
    [
      'This account is closed. Ask your account administrator at Moor Lane Surgery.',
      'This account is closed. Ask your account administrator at Moor Lane Surgery.',
      'This account is suspended. Ask your account administrator at Moor Lane Surgery.',
      'This account has not been activated. Ask your account administrator at Moor Lane Surgery.',
      'The accreditation of Moor Lane Surgery ended on 31 December 2025. Ask your manager: your organisation has to renew it.',
      'Your security check is dated 3 May 2020. It has to be renewed every 3 years. Ask your account administrator at Moor Lane Surgery.',
      'Your ContactPoint training is not recorded. It has to be renewed every year. Ask your account administrator at Moor Lane Surgery.',
      'You have not signed the user agreement. Ask your account administrator at Moor Lane Surgery.',
    ],
  );
});
