import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Holds a printed matrix against the one checked in under test/expected. What changed is read in the difference; with
 * WRITE_EXPECTED=1 the file is written anew, for a person to read before it is committed.
 */
export function assertExpected(file: string, printed: string): void {
  const path = new URL(`../expected/${file}`, import.meta.url);
  if (process.env['WRITE_EXPECTED'] === '1') writeFileSync(path, printed);
  assert.equal(printed, readFileSync(path, 'utf8'), `test/expected/${file} says otherwise`);
}

/** Rows of words as a text with its columns in line. */
export function inColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((word, at) => word.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}
