import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { UnreadableFile } from '../../src/domain/unreadable-file.ts';
import { openedBytes, usualLimits } from '../../src/feeds/opened-bytes.ts';

test('a file is read as it is, and a gzipped one as what it holds, however it is cut', async () => {
  const plain = Buffer.from('School URN,Pupil number\r\n'.repeat(500));
  for (const size of [1, 7, 65_536]) {
    assert.ok(plain.equals(await read(pieces(plain, size))));
    assert.ok(plain.equals(await read(pieces(gzipSync(plain), size))));
  }
  assert.equal((await read(pieces(Buffer.alloc(0), 1))).length, 0);
});

test('a gzip that unpacks to a thousand times its size is refused before it is unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(200_000_000));
  assert.ok(bomb.length < 200_000);
  let unpacked = 0;
  await assert.rejects(
    async () => {
      for await (const chunk of openedBytes(pieces(bomb, 65_536))) unpacked += chunk.length;
    },
    reason(/unpacks to more than 100 times its size/),
  );
  assert.ok(unpacked < 40_000_000, String(unpacked));
});

test('a stream that does not end is left at the longest that a file may be, and holds no memory', async () => {
  const block = Buffer.alloc(1_000_000);
  let sent = 0;
  const endless = async function* () {
    for (; sent < 10_000_000_000; sent += block.length) yield block;
  };
  const before = process.memoryUsage().rss;
  await assert.rejects(
    async () => {
      for await (const _chunk of openedBytes(endless()));
    },
    reason(/longer than 4,000 MB/),
  );
  assert.ok(sent <= usualLimits.longest + 2 * block.length);
  assert.ok(process.memoryUsage().rss - before < 100_000_000);
});

test('a gzip that is cut off or broken is told as that', async () => {
  const packed = gzipSync(Buffer.from('x'.repeat(100_000)));
  await assert.rejects(
    read(pieces(packed.subarray(0, packed.length - 20), 64)),
    reason(/cut off before its end/),
  );
  const broken = Buffer.from(packed);
  broken.fill(0xff, 12, 40);
  await assert.rejects(read(pieces(broken, 64)), reason(/a broken gzip/));
});

function reason(wanted: RegExp) {
  return (error: unknown): boolean => error instanceof UnreadableFile && wanted.test(error.reason);
}

async function read(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of openedBytes(bytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
