import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isNamedTest } from '../support/named-tests.ts';

const checkout = join(import.meta.dirname, '../..');
const page = readFileSync(join(checkout, 'docs/security.md'), 'utf8');
const asked = readFileSync(join(checkout, 'test/expected/asvs.txt'), 'utf8').split('\n').slice(1, -1);
const rows = page.split('\n').filter((line) => /^\| \d+\.\d+\.\d+\*? \|/.test(line));
const requirements = rows.map(cellsOf);
const threats = rowsUnder('## Who could try what');
const withoutTest = ['*documented*', '*does not apply*', '*by whoever runs it*', '*not met*'];

test('every requirement of level 3 has its row, once, and no other stands there', () => {
  assert.equal(asked.length, 267); // 246 that apply, 15 of systems that connect, and 6 of machines and names
  assert.deepEqual(
    requirements.map(([id]) => id),
    asked,
  );
});

test('no row of a requirement or a threat is empty in any part', () => {
  for (const cells of requirements) assert.equal(cells.filter((cell) => cell !== '').length, 4, cells[0]);
  for (const cells of threats) assert.equal(cells.filter((cell) => cell !== '').length, 4, cells[0]);
  assert.ok(threats.length > 10);
});

test('every test that the page of security names is there, under that title', () => {
  const named = [...requirements, ...threats].flatMap((cells) => (cells[3] ?? '').split('<br>'));
  assert.deepEqual(
    named.filter((part) => !withoutTest.includes(part) && !isNamedTest(part)),
    [],
  );
});

test('what is not met, or is left to whoever runs it, says why', () => {
  const plain = requirements.filter(([, , , shown = '']) =>
    withoutTest.some((word) => shown.startsWith(word)),
  );
  assert.ok(plain.length > 10 && plain.length < 40);
  for (const [id, , how = ''] of plain) assert.ok(how.length >= 15, id);
});

function rowsUnder(heading: string): readonly (readonly string[])[] {
  const part = page.split(/^(?=## )/m).find((one) => one.startsWith(heading)) ?? '';
  const lines = part.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(1).map(cellsOf);
}

function cellsOf(line: string): readonly string[] {
  return line
    .slice(2, -2)
    .split(' | ')
    .map((cell) => cell.trim());
}
