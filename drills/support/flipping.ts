import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';

/** One byte of a file, changed. */
export type Flip = { readonly file: string; readonly at: number; readonly back: () => void };

/** How many bytes were changed, and of how many of them somebody was told. */
export type Flipped = { readonly flipped: number; readonly found: number };

/** Changes one byte of a file to another, drawn by lot; `back` makes it what it was. */
export function flip(file: string, at: number): Flip {
  const was = byteAt(file, at);
  write(file, at, was ^ (1 + Math.floor(Math.random() * 255)));
  return { file, at, back: () => write(file, at, was) };
}

/** A byte of a page that is in use, drawn by lot; undefined where the file has none. */
export function byteOfUsedPage(file: string): number | undefined {
  const pages = Math.floor(statSync(file).size / pageSize);
  const mostTries = pages === 0 ? 0 : 20;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const page = Math.floor(Math.random() * pages) * pageSize;
    // pd_upper is 0 where nothing was ever put on the page: storage/bufpage.h
    if (byteAt(file, page + 14) + byteAt(file, page + 15) > 0)
      return page + Math.floor(Math.random() * pageSize);
  }
  return undefined;
}

const pageSize = 8192;

function byteAt(file: string, at: number): number {
  const byte = Buffer.alloc(1);
  const open = openSync(file, 'r');
  readSync(open, byte, 0, 1, at);
  closeSync(open);
  return byte[0] ?? 0;
}

function write(file: string, at: number, value: number): void {
  const open = openSync(file, 'r+');
  writeSync(open, Buffer.of(value), 0, 1, at);
  closeSync(open);
}

/** Any one of these, by lot. */
export function oneOf<Value>(values: readonly Value[]): Value {
  const value = values[Math.floor(Math.random() * values.length)];
  if (value === undefined) throw new Error('There is nothing to change');
  return value;
}
