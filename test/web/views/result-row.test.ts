import assert from 'node:assert/strict';
import { test } from 'node:test';
import { realDay } from '../../../src/domain/calendar.ts';
import { markupOf } from '../../../src/web/views/html.ts';
import { resultRows, type FoundChild } from '../../../src/web/views/result-row.ts';

const child: FoundChild = {
  name: 'Oliver Hargreaves',
  bornOn: realDay(2014, 3, 27),
  age: '12 years',
  partPostcode: 'BL3 4',
  why: 'Same name and date of birth',
  openHref: '/children/h4ndl3',
};

test('a row has just enough to choose, and opens by an address that names no child', () => {
  const text = markupOf(resultRows([child]));
  for (const wanted of [
    'Oliver Hargreaves',
    '27 March 2014',
    '(12 years)',
    'BL3 4',
    'Same name and date of birth',
  ]) {
    assert.ok(text.includes(wanted), wanted);
  }
  assert.match(text, /<a\s[^>]*href="\/children\/h4ndl3"/);
});

test('each way of opening is told apart by the name it reads out', () => {
  assert.match(
    markupOf(resultRows([child])),
    /Open <span class="govuk-visually-hidden">record of <bdi>Oliver Hargreaves/,
  );
});

test('a place is not shown in one and the same word, whatever the reason', () => {
  const absent = [null, undefined].map((partPostcode) => markupOf(resultRows([{ ...child, partPostcode }])));
  assert.match(absent[0] ?? '', /<dd>not shown<\/dd>/);
  assert.equal(absent[0], absent[1]);
});
