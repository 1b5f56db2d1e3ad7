import { csvReader, type CsvOutcome } from '../domain/csv.ts';
import type { RowFault } from '../domain/source-row.ts';
import { utf8Text } from './utf8-text.ts';

/** One part of a CSV file: its header, a row under it, or what is wrong with either. `line` is where it begins. */
export type CsvPiece =
  | { readonly kind: 'header'; readonly columns: readonly string[] }
  | { readonly kind: 'row'; readonly cells: readonly string[]; readonly line: number }
  | { readonly kind: 'fault'; readonly fault: RowFault; readonly line: number };

const mostColumns = 500;

/**
 * Streams a CSV file of UTF-8 text with a header: commas, quotes doubled inside quotes, lines ended in any way. A row that is broken, of
 * another width than the header, or longer than 64 KB is a fault in its place; a header that cannot be used is a fault and the end.
 */
export async function* csvPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvPiece> {
  const reader = csvReader();
  const lineEnds = lineEndReader();
  let width = 0;
  for await (const piece of utf8Text(bytes)) {
    const records = piece.kind === 'text' ? reader.read(lineEnds.read(piece.text)) : [];
    for (const record of records) {
      const read = width === 0 ? headerOf(record) : rowOf(record, width);
      if (read === undefined) continue;
      yield read;
      if (read.kind === 'header') width = read.columns.length;
      else if (width === 0) return; // without a header no row can be read
    }
    if (piece.kind === 'fault') {
      yield { kind: 'fault', fault: bytesFaults[piece.reason], line: 0 };
      return;
    }
  }
  for (const record of [...reader.read(lineEnds.end()), ...reader.end()]) {
    const read = width === 0 ? headerOf(record) : rowOf(record, width);
    if (read?.kind === 'header') width = read.columns.length;
    if (read !== undefined) yield read;
    if (width === 0) return;
  }
  if (width === 0)
    yield { kind: 'fault', fault: { element, reason: 'empty', wanted: 'a CSV file with a header' }, line: 1 };
}

function headerOf(record: CsvOutcome): CsvPiece | undefined {
  if (!record.ok)
    return {
      kind: 'fault',
      fault: { element: 'the header', reason: tooLong, wanted: headerWanted },
      line: 1,
    };
  const { fields, line } = record.value;
  if (isBlank(fields)) return undefined;
  const columns = fields.map((field) => field.replaceAll(/\s+/gu, ' ').trim());
  const other = columns.length === 1 && /[;\t|]/.test(columns[0] ?? '');
  const reason = faultOfHeader(columns, other);
  if (reason === undefined) return { kind: 'header', columns };
  return { kind: 'fault', fault: { element: 'the header', reason, wanted: headerWanted }, line };
}

const tooLong = 'longer than 64 KB, or a quotation mark in it is not closed';
const headerWanted = `the names of at most ${mostColumns} columns, each once, apart by commas`;

function faultOfHeader(columns: readonly string[], isOtherwiseApart: boolean): string | undefined {
  if (isOtherwiseApart) return 'apart by other than commas';
  if (columns.length > mostColumns) return 'too many columns';
  const named = columns.filter((column) => column !== '').map((column) => column.toLowerCase());
  return new Set(named).size < named.length ? 'two columns of one name' : undefined;
}

function rowOf(record: CsvOutcome, width: number): CsvPiece | undefined {
  if (!record.ok) {
    const { line } = record.fault;
    const fault = {
      element: 'the row',
      reason: 'not CSV',
      wanted: 'quotation marks in pairs, and at most 64 KB a row',
    };
    return { kind: 'fault', fault, line };
  }
  const { fields, line } = record.value;
  if (isBlank(fields)) return undefined;
  if (fields.length === width) return { kind: 'row', cells: fields, line };
  const reason = fields.length < width ? 'too few columns' : 'too many columns';
  return {
    kind: 'fault',
    fault: { element: 'the row', reason, wanted: 'as many columns as the header' },
    line,
  };
}

function isBlank(fields: readonly string[]): boolean {
  return fields.every((field) => field.trim() === '');
}

const element = 'the file';
const bytesFaults = {
  'not UTF-8': { element, reason: 'not UTF-8', wanted: 'text in UTF-8' },
  'UTF-16': { element, reason: 'in another encoding', wanted: 'text in UTF-8' },
  gzip: { element, reason: 'compressed', wanted: 'the file itself, not zipped' },
  'cut off': { element, reason: 'cut off before its end', wanted: 'the whole file' },
} as const;

/** Makes every line end a line feed, across pieces: Windows has two characters, old Macs the other one. */
function lineEndReader() {
  let held = '';
  return {
    read: (text: string): string => {
      const all = held + text;
      held = all.endsWith('\r') ? '\r' : '';
      return all.slice(0, all.length - held.length).replaceAll(/\r\n?/g, '\n');
    },
    end: (): string => (held === '' ? '' : '\n'),
  };
}

/** Whether a cell would be worked out by a spreadsheet: what begins so is no name, and may be an attack on whoever opens an export. */
export function isFormula(cell: string): boolean {
  return /^\s*[=+\-@\t]/.test(cell) && !/^\s*[+-]?[\d ().-]+$/.test(cell);
}
