import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseVerifier,
  signingKey,
  verifierLine,
  verifierOf,
  type Signer,
  type Verifier,
} from '../domain/log-note.ts';

/** What is known of the log outside its database: its key, the last that was signed, and how far it was checked. */
export type LogFiles = {
  readonly signer: (origin: string) => Signer;
  readonly verifier: (origin: string) => Verifier;
  readonly read: (name: LogFile) => string | undefined;
  readonly write: (name: LogFile, text: string) => void;
};

/**
 * `checkpoint` is the last signed; `verifier` the public key with the log's name; `checked` how far `check-log` came;
 * `round` how far the check that goes round by the clock came; `ended` what was signed last of each log that was given up;
 * `seen` how far the pages saw it come.
 */
export type LogFile = 'checkpoint' | 'verifier' | 'checked' | 'round' | 'ended' | 'seen';

/** The log's folder, made on first use. The key never leaves it, and only its owner reads it. */
export function openLogFiles(folder: string): LogFiles {
  const signer = (origin: string): Signer => ({ name: origin, key: signingKey(seedIn(folder)) });
  return {
    signer,
    verifier: (origin) => verifierOf(signer(origin), 'note'),
    read: (name) => readIn(folder, name),
    write: (name, text) => writeIn(folder, name, text),
  };
}

/** Says to whoever asks in this folder which log is kept here, and by which key. */
export function nameLog(files: LogFiles, origin: string): void {
  const line = `${verifierLine(files.verifier(origin))}\n`;
  if (files.read('verifier') !== line) files.write('verifier', line);
}

/** A witness to be asked: its key and where it answers. */
export type Witness = { readonly verifier: Verifier; readonly url: string };

/** The witnesses named in the settings; where none are, the one that "contactpoint witness" started beside the data. */
export function witnessesBeside(dataDirectory: string, named: string | undefined): readonly Witness[] {
  if (named !== undefined) return parseWitnesses(named);
  const folder = join(dataDirectory, 'witness');
  const [verifier, address] = [readIn(folder, 'verifier'), readIn(folder, 'address')];
  if (verifier === undefined || address === undefined) return [];
  return parseWitnesses(`${verifier.trim()}@${address.trim()}`);
}

/** Reads `verifier@url`, several with spaces between. Throws one line that says which is wrong. */
function parseWitnesses(written: string): readonly Witness[] {
  return written
    .split(/\s+/)
    .filter((one) => one !== '')
    .map((one) => {
      const at = one.lastIndexOf('@');
      const verifier = parseVerifier(one.slice(0, Math.max(at, 0)));
      const url = one.slice(at + 1).replace(/\/$/, '');
      if (verifier?.kind !== 'cosignature' || !/^https?:\/\//.test(url))
        throw new Error(`LOG_WITNESSES: "${one}" is not VERIFIER@URL, as "contactpoint witness" prints it`);
      return { verifier, url };
    });
}

function seedIn(folder: string): Buffer {
  const file = join(folder, 'key');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      throw new Error(`Cannot keep the log's key in ${file}: make the folder writable`, { cause: error });
  }
  if ((statSync(file).mode & 0o077) !== 0)
    throw new Error(`Others can read the log's key in ${file}: run chmod 600 on it`);
  const seed = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (seed.length !== 32) throw new Error(`The log's key in ${file} is damaged: restore it from its backup`);
  return seed;
}

function readIn(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}

// Renamed into place, so that whoever reads finds the old text or the new one, whenever this process is killed.
function writeIn(folder: string, name: LogFile, text: string): void {
  const making = join(folder, `${name}.${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(making, text, { mode: 0o600 });
  renameSync(making, join(folder, name));
}
