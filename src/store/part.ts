import { column, type Column } from './columns.ts';
import type { Columns, Row } from './statement.ts';

/** A query whose rows are one value of a larger statement, and which shares that statement's parameters. */
export type Part<Gives extends Columns> = { readonly text: string; readonly gives: Gives };

/** One row of a part. */
export type PartRow<Of> = Of extends Part<infer Gives> ? Row<Gives> : never;

/** Declares a part: its rows, in the order that it sorts them. */
export function part<const Gives extends Columns>(shape: Part<Gives>): Part<Gives> {
  return shape;
}

/** The part as one value of a select list: a list of lists in JSON, so that a whole record is one journey to the database. */
export function inlined({ text, gives }: Part<Columns>): string {
  const names = Object.keys(gives).map((name) => `part.${name}`);
  return `(select json_agg(json_build_array(${names.join(', ')})) from (${text}) as part)`;
}

/** The column that reads what `inlined` sends, each value by the part's own column. */
export function rowsOf<Gives extends Columns>(of: Part<Gives>): Column<readonly Row<Gives>[]>;
export function rowsOf({ gives }: Part<Columns>): Column<readonly unknown[]> {
  const columns = Object.entries(gives);
  return {
    ...column('json', (sent) => readRows(columns, sent)),
    whenNull: [], // json_agg of no row is null
  };
}

function readRows(
  columns: readonly (readonly [string, Column<unknown>])[],
  sent: string,
): readonly unknown[] {
  const rows: unknown = JSON.parse(sent);
  if (!Array.isArray(rows)) throw new Error('The database sent a part that is not a list');
  return rows.map((row: unknown) => {
    if (!Array.isArray(row) || row.length !== columns.length)
      throw new Error('The database sent a part of another shape');
    return Object.fromEntries(columns.map(([name, of], at) => [name, readValue(name, of, row[at])]));
  });
}

function readValue(name: string, of: Column<unknown>, sent: unknown): unknown {
  if (typeof sent === 'string') return of.read(sent);
  if (typeof sent === 'number') return of.read(String(sent));
  if (typeof sent === 'boolean') return of.read(sent ? 't' : 'f');
  if (sent === null && of.nullable) return null;
  throw new Error(`The database sent no value for ${name}`);
}
