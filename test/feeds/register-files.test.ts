import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

const tables = ['registers', 'names'].flatMap((folder) =>
  readdirSync(join('data', folder))
    .filter((file) => /\.csv(\.gz)?$/.test(file))
    .map((file) => `${folder}/${file}`),
);

function textOf(table: string): string {
  const bytes = readFileSync(join('data', table));
  return (table.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

test('no table that comes with the program has a column for telephones, e-mail or head teachers', () => {
  for (const table of tables) {
    const [header = ''] = textOf(table).split('\n', 1);
    assert.doesNotMatch(header, /phone|tel|mail|web|head|contact|fax/i, table);
  }
});

test('data/README.md lists every table with the rows that it has', () => {
  const readme = readFileSync('data/README.md', 'utf8');
  for (const table of tables) {
    const rows = textOf(table).split('\n').length - 2;
    const said = readme.split('\n').find((line) => line.startsWith(`| ${table} |`));
    assert.ok(said?.includes(`| ${rows.toLocaleString('en-GB')} |`), `${table}: ${rows}`);
  }
});

test('the data that comes with the program stays small', () => {
  const bytes = tables.reduce((sum, table) => sum + statSync(join('data', table)).size, 0);
  assert.ok(bytes < 16_000_000, String(bytes));
});
