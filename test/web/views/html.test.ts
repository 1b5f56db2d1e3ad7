import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { attributes, html, markupOf } from '../../../src/web/views/html.ts';

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '\0', '\ud800', '\udfff', '/', '=', ' ', 'a') }),
);

function decoded(text: string): string {
  const meant: Readonly<Record<string, string>> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
  };
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => meant[entity] ?? entity);
}

test('whatever a person types stays text, between tags and in attributes', () => {
  fc.assert(
    fc.property(anything, (typed) => {
      const page = markupOf(html`<p title="${typed}">${typed}</p>`);
      const shape = /^<p title="([^<>"']*)">([^<>"']*)<\/p>$/u.exec(page);
      assert.ok(shape, page);
      const wanted = typed.toWellFormed().replaceAll('\0', '');
      assert.equal(decoded(shape[1] ?? ''), wanted);
      assert.equal(decoded(shape[2] ?? ''), wanted);
    }),
    { numRuns: 1000 },
  );
});

test('every ampersand sent begins one of our own entities', () => {
  fc.assert(
    fc.property(anything, (typed) => {
      assert.doesNotMatch(markupOf(html`${typed}`), /&(?!amp;|lt;|gt;|quot;|#39;)/);
    }),
  );
});

test('words that need no care are sent as they are', () => {
  assert.equal(markupOf(html`<b>${'Zoë Nguyễn 王'}</b>`), '<b>Zoë Nguyễn 王</b>');
});

test('markup inside markup is not escaped again', () => {
  const name = html`<b>${'O’Neill & Sons'}</b>`;
  assert.equal(markupOf(html`<p>${name}</p>`), '<p><b>O’Neill &amp; Sons</b></p>');
});

test('lists are joined, numbers are written, and what is absent leaves nothing', () => {
  const items = ['a', html`<i>b</i>`, ['<', 0], null, undefined, false] as const;
  assert.equal(markupOf(html`[${items}]`), '[a<i>b</i>&lt;0]');
});

test('a lone surrogate becomes the replacement character and a NUL is dropped', () => {
  assert.equal(markupOf('a\ud800b\0c\udc00'), 'a\ufffdbc\ufffd');
  assert.equal(markupOf('\u{1f469}\u200d\u{1f467}'), '\u{1f469}\u200d\u{1f467}');
});

test('something that only looks like markup cannot be made outside the tag', () => {
  const forged: unknown = JSON.parse('{"markup":"<script>"}');
  // @ts-expect-error: an object from elsewhere is not Html
  assert.equal(markupOf(html`<p>${forged}</p>`).includes('script'), false);
});

test('attributes are written with quotes, and left out when false or absent', () => {
  const given = { id: 'x', title: '"<&', disabled: true, hidden: false, value: undefined, rows: 2 };
  assert.equal(markupOf(attributes(given)), ' id="x" title="&quot;&lt;&amp;" disabled rows="2"');
  assert.equal(markupOf(attributes(undefined)), '');
});
