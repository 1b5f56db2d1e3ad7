import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { birthsAgo, sizes } from '../../src/population/births.ts';
import { makeDice } from '../../src/population/chance.ts';

const childhood = 6575;

test('the children before a household are those of all before it', () => {
  let children = 0;
  for (let household = 0; household < 2500; household += 1) {
    assert.equal(sizes.childrenBefore(household), children);
    children += sizes.childrenOf(household);
  }
});

test('as few households are made as hold the children', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), (children) => {
      const households = sizes.householdsFor(children);
      assert.ok(
        sizes.childrenBefore(households) >= children && sizes.childrenBefore(households - 1) < children,
      );
    }),
  );
});

test('births are in childhood, the eldest first, and nine months apart unless at once', () => {
  const dice = makeDice();
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 6 }), (seed, count) => {
      dice.begin(seed, 0, 0);
      const births = birthsAgo(dice, count, childhood);
      assert.equal(births.length, count);
      assert.ok(births.every((ago) => ago >= 0 && ago < childhood));
      const gaps = births.slice(1).map((ago, at) => (births[at] ?? 0) - ago);
      assert.ok(
        gaps.every((gap) => gap === 0 || gap >= 280),
        gaps.join(),
      );
    }),
    { examples: [[-665619329, 6]], numRuns: 2000 }, // six births of which the folding brought three together
  );
});

test('every year of childhood is as likely as any other', () => {
  const dice = makeDice();
  const years = Array.from({ length: 18 }, () => 0);
  for (let household = 0; household < 20_000; household += 1) {
    dice.begin(1, 0, household);
    for (const ago of birthsAgo(dice, sizes.childrenOf(household), childhood)) {
      const year = Math.min(17, Math.floor(ago / 365.25));
      years[year] = (years[year] ?? 0) + 1;
    }
  }
  const mean = years.reduce((sum, one) => sum + one, 0) / 18;
  for (const one of years) assert.ok(Math.abs(one - mean) / mean < 0.1, years.join());
});
