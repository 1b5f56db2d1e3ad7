import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { csvLine, parseCsv } from '../../src/domain/csv.ts';
import { neutralCell } from '../../src/domain/spreadsheet-cell.ts';

test('no cell begins as a formula does, and what begins as none is left as it is', () => {
  for (const begin of ['=', '+', '-', '@', '\t=', '\r=', '\t', ' =1', '＝', '＋', '－', '＠'])
    assert.equal(neutralCell(`${begin}cmd|'/C calc'!A0`), `'${begin}cmd|'/C calc'!A0`);
  for (const text of ['Amina Khan', "O'Neill-Smith", '2026-11-23', '01632 960 140', ''])
    assert.equal(neutralCell(text), text);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(neutralCell(text), /^\s*[=+\-@＝＋－＠]/);
    }),
  );
});

test('a line of such cells is read back as it was written', () => {
  const cells = fc.array(fc.string({ unit: 'grapheme-ascii' }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(cells, (written) => {
      const [read] = parseCsv(csvLine(written.map(neutralCell)));
      assert.ok(read?.ok);
      assert.deepEqual(read.value.fields, written.map(neutralCell));
    }),
  );
});
