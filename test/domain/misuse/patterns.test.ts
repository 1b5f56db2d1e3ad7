import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FindingKind } from '../../../src/domain/misuse/finding.ts';
import { judge } from '../../../src/domain/misuse/judge.ts';
import { nameOriginsOf } from '../../../src/domain/misuse/name-origins.ts';
import type { UserDay } from '../../../src/domain/misuse/usage.ts';
import { addDays } from '../../../src/domain/calendar.ts';
import { dayOfTests } from '../../support/population.ts';
import { aChild, aDay, anOpening } from '../../support/user-days.ts';

function found(day: UserDay): readonly FindingKind[] {
  return judge(day, () => 0.01).findings.map(({ kind }) => kind);
}

const many = (count: number) =>
  Array.from({ length: count }, (_, place) => aChild(100 + ((place * 37) % 91)));

test('so many unexplained children in a day are volume, unless the role or the user always has as many', () => {
  assert.ok(found(aDay(many(12))).includes('volume'));
  const busy = aDay(many(12));
  assert.ok(!found({ ...busy, habit: { ...busy.habit, unexplained: 9 } }).includes('volume'));
  const peers = { ...busy.peers, unexplained: { mean: 8, deviation: 4 } };
  assert.ok(!found({ ...busy, peers }).includes('volume'));
});

test('houses of one street are a sequence, and children of one house are not', () => {
  const at = (line: string) => [{ line, postcode: 'BL1 1AA', isPresent: true, council: 350 }];
  const street = [1, 2, 3, 4].map((id) => aChild(id, { homes: at(`${id} Long Lane`) }));
  const house = [1, 2, 3, 4].map((id) => aChild(id, { homes: at('1 Long Lane') }));
  assert.ok(found(aDay(street)).includes('in sequence'));
  assert.ok(!found(aDay(house)).includes('in sequence'));
});

test('names down the alphabet are a sequence, and names as they come are not', () => {
  const names = ['adams', 'baker', 'carter', 'dean', 'evans', 'field', 'grant', 'hill'];
  const children = names.map((familyName, id) => aChild(id + 1, { familyName }));
  assert.ok(found(aDay(children)).includes('in sequence'));
  const mixed = [3, 1, 4, 2, 8, 5, 7, 6].flatMap((id) => children[id - 1] ?? []);
  assert.ok(!found(aDay(mixed)).includes('in sequence'));
});

test('numbers tried one after another are a sequence', () => {
  const search = (at: number, number: string) => anOpening(at, { kind: 'bare look', children: [at], number });
  const children = [1, 2, 3].map((id) => aChild(id));
  const near = ['999 000 0018', '9990000026', '9990000034'].map((number, place) => search(place + 1, number));
  const far = ['9990000018', '9996000026', '9993000034'].map((number, place) => search(place + 1, number));
  assert.ok(found(aDay(children, { accesses: near })).includes('in sequence'));
  const ofNobody = near.map((one) => ({ ...one, children: [] })).toReversed();
  assert.ok(found(aDay(children, { accesses: ofNobody })).includes('in sequence'));
  assert.ok(!found(aDay(children, { accesses: far })).includes('in sequence'));
});

test('an hour is unusual only where neither the user nor the role has worked near it', () => {
  const night = aDay([aChild(1)], { accesses: [anOpening(1, { hour: 3 })] });
  assert.ok(found(night).includes('hours'));
  assert.ok(!found({ ...night, peers: { ...night.peers, hours: 0b100 } }).includes('hours'));
  assert.ok(!found({ ...night, habit: { ...night.habit, hours: 0b10000 } }).includes('hours'));
  assert.ok(!found({ ...night, habit: { ...night.habit, activeDays: 5 } }).includes('hours'));
});

test('an account that lay unused speaks up, and a new one does not', () => {
  const day = aDay([aChild(1)]);
  const idle = { ...day.habit, lastActiveOn: addDays(dayOfTests, -61) };
  assert.ok(found({ ...day, habit: idle }).includes('dormant account'));
  assert.ok(!found({ ...day, habit: { ...idle, lastActiveOn: null } }).includes('dormant account'));
});

test('what takes weeks is asked about once', () => {
  const day = aDay([aChild(1)], { accesses: [anOpening(1, { isUrgent: true })] });
  const habit = { ...day.habit, urgent: 8, withoutWork: 9, unexplainedThen: 9 };
  assert.ok(found({ ...day, habit }).includes('emergency overused'));
  assert.ok(found({ ...day, habit }).includes('opening without work'));
  const asked = { ...habit, askedBefore: ['emergency overused', 'opening without work'] as const };
  assert.deepEqual(found({ ...day, habit: asked }), []);
});

test('a refusal shows that a shielded child was tried', () => {
  const children = [1, 2].map((id) => aChild(id, { isShielded: true }));
  const accesses = [anOpening(1), anOpening(2, { kind: 'refused' })];
  assert.ok(found(aDay(children, { accesses })).includes('shielded probing'));
  assert.ok(!found(aDay(children, { accesses: [anOpening(1)] })).includes('shielded probing'));
});

test('a name that a community bears counts as often as it is met where that community lives', () => {
  const { share, originOf } = nameOriginsOf({
    all: [
      ['Smith', 13_000, ''],
      ['Khan', 1400, 'pakistani'],
    ],
    ofCommunities: [
      ['pakistani', 'Khan', 1400],
      ['pakistani', 'Mahmood', 600],
    ],
  });
  assert.equal(originOf('khan'), 'pakistani');
  assert.equal(originOf('smith'), 'general');
  assert.ok(share('khan') > 0.1 && share('khan') < 0.15);
  assert.ok(share('unheardof') < share('smith'));
});
