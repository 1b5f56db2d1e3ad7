import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { newMeters } from '../../src/web/meters.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const alerts = read('deploy/prometheus/alerts.yaml');
const named = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);

test('every alert has its part of the runbook, and every part its alert', () => {
  const parts = [...read('docs/runbook.md').matchAll(/^## (\w+)$/gm)].map(([, name = '']) => name);
  assert.deepEqual(named.toSorted(), parts.toSorted());
  for (const name of named) assert.match(alerts, new RegExp(`docs/runbook\\.md#${name.toLowerCase()},`));
});

test('every figure that an alert watches is one that the service gives', async () => {
  const now = (): Date => new Date('2026-11-23T10:00:00Z');
  const log = { logWaiting: 0, logWaitingSeconds: 0, logAlarms: 0 };
  const feeds = { filesWaiting: 0, feedsLate: 0, feedLateDays: 0 };
  const signs = { databaseAnswers: 1, ...log, casesWaiting: 0, ...feeds };
  const meters = newMeters(async () => Promise.resolve(signs), now);
  meters.note({ route: '/', method: 'GET', status: 200, seconds: 0.01 });
  const given = await meters.text();
  const watched = [...alerts.matchAll(/\b(?:contactpoint|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name);
  assert.ok(watched.length >= 8);
  for (const name of watched) assert.match(given, new RegExp(`^${name}[ {]`, 'm'), name);
});
