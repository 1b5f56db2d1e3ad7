import assert from 'node:assert/strict';
import { test } from 'node:test';
import { form } from '../../../../src/web/views/components/form.ts';
import { codeInput } from '../../../../src/web/views/components/input.ts';
import { passwordInput } from '../../../../src/web/views/components/password-input.ts';
import { progress } from '../../../../src/web/views/components/progress.ts';
import { scrolling, table } from '../../../../src/web/views/components/table.ts';
import { html, markupOf } from '../../../../src/web/views/html.ts';

test('a form carries its token and leaves the checking to us', () => {
  const text = markupOf(form({ action: '/searches', formToken: 'token-1', main: html`<p>Fields</p>` }));
  assert.match(text, /<form action="\/searches" method="post" novalidate>/);
  assert.match(text, /<input type="hidden" name="form-token" value="token-1">/);
});

test('a code is one box of digits that the device may fill in', () => {
  const text = markupOf(codeInput({ name: 'code', label: 'Code' }));
  assert.match(text, /inputmode="numeric"/);
  assert.match(text, /autocomplete="one-time-code"/);
  assert.match(text, /spellcheck="false"/);
});

test('a secret is never sent back, whatever its options say', () => {
  const options = {
    name: 'pin',
    label: 'PIN',
    value: '493817',
    inputmode: 'numeric',
    autocomplete: 'off',
  } as const;
  const text = markupOf(passwordInput(options));
  assert.doesNotMatch(text, /493817|value=/);
  assert.match(text, /type="password"/);
});

test('progress is said in words too', () => {
  const text = markupOf(progress({ label: 'Loading', done: 120, of: 7000, says: '120 of 7,000 rows' }));
  assert.match(text, /max="7000" value="120"/);
  assert.match(text, /<p class="app-progress__says">120 of 7,000 rows<\/p>/);
});

test('a wide table scrolls inside a box that the keyboard reaches and that has a name', () => {
  const text = markupOf(scrolling('Queues', table({ rows: [[{ text: 'a' }]] })));
  assert.match(text, /<div class="app-scrolling" role="region" aria-label="Queues" tabindex="0">/);
});
