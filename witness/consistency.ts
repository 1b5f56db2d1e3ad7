import { createHash } from 'node:crypto';

type Head = { readonly size: number; readonly root: Buffer };

/** Whether the proof shows the first tree, which is not empty, to be the beginning of the larger second: RFC 6962, 2.1.2. */
export function isConsistent(first: Head, second: Head, proof: readonly Buffer[]): boolean {
  const rest = [...proof];
  const found = rebuild(first.size, second.size, first.root, rest);
  return (
    rest.length === 0 &&
    found !== undefined &&
    found.older.equals(first.root) &&
    found.newer.equals(second.root)
  );
}

type Roots = { readonly older: Buffer; readonly newer: Buffer };

// The proof is read from its end, as the definition is written. Where the older tree is complete in itself, its root is
// what the one who asks says it is, until a part to the right has been seen (`known` undefined).
function rebuild(older: number, size: number, known: Buffer | undefined, proof: Buffer[]): Roots | undefined {
  if (older === size) {
    const root = known ?? proof.pop();
    return root === undefined ? undefined : { older: root, newer: root };
  }
  const split = greatestPowerBelow(size);
  const beside = proof.pop();
  if (beside === undefined) return undefined;
  if (older <= split) {
    const left = rebuild(older, split, known, proof);
    return left && { older: left.older, newer: node(left.newer, beside) };
  }
  const right = rebuild(older - split, size - split, undefined, proof);
  return right && { older: node(beside, right.older), newer: node(beside, right.newer) };
}

function greatestPowerBelow(number: number): number {
  let power = 1;
  while (power * 2 < number) power *= 2;
  return power;
}

function node(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}
