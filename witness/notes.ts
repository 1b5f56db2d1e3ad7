import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';

// C2SP signed-note and tlog-checkpoint, as much as a witness needs of them.

export type Checkpoint = {
  /** What is signed: the lines above the empty one. */
  readonly text: string;
  readonly note: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly lines: readonly string[];
};

export type Key = { readonly name: string; readonly id: string; readonly key: KeyObject };

/** Reads a checkpoint; undefined where the note is not one. */
export function parseCheckpoint(note: string): Checkpoint | undefined {
  const at = note.lastIndexOf('\n\n');
  const text = note.slice(0, at + 1);
  const found = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/.exec(text);
  const lines = note.slice(at + 2, -1).split('\n');
  const [, origin, size, root] = found ?? [];
  if (at < 0 || origin === undefined || root === undefined || !note.endsWith('\n') || lines.length > 16)
    return undefined;
  return { text, note, origin, size: Number(size), root: Buffer.from(root, 'base64'), lines };
}

/** Whether the key signed the checkpoint, once at least and never wrongly. */
export function signatureOf({ text, lines }: Checkpoint, { name, id, key }: Key): 'valid' | 'none' | 'wrong' {
  const own = lines.flatMap((line) => {
    const [, by, bytes] = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    const signature = Buffer.from(bytes ?? '', 'base64');
    return by === name && signature.subarray(0, 4).toString('hex') === id ? [signature.subarray(4)] : [];
  });
  if (own.length === 0) return 'none';
  return own.every((bytes) => verify(null, Buffer.from(text), key, bytes)) ? 'valid' : 'wrong';
}

/** Reads a log's verifier key: name+id+base64(0x01 ‖ Ed25519 key). Undefined where the line is none. */
export function parseKey(line: string): Key | undefined {
  const [name = '', id = '', ...rest] = line.trim().split('+');
  const bytes = Buffer.from(rest.join('+'), 'base64');
  if (name === '' || bytes.length !== 33 || bytes[0] !== 1 || keyId(name, bytes) !== id) return undefined;
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)]); // RFC 8410
  return { name, id, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

/** The first four bytes of SHA-256(name ‖ newline ‖ kind ‖ key), in hex. */
export function keyId(name: string, kindAndKey: Buffer): string {
  return createHash('sha256').update(`${name}\n`).update(kindAndKey).digest('hex').slice(0, 8);
}
