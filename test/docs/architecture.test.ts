import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readImports, withRooms } from '../../scripts/rooms.ts';

const page = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');

test('the picture of the rooms is drawn from what they import now', () => {
  assert.equal(page, withRooms(page, readImports()), 'run npm run rooms');
  assert.match(page, /flowchart TD\n(?: {2}.+\n){15,}/);
});

test('the picture shows no arrow out of domain, and none from the pages to the store', () => {
  assert.doesNotMatch(page, /^ {2}domain -->|^ {2}web --> store/m);
});
