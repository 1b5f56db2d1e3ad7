import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { routes } from '../../src/web/routes.ts';
import { isNamedTest } from '../support/named-tests.ts';

type Promised = {
  readonly number: string;
  readonly promise: string;
  readonly page: string;
  readonly test: string;
};

const checkout = join(import.meta.dirname, '../..');
const rows = readRows(readFileSync(join(checkout, 'docs/promises.md'), 'utf8'));
const paths = new Set(routes.map((route) => route.path));

test('every promise has a number, a sentence, a page and a test, or says later', () => {
  const incomplete = rows.filter((row) => Object.values(row).some((cell) => cell === ''));
  assert.deepEqual(incomplete, []);
  assert.ok(rows.length > 150);
});

test('promises are numbered in order, each once', () => {
  const sections = Map.groupBy(rows, ({ number }) => number.split('.')[0]);
  const wanted = [...sections].flatMap(([section, own]) => own.map((_, at) => `${section}.${at + 1}`));
  assert.deepEqual(
    rows.map(({ number }) => number),
    wanted,
  );
});

test('every page named is a route or a file', () => {
  const named = rows.flatMap(({ page }) => partsOf(page));
  const astray = named.filter((part) => !isPage(/^`([^`]+)`$/.exec(part)?.[1] ?? ''));
  assert.deepEqual(astray, []);
});

test('every test named is in its file, and shows a promise whose page is there', () => {
  const named = rows.flatMap(({ test: cell }) => partsOf(cell));
  assert.deepEqual(
    named.filter((part) => !isNamedTest(part)),
    [],
  );
  const pageless = rows.filter((row) => partsOf(row.page).length === 0 && partsOf(row.test).length > 0);
  assert.deepEqual(pageless, []);
});

function readRows(page: string): readonly Promised[] {
  const lines = page.split('\n').filter((line) => /^\| \d/.test(line));
  return lines.map((line) => {
    const [, number = '', promise = '', at = '', shown = '', ...more] = line
      .split('|')
      .map((cell) => cell.trim());
    assert.deepEqual(more, [''], line);
    return { number, promise, page: at, test: shown };
  });
}

/** What a cell names; nothing where it is for later. */
function partsOf(cell: string): readonly string[] {
  return cell === '*later*' ? [] : cell.split('<br>');
}

function isPage(name: string): boolean {
  return paths.has(name) || (name.includes('.') && existsSync(join(checkout, name)));
}
