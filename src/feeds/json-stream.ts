import {
  beginCutting,
  copyOf,
  failCutting,
  joined,
  scanOn,
  startAnew,
  type Cutting,
  type JsonLimits,
  type JsonPiece,
} from './json-cutting.ts';

/**
 * Cuts a stream of bytes into its objects and their entries, holding no more than one of them. After a fault it goes
 * on at the next line that begins with `{`, so that one bad line costs that line alone.
 */
export async function* cutJson(
  bytes: AsyncIterable<Uint8Array>,
  limits: JsonLimits,
): AsyncGenerator<JsonPiece> {
  const cutting = beginCutting(limits);
  for await (const chunk of bytes) {
    take(cutting, chunk);
    while (cutting.found.length > 0) yield* cutting.found.splice(0);
  }
  finish(cutting);
  yield* cutting.found;
}

function take(cutting: Cutting, chunk: Uint8Array): void {
  if (cutting.lost === 'for good') return;
  cutting.held = joined([cutting.held, chunk]);
  if (!cutting.begun && !pastByteOrderMark(cutting)) return;
  while (cutting.at < cutting.held.length) {
    if (cutting.lost !== 'no' && !recovered(cutting)) break;
    scanOn(cutting);
  }
  forget(cutting);
}

function finish(cutting: Cutting): void {
  if (cutting.lost !== 'no') return;
  // What was held back as a possible byte order mark, or lines swallowed by an object that never ended.
  cutting.begun = true;
  for (;;) {
    while (cutting.at < cutting.held.length && cutting.lost === 'no') scanOn(cutting);
    if (cutting.lost === 'no' && cutting.scanner.open.length > 0) failCutting(cutting, 'cut off');
    if (cutting.lost === 'no' || cutting.lost === 'for good' || !recovered(cutting)) return;
  }
}

// U+FEFF before the first object is allowed by RFC 8259 section 8.1 to be ignored.
function pastByteOrderMark(cutting: Cutting): boolean {
  const { held } = cutting;
  if (held.length < 3 && held[0] === 0xef) return false;
  if (held[0] === 0xef && held[1] === 0xbb && held[2] === 0xbf) cutting.at = 3;
  cutting.begun = true;
  return true;
}

/** Finds the next line that begins with an object, after a fault. */
function recovered(cutting: Cutting): boolean {
  const { held } = cutting;
  for (let at = cutting.at; at + 1 < held.length; at += 1) {
    if (held[at] !== 0x0a) continue;
    cutting.line += 1;
    if (held[at + 1] !== 0x7b) continue;
    startAnew(cutting);
    cutting.lost = 'no';
    cutting.at = at + 1;
    return true;
  }
  cutting.at = Math.max(cutting.at, held.length - 1); // the last byte may be the end of a line
  cutting.cut = -1;
  return false;
}

/** Lets go of the bytes before the piece under way. */
function forget(cutting: Cutting): void {
  const keep = cutting.cut < 0 ? cutting.at : cutting.cut;
  cutting.held = copyOf(cutting.held.subarray(keep));
  cutting.at -= keep;
  cutting.keyAt -= keep;
  if (cutting.cut >= 0) cutting.cut = 0;
}
