/** What one more byte of JSON meant for the structure around it. */
export type JsonStep =
  'inside' | 'opened' | 'closed' | 'key began' | 'key ended' | 'scalar began' | 'broken' | 'too deep';

/** Follows the structure of JSON byte by byte. What stands inside strings, numbers and words is left to JSON.parse. */
export type JsonScanner = {
  readonly step: (byte: number) => JsonStep;
  /** How many objects and arrays are open. */
  readonly depth: () => number;
  /** How many members have been named so far. */
  readonly names: () => number;
};

type Expected = 'value' | 'value or close' | 'key' | 'key or close' | 'colon' | 'comma or close';

const quote = 0x22;
const backslash = 0x5c;

/** A scanner at the start of a value. Between values at depth 0 it expects another. */
export function jsonScanner(deepest: number): JsonScanner {
  const open: number[] = []; // the opening byte of every object and array around here
  let expected: Expected = 'value';
  let within: 'nothing' | 'key' | 'string' | 'word' = 'nothing';
  let escaped = false;
  let names = 0;

  const inText = (byte: number): JsonStep => {
    if (escaped) escaped = false;
    else if (byte === backslash) escaped = true;
    else if (byte < 0x20) return 'broken';
    else if (byte === quote) {
      const ended = within === 'key' ? 'key ended' : 'inside';
      within = 'nothing';
      return ended;
    }
    return 'inside';
  };
  const beginText = (): JsonStep => {
    if (expected === 'key' || expected === 'key or close') {
      within = 'key';
      expected = 'colon';
      return 'key began';
    }
    if (!mayBegin()) return 'broken';
    within = 'string';
    return 'scalar began';
  };
  const mayBegin = (): boolean => {
    if (expected !== 'value' && expected !== 'value or close') return false;
    expected = open.length === 0 ? 'value' : 'comma or close';
    return true;
  };
  const beginOpen = (byte: number): JsonStep => {
    if (!mayBegin()) return 'broken';
    if (open.length === deepest) return 'too deep';
    open.push(byte);
    expected = byte === 0x7b ? 'key or close' : 'value or close';
    return 'opened';
  };
  const close = (opening: number, empty: Expected): JsonStep => {
    if (open.at(-1) !== opening || (expected !== 'comma or close' && expected !== empty)) return 'broken';
    open.pop();
    expected = open.length === 0 ? 'value' : 'comma or close';
    return 'closed';
  };
  const colon = (): JsonStep => {
    if (expected !== 'colon') return 'broken';
    expected = 'value';
    names += 1;
    return 'inside';
  };
  const comma = (): JsonStep => {
    if (open.length === 0 || expected !== 'comma or close') return 'broken';
    expected = open.at(-1) === 0x7b ? 'key' : 'value';
    return 'inside';
  };
  const inWord = (byte: number): JsonStep => {
    if (!isWordByte(byte)) return 'broken';
    if (within === 'word') return 'inside';
    if (!mayBegin()) return 'broken';
    within = 'word';
    return 'scalar began';
  };
  const punctuation = (byte: number): JsonStep => {
    if (byte === 0x7b || byte === 0x5b) return beginOpen(byte);
    if (byte === 0x7d) return close(0x7b, 'key or close');
    if (byte === 0x5d) return close(0x5b, 'value or close');
    return byte === 0x3a ? colon() : comma();
  };
  return {
    step: (byte) => {
      if (within === 'key' || within === 'string') return inText(byte);
      if (byte !== quote && !isPunctuation(byte) && !isSpace(byte)) return inWord(byte);
      within = 'nothing';
      if (isSpace(byte)) return 'inside';
      return byte === quote ? beginText() : punctuation(byte);
    },
    depth: () => open.length,
    names: () => names,
  };
}

/** Space, tab and line ends: the only bytes that may stand between the parts of JSON. */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isPunctuation(byte: number): boolean {
  return byte === 0x7b || byte === 0x7d || byte === 0x5b || byte === 0x5d || byte === 0x3a || byte === 0x2c;
}

// Letters, digits and + - . : enough for true, false, null and numbers.
function isWordByte(byte: number): boolean {
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const isLetter = (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
  return isDigit || isLetter || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}
