// Verifies that one entry stands in ContactPoint's access log. Needs this file, Node 24 and nothing else: no network, no database, no code
// of the service. Read it before you trust it; it takes five minutes.
//
//   node verify/verify.ts PROOF LOG-KEY [WITNESS-KEY …]
//
// PROOF is a file in the format c2sp.org/tlog-proof, as "Get the proof" gives it. The keys are lines of text like
// name+1a2b3c4d+AbCd…=, which you should have from somebody whom you trust, and not from whoever gave you the proof.
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { readFileSync } from 'node:fs';

// 1. Hashes. A leaf and a node begin with different bytes, so that neither can stand for the other (RFC 6962, 2.1).
const sha256 = (...parts: readonly Buffer[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();
const leafOf = (entry: Buffer): Buffer => sha256(Buffer.of(0), entry);
const nodeOf = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.of(1), left, right);

// 2. The root of the tree, from one leaf and the hashes beside its path. At each height the leaf's part is left or right
//    of its sibling; where the tree ends without a right sibling, the part rises alone (RFC 9162, 2.1.3.2).
export function rootFrom(
  leaf: Buffer,
  index: number,
  size: number,
  path: readonly Buffer[],
): Buffer | undefined {
  if (index < 0 || index >= size || [leaf, ...path].some((hash) => hash.length !== 32)) return undefined;
  const rest = [...path];
  let root = leaf;
  for (
    let [place, width] = [index, size];
    width > 1;
    place = Math.floor(place / 2), width = Math.ceil(width / 2)
  ) {
    if (place % 2 === 0 && place === width - 1) continue; // no sibling
    const sibling = rest.shift();
    if (sibling === undefined) return undefined;
    root = place % 2 === 0 ? nodeOf(root, sibling) : nodeOf(sibling, root);
  }
  return rest.length === 0 ? root : undefined;
}

// 3. Whether a tree of `size` leaves begins with one of `older`: both roots are made from the same hashes (RFC 6962, 2.1.2).
export function continues(
  older: { readonly size: number; readonly root: Buffer },
  newer: { readonly size: number; readonly root: Buffer },
  path: readonly Buffer[],
): boolean {
  if (older.size < 1 || older.size > newer.size) return false;
  if (older.size === newer.size) return path.length === 0 && older.root.equals(newer.root);
  const rest = [...path];
  const roots = bothRoots(older.size, newer.size, older.root, rest);
  return (
    rest.length === 0 && roots !== undefined && roots[0].equals(older.root) && roots[1].equals(newer.root)
  );
}

function bothRoots(
  older: number,
  size: number,
  whole: Buffer | undefined, // the older root, as long as the older tree is all that stands to the left
  rest: Buffer[],
): readonly [Buffer, Buffer] | undefined {
  const last = older === size && whole !== undefined ? whole : rest.pop();
  if (last?.length !== 32) return undefined;
  if (older === size) return [last, last];
  let left = 1;
  while (left * 2 < size) left *= 2; // the left part is complete
  if (older <= left) {
    const inside = bothRoots(older, left, whole, rest);
    return inside && [inside[0], nodeOf(inside[1], last)];
  }
  const inside = bothRoots(older - left, size - left, undefined, rest);
  return inside && [nodeOf(last, inside[0]), nodeOf(last, inside[1])];
}

// 4. Keys and signatures (c2sp.org/signed-note). A key's kind is 1 for the log and 4 for a witness.
type Key = { readonly name: string; readonly id: Buffer; readonly kind: number; readonly raw: Buffer };

export function readKey(line: string): Key {
  const [name = '', id = '', ...rest] = line.trim().split('+');
  const bytes = Buffer.from(rest.join('+'), 'base64');
  const expected = sha256(Buffer.from(`${name}\n`), bytes).subarray(0, 4);
  if (bytes.length !== 33 || expected.toString('hex') !== id) throw new Error(`This is not a key: ${line}`);
  return { name, id: expected, kind: bytes.readUInt8(0), raw: bytes.subarray(1) };
}

function isSigned(text: string, signature: Buffer, { raw }: Key): boolean {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]); // an Ed25519 key, RFC 8410
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verifySignature(null, Buffer.from(text), key, signature);
}

/** When a witness signed, true where the log did; undefined where nobody with that key signed this text. */
function signedBy(text: string, lines: readonly string[], key: Key): Date | true | undefined {
  for (const line of lines) {
    const [, name, encoded] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = Buffer.from(encoded ?? '', 'base64');
    if (name !== key.name || !bytes.subarray(0, 4).equals(key.id)) continue;
    if (key.kind === 1) return isSigned(text, bytes.subarray(4), key) ? true : undefined;
    const time = bytes.readBigUInt64BE(4); // c2sp.org/tlog-cosignature
    const signed = isSigned(`cosignature/v1\ntime ${time}\n${text}`, bytes.subarray(12), key);
    return signed ? new Date(Number(time) * 1000) : undefined;
  }
  return undefined;
}

// 5. The proof file (c2sp.org/tlog-proof): the entry, its place, its path, and the checkpoint that was signed.
export type Verified = {
  readonly number: number;
  readonly size: number;
  readonly body: string;
  readonly seen: readonly string[];
};

export function verifyProof(file: string, logKey: Key, witnessKeys: readonly Key[]): Verified {
  const at = file.indexOf('\n\n');
  const [format, extra = '', index = '', ...path] = file.slice(0, at).split('\n');
  if (format !== 'c2sp.org/tlog-proof@v1') throw new Error('This is not a proof');
  const entry = Buffer.from(extra.replace(/^extra /, ''), 'base64'); // 16 random bytes, and the body
  const number = Number(index.replace(/^index /, ''));

  const checkpoint = file.slice(at + 2);
  const end = checkpoint.lastIndexOf('\n\n');
  const text = checkpoint.slice(0, end + 1); // what is signed: the log's name, its size, its root
  const lines = checkpoint.slice(end + 2).split('\n');
  const [name, size = '', root = ''] = text.split('\n');
  if (name !== logKey.name) throw new Error(`The proof is of another log: ${name}`);
  if (signedBy(text, lines, logKey) !== true) throw new Error('The log did not sign this checkpoint');

  const leaf = leafOf(sha256(entry)); // the tree stands on the entries' hashes, so that it tells nothing of them
  const found = rootFrom(
    leaf,
    number,
    Number(size),
    path.map((hash) => Buffer.from(hash, 'base64')),
  );
  if (found?.toString('base64') !== root) throw new Error('The entry is not in this log, or it was altered');
  const seen = witnessKeys.map((key) => {
    const signed = signedBy(text, lines, key);
    if (!(signed instanceof Date)) throw new Error(`Witness ${key.name} did not sign this checkpoint`);
    return `${key.name}, ${signed.toISOString()}`;
  });
  return { number, size: Number(size), body: entry.subarray(16).toString(), seen };
}

if (import.meta.main) {
  const [file, logKey, ...witnessKeys] = process.argv.slice(2);
  try {
    if (file === undefined || logKey === undefined) throw new Error('Give PROOF LOG-KEY [WITNESS-KEY …]');
    const { number, size, body, seen } = verifyProof(
      readFileSync(file, 'utf8'),
      readKey(logKey),
      witnessKeys.map(readKey),
    );
    process.stdout.write(`This is entry ${number} of ${size}, unaltered:\n${body}\n`);
    for (const witness of seen) process.stdout.write(`Seen by ${witness}\n`);
  } catch (error) {
    process.stdout.write(`NOT PROVED. ${error instanceof Error ? error.message : 'It cannot be read'}\n`);
    process.exitCode = 1;
  }
}
