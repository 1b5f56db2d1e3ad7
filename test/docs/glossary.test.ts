import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const glossary = readFileSync(`${checkout}docs/glossary.md`, 'utf8');
const words = [...glossary.matchAll(/^\| \*\*(.+?)\*\*/gm)].flatMap(([, word = '']) => word.split(', '));

test('every table of the database is in the glossary, under its own name', () => {
  const migrations = globSync('src/store/migrations/*.sql', { cwd: checkout });
  const tables = migrations.flatMap((file) => {
    const sql = readFileSync(checkout + file, 'utf8');
    return [...sql.matchAll(/^create (?:unlogged )?table (\w+)/gm)].map(([, table = '']) => table);
  });
  assert.ok(tables.length > 30);
  assert.deepEqual(
    tables.map((table) => spoken(table)).filter((word) => !known(word)),
    [],
  );
});

test('no word is in the glossary twice', () => {
  assert.deepEqual(words, [...new Set(words)]);
});

function spoken(table: string): string {
  return table.replaceAll('_', ' ');
}

function known(word: string): boolean {
  return words.some((one) => [word, word.replace('sign in', 'sign-in')].includes(one.replace(/ \(.*/, '')));
}
