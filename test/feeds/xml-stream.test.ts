import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { cutXml, type XmlPiece } from '../../src/feeds/xml-stream.ts';
import { chunksOf } from '../support/feed-items.ts';

const limits = { longest: 2000, deepest: 8, attributes: 4 };

test('records are cut out of the document, and texts around them told with their paths', async () => {
  const pieces = await cut('<a><h><c> 7 </c></h><r x="1">t<s>u</s></r><!-- none --><r/></a>');
  assert.deepEqual(pieces, [
    { kind: 'value', path: 'a/h/c', text: '7' },
    { kind: 'record', path: 'a/r', line: 1, element: record('r', 't', [record('s', 'u')], { x: '1' }) },
    { kind: 'record', path: 'a/r', line: 1, element: record('r', '') },
  ]);
});

test('a prefix, a byte order mark, CDATA and the characters that XML names are taken', async () => {
  const pieces = await cut('\uFEFF<n:a xmlns:n="u"><n:r>&lt;&#x41;&amp;<![CDATA[<b>]]></n:r></n:a>');
  assert.deepEqual(pieces, [{ kind: 'record', path: 'a/r', line: 1, element: record('r', '<A&<b>') }]);
});

const broken: readonly (readonly [string, string])[] = [
  ['', 'empty'],
  [' \n ', 'empty'],
  ['<a><r>1</r><r>', 'cut off'],
  ['<a><r>1</r', 'cut off'],
  ['<a><r>1</a></r>', 'not XML'],
  ['nonsense', 'not XML'],
  ['<a/>more', 'not XML'],
  ['<a/><b/>', 'not XML'],
  ['<a x=1/>', 'not XML'],
  ['<a x="1" x="2"/>', 'not XML'],
  ['<a>\u0001</a>', 'not XML'],
  ['<!DOCTYPE a><a/>', 'a DOCTYPE'],
  ['<!DOCTYPE a SYSTEM "http://x.example/a.dtd"><a/>', 'a DOCTYPE'],
  ['<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>', 'a DOCTYPE'],
  [`<!DOCTYPE a [${'<!ENTITY b "bb">'.repeat(10_000)}]><a/>`, 'too long'],
  ['<a>&nbsp;</a>', 'an entity of its own'],
  ['<a>'.repeat(9), 'nested too deep'],
  [
    `<a ${'b c d e f'
      .split(' ')
      .map((name) => `${name}="1"`)
      .join(' ')}/>`,
    'too many attributes',
  ],
  [`<a><r>${'<s>1</s>'.repeat(20_000)}</r></a>`, 'too long'],
  [`<a>${'text '.repeat(20_000)}</a>`, 'too long'],
  [`<${'a'.repeat(300)}/>`, 'too long'],
  ['<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'another encoding'],
  ['<?xml version="1.0" encoding="utf-16"?><a/>', 'another encoding'],
];

test('what is no XML, or more than its limits, is told at whatever place the bytes are cut', async () => {
  for (const [text, reason] of broken)
    for (const size of [1, 13, 100_000]) {
      const last = (await cut(text, text.length > 1000 ? Math.max(size, 1000) : size)).at(-1);
      assert.equal(last?.kind === 'fault' ? last.reason : last?.kind, reason, `${text.slice(0, 60)} ${size}`);
    }
});

test('records before a fault are kept', async () => {
  const whole = `<a>${Array.from({ length: 20 }, (_, at) => `<r>${at}</r>`).join('\n')}</a>`;
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 50 }), async (length, size) => {
      const pieces = await cut(whole.slice(0, length), size);
      const complete = whole.slice(0, length).split('</r>').length - 1;
      assert.equal(pieces.filter((piece) => piece.kind === 'record').length, complete);
      assert.equal(pieces.at(-1)?.kind, 'fault');
    }),
  );
});

test('a line is where a record begins', async () => {
  const pieces = await cut('<a>\n<r/>\n\n<r>\n\n</r>\n</a>', 3);
  assert.deepEqual(
    pieces.map((piece) => piece.kind === 'record' && piece.line),
    [2, 4],
  );
});

function record(
  name: string,
  text: string,
  elements: readonly object[] = [],
  attributes: Readonly<Record<string, string>> = {},
): object {
  return { name, text, elements, attributes };
}

async function cut(text: string, chunkSize = 65_536): Promise<readonly XmlPiece[]> {
  const pieces: XmlPiece[] = [];
  for await (const piece of cutXml(chunksOf(text, chunkSize), (path) => path === 'a/r', limits))
    if (piece.kind !== 'root')
      pieces.push(piece.kind === 'record' ? { ...piece, element: plain(piece.element) } : piece);
  return pieces;
}

// The parser's attributes have no prototype, which is as well, and which deepEqual sees.
function plain(element: Extract<XmlPiece, { kind: 'record' }>['element']): typeof element {
  return { ...element, attributes: { ...element.attributes }, elements: element.elements.map(plain) };
}
