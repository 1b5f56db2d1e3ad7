import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { sampler } from '../../src/population/sampler.ts';

// Every point of an even grid once: the share of each item is then exact to one point in the grid.
function drawsOf<Item>(
  items: readonly Item[],
  weights: readonly number[],
  points: number,
): Map<Item, number> {
  const draw = sampler(items, weights);
  const counts = new Map<Item, number>();
  for (let point = 0; point < points; point += 1) {
    const item = draw(() => (point + 0.5) / points);
    counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  return counts;
}

test('each item is drawn in proportion to its weight', () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 30 })
    .filter((all) => all.some((weight) => weight > 0));
  fc.assert(
    fc.property(weights, (all) => {
      const points = 20_000;
      const counts = drawsOf([...all.keys()], all, points);
      const total = all.reduce((sum, weight) => sum + weight, 0);
      all.forEach((weight, item) => {
        const share = (counts.get(item) ?? 0) / points;
        // Each of an item's columns may gain or lose one point of the grid.
        assert.ok(Math.abs(share - weight / total) <= (all.length + 1) / points, `${item}: ${share}`);
      });
    }),
    { numRuns: 60 },
  );
});

test('an item without weight is never drawn', () => {
  assert.deepEqual([...drawsOf(['never', 'always'], [0, 3], 1000).keys()], ['always']);
});

test('the same chance draws the same item', () => {
  const draw = sampler(['a', 'b', 'c'], [5, 1, 1]);
  assert.equal(
    draw(() => 0.4),
    draw(() => 0.4),
  );
});

test('an empty list, a weight missing and weights of nothing are refused', () => {
  assert.throws(() => sampler([], []));
  assert.throws(() => sampler(['a'], []));
  assert.throws(() => sampler(['a'], [0]));
  assert.throws(() => sampler(['a', 'b'], [2, -1]));
});
