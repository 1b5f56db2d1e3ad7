import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';

const checkout = new URL('../../', import.meta.url);
const versions = z.record(z.string(), z.string());
const declared = z
  .object({ dependencies: versions, optionalDependencies: versions, devDependencies: versions })
  .parse(JSON.parse(readFileSync(new URL('package.json', checkout), 'utf8')));
const page = readFileSync(new URL('docs/dependencies.md', checkout), 'utf8');

test('every dependency is on the page with its version and its reason, and no other', () => {
  const wanted = Object.entries({
    ...declared.dependencies,
    ...declared.optionalDependencies,
    ...declared.devDependencies,
  }).map(([name, version]) => `${name} ${version}`);
  const rows = [...page.matchAll(/^\| `([^`]+)` \| ([^ |]+) \| [^|]{10,}\|/gm)];
  const listed = rows.map(([, name = '', version = '']) => `${name} ${version}`);
  assert.deepEqual(listed.toSorted(), wanted.toSorted());
});
