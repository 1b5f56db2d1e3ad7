import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { codeAt, driftOf, matchingStep, secondsPerStep, stepAt } from '../../src/domain/one-time-code.ts';

const asciiDigits = '1234567890';
const seedOf = (length: number) => Buffer.from(asciiDigits.repeat(7).slice(0, length));
const seed = fc.uint8Array({ minLength: 20, maxLength: 64 }).map((bytes) => Buffer.from(bytes));
const instant = fc.date({
  min: new Date('1970-01-01T01:00:00Z'),
  max: new Date('2200-01-01T00:00:00Z'),
  noInvalidDate: true,
});

test('the codes are those of RFC 4226 appendix D', () => {
  const wanted = [
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ];
  const made = wanted.map((_code, counter) => codeAt(seedOf(20), counter));
  assert.deepEqual(made, wanted);
});

test('the codes are those of RFC 6238 appendix B', () => {
  const vectors = [
    [59, '94287082', '46119246', '90693936'],
    [1_111_111_109, '07081804', '68084774', '25091201'],
    [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'],
    [2_000_000_000, '69279037', '90698825', '38618901'],
    [20_000_000_000, '65353130', '77737706', '47863826'],
  ] as const;
  for (const [seconds, sha1, sha256, sha512] of vectors) {
    const step = stepAt(new Date(seconds * 1000));
    assert.equal(codeAt(seedOf(20), step, { hash: 'sha1', digits: 8 }), sha1);
    assert.equal(codeAt(seedOf(32), step, { hash: 'sha256', digits: 8 }), sha256);
    assert.equal(codeAt(seedOf(64), step, { hash: 'sha512', digits: 8 }), sha512);
  }
});

test('a code is accepted one step either side of the drift, and found at its own step', () => {
  fc.assert(
    fc.property(
      seed,
      instant,
      fc.integer({ min: -10, max: 10 }),
      fc.constantFrom(-1, 0, 1),
      (key, now, drift, away) => {
        const step = Math.max(0, stepAt(now) + drift + away);
        const matched = matchingStep(key, codeAt(key, step), now, drift);
        assert.ok(matched !== undefined && codeAt(key, matched) === codeAt(key, step));
      },
    ),
  );
});

test('a code two steps away from the drift is not accepted', () => {
  const key = seedOf(20);
  const now = new Date('2026-03-02T09:00:00Z');
  for (const away of [-2, 2])
    assert.equal(matchingStep(key, codeAt(key, stepAt(now) + away), now, 0), undefined);
});

test('what is not the code is not accepted, whatever it is', () => {
  const now = new Date('2026-03-02T09:00:00Z');
  const codes = [-1, 0, 1].map((away) => codeAt(seedOf(20), stepAt(now) + away));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      fc.pre(!codes.includes(typed));
      assert.equal(matchingStep(seedOf(20), typed, now, 0), undefined);
    }),
  );
});

test('the drift learnt brings the same token to the middle of what is accepted', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: -10, max: 10 }), (now, away) => {
      fc.pre(stepAt(now) + away >= 0);
      assert.equal(driftOf(stepAt(now) + away, now), away);
    }),
  );
});

test('a drift beyond five minutes is not followed', () => {
  const now = new Date('2026-03-02T09:00:00Z');
  assert.equal(driftOf(stepAt(now) + 400, now) * secondsPerStep, 300);
  assert.equal(driftOf(stepAt(now) - 400, now) * secondsPerStep, -300);
});
