/** What one more byte of JSON meant for the structure around it. */
export type JsonStep =
  'inside' | 'opened' | 'closed' | 'key began' | 'key ended' | 'scalar began' | 'broken' | 'too deep';

/** Where a scan of JSON stands. What is inside strings, numbers and words is left to JSON.parse. */
export type JsonScanner = {
  readonly deepest: number;
  /** The opening byte of every object and array around here. */
  readonly open: number[];
  expected: 'value' | 'value or close' | 'key' | 'key or close' | 'colon' | 'comma or close';
  within: 'nothing' | 'key' | 'string' | 'word';
  escaped: boolean;
  /** How many members have been named so far. */
  names: number;
};

const quote = 0x22;
const backslash = 0x5c;
const brace = 0x7b;
const bracket = 0x5b;

/** A scanner at the start of a value. */
export function jsonScanner(deepest: number): JsonScanner {
  return { deepest, open: [], expected: 'value', within: 'nothing', escaped: false, names: 0 };
}

/** Follows the structure of JSON by one byte. */
export function stepJson(scanner: JsonScanner, byte: number): JsonStep {
  if (scanner.within === 'key' || scanner.within === 'string') return stepInText(scanner, byte);
  if (isWordByte(byte)) return stepInWord(scanner);
  scanner.within = 'nothing';
  if (isJsonSpace(byte)) return 'inside';
  if (byte === quote) return beginText(scanner);
  if (byte === brace || byte === bracket) return openOne(scanner, byte);
  if (byte === 0x7d) return closeOne(scanner, brace, 'key or close');
  if (byte === 0x5d) return closeOne(scanner, bracket, 'value or close');
  if (byte === 0x3a) return stepOverColon(scanner);
  return byte === 0x2c ? stepOverComma(scanner) : 'broken';
}

/** Where the text that the scanner is in may end or break: everything before can be passed over. */
export function skipText(scanner: JsonScanner, bytes: Uint8Array, from: number): number {
  if ((scanner.within !== 'key' && scanner.within !== 'string') || scanner.escaped) return from;
  let at = from;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quote || byte === backslash || byte < 0x20) break;
  }
  return at;
}

/** Space, tab and line ends: the only bytes that may stand between the parts of JSON. */
export function isJsonSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function stepInText(scanner: JsonScanner, byte: number): JsonStep {
  if (byte < 0x20) return 'broken';
  if (scanner.escaped || byte === backslash) {
    scanner.escaped = !scanner.escaped;
    return 'inside';
  }
  if (byte !== quote) return 'inside';
  const ended = scanner.within === 'key' ? 'key ended' : 'inside';
  scanner.within = 'nothing';
  return ended;
}

function beginText(scanner: JsonScanner): JsonStep {
  if (scanner.expected === 'key' || scanner.expected === 'key or close') {
    scanner.within = 'key';
    scanner.expected = 'colon';
    return 'key began';
  }
  if (!mayBegin(scanner)) return 'broken';
  scanner.within = 'string';
  return 'scalar began';
}

function stepInWord(scanner: JsonScanner): JsonStep {
  if (scanner.within === 'word') return 'inside';
  if (!mayBegin(scanner)) return 'broken';
  scanner.within = 'word';
  return 'scalar began';
}

function openOne(scanner: JsonScanner, byte: number): JsonStep {
  if (!mayBegin(scanner)) return 'broken';
  if (scanner.open.length === scanner.deepest) return 'too deep';
  scanner.open.push(byte);
  scanner.expected = byte === brace ? 'key or close' : 'value or close';
  return 'opened';
}

function closeOne(scanner: JsonScanner, opening: number, whereEmpty: JsonScanner['expected']): JsonStep {
  const mayClose = scanner.expected === 'comma or close' || scanner.expected === whereEmpty;
  if (scanner.open.at(-1) !== opening || !mayClose) return 'broken';
  scanner.open.pop();
  scanner.expected = scanner.open.length === 0 ? 'value' : 'comma or close';
  return 'closed';
}

function stepOverColon(scanner: JsonScanner): JsonStep {
  if (scanner.expected !== 'colon') return 'broken';
  scanner.expected = 'value';
  scanner.names += 1;
  return 'inside';
}

function stepOverComma(scanner: JsonScanner): JsonStep {
  if (scanner.expected !== 'comma or close') return 'broken';
  scanner.expected = scanner.open.at(-1) === brace ? 'key' : 'value';
  return 'inside';
}

/** Notes that a value begins here, where one may. */
function mayBegin(scanner: JsonScanner): boolean {
  if (scanner.expected !== 'value' && scanner.expected !== 'value or close') return false;
  scanner.expected = scanner.open.length === 0 ? 'value' : 'comma or close';
  return true;
}

// Letters, digits and + - . : enough for true, false, null and numbers.
function isWordByte(byte: number): boolean {
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const isLetter = (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
  return isDigit || isLetter || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}
