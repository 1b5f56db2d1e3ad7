import { isUtf8 } from 'node:buffer';

/** A stretch of a file's text, or what is wrong with its bytes from there on; nothing follows a fault. */
export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'fault'; readonly reason: 'not UTF-8' | 'UTF-16' | 'gzip' | 'cut off' };

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const longestPiece = 65_536; // a reader looks at its limits between pieces, however large the chunks are that come

/**
 * Decodes a file as UTF-8, its byte order mark taken off, in pieces of at most 64 KB. Text before a byte that is not UTF-8 is yielded
 * first. Other encodings that say so by their first bytes are named.
 */
export async function* utf8Text(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TextPiece> {
  let held = new Uint8Array();
  let begun = false;
  for await (const chunk of bytes) {
    held = held.length === 0 ? new Uint8Array(chunk) : new Uint8Array(Buffer.concat([held, chunk]));
    if (!begun && held.length < 3) continue; // shorter than a byte order mark
    const fault = begun ? undefined : otherForm(held);
    if (fault !== undefined) {
      yield fault;
      return;
    }
    let at = begun ? 0 : markLength(held);
    begun = true;
    const whole = wholeCharacters(held);
    for (; at < whole; at = cutAt(held, at, whole)) {
      const part = held.subarray(at, cutAt(held, at, whole));
      yield* decoded(part);
      if (!isUtf8(part)) return;
    }
    held = held.slice(Math.max(at, whole));
  }
  yield* ending(held, begun);
}

function* ending(held: Uint8Array, begun: boolean): Generator<TextPiece> {
  const fault = begun ? undefined : otherForm(held);
  if (fault !== undefined) yield fault;
  else if (isUtf8(held)) yield { kind: 'text', text: decoder.decode(held) };
  else yield { kind: 'fault', reason: begun ? 'cut off' : 'not UTF-8' };
}

function* decoded(part: Uint8Array): Generator<TextPiece> {
  if (isUtf8(part)) {
    yield { kind: 'text', text: decoder.decode(part) };
    return;
  }
  let good = 0;
  for (let half = part.length; half >= 1; half = Math.floor(half / 2))
    while (good + half <= part.length && isUtf8(part.subarray(0, wholeWithin(part, good + half))))
      good += half;
  yield { kind: 'text', text: decoder.decode(part.subarray(0, wholeWithin(part, good))) };
  yield { kind: 'fault', reason: 'not UTF-8' };
}

function otherForm(head: Uint8Array): TextPiece | undefined {
  const [first, second, third] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { kind: 'fault', reason: 'UTF-16' };
  if (first === 0 || (second === 0 && third !== 0)) return { kind: 'fault', reason: 'UTF-16' }; // `<` in UTF-16 without a mark
  return first === 0x1f && second === 0x8b ? { kind: 'fault', reason: 'gzip' } : undefined;
}

function markLength(head: Uint8Array): number {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
}

function cutAt(bytes: Uint8Array, from: number, end: number): number {
  return from + longestPiece >= end ? end : Math.max(wholeWithin(bytes, from + longestPiece), from + 1);
}

function wholeCharacters(bytes: Uint8Array): number {
  return wholeWithin(bytes, bytes.length);
}

/** The last place at or before `end` that does not stand inside a character, as far as its first byte says how long it is. */
function wholeWithin(bytes: Uint8Array, end: number): number {
  for (let back = 1; back <= 3 && back <= end; back += 1) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return lengthSaid(byte) > back ? end - back : end;
  }
  return end;
}

function lengthSaid(firstByte: number): number {
  if (firstByte >= 0xf0) return 4;
  return firstByte >= 0xe0 ? 3 : 2;
}
