import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UnreadableFile } from '../domain/unreadable-file.ts';

/** How much a file may be. */
export type FileLimits = {
  /** Bytes, as they are read. */
  readonly longest: number;
  /** What a gzipped file may unpack to, as so many times its bytes. */
  readonly mostUnpacked: number;
};

// Ours: the school census of all England would be 8 GB of XML, and no supplier has a tenth of it. Files of people's data shrink
// to a fifteenth or a thirtieth; nothing honest to less than a hundredth.
export const usualLimits: FileLimits = { longest: 4_000_000_000, mostUnpacked: 100 };

const alwaysUnpacked = 10_000_000; // bytes that may come of the first few, before a share says anything

/** A file's bytes, unpacked where they are gzipped; UnreadableFile where they are more than a file may be, or broken. */
export async function* openedBytes(
  bytes: AsyncIterable<Uint8Array>,
  limits: FileLimits = usualLimits,
): AsyncGenerator<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]();
  try {
    const first = await beginningOf(source);
    if (first.length === 0) return;
    const rest = andThen(first, source);
    if (isGzip(first)) yield* unpacked(rest, limits);
    else yield* bounded(rest, limits);
  } finally {
    await source.return?.();
  }
}

// Two bytes tell what it is; they may come one by one.
async function beginningOf(source: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let first: Uint8Array = new Uint8Array();
  while (first.length < 2) {
    const next = await source.next();
    if (next.done === true) return first;
    first = Buffer.concat([first, next.value]);
  }
  return first;
}

async function* andThen(
  first: Uint8Array,
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  yield first;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
}

async function* bounded(
  bytes: AsyncIterable<Uint8Array>,
  { longest }: FileLimits,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of bytes) {
    read += chunk.length;
    if (read > longest) throw tooLong(longest);
    yield chunk;
  }
}

async function* unpacked(bytes: AsyncIterable<Uint8Array>, limits: FileLimits): AsyncGenerator<Uint8Array> {
  let packed = 0;
  let read = 0;
  const counted = async function* () {
    for await (const chunk of bytes) {
      packed += chunk.length;
      yield chunk;
    }
  };
  const unzipping = pipeline(Readable.from(counted()), createGunzip(), () => undefined);
  try {
    for await (const chunk of unzipping) {
      if (!(chunk instanceof Uint8Array)) continue;
      read += chunk.length;
      if (read > limits.longest) throw tooLong(limits.longest);
      if (read > alwaysUnpacked && read > packed * limits.mostUnpacked) throw tooDense(limits.mostUnpacked);
      yield chunk;
    }
  } catch (error) {
    throw brokenGzip(error);
  }
}

function tooLong(longest: number): UnreadableFile {
  return new UnreadableFile(`longer than ${Math.round(longest / 1e6).toLocaleString('en-GB')} MB`);
}

function tooDense(most: number): UnreadableFile {
  return new UnreadableFile(`gzipped so that it unpacks to more than ${most} times its size`);
}

function brokenGzip(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') return new UnreadableFile('cut off before its end');
  return typeof code === 'string' && code.startsWith('Z_') ? new UnreadableFile('a broken gzip') : error;
}

function isGzip(first: Uint8Array): boolean {
  return first[0] === 0x1f && first[1] === 0x8b; // RFC 1952 section 2.3.1
}
