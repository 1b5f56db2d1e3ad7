import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { csvReader } from '../domain/csv.ts';
import { done, failed } from '../domain/outcome.ts';
import type { CsvOutcome } from '../domain/csv.ts';
import type { Fault, Outcome } from '../domain/outcome.ts';

/** What is wrong with one row of a register: the file's name, the line, and the column or the character on the line. */
export type RegisterFault = Fault & { readonly file: string; readonly line: number; readonly column: string };

export type RegisterRow<Row> = Outcome<Row, RegisterFault>;

/** Rows and faults in blocks, as they are read: a promise for each of 1.5 million rows would take longer than the rows. */
export type RegisterRows<Row> = AsyncGenerator<readonly RegisterRow<Row>[], void, undefined>;

/** The cells of one row by column; what cannot be read as asked makes the row a fault. */
export type Cells = {
  readonly isEmpty: (column: string) => boolean;
  readonly text: (column: string) => string;
  readonly textOf: <Value extends string>(
    column: string,
    is: (text: string) => text is Value,
    wanted: string,
  ) => Value;
  readonly number: (column: string) => number;
  readonly numberOf: <Value extends number>(
    column: string,
    is: (value: number) => value is Value,
    wanted: string,
  ) => Value;
  /** Makes the row a fault. */
  readonly wrong: (column: string, wanted: string) => never;
};

/** How a register's file is read: its columns in their order, what a row is, and whether a fault is the end of it. */
export type RegisterForm<Row> = {
  readonly columns: readonly string[];
  readonly rowOf: (cells: Cells) => Row;
  readonly endsAtFault?: boolean;
};

/**
 * Streams a CSV file, gzipped where its name ends in .gz, and makes a row of each record, block by block. A broken record is a fault in
 * its place; other columns are one fault and the end. A file that is missing, or no gzip, throws.
 */
export async function* readCsv<Row>(path: string, form: RegisterForm<Row>): RegisterRows<Row> {
  const read = rowReader(basename(path), form);
  for await (const records of recordsOf(path)) {
    const rows = records.map(read).filter((row) => row !== undefined);
    const last = rows.findIndex((row) => !row.ok && (row.fault.line === 1 || form.endsAtFault === true));
    yield last < 0 ? rows : rows.slice(0, last + 1);
    if (last >= 0) return;
  }
}

async function* recordsOf(path: string): AsyncGenerator<readonly CsvOutcome[], void, undefined> {
  const reader = csvReader();
  for await (const text of textOf(path)) yield reader.read(text);
  yield reader.end();
}

/** Streams a file's text, unzipped where its name ends in .gz. A file that is missing, or no gzip, throws. */
export async function* textOf(path: string): AsyncGenerator<string, void, undefined> {
  const bytes = createReadStream(path);
  const stream = path.endsWith('.gz') ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of stream) {
    if (chunk instanceof Uint8Array) yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

// One set of cells is turned from record to record: a set for each of 1.5 million postcodes takes longer.
function rowReader<Row>(
  file: string,
  { columns, rowOf }: RegisterForm<Row>,
): (record: CsvOutcome) => RegisterRow<Row> | undefined {
  const places = new Map(columns.map((column, place) => [column, place]));
  let fields: readonly string[] = [];
  const cells = cellsOf((column) => fields[places.get(column) ?? -1] ?? '');
  return (record) => {
    const { line } = record.ok ? record.value : record.fault;
    if (!record.ok) return faultOf(file, line, `character ${record.fault.column}`, record.fault.says);
    ({ fields } = record.value);
    if (line === 1) return headerFault(file, fields, columns);
    if (fields.length !== columns.length) {
      return faultOf(
        file,
        line,
        'all',
        `${columns.length} columns are wanted, and ${fields.length} are there`,
      );
    }
    try {
      return done(rowOf(cells));
    } catch (error) {
      if (!(error instanceof BrokenCell)) throw error;
      return faultOf(file, line, error.column, `${error.wanted} is wanted`);
    }
  };
}

/** The fault of a header that is not the one wanted. */
export function headerFault(
  file: string,
  found: readonly string[],
  wanted: readonly string[],
): Outcome<never, RegisterFault> | undefined {
  if (found.join(',') === wanted.join(',')) return undefined;
  return faultOf(file, 1, 'header', `the columns ${wanted.join(', ')} are wanted`);
}

/** A fault at one place of a register's file. */
export function faultOf(
  file: string,
  line: number,
  column: string,
  what: string,
): Outcome<never, RegisterFault> {
  return failed({ kind: 'invalid', says: `${file}, line ${line}, ${column}: ${what}`, file, line, column });
}

/** A cell that cannot be read. It stays in this file: outside, it is the row's fault. */
class BrokenCell extends Error {
  readonly column: string;
  readonly wanted: string;
  constructor(column: string, wanted: string) {
    super(`${column}: ${wanted}`);
    this.column = column;
    this.wanted = wanted;
  }
}

function cellsOf(cell: (column: string) => string): Cells {
  const wrong = (column: string, wanted: string): never => {
    throw new BrokenCell(column, wanted);
  };
  const text = (column: string): string => cell(column) || wrong(column, 'a text');
  const number = (column: string): number =>
    /^-?\d+(?:\.\d+)?$/.test(cell(column)) ? Number(cell(column)) : wrong(column, 'a number');
  return {
    isEmpty: (column) => cell(column) === '',
    text,
    number,
    textOf: (column, is, wanted) => {
      const found = text(column);
      return is(found) ? found : wrong(column, wanted);
    },
    numberOf: (column, is, wanted) => {
      const found = number(column);
      return is(found) ? found : wrong(column, wanted);
    },
    wrong,
  };
}
