import { readFileSync, writeFileSync } from 'node:fs';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { csvLine, parseCsv } from '../../src/domain/csv.ts';

/** One row of a source table by column name; a column that is not there reads as empty. */
export type SourceRow = (column: string) => string;

/** Every row of a CSV file, gzipped or not; throws on the first malformed record. */
export function readTable(path: string): readonly SourceRow[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [header, ...records] = parseCsv(text).map((outcome) => {
    if (!outcome.ok) throw new Error(`${path} line ${outcome.fault.line}: ${outcome.fault.says}`);
    return outcome.value.fields;
  });
  const columns = new Map(header?.map((name, index) => [name.trim(), index]));
  return records.map((fields) => (column) => fields[columns.get(column) ?? -1]?.trim() ?? '');
}

/** Writes a CSV file, gzipped when its name ends in .gz, and answers how many rows it holds. */
export function writeTable(
  path: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): number {
  const text = [header, ...rows].map(csvLine).join('');
  writeFileSync(path, path.endsWith('.gz') ? gzipSync(text, { level: constants.Z_BEST_COMPRESSION }) : text);
  return rows.length;
}
