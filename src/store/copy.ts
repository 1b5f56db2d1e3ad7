import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Transaction } from './connection.ts';

/** A COPY under way: text lines in, backed up when the database is slower than we are. */
export type Copy = {
  /** Adds whole lines of COPY's text format, each ended by a newline. */
  readonly write: (lines: string | Uint8Array) => Promise<void>;
  /** Answers how many rows came. */
  readonly end: () => Promise<number>;
};

const aheadOfDatabase = 1_048_576; // bytes: so that the next lines are made while these are stored

/** Starts COPY into the table's columns. A connection takes one at a time. */
export function copyInto(tx: Transaction, table: string, columns: readonly string[]): Copy {
  const stream = tx.client.query(
    copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`, { highWaterMark: aheadOfDatabase }),
  );
  return {
    write: async (lines) => {
      if (!stream.write(lines)) await once(stream, 'drain');
    },
    end: async () => {
      stream.end();
      await finished(stream);
      return stream.rowCount;
    },
  };
}

/** All that COPY answers to the query, in its binary format. The query takes no parameters: only numbers and instants may stand in it. */
export async function copyOut(tx: Transaction, query: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of tx.client.query(copyTo(`copy (${query}) to stdout (format binary)`)))
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** One value in COPY's text format. */
export function copyValue(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value !== 'string') return String(value);
  return /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, escapeCopied) : value;
}

function escapeCopied(character: string): string {
  if (character === '\t') return '\\t';
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  return '\\\\';
}
