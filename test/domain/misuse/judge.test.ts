import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { isCertain, isDrawn, roomFor } from '../../../src/domain/misuse/allowance.ts';
import { explanations, type Explanation } from '../../../src/domain/misuse/explanations.ts';
import { findingKinds } from '../../../src/domain/misuse/finding.ts';
import { isAlert, judge } from '../../../src/domain/misuse/judge.ts';
import { score, weights } from '../../../src/domain/misuse/weights.ts';
import { aChild, aDay, anOpening, untied } from '../../support/user-days.ts';

const rarity = (name: string): number => (name.startsWith('smith') ? 0.013 : 1 / 50_000);
const works: readonly Explanation[] = ['works with the child'];

test('an honest day has no finding, whatever it was of', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { maxLength: 7 }), (ids) => {
      const children = ids.map((id) => aChild(id));
      const ties = new Map(ids.map((id) => [id, { ...untied, explanations: works }]));
      const judged = judge(aDay(children, {}, ties), rarity);
      assert.deepEqual(judged.findings, []);
      assert.equal(judged.explained, ids.length);
      assert.equal(judged.score, score.start);
    }),
  );
});

test('work with a child explains everything but one’s own record, home and family, and decoys', () => {
  const standing = Object.entries(weights).flatMap(([kind, { despite }]) =>
    despite === 'everything' ? [kind] : [],
  );
  assert.deepEqual(standing.sort(), ['canary', 'family', 'own address', 'own record']);
  assert.deepEqual(Object.keys(weights).sort(), Object.keys(findingKinds).sort());
});

test('a name tells the more, the rarer it is', () => {
  const user = { ...aDay([]).user, familyName: 'smith' };
  const smith = judge(aDay([aChild(1, { familyName: 'smith' })], { user }), rarity);
  const rare = judge(aDay([aChild(1, { familyName: 'quillfeather' })]), rarity);
  assert.equal(isAlert(smith), false);
  assert.equal(isAlert(rare), true);
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 0.1, noNaN: true }),
      fc.double({ min: 1, max: 50, noNaN: true }),
      (share, times) => {
        const day = aDay([aChild(1, { familyName: 'quillfeather' })]);
        assert.ok(judge(day, () => share).score >= judge(day, () => share * times).score);
      },
    ),
  );
});

test('a look for a named colleague is slightly explained: patterns pass it by, and one’s family does not', () => {
  const stranger = aDay([aChild(1)], { accesses: [anOpening(1, { isMediated: true })] });
  assert.equal(judge(stranger, rarity).explained, 1);
  const own = aDay([aChild(1, { isWellKnown: true })], { accesses: [anOpening(1, { isMediated: true })] });
  const plain = aDay([aChild(1, { isWellKnown: true })]);
  assert.ok(judge(own, rarity).score > score.start);
  assert.ok(judge(own, rarity).score < judge(plain, rarity).score);
});

test('a slight explanation takes something off, and a strong one all', () => {
  const child = aChild(1, { isWellKnown: true });
  const scoreWith = (given: readonly Explanation[]) =>
    judge(aDay([child], {}, new Map([[1, { ...untied, explanations: given }]])), rarity).score;
  assert.ok(scoreWith([]) > scoreWith(['new-born']));
  assert.ok(scoreWith(['new-born']) > scoreWith(works));
  assert.ok(Object.keys(explanations).length >= 9);
});

test('a list on which a child of the user’s name happens to stand is no look at that child', () => {
  const crowd = [1, 2, 3, 4, 5].map((id) => aChild(id, { familyName: 'quillfeather' }));
  const listed = anOpening(1, { kind: 'bare look', children: [1, 2, 3, 4, 5] });
  assert.deepEqual(judge(aDay(crowd, { accesses: [listed] }), rarity).findings, []);
});

test('each kind counts once in a day, however often it was done', () => {
  const two = judge(aDay([aChild(1, { isCanary: true }), aChild(2, { isCanary: true })]), rarity);
  assert.equal(two.score, score.start + weights.canary.weight);
  assert.equal(two.findings[0]?.events.length, 2);
});

test('no finding tells anything of a child but the entries of the log', () => {
  const child = aChild(7, { familyName: 'quillfeather', isWellKnown: true, isCanary: true });
  const said = JSON.stringify(judge(aDay([child]), rarity).findings);
  assert.doesNotMatch(said, /quillfeather|Some Street|AB1/);
});

test('alerts are at most 2 in 1,000 accesses, but for 20 in four weeks, and the certain', () => {
  assert.equal(roomFor({ accesses: 0, alerts: 0 }), 20);
  assert.equal(roomFor({ accesses: 1_000_000, alerts: 1999 }), 1);
  assert.equal(roomFor({ accesses: 1_000_000, alerts: 2500 }), 0);
  assert.ok(isCertain(score.start + weights['own record'].weight));
  assert.ok(!isCertain(score.start + weights.volume.weight));
});

test('one access in about a thousand is drawn by lot, and the same ones always', () => {
  const drawn = Array.from({ length: 50_000 }, (_, place) => `entry ${place}`).filter(isDrawn);
  assert.ok(drawn.length > 25 && drawn.length < 80, String(drawn.length));
});
