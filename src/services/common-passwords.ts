import { readFile } from 'node:fs/promises';

const file = new URL('../../data/passwords/common.txt', import.meta.url);

let read: Promise<ReadonlySet<string>> | undefined;

/** The passwords that everybody tries first, in small letters; read once, at the first asking. */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  read ??= readFile(file, 'utf8').then((text) => new Set(text.split('\n').filter((line) => line !== '')));
  return read;
}
