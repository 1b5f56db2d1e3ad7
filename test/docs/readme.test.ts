import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { practicePassword, practicePin, practiceUsers } from '../../src/population/practice-users.ts';

const checkout = join(import.meta.dirname, '../..');
const readme = readFileSync(join(checkout, 'README.md'), 'utf8');

test('README names every practice user, with what they show, and how to sign in', () => {
  const rows = practiceUsers.map(
    ({ userName, jobTitle, shows }) => `| \`${userName}\` | ${lowered(jobTitle)} | ${shows} |`,
  );
  assert.deepEqual(
    rows.filter((row) => !readme.includes(row)),
    [],
  );
  assert.ok(readme.includes(`the password \`${practicePassword}\` and the PIN \`${practicePin}\``));
});

test('README lists every verb', () => {
  const verbs = globSync('src/cli/*.ts', { cwd: checkout }).flatMap((file) => [
    ...source(file).matchAll(/^ +name: '([\w-]+)',\n +summary:/gm),
  ]);
  const table = section('Commands');
  assert.ok(verbs.length >= 7);
  assert.deepEqual(
    verbs.map(([, verb = '']) => verb).filter((verb) => !new RegExp(`\`${verb}[ \`]`).test(table)),
    [],
  );
});

test('README lists every setting that is read from the environment', () => {
  const read = source('src/config.ts').matchAll(/environment(?:, |\[)'([A-Z_]+)'/g);
  const settings = [...new Set([...read].map(([, setting = '']) => setting))];
  assert.ok(settings.length >= 7);
  assert.deepEqual(
    settings.filter((setting) => !section('Commands').includes(`\`${setting}\``)),
    [],
  );
});

function section(heading: string): string {
  return readme.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
}

function lowered(jobTitle: string): string {
  return jobTitle === 'GP' ? jobTitle : jobTitle.charAt(0).toLowerCase() + jobTitle.slice(1);
}

function source(file: string): string {
  return readFileSync(join(checkout, file), 'utf8');
}
