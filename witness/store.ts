import {
  createHash,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { keyId, parseCheckpoint, parseKey, type Checkpoint, type Key } from './notes.ts';

export type Store = {
  readonly verifierLine: string;
  /** The key of a log that is watched. */
  readonly findLog: (origin: string) => Key | undefined;
  /** What was last signed of it. */
  readonly last: (origin: string) => Checkpoint | undefined;
  /** Keeps a checkpoint, on the disk when this returns. */
  readonly keep: (checkpoint: Checkpoint) => void;
  /** The witness's signature line: https://c2sp.org/tlog-cosignature */
  readonly cosign: (checkpoint: Checkpoint, seconds: number) => string;
  /** Leaves word in the folder where it answers. */
  readonly publish: (url: string) => void;
};

/** Opens the witness's folder, and makes its key there on first use. */
export function openStore(folder: string, logFile: string, wantedName: string | undefined): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { name, key } = openKey(folder, wantedName);
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const kindAndKey = Buffer.concat([Buffer.of(4), publicKey]); // 4: timestamped Ed25519 cosignature
  const id = keyId(name, kindAndKey);
  const fileOf = (origin: string, what: string): string =>
    join(folder, `${createHash('sha256').update(origin).digest('hex').slice(0, 32)}.${what}`);
  return {
    verifierLine: `${name}+${id}+${kindAndKey.toString('base64')}`,
    findLog: (origin) => findLog(fileOf(origin, 'log'), logFile, origin),
    last: (origin) => {
      const kept = readOr(fileOf(origin, 'checkpoint'), '');
      const checkpoint = parseCheckpoint(kept);
      if (kept !== '' && checkpoint === undefined) throw new Error('What was signed last cannot be read');
      return checkpoint;
    },
    keep: ({ origin, note }) => writeWhole(fileOf(origin, 'checkpoint'), note),
    cosign: ({ text }, seconds) => {
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(BigInt(seconds));
      const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), key);
      return `\u2014 ${name} ${Buffer.concat([Buffer.from(id, 'hex'), time, signature]).toString('base64')}\n`;
    },
    publish: (url) => {
      writeWhole(join(folder, 'verifier'), `${name}+${id}+${kindAndKey.toString('base64')}\n`);
      writeWhole(join(folder, 'address'), `${url}\n`);
    },
  };
}

// A log keeps the key that it was first known by: whoever writes the list later cannot put another in its place.
function findLog(pinned: string, logFile: string, origin: string): Key | undefined {
  if (existsSync(pinned)) return parseKey(readFileSync(pinned, 'utf8'));
  for (const line of readOr(logFile, '').split('\n')) {
    const key = parseKey(line);
    if (key?.name !== origin) continue;
    writeWhole(pinned, `${line}\n`);
    return key;
  }
  return undefined;
}

function openKey(folder: string, wantedName: string | undefined): { name: string; key: KeyObject } {
  const file = join(folder, 'key');
  if (!existsSync(file)) {
    const name = wantedName ?? `witness.example/${randomBytes(4).toString('hex')}`;
    writeWhole(file, `${name}\n${randomBytes(32).toString('base64')}\n`);
  }
  const [name = '', seed = ''] = readFileSync(file, 'utf8').split('\n');
  const der = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'), // RFC 8410
    Buffer.from(seed, 'base64'),
  ]);
  return { name, key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
}

// Written aside, flushed, renamed, and the folder flushed: there whole or not at all, whenever the power fails.
function writeWhole(file: string, text: string): void {
  const making = `${file}.${process.pid}`;
  const opened = openSync(making, 'w', 0o600);
  writeSync(opened, text);
  fsyncSync(opened);
  closeSync(opened);
  renameSync(making, file);
  const folder = openSync(join(file, '..'), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function readOr(file: string, otherwise: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : otherwise;
}
