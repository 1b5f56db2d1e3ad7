import { isConsistent } from './consistency.ts';
import { parseCheckpoint, signatureOf } from './notes.ts';
import type { Store } from './store.ts';

export type Verdict = { readonly status: number; readonly type: string; readonly body: string };

/** 63 hashes, and a checkpoint with as many signatures as anybody sends. */
export const longestRequest = 65_536;

const mostHashes = 63;

/**
 * Judges one add-checkpoint request: the statuses are those of https://c2sp.org/tlog-witness. Nothing waits between looking
 * at what was signed last and keeping what is signed now, so that two requests cannot come between each other.
 */
export function judge(request: string, store: Store, seconds: number): Verdict {
  const asked = request.length > longestRequest ? undefined : parse(request);
  if (asked === undefined) return says(400, 'This is not an add-checkpoint request');
  const { old, proof, checkpoint } = asked;
  const log = store.findLog(checkpoint.origin);
  if (log === undefined) return says(404, 'This witness does not know that log');
  if (signatureOf(checkpoint, log) !== 'valid') return says(403, 'The log did not sign this');
  if (old > checkpoint.size) return says(400, 'The old size is above the new one');

  const last = store.last(checkpoint.origin) ?? { size: 0, root: emptyRoot };
  if (old !== last.size) return { status: 409, type: 'text/x.tlog.size', body: `${last.size}\n` };
  if (!continues(last, checkpoint, proof)) return says(422, 'This does not continue what was signed before');
  store.keep(checkpoint);
  return { status: 200, type: 'text/plain', body: store.cosign(checkpoint, seconds) };
}

type Head = { readonly size: number; readonly root: Buffer };

// SHA-256 of nothing: the root of the empty tree.
const emptyRoot = Buffer.from('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', 'base64');

function continues(last: Head, next: Head, proof: readonly Buffer[]): boolean {
  if (next.size === 0 && !next.root.equals(emptyRoot)) return false;
  if (last.size === next.size) return proof.length === 0 && last.root.equals(next.root);
  if (last.size === 0) return proof.length === 0;
  return isConsistent(last, next, proof);
}

function parse(request: string) {
  const at = request.indexOf('\n\n');
  const [first = '', ...lines] = request.slice(0, Math.max(at, 0)).split('\n');
  const old = /^old (0|[1-9]\d{0,15})$/.exec(first)?.[1];
  const checkpoint = parseCheckpoint(request.slice(at + 2));
  const isProof = lines.length <= mostHashes && lines.every((line) => /^[A-Za-z0-9+/]{43}=$/.test(line));
  if (at < 0 || old === undefined || checkpoint === undefined || !isProof) return undefined;
  return { old: Number(old), proof: lines.map((line) => Buffer.from(line, 'base64')), checkpoint };
}

function says(status: number, body: string): Verdict {
  return { status, type: 'text/plain', body: `${body}\n` };
}
