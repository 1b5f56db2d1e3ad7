import { verify } from 'node:crypto';
import {
  isOf,
  isSignedBy,
  parseNote,
  signNote,
  type Signature,
  type Signer,
  type Verifier,
} from './log-note.ts';

/** The state of a log at one moment: its name, how many entries it has, and the root over them. */
export type TreeHead = { readonly origin: string; readonly size: number; readonly root: Buffer };

/** A tree head as it was signed. */
export type Checkpoint = TreeHead & { readonly text: string; readonly signatures: readonly Signature[] };

/** The tree head as a signed note: https://c2sp.org/tlog-checkpoint */
export function signCheckpoint({ origin, size, root }: TreeHead, signer: Signer): string {
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, signer);
}

/** Reads a checkpoint; undefined where the note is not one. No signature has been verified yet. */
export function parseCheckpoint(written: string): Checkpoint | undefined {
  const note = parseNote(written);
  const found = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/.exec(note?.text ?? '');
  const [, origin, size, root] = found ?? [];
  if (note === undefined || origin === undefined || root === undefined) return undefined;
  return { ...note, origin, size: Number(size), root: Buffer.from(root, 'base64') };
}

/** Reads a checkpoint that this log signed; undefined for any other note. */
export function openCheckpoint(written: string, log: Verifier): Checkpoint | undefined {
  const checkpoint = parseCheckpoint(written);
  if (checkpoint?.origin !== log.name || !isSignedBy(checkpoint, log)) return undefined;
  return checkpoint;
}

/** When a witness cosigned the checkpoint; undefined where it did not: https://c2sp.org/tlog-cosignature */
export function cosignedAt(
  { text }: Pick<Checkpoint, 'text'>,
  signature: Signature,
  witness: Verifier,
): Date | undefined {
  if (!isOf(signature, witness) || signature.bytes.length !== 72) return undefined;
  const time = Number(signature.bytes.readBigUInt64BE());
  const signed = Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
  return verify(null, signed, witness.key, signature.bytes.subarray(8)) ? new Date(time * 1000) : undefined;
}
