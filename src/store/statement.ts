import type { Column } from './columns.ts';
import type { Transaction } from './connection.ts';

export type Columns = Readonly<Record<string, Column<unknown>>>;
type Values<Takes extends readonly Column<unknown>[]> = {
  readonly [Position in keyof Takes]: Takes[Position] extends Column<infer Value> ? Value : never;
};
/** One row, by the columns declared. */
export type Row<Gives extends Columns> = {
  readonly [Name in keyof Gives]: Gives[Name] extends Column<infer Value> ? Value : never;
};

type Shape<Takes, Gives> = {
  /** Unique in the product; the name it is prepared under. */
  readonly name: string;
  readonly text: string;
  readonly takes: Takes;
  /** In the order of the select list. */
  readonly gives: Gives;
};

/** One SQL statement with the types of what it takes and answers. */
export type Statement<Takes extends readonly Column<unknown>[], Gives extends Columns> = Shape<
  Takes,
  Gives
> & {
  readonly rows: (tx: Transaction, ...values: Values<Takes>) => Promise<readonly Row<Gives>[]>;
  readonly first: (tx: Transaction, ...values: Values<Takes>) => Promise<Row<Gives> | undefined>;
  /** For a last write: nobody waits for it but the commit, which tells its failure. */
  readonly send: (tx: Transaction, ...values: Values<Takes>) => Promise<void>;
};

/** Every statement declared so far, for the test that holds each against the database. */
export const declaredStatements: Shape<readonly Column<unknown>[], Columns>[] = [];

/**
 * Declares one SQL statement: prepared under its name, its rows read by position. What it declares is held against
 * the database by test/store/statements.test.ts.
 */
export function statement<const Takes extends readonly Column<unknown>[], const Gives extends Columns>(
  shape: Shape<Takes, Gives>,
): Statement<Takes, Gives>;
export function statement(shape: Shape<readonly Column<unknown>[], Columns>) {
  const names = Object.keys(shape.gives);
  const columns = Object.values(shape.gives);
  const ask = async (tx: Transaction, values: readonly unknown[]) => {
    const sent = await tx.ask({ name: shape.name, text: shape.text, values, columns: names });
    return sent.map((row) => readRow(shape.name, names, columns, row));
  };
  declaredStatements.push(shape);
  return {
    ...shape,
    rows: (tx: Transaction, ...values: readonly unknown[]) => ask(tx, values),
    first: async (tx: Transaction, ...values: readonly unknown[]) => (await ask(tx, values))[0],
    send: (tx: Transaction, ...values: readonly unknown[]) =>
      tx.send({ name: shape.name, text: shape.text, values, columns: names }),
  };
}

function readRow(
  statementName: string,
  names: readonly string[],
  columns: readonly Column<unknown>[],
  row: readonly (string | null)[],
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (let position = 0; position < names.length; position += 1)
    read[names[position] ?? ''] = readValue(statementName, columns[position], row[position] ?? null);
  return read;
}

function readValue(statementName: string, column: Column<unknown> | undefined, sent: string | null): unknown {
  if (column === undefined)
    throw new Error(`Statement ${statementName} answered more columns than it declares`);
  if (sent !== null) return column.read(sent);
  if (column.whenNull !== undefined) return column.whenNull;
  if (!column.nullable)
    throw new Error(`Statement ${statementName} answered null in a column declared without`);
  return null;
}
