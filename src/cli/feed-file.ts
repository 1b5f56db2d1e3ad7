import { open, readFile, stat } from 'node:fs/promises';
import { UnreadableFile } from '../domain/unreadable-file.ts';
import type { FeedFile } from '../services/receive-feed.ts';
import type { Progress } from './progress.ts';

const chunkSize = 65_536;

/** Files named on the command line, read in chunks; how far all of them have come is shown on the way. */
export async function feedFiles(
  paths: readonly string[],
  show: (progress: Progress) => void,
): Promise<readonly FeedFile[]> {
  const sizes = new Map<string, number>();
  for (const path of paths) sizes.set(path, await sizeOf(path));
  const so = { doing: 'Reading', done: 0, of: [...sizes.values()].reduce((sum, size) => sum + size, 0) };
  const opened = new Set<string>();
  return paths.map((path) => ({
    name: printable(path),
    open: () => {
      if (opened.has(path)) so.of += sizes.get(path) ?? 0; // again, for the carers in it
      opened.add(path);
      return bytesOf(path, (bytes) => {
        so.done += bytes;
        show({ ...so, of: Math.max(so.of, so.done) });
      });
    },
  }));
}

/** The whole text of a short file; throws UnreadableFile. */
export async function textOfFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(error);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const { size } = await stat(path);
    return size;
  } catch {
    return 0; // why it cannot be read is told when it is read
  }
}

async function* bytesOf(path: string, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  try {
    await refuseOthers(path);
    for await (const chunk of chunksOf(path)) {
      count(chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw unreadable(error);
  }
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

// A pipe or a device may never end, and cannot be read a second time.
async function refuseOthers(path: string): Promise<void> {
  const found = await stat(path);
  if (found.isDirectory()) throw new UnreadableFile('a directory');
  if (!found.isFile()) throw new UnreadableFile('not an ordinary file');
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'not there'],
  ['ENOTDIR', 'not there'],
  ['ENAMETOOLONG', 'not there'],
  ['EACCES', 'not ours to read'],
  ['EPERM', 'not ours to read'],
  ['ELOOP', 'a link to itself'],
]);

function unreadable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UnreadableFile || !('code' in error)) return error;
  const code = String(error.code);
  return new UnreadableFile(reasons.get(code) ?? `not readable (${code})`);
}

// A file's name may hold what would draw over the terminal.
function printable(path: string): string {
  return path.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '\u{FFFD}');
}
