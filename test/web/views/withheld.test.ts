import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markupOf } from '../../../src/web/views/html.ts';
import { withheld } from '../../../src/web/views/withheld.ts';

const desk = { role: 'Duty social worker', organisation: 'Bolton Council', telephone: '01632960101' };

test('a withheld record says what is kept back, and what can be done now', () => {
  const text = markupOf(withheld({ childName: 'Oliver Hargreaves', desks: [desk] }));
  assert.match(text, /Some details are not shown/);
  assert.match(text, /href="tel:999"/);
  assert.match(text, /href="tel:\+441632960101"/);
});
