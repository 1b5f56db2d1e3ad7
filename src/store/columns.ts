import { isDay, type Day } from '../domain/calendar.ts';

/** How one SQL type is read: its name in PostgreSQL, and the text it sends turned into a value. */
export type Column<Value> = {
  readonly type: string;
  readonly nullable: boolean;
  readonly read: (sent: string) => Value;
  /** What stands for null, where null means that there was nothing. */
  readonly whenNull?: Value;
};

export const text: Column<string> = column('text', (sent) => sent);
export const integer: Column<number> = column('integer', Number);
export const smallint: Column<number> = column('smallint', Number);
export const real: Column<number> = column('real', Number);
/** An int8 that the product keeps within 53 bits. */
export const bigint: Column<number> = column('bigint', safeInteger);
export const boolean: Column<boolean> = column('boolean', (sent) => sent === 't');
export const bytes: Column<Buffer> = column('bytea', (sent) => Buffer.from(sent.slice(2), 'hex'));
export const instant: Column<Date> = column('timestamp with time zone', readInstant);
export const uuid: Column<string> = column('uuid', (sent) => sent);
export const json: Column<unknown> = column('jsonb', (sent): unknown => JSON.parse(sent));
/** JSON as it was written, its names in their order. */
export const writtenJson: Column<unknown> = column('json', (sent): unknown => JSON.parse(sent));
export const day: Column<Day> = column('date', (sent) => {
  if (!isDay(sent)) throw new Error('The database sent a day that is not one');
  return sent;
});

/** A parameter that is an array of the column's type. */
export function arrayOf<Value>(of: Column<Value>): Column<readonly Value[]> {
  return column(`${of.type}[]`, () => {
    throw new Error('Arrays are sent to the database, never read from it');
  });
}

/** The same column where null may stand. */
export function nullable<Value>(of: Column<Value>): Column<Value | null> {
  return { ...of, nullable: true };
}

/** A text column that holds only words of a closed list. */
export function oneOf<Word extends string>(isWord: (sent: string) => sent is Word): Column<Word> {
  return column('text', (sent) => {
    if (!isWord(sent)) throw new Error('The database sent a word that is not on its list');
    return sent;
  });
}

/** A column whose values are of a brand that a predicate knows. */
export function branded<Value extends string>(isBrand: (sent: string) => sent is Value): Column<Value> {
  return oneOf(isBrand);
}

/** A column of one SQL type. */
export function column<Value>(type: string, read: (sent: string) => Value): Column<Value> {
  return { type, nullable: false, read };
}

// PostgreSQL writes 2026-03-02 09:00:00+00; JavaScript reads no zone without its minutes.
function readInstant(sent: string): Date {
  const read = new Date(sent.replace(' ', 'T').replace(/[+-]\d\d$/, '$&:00'));
  if (Number.isNaN(read.getTime())) throw new Error('The database sent an instant that cannot be read');
  return read;
}

function safeInteger(sent: string): number {
  const value = Number(sent);
  if (!Number.isSafeInteger(value)) throw new Error('The database sent an integer beyond 53 bits');
  return value;
}
