import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';

// C2SP signed notes: a text, an empty line, and lines of signatures. https://c2sp.org/signed-note

/** A key that signs, and the name that it signs under. */
export type Signer = { readonly name: string; readonly key: KeyObject };

/** A key by which signatures are verified. `kind` is what it signs: notes, or cosignatures with their time. */
export type Verifier = {
  readonly name: string;
  readonly kind: SignatureKind;
  readonly id: Buffer;
  readonly key: KeyObject;
};

export type SignatureKind = 'note' | 'cosignature';

/** One signature line: of whom, by which of their keys, and the bytes. */
export type Signature = { readonly name: string; readonly id: Buffer; readonly bytes: Buffer };

export type Note = { readonly text: string; readonly signatures: readonly Signature[] };

const kindBytes = { note: 1, cosignature: 4 } as const; // signed-note, "Signature types"
const signatureMark = '\u2014 ';
const mostSignatures = 16; // as many as a verifier must accept

/** The text with the signer's line under it. */
export function signNote(text: string, signer: Signer): string {
  const line = signatureLine(signer.name, [
    verifierOf(signer, 'note').id,
    sign(null, Buffer.from(text), signer.key),
  ]);
  return `${text}\n${line}\n`;
}

/** A signature line; the bytes are the key's id and whatever its kind of signature says. */
export function signatureLine(name: string, parts: readonly Buffer[]): string {
  return `${signatureMark}${name} ${Buffer.concat(parts).toString('base64')}`;
}

/** Reads a note; undefined where it is not written as one. No signature has been verified yet. */
export function parseNote(note: string): Note | undefined {
  const at = note.lastIndexOf('\n\n');
  // oxlint-disable-next-line no-control-regex -- the specification forbids them
  if (at < 0 || !note.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f]/.test(note)) return undefined;
  const lines = note.slice(at + 2, -1).split('\n');
  const signatures = lines.map(parseSignatureLine);
  if (signatures.length > mostSignatures || !signatures.every((one) => one !== undefined)) return undefined;
  return { text: note.slice(0, at + 1), signatures };
}

/** Reads a signature line; undefined where it is none. */
export function parseSignatureLine(line: string): Signature | undefined {
  const found = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line);
  const bytes = Buffer.from(found?.[2] ?? '', 'base64');
  if (found?.[1] === undefined || bytes.length <= 4) return undefined;
  return { name: found[1], id: bytes.subarray(0, 4), bytes: bytes.subarray(4) };
}

/** Whether the verifier signed the note, and no line under its name and id is wrong. */
export function isSignedBy({ text, signatures }: Note, verifier: Verifier): boolean {
  const own = signatures.filter((one) => isOf(one, verifier));
  return own.length > 0 && own.every(({ bytes }) => verify(null, Buffer.from(text), verifier.key, bytes));
}

/** Whether a signature says that it is by this key. */
export function isOf({ name, id }: Signature, verifier: Verifier): boolean {
  return name === verifier.name && id.equals(verifier.id);
}

/** The signer's key as others know it. */
export function verifierOf({ name, key }: Signer, kind: SignatureKind): Verifier {
  return verifierFrom(name, kind, rawPublicKey(key));
}

/** A verifier as one line of text: name, id, kind and public key. */
export function verifierLine({ name, id, kind, key }: Verifier): string {
  const bytes = Buffer.concat([Buffer.from([kindBytes[kind]]), rawPublicKey(key)]);
  return `${name}+${id.toString('hex')}+${bytes.toString('base64')}`;
}

/** Reads such a line; undefined where it is none, or its id is not that of its key. */
export function parseVerifier(line: string): Verifier | undefined {
  const [name = '', id = '', ...rest] = line.trim().split('+');
  const bytes = Buffer.from(rest.join('+'), 'base64');
  const kind = kinds.find((one) => kindBytes[one] === bytes[0]);
  if (!/^\S+$/.test(name) || kind === undefined || bytes.length !== 33) return undefined;
  const verifier = verifierFrom(name, kind, bytes.subarray(1));
  return verifier.id.toString('hex') === id ? verifier : undefined;
}

const kinds: readonly SignatureKind[] = ['note', 'cosignature'];

/** An Ed25519 key from its 32 secret bytes. */
export function signingKey(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
}

// What stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SPKI: RFC 8410.
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function verifierFrom(name: string, kind: SignatureKind, publicKey: Buffer): Verifier {
  const named = Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([kindBytes[kind]]), publicKey]);
  const key = createPublicKey({
    key: Buffer.concat([publicPrefix, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return { name, kind, id: hash('sha256', named, 'buffer').subarray(0, 4), key };
}

function rawPublicKey(key: KeyObject): Buffer {
  const shown = key.type === 'private' ? createPublicKey(key) : key;
  return shown.export({ format: 'der', type: 'spki' }).subarray(-32);
}
