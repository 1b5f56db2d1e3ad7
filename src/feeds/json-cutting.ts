import {
  isJsonSpace,
  jsonScanner,
  skipText,
  stepJson,
  type JsonScanner,
  type JsonStep,
} from './json-scanner.ts';

/** One whole part of a stream of JSON objects: one document, one object a line, or an object with many entries. */
export type JsonPiece =
  /** The members of an object that stand before its entries, as an object. */
  | { readonly kind: 'head'; readonly text: string; readonly place: string }
  /** One element of the object's `entry` array. */
  | { readonly kind: 'entry'; readonly text: string; readonly names: number; readonly place: string }
  /** An object that has ended, its entries left out. */
  | { readonly kind: 'object'; readonly text: string; readonly names: number; readonly place: string }
  | { readonly kind: 'fault'; readonly reason: JsonFaultReason; readonly place: string };

export type JsonFaultReason =
  'not JSON' | 'a list' | 'cut off' | 'too long' | 'nested too deep' | 'not UTF-8';

export type JsonLimits = {
  /** The longest object or entry, in bytes. */
  readonly longest: number;
  /** How many objects and arrays may stand in one another. */
  readonly deepest: number;
};

/** What is under way. `cut` is where the present piece begins in `held`; -1 between pieces. */
export type Cutting = {
  readonly limits: JsonLimits;
  readonly found: JsonPiece[];
  scanner: JsonScanner;
  held: Uint8Array;
  at: number;
  cut: number;
  begun: boolean;
  line: number;
  objectLine: number;
  /** The parts of the object around its entries. */
  around: Uint8Array[];
  aroundLength: number;
  keyAt: number;
  keyIsEntry: boolean;
  inEntries: boolean;
  hadEntries: boolean;
  entryNo: number;
  namesBefore: number;
  namesInEntries: number;
  tooLong: boolean;
  lost: 'no' | 'until a line begins an object' | 'for good';
};

const brace = 0x7b;
const newline = 0x0a;
const entryKey = new TextEncoder().encode('entry');
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The state before the first byte. */
export function beginCutting(limits: JsonLimits): Cutting {
  return {
    limits,
    found: [],
    scanner: jsonScanner(limits.deepest),
    held: new Uint8Array(),
    at: 0,
    cut: -1,
    begun: false,
    line: 1,
    objectLine: 1,
    around: [],
    aroundLength: 0,
    keyAt: 0,
    keyIsEntry: false,
    inEntries: false,
    hadEntries: false,
    entryNo: 0,
    namesBefore: 0,
    namesInEntries: 0,
    tooLong: false,
    lost: 'no',
  };
}

/** Scans on to the end of what is held, or to a fault. */
export function scanOn(cutting: Cutting): void {
  const { held, scanner } = cutting;
  while (cutting.at < held.length) {
    cutting.at = skipText(scanner, held, cutting.at);
    const byte = held[cutting.at];
    if (byte === undefined) break;
    if (byte === newline) cutting.line += 1;
    const step = stepJson(scanner, byte);
    if (step !== 'inside') act(cutting, step, byte);
    if (cutting.lost !== 'no') return;
    cutting.at += 1;
    if (cutting.scanner !== scanner) return; // the object ended
  }
  refuseLong(cutting);
}

function act(cutting: Cutting, step: JsonStep, byte: number): void {
  const depth = cutting.scanner.open.length;
  if (step === 'opened') opened(cutting, depth, byte);
  else if (step === 'closed') closed(cutting, depth);
  else if (step === 'key began') cutting.keyAt = cutting.at + 1;
  else if (step === 'key ended') noteKey(cutting, depth);
  else if (step === 'too deep') failCutting(cutting, 'nested too deep');
  else if (step === 'broken' || depth === 0 || (cutting.inEntries && depth === 2))
    failCutting(cutting, 'not JSON');
}

function opened(cutting: Cutting, depth: number, byte: number): void {
  if (depth === 1) beginObject(cutting, byte);
  else if (depth === 2 && byte !== brace && cutting.keyIsEntry) beginEntries(cutting);
  else if (depth === 3 && cutting.inEntries) beginEntry(cutting);
}

function closed(cutting: Cutting, depth: number): void {
  if (depth === 0) endObject(cutting);
  else if (depth === 1 && cutting.inEntries) endEntries(cutting);
  else if (depth === 2 && cutting.inEntries) endEntry(cutting);
}

function beginObject(cutting: Cutting, byte: number): void {
  cutting.cut = cutting.at;
  cutting.objectLine = cutting.line;
  if (byte === brace) return;
  cutting.hadEntries = true; // its elements are not lines of their own
  failCutting(cutting, 'a list');
}

function noteKey(cutting: Cutting, depth: number): void {
  if (depth !== 1) return;
  const key = cutting.held.subarray(cutting.keyAt, cutting.at);
  cutting.keyIsEntry = key.length === entryKey.length && key.every((byte, at) => byte === entryKey[at]);
}

function beginEntries(cutting: Cutting): void {
  if (!cutting.hadEntries) cutting.found.push(headPiece(cutting));
  putAround(cutting, cutting.at + 1);
  cutting.inEntries = true;
  cutting.hadEntries = true;
  cutting.cut = -1;
  cutting.namesInEntries -= cutting.scanner.names;
}

function beginEntry(cutting: Cutting): void {
  cutting.cut = cutting.at;
  cutting.entryNo += 1;
  cutting.tooLong = false;
  cutting.namesBefore = cutting.scanner.names;
}

function endEntry(cutting: Cutting): void {
  const piece = cutting.held.subarray(Math.max(cutting.cut, 0), cutting.at + 1);
  const names = cutting.scanner.names - cutting.namesBefore;
  if (cutting.tooLong || piece.length > cutting.limits.longest)
    cutting.found.push(fault(cutting, 'too long'));
  else cutting.found.push(pieceOf(cutting, 'entry', piece, names));
  cutting.cut = -1;
}

function endEntries(cutting: Cutting): void {
  cutting.inEntries = false;
  cutting.keyIsEntry = false;
  cutting.cut = cutting.at;
  cutting.namesInEntries += cutting.scanner.names;
}

function endObject(cutting: Cutting): void {
  refuseLong(cutting);
  if (cutting.lost !== 'no') return;
  putAround(cutting, cutting.at + 1);
  const names = cutting.scanner.names - cutting.namesInEntries;
  cutting.found.push(pieceOf(cutting, 'object', joined(cutting.around), names));
  startAnew(cutting);
}

/** Forgets the object under way: the next byte may begin another. */
export function startAnew(cutting: Cutting): void {
  cutting.scanner = jsonScanner(cutting.limits.deepest);
  cutting.cut = -1;
  cutting.around = [];
  cutting.aroundLength = 0;
  cutting.inEntries = false;
  cutting.hadEntries = false;
  cutting.keyIsEntry = false;
  cutting.entryNo = 0;
  cutting.namesInEntries = 0;
}

function putAround(cutting: Cutting, end: number): void {
  const part = copyOf(cutting.held.subarray(cutting.cut, end));
  cutting.around.push(part);
  cutting.aroundLength += part.length;
}

function refuseLong(cutting: Cutting): void {
  if (cutting.cut < 0) return;
  const length = cutting.at - cutting.cut + (cutting.inEntries ? 0 : cutting.aroundLength);
  if (length <= cutting.limits.longest) return;
  if (!cutting.inEntries) return failCutting(cutting, 'too long');
  cutting.tooLong = true; // its end is still to be found, its bytes are not kept
  cutting.cut = cutting.at;
}

/** Notes a fault and gives up the object under way. */
export function failCutting(cutting: Cutting, reason: JsonFaultReason): void {
  cutting.found.push(fault(cutting, reason));
  if (cutting.hadEntries) {
    cutting.lost = 'for good';
    cutting.held = new Uint8Array();
    return;
  }
  cutting.lost = 'until a line begins an object';
  // Lines that the broken object swallowed are looked at again, unless it is too long to go over twice.
  if (cutting.cut < 0 || reason === 'too long') return;
  cutting.at = cutting.cut;
  cutting.line = cutting.objectLine;
}

function headPiece(cutting: Cutting): JsonPiece {
  const head = cutting.held.subarray(cutting.cut, cutting.keyAt - 1);
  let end = head.length;
  while (end > 1 && (isJsonSpace(head[end - 1] ?? 0) || head[end - 1] === 0x2c)) end -= 1;
  const text = decoded(joined([head.subarray(0, end), Uint8Array.of(0x7d)]));
  return text === undefined ? fault(cutting, 'not UTF-8') : { kind: 'head', text, place: placeOf(cutting) };
}

function pieceOf(cutting: Cutting, kind: 'entry' | 'object', bytes: Uint8Array, names: number): JsonPiece {
  const text = decoded(bytes);
  return text === undefined ? fault(cutting, 'not UTF-8') : { kind, text, names, place: placeOf(cutting) };
}

function fault(cutting: Cutting, reason: JsonFaultReason): JsonPiece {
  return { kind: 'fault', reason, place: placeOf(cutting) };
}

function placeOf(cutting: Cutting): string {
  if (cutting.inEntries && cutting.entryNo > 0) return `entry ${cutting.entryNo}`;
  return `line ${cutting.cut < 0 ? cutting.line : cutting.objectLine}`;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes of our own: a feed may use its chunk again for the next one. */
export function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** The bytes of all parts in a row. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
