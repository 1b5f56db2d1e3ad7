import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { utf8Text, type TextPiece } from '../../src/feeds/utf8-text.ts';
import { chunksOf } from '../support/feed-items.ts';

test('a text comes out as it went in, however its bytes were cut', async () => {
  const text = fc.string({ unit: 'binary' }).filter((any) => !any.slice(0, 2).includes('\0')); // that would be UTF-16
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (written, size) => {
      const pieces = await read(Buffer.from(written), size);
      assert.deepEqual(textOf(pieces), written.startsWith('\uFEFF') ? written.slice(1) : written);
    }),
  );
});

test('a large chunk comes in pieces of at most 64 KB, no character cut in two', async () => {
  const text = '€'.repeat(100_000);
  const pieces = await read(Buffer.from(text), 1_000_000);
  assert.ok(pieces.every((piece) => piece.kind === 'text' && piece.text.length <= 65_536));
  assert.equal(textOf(pieces), text);
});

test('text before a byte that is not UTF-8 is read, and nothing after it', async () => {
  const good = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !text.includes('\0'));
  const bad = fc.constantFrom([0xe9, 0x20], [0xff], [0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x28]);
  await fc.assert(
    fc.asyncProperty(good, bad, fc.integer({ min: 1, max: 300 }), async (before, bytes, size) => {
      const file = Buffer.concat([Buffer.from(`abc${before}`), Uint8Array.from(bytes), Buffer.from('after')]);
      const pieces = await read(file, size);
      assert.equal(textOf(pieces), `abc${before}`);
      assert.deepEqual(pieces.at(-1), { kind: 'fault', reason: 'not UTF-8' });
    }),
  );
});

test('other forms of a file are told by their first bytes', async () => {
  const reason = async (file: Uint8Array): Promise<unknown> => (await read(file, 1)).at(-1);
  assert.deepEqual(await reason(Buffer.from('\uFEFF<a/>', 'utf16le')), { kind: 'fault', reason: 'UTF-16' });
  assert.deepEqual(await reason(Buffer.from('<a/>', 'utf16le')), { kind: 'fault', reason: 'UTF-16' });
  assert.deepEqual(await reason(Uint8Array.of(0x1f, 0x8b, 8, 0)), { kind: 'fault', reason: 'gzip' });
  assert.deepEqual(await reason(Buffer.from('abc€').subarray(0, 5)), { kind: 'fault', reason: 'cut off' });
});

async function read(file: Uint8Array, chunkSize: number): Promise<TextPiece[]> {
  const pieces: TextPiece[] = [];
  for await (const piece of utf8Text(chunksOf(file, chunkSize))) pieces.push(piece);
  return pieces;
}

function textOf(pieces: readonly TextPiece[]): string {
  return pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
}
