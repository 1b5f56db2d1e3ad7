import { parseCheckpoint } from './log-checkpoint.ts';

/** Proof that an entry is in the log, which can be verified without asking anybody: https://c2sp.org/tlog-proof */
export type EntryProof = {
  /** Salt and body of the entry, of which the leaf is made. */
  readonly salt: Buffer;
  readonly body: string;
  readonly index: number;
  readonly path: readonly Buffer[];
  /** The checkpoint, with the signatures of the log and of its witnesses. */
  readonly checkpoint: string;
};

const firstLine = 'c2sp.org/tlog-proof@v1';
const saltLength = 16;

/** Writes the proof. Its extra line holds the entry itself: 16 bytes of salt, then the body. */
export function writeProof({ salt, body, index, path, checkpoint }: EntryProof): string {
  const extra = Buffer.concat([salt, Buffer.from(body)]).toString('base64');
  const hashes = path.map((hash) => hash.toString('base64'));
  return [firstLine, `extra ${extra}`, `index ${index}`, ...hashes, '', checkpoint].join('\n');
}

/** Reads a proof; undefined where it is not written as one. Nothing has been verified yet. */
export function readProof(written: string): EntryProof | undefined {
  const at = written.indexOf('\n\n');
  const [first, extra = '', index = '', ...path] = written.slice(0, at).split('\n');
  const checkpoint = written.slice(at + 2);
  const entry = Buffer.from(/^extra ([A-Za-z0-9+/]+={0,2})$/.exec(extra)?.[1] ?? '', 'base64');
  const place = /^index (0|[1-9]\d{0,15})$/.exec(index)?.[1];
  const hashes = path.map((line) => Buffer.from(line, 'base64'));
  const isWhole = at > 0 && first === firstLine && place !== undefined && entry.length >= saltLength;
  if (!isWhole || !hashes.every((hash) => hash.length === 32) || parseCheckpoint(checkpoint) === undefined)
    return undefined;
  return {
    salt: entry.subarray(0, saltLength),
    body: entry.subarray(saltLength).toString(),
    index: Number(place),
    path: hashes,
    checkpoint,
  };
}
