import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import {
  decide,
  decideOnSearch,
  faultOf,
  isBudgetReason,
  isOverCap,
  nearlyUsed,
  standingOf,
  whyAsked,
  type Spent,
} from '../../src/domain/budget.ts';
import { mostShown } from '../../src/domain/search-ranking.ts';

const nothing: Spent = {
  searchesThisHour: 0,
  searches: 0,
  opened: 0,
  listed: 0,
  saidWhyThisHour: false,
  saidWhyToday: false,
  raised: false,
  othersStopped: false,
};
const saidAll = { saidWhyThisHour: true, saidWhyToday: true } as const;

test('one account doing its best opens at most 150 children and lists at most 500 a day', () => {
  const act = fc.oneof(
    fc.record({ opens: fc.integer({ min: 0, max: 400 }) }),
    fc.record({ lists: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ hourLater: fc.constant(true) }),
  );
  fc.assert(
    fc.property(fc.array(act, { minLength: 700, maxLength: 1500 }), (acts) => {
      let spent: Spent = { ...nothing, ...saidAll };
      const children = new Set<number>();
      for (const done of acts) {
        if ('hourLater' in done) spent = { ...spent, searchesThisHour: 0 };
        const asked = 'hourLater' in done ? spent : after(spent, children, done);
        if (decide(asked).kind !== 'go') continue;
        spent = asked;
        if ('opens' in done) children.add(done.opens);
      }
      assert.ok(children.size <= 150 && spent.listed <= 500 && spent.searches <= 480);
      assert.equal(spent.opened, children.size);
    }),
    { numRuns: 50 },
  );
});

test('an account let on by an administrator goes on by half, and no further', () => {
  const raised = { ...nothing, ...saidAll, raised: true };
  assert.equal(decide({ ...raised, opened: 225, listed: 750, searches: 720 }).kind, 'go');
  assert.deepEqual(decide({ ...raised, opened: 226 }), { kind: 'stop', over: 'opened' });
  assert.deepEqual(decide({ ...raised, listed: 751 }), { kind: 'stop', over: 'listed' });
});

test('the 61st search of an hour asks why, and goes on once that is said', () => {
  const sixty = { ...nothing, searchesThisHour: 60, searches: 60 };
  assert.deepEqual(decideOnSearch(sixty), { kind: 'say why', over: 'searchesThisHour' });
  assert.deepEqual(whyAsked(sixty), { thisHour: true, today: false });
  assert.equal(decideOnSearch({ ...sixty, saidWhyThisHour: true }).kind, 'go');
  assert.equal(decideOnSearch({ ...sixty, saidWhyToday: true }).kind, 'say why');
});

test('the 76th child opened in a day asks why', () => {
  assert.equal(decide({ ...nothing, opened: 75 }).kind, 'go');
  assert.deepEqual(decide({ ...nothing, opened: 76 }), { kind: 'say why', over: 'opened' });
  assert.deepEqual(whyAsked({ ...nothing, opened: 75 }), { thisHour: false, today: true });
});

test('a search runs only where as many children as it may list are left', () => {
  const counts = fc.record({ listed: fc.nat(500), searches: fc.nat(480), searchesThisHour: fc.nat(200) });
  fc.assert(
    fc.property(counts, fc.integer({ min: 0, max: mostShown }), (used, lists) => {
      const spent = { ...nothing, ...saidAll, ...used };
      if (decideOnSearch(spent).kind !== 'go') return;
      assert.equal(decide(after(spent, new Set(), { lists })).kind, 'go');
    }),
  );
});

test('whoever is stopped cannot help it by giving a reason', () => {
  fc.assert(
    fc.property(spentByAnybody, (spent) => {
      if (decide(spent).kind === 'stop') assert.equal(decide({ ...spent, ...saidAll }).kind, 'stop');
    }),
  );
});

test('to have done less never turns a yes into a no', () => {
  const less = fc.record({
    searchesThisHour: fc.nat(50),
    searches: fc.nat(50),
    opened: fc.nat(50),
    listed: fc.nat(50),
  });
  fc.assert(
    fc.property(spentByAnybody, less, (spent, by) => {
      const before = {
        ...spent,
        searchesThisHour: spent.searchesThisHour - by.searchesThisHour,
        searches: spent.searches - by.searches,
        opened: spent.opened - by.opened,
        listed: spent.listed - by.listed,
      };
      if (decide(spent).kind === 'go') assert.equal(decide(before).kind, 'go');
    }),
  );
});

test('where others have done too much a person is stopped, unless let on by name', () => {
  const stopped = { ...nothing, othersStopped: true };
  assert.deepEqual(decide(stopped), { kind: 'stop', over: 'others' });
  assert.equal(decide({ ...stopped, raised: true }).kind, 'go');
});

test('one person at their limits, even raised, stops no colleague', () => {
  const most = { searches: 720, opened: 225, listed: 750 };
  assert.equal(isOverCap('organisation', most, 1), false);
  assert.equal(isOverCap('everybody', most, 1), false);
});

test('an organisation is stopped past a fifth of what its accounts could do, all past a tenth', () => {
  const used = (opened: number) => ({ searches: 0, opened, listed: 0 });
  assert.equal(isOverCap('organisation', used(3000), 100), false);
  assert.equal(isOverCap('organisation', used(3001), 100), true);
  assert.equal(isOverCap('everybody', used(15_000), 1000), false);
  assert.equal(isOverCap('everybody', used(15_001), 1000), true);
});

test('a person is told what is nearly used, and not before', () => {
  assert.equal(nearlyUsed({ ...nothing, searchesThisHour: 47 }), undefined);
  assert.equal(
    nearlyUsed({ ...nothing, searchesThisHour: 48 }),
    'You have used 48 of 60 searches in one hour.',
  );
  assert.equal(
    nearlyUsed({ ...nothing, saidWhyToday: true, opened: 120 }),
    'You have used 120 of 150 children’s records opened in one day.',
  );
});

test('an administrator sees who is stopped and who soon will be', () => {
  assert.equal(standingOf({ ...nothing, opened: 100 }), 'free');
  assert.equal(standingOf({ ...nothing, opened: 120 }), 'nearly stopped');
  assert.equal(standingOf({ ...nothing, opened: 150 }), 'stopped');
  assert.equal(standingOf({ ...nothing, listed: 481 }), 'stopped');
  assert.equal(standingOf({ ...nothing, opened: 150, raised: true }), 'free');
});

test('a refusal says which limit, and in its kind what to do', () => {
  assert.deepEqual(faultOf({ kind: 'stop', over: 'opened' }), {
    kind: 'stopped',
    says: 'With this you could go past 150 children’s records opened in one day.',
  });
  assert.equal(faultOf({ kind: 'say why', over: 'listed' }).kind, 'reason-wanted');
});

test('training is a reason only where everybody is invented', () => {
  assert.equal(isBudgetReason('training on invented children', false), false);
  assert.equal(isBudgetReason('training on invented children', true), true);
  assert.equal(isBudgetReason('major incident', false), true);
  for (const word of ['', 'toString', '__proto__']) assert.equal(isBudgetReason(word, true), false);
});

const spentByAnybody: fc.Arbitrary<Spent> = fc.record({
  searchesThisHour: fc.nat(500),
  searches: fc.nat(800),
  opened: fc.nat(250),
  listed: fc.nat(800),
  saidWhyThisHour: fc.boolean(),
  saidWhyToday: fc.boolean(),
  raised: fc.boolean(),
  othersStopped: fc.boolean(),
});

function after(
  spent: Spent,
  children: ReadonlySet<number>,
  act: { readonly opens: number } | { readonly lists: number },
): Spent {
  if ('opens' in act) return { ...spent, opened: spent.opened + (children.has(act.opens) ? 0 : 1) };
  const { searchesThisHour, searches, listed } = spent;
  return {
    ...spent,
    searchesThisHour: searchesThisHour + 1,
    searches: searches + 1,
    listed: listed + act.lists,
  };
}
