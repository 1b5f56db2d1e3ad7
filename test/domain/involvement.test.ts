import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, realDay } from '../../src/domain/calendar.ts';
import { isStale } from '../../src/domain/involvement.ts';

const today = realDay(2026, 11, 23);

test('a contact that nobody ever confirmed is stale', () => {
  assert.equal(isStale(null, today), true);
});

test('a contact confirmed within the longest term is relied on, and not a day longer', () => {
  assert.equal(isStale(today, today), false);
  assert.equal(isStale(addDays(today, -130), today), false);
  assert.equal(isStale(addDays(today, -131), today), true);
});
