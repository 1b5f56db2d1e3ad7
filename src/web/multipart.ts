import { done, failed, type Outcome } from '../domain/outcome.ts';
import { UnreadableFile } from '../domain/unreadable-file.ts';
import type { Body, FormFields } from './form.ts';

/** A form with a file at its end: the fields before it, and the file's bytes as they arrive; without them where none was chosen. */
export type FileForm = { readonly fields: FormFields; readonly file?: () => AsyncIterable<Uint8Array> };

const mostFieldBytes = 100_000; // of all that stands before the file: the same as of a form without one
const mostFields = 50;

/** Reads multipart/form-data (RFC 7578) up to its file, which has to come last, as our page has it. */
export async function readFileForm({ contentType, bytes }: Body): Promise<Outcome<FileForm>> {
  const boundary = /^multipart\/form-data;.*\bboundary="?([\w'()+,./:=?-]{1,70})"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return failed(notOurs);
  const parts = partsOf(bytes, Buffer.from(`\r\n--${boundary}`));
  const fields = new Map<string, string>();
  try {
    for (;;) {
      const head = await nextHead(parts);
      if (head === undefined || head.isEmptyFile) return done({ fields });
      if (head.isFile) return done({ fields, file: () => bodyOf(parts) });
      if (fields.has(head.name) || fields.size >= mostFields) return failed(notOurs);
      fields.set(head.name, await textOf(bodyOf(parts)));
    }
  } catch (error) {
    if (error instanceof UnreadableFile) return failed(notOurs);
    throw error;
  }
}

const notOurs = {
  kind: 'invalid',
  says: 'The form was not sent as its page made it. Go back and try again.',
} as const;
type Head = { readonly name: string; readonly isFile: boolean; readonly isEmptyFile: boolean };

const longestHead = 8_192;

/** A stream of parts, of which no more is held than a chunk and a boundary. */
type Parts = {
  readonly source: AsyncIterator<Uint8Array>;
  readonly boundary: Buffer;
  held: Buffer;
  isBegun: boolean;
};

function partsOf(bytes: AsyncIterable<Uint8Array>, boundary: Buffer): Parts {
  // The first boundary has no line before it.
  return { source: bytes[Symbol.asyncIterator](), boundary, held: Buffer.from('\r\n'), isBegun: false };
}

/** The head of the next part; undefined behind the last. */
async function nextHead(parts: Parts): Promise<Head | undefined> {
  if (!parts.isBegun) await upTo(parts, parts.boundary);
  parts.isBegun = true;
  while (parts.held.length < 2 && (await more(parts)));
  if (parts.held.toString('latin1', 0, 2) === '--') return undefined;
  const lines = (await upTo(parts, Buffer.from('\r\n\r\n'))).toString('utf8');
  const name = /\bname="([^"\r\n]{1,100})"/i.exec(lines)?.[1];
  if (name === undefined) throw new UnreadableFile('a part without a name');
  // A browser sends the box in which nothing was chosen as a file without a name.
  const isEmptyFile = /\bfilename=""/i.test(lines);
  return { name, isFile: /\bfilename\*?=/i.test(lines), isEmptyFile };
}

async function* bodyOf(parts: Parts): AsyncGenerator<Uint8Array> {
  const { boundary } = parts;
  for (let at = parts.held.indexOf(boundary); at < 0; at = parts.held.indexOf(boundary)) {
    // The end of what is held may be the beginning of a boundary.
    const sure = parts.held.length - boundary.length;
    if (sure > 0) yield take(parts, sure, 0);
    if (!(await more(parts))) throw cutOff();
  }
  const last = take(parts, parts.held.indexOf(boundary), boundary.length);
  if (last.length > 0) yield last;
}

async function upTo(parts: Parts, mark: Buffer): Promise<Buffer> {
  for (let at = parts.held.indexOf(mark); ; at = parts.held.indexOf(mark)) {
    if (at >= 0) return take(parts, at, mark.length);
    if (parts.held.length > longestHead || !(await more(parts))) throw cutOff();
  }
}

function take(parts: Parts, bytes: number, andThen: number): Buffer {
  const taken = parts.held.subarray(0, bytes);
  parts.held = parts.held.subarray(bytes + andThen);
  return taken;
}

async function more(parts: Parts): Promise<boolean> {
  const next = await parts.source.next();
  if (next.done !== true) parts.held = Buffer.concat([parts.held, next.value]);
  return next.done !== true;
}

function cutOff(): UnreadableFile {
  return new UnreadableFile('cut off before its end');
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostFieldBytes) throw new UnreadableFile('too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
