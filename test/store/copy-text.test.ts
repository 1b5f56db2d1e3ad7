import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { copyText } from '../../src/store/copy-text.ts';
import { copyValue } from '../../src/store/copy.ts';

const column = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  fc.string(),
  fc.constantFrom('a\tb', 'back\\slash', 'line\nend', 'Zoë', '李 O’Neil', ''),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constantFrom(null, undefined),
);

test('a row is the same bytes as its values written one by one', () => {
  fc.assert(
    fc.property(fc.array(fc.array(column, { minLength: 1, maxLength: 20 })), (rows) => {
      const text = copyText();
      for (const row of rows) text.row(...row);
      const wanted = rows.map((row) => `${row.map(writtenAs).join('\t')}\n`).join('');
      assert.equal(Buffer.from(text.bytes()).toString(), wanted);
    }),
  );
});

test('a text grows past any size that it began with', () => {
  const text = copyText();
  for (let line = 0; line < 20_000; line += 1) text.row(line, 'x'.repeat(40));
  assert.equal(Buffer.from(text.bytes()).toString().split('\n').length, 20_001);
});

// COPY reads t and f as it reads true and false.
function writtenAs(value: string | number | boolean | null | undefined): string {
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return Object.is(value, -0) ? '0' : copyValue(value);
}
