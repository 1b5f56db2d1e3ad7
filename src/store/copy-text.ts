import { copyValue } from './copy.ts';

/** What one column of a row may be. */
export type CopyColumn = string | number | boolean | null | undefined;

/** Rows in COPY's text format, as the bytes that are sent. */
export type CopyText = {
  readonly row: (...columns: readonly CopyColumn[]) => void;
  readonly bytes: () => Uint8Array;
};

type Text = { kept: Uint8Array; used: number };

const firstSize = 65_536;
const longestNumber = 24; // characters of any JavaScript number
const [tab, newline, minus, nought, backslash, capitalN, falseLetter, trueLetter] =
  Buffer.from('\t\n-0\\Nft');
const firstPlain = 0x20; // below it are the control characters, which COPY wants escaped
const lastPlain = 0x7f; // above it a character takes more than a byte
const encoder = new TextEncoder();

/**
 * An empty text for one COPY. Written byte by byte: put together as strings, the pieces of some millions of rows cost more
 * to collect than to make.
 */
export function copyText(): CopyText {
  const text: Text = { kept: new Uint8Array(firstSize), used: 0 };
  return {
    row: (...columns) => {
      for (let at = 0; at < columns.length; at += 1) {
        addColumn(text, columns[at]);
        text.kept[text.used++] = tab ?? 0;
      }
      text.kept[text.used - 1] = newline ?? 0;
    },
    bytes: () => text.kept.subarray(0, text.used),
  };
}

// Each makes room for itself and for the tab that follows.
function addColumn(text: Text, column: CopyColumn): void {
  if (typeof column === 'string') addString(text, column);
  else if (column === null || column === undefined) addBytes(text, backslash, capitalN);
  else if (typeof column === 'boolean') addBytes(text, column ? trueLetter : falseLetter);
  else if (Number.isSafeInteger(column)) addWhole(text, column);
  else addString(text, String(column));
}

function addString(text: Text, string: string): void {
  makeRoom(text, string.length + 1);
  const { kept, used } = text;
  for (let at = 0; at < string.length; at += 1) {
    const unit = string.charCodeAt(at);
    if (unit < firstPlain || unit > lastPlain || unit === backslash) return addUnplain(text, string);
    kept[used + at] = unit;
  }
  text.used = used + string.length;
}

function addUnplain(text: Text, string: string): void {
  const escaped = copyValue(string);
  makeRoom(text, escaped.length * 3 + 1); // a unit of UTF-16 takes at most three bytes of UTF-8
  text.used += encoder.encodeInto(escaped, text.kept.subarray(text.used)).written;
}

function addWhole(text: Text, number: number): void {
  makeRoom(text, longestNumber);
  if (number < 0) text.kept[text.used++] = minus ?? 0;
  let rest = Math.abs(number);
  let end = text.used + 1;
  for (let size = 10; size <= rest; size *= 10) end += 1;
  for (let at = end - 1; at >= text.used; at -= 1) {
    const shorter = Math.floor(rest / 10);
    text.kept[at] = rest - shorter * 10 + (nought ?? 0);
    rest = shorter;
  }
  text.used = end;
}

function addBytes(text: Text, one = 0, other?: number): void {
  makeRoom(text, 3);
  text.kept[text.used++] = one;
  if (other !== undefined) text.kept[text.used++] = other;
}

function makeRoom(text: Text, more: number): void {
  if (text.used + more <= text.kept.length) return;
  const larger = new Uint8Array(Math.max(text.kept.length * 2, text.used + more));
  larger.set(text.kept);
  text.kept = larger;
}
