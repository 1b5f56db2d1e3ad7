import { done, failed } from './outcome.ts';
import type { Fault, Outcome } from './outcome.ts';

/** One record of a CSV file; `line` is where it starts, counted from 1. */
export type CsvRecord = { readonly line: number; readonly fields: readonly string[] };

/** What is wrong with one record: its line and the character on it, both counted from 1. */
export type CsvFault = Fault & { readonly line: number; readonly column: number };

export type CsvOutcome = Outcome<CsvRecord, CsvFault>;

/** Reads a CSV file as it arrives: every complete record of the text so far, then `end` for what is left. */
export type CsvReader = {
  readonly read: (text: string) => readonly CsvOutcome[];
  readonly end: () => readonly CsvOutcome[];
};

// A stray quote would otherwise swallow the rest of the file as one field. The longest real record is under 1,000.
const longestRecord = 65_536;

/** A strict RFC 4180 reader. A broken record is a fault and reading goes on at the next line. */
export function csvReader(): CsvReader {
  let rest = '';
  let line = 1;
  let begun = false;
  let skipping = false;

  const take = (text: string, last: boolean): readonly CsvOutcome[] => {
    const found: CsvOutcome[] = [];
    let source = skipping ? text : rest + text;
    if (!begun && source !== '') {
      source = source.startsWith('\uFEFF') ? source.slice(1) : source;
      begun = true;
    }
    let at = 0;
    if (skipping) {
      const lineEnd = source.indexOf('\n');
      if (lineEnd < 0) return found;
      at = lineEnd + 1;
      line += 1;
      skipping = false;
    }
    while (at < source.length) {
      const piece = nextRecord(source, at, line, last);
      if (piece === 'more') break;
      found.push(piece.outcome);
      at = piece.next;
      line += piece.lines;
      skipping = piece.next >= source.length && piece.lines === 0;
    }
    rest = skipping ? '' : source.slice(at);
    return found;
  };
  return { read: (text) => take(text, false), end: () => take('', true) };
}

/** Every record and fault of a whole text. */
export function parseCsv(text: string): readonly CsvOutcome[] {
  const reader = csvReader();
  return [...reader.read(text), ...reader.end()];
}

/** One line of CSV with its line end; a field is quoted only where it must be. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}\n`;
}

type Piece = { readonly outcome: CsvOutcome; readonly next: number; readonly lines: number };

function nextRecord(source: string, from: number, line: number, last: boolean): Piece | 'more' {
  let lines = 1;
  let search = from;
  let quotes = 0;
  for (;;) {
    const lineEnd = source.indexOf('\n', search);
    const end = lineEnd < 0 ? source.length : lineEnd;
    if (end - from > longestRecord) return tooLong(source, from, line);
    if (lineEnd < 0 && !last) return 'more';
    const found = source.slice(search, end);
    quotes += quotesIn(found);
    // Doubled quotes keep the count even, so an odd count is a line end inside a quoted field.
    if (quotes % 2 === 0) {
      const text = lines === 1 ? found : source.slice(from, end);
      const record = lineEnd >= 0 && text.endsWith('\r') ? text.slice(0, -1) : text;
      return { outcome: fieldsOf(record, line, quotes > 0), next: end + 1, lines };
    }
    if (lineEnd < 0) return unclosed(source, from, line);
    search = lineEnd + 1;
    lines += 1;
  }
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

function tooLong(source: string, from: number, line: number): Piece {
  const says = `A record is longer than ${longestRecord} characters, or a quotation mark in it is not closed`;
  const lineEnd = source.indexOf('\n', from);
  const outcome = failed<CsvFault>({ kind: 'invalid', says, line, column: 1 });
  return lineEnd < 0 ? { outcome, next: source.length, lines: 0 } : { outcome, next: lineEnd + 1, lines: 1 };
}

function unclosed(source: string, from: number, line: number): Piece {
  const column = source.indexOf('"', from) - from + 1;
  const outcome = failed<CsvFault>({ kind: 'invalid', says: 'A quotation mark is not closed', line, column });
  return { outcome, next: source.indexOf('\n', from) + 1 || source.length, lines: 1 };
}

function fieldsOf(text: string, line: number, quoted: boolean): CsvOutcome {
  if (!quoted) return done({ line, fields: text.split(',') });
  const fields: string[] = [];
  // One field, quoted or plain, and the comma or end that follows it.
  const field = /(?:"([^"]*(?:""[^"]*)*)"|([^",]*))(,|$)/gy;
  for (;;) {
    const column = field.lastIndex + 1;
    const match = field.exec(text);
    if (match === null) {
      return failed({ kind: 'invalid', says: 'A quotation mark stands where none may be', line, column });
    }
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return done({ line, fields });
  }
}
