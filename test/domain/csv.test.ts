import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { csvLine, csvReader, parseCsv } from '../../src/domain/csv.ts';

const fieldsOf = (text: string): readonly (readonly string[] | string)[] =>
  parseCsv(text).map((record) => (record.ok ? record.value.fields : record.fault.says));

test('a plain line is its fields, with or without a last line end', () => {
  assert.deepEqual(fieldsOf('a,b\nc,\r\n'), [
    ['a', 'b'],
    ['c', ''],
  ]);
  assert.deepEqual(fieldsOf('a,b'), [['a', 'b']]);
  assert.deepEqual(fieldsOf(''), []);
});

test('a quoted field may hold commas, quotation marks and line ends', () => {
  assert.deepEqual(fieldsOf('"a, b","say ""no""","one\r\ntwo"\nc,d,e\n'), [
    ['a, b', 'say "no"', 'one\r\ntwo'],
    ['c', 'd', 'e'],
  ]);
});

test('a byte order mark is no part of the first field', () => {
  assert.deepEqual(fieldsOf('\uFEFFurn,name\n'), [['urn', 'name']]);
});

test('a record knows the line it starts on, after a record of several lines', () => {
  const lines = parseCsv('a\n"b\nb"\nc\n').map((record) => record.ok && record.value.line);
  assert.deepEqual(lines, [1, 2, 4]);
});

test('a quotation mark in a plain field is a fault with its line and column, and reading goes on', () => {
  const [, broken, next] = parseCsv('a,b\nc,d"e"\nf,g\n');
  assert.deepEqual(broken, {
    ok: false,
    fault: { kind: 'invalid', says: 'A quotation mark stands where none may be', line: 2, column: 3 },
  });
  assert.ok(next?.ok);
});

test('a quotation mark that is never closed loses its own line only', () => {
  assert.deepEqual(fieldsOf('a,b\n"c,d\ne,f\ng,h\n'), [
    ['a', 'b'],
    'A quotation mark is not closed',
    ['e', 'f'],
    ['g', 'h'],
  ]);
});

test('a line without end is one fault, holds little memory, and the next line is read', () => {
  const reader = csvReader();
  const found = Array.from({ length: 50 }, () => reader.read('x'.repeat(20_000))).flat();
  const after = [...reader.read('\na,b\n'), ...reader.end()];
  assert.match(found[0]?.ok === false ? found[0].fault.says : '', /^A record is longer/);
  assert.equal(found.length, 1);
  assert.deepEqual(after, [{ ok: true, value: { line: 2, fields: ['a', 'b'] } }]);
});

const field = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\n', '\r', '"', ';') });
// One empty field is an empty line either way, and a lone \r at the end of a plain last field belongs to the line end.
const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 6 });

test('what is written is read back the same, however it is cut on its way', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), (written, size) => {
      const text = written.map(csvLine).join('');
      const reader = csvReader();
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      const records = [...pieces.flatMap((piece) => [...reader.read(piece)]), ...reader.end()];
      assert.deepEqual(
        records.map((record) => record.ok && record.value.fields),
        written,
      );
    }),
  );
});
