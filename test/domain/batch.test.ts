import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, type Judged } from '../../src/domain/batch.ts';
import { csvLine } from '../../src/domain/csv-cells.ts';
import { lateSince } from '../../src/domain/lateness.ts';
import { day } from '../support/pds.ts';

const good: Judged = {
  counts: { read: 1000, refused: 50 },
  terms: { faultsAtMost: 0.05, knownAtLeast: 0.5 },
  sample: { children: 900, known: 450 },
  writtenOn: null,
  lastWrittenOn: null,
};

test('a file within its supplier’s limits may touch children, and one row past them it may not', () => {
  assert.equal(judge(good), undefined);
  assert.equal(judge({ ...good, counts: { read: 1000, refused: 51 } }), 'faults');
  assert.equal(judge({ ...good, sample: { children: 900, known: 449 } }), 'unknown children');
  assert.equal(judge({ ...good, counts: { read: 0, refused: 0 } }), 'empty');
});

test('a share of a few rows says nothing: they are judged one by one', () => {
  assert.equal(
    judge({ ...good, counts: { read: 19, refused: 19 }, sample: { children: 0, known: 0 } }),
    undefined,
  );
  assert.equal(judge({ ...good, sample: { children: 19, known: 0 } }), undefined);
});

test('a file that was written before the last one that was taken in is stopped, whatever is in it', () => {
  const written = { writtenOn: day('2026-11-01'), lastWrittenOn: day('2026-11-02') };
  assert.equal(judge({ ...good, ...written }), 'older file');
  assert.equal(judge({ ...good, ...written, writtenOn: day('2026-11-02') }), undefined);
});

test('a cell that a spreadsheet would take for a formula is text', () => {
  const cells = ['=1+1', '+44', '-1', '@sum', '\tx', 'plain', 'a,b', 'say "so"'];
  assert.equal(csvLine(cells), `'=1+1,'+44,'-1,'@sum,'\tx,plain,"a,b","say ""so"""\r\n`);
});

test('a file is late the day after it was due, and never where none is due', () => {
  const rhythm = { everyDays: 30, lastOn: day('2026-10-01'), since: day('2026-01-01') };
  assert.equal(lateSince(rhythm, day('2026-10-31')), undefined);
  assert.equal(lateSince(rhythm, day('2026-11-01')), '2026-10-31');
  assert.equal(lateSince({ ...rhythm, lastOn: null }, day('2026-02-01')), '2026-01-31');
  assert.equal(lateSince({ ...rhythm, everyDays: null }, day('2030-01-01')), undefined);
});
