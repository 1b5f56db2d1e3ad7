import { hash } from 'node:crypto';

// The Merkle tree of RFC 6962, section 2.1. Sizes and places go to 2^53, so that no bit operator may touch them.

/** A leaf of the tree: SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array): Buffer {
  return sha256(leafMark, entry);
}

/** A node over two others: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(nodeMark, left, right);
}

/** The root of a tree without leaves. */
export const emptyRoot: Buffer = hash('sha256', Buffer.alloc(0), 'buffer');

/** The hash of the complete subtree of 2^level leaves whose place at that level is `place`. */
export type NodeSource = (level: number, place: number) => Buffer;

/** The root over leaves and complete subtrees of one height that stand side by side, the last of which may be lower. */
export function rootOver(hashes: readonly Buffer[]): Buffer {
  const [first] = hashes;
  if (first === undefined) return emptyRoot;
  if (hashes.length === 1) return first;
  const split = greatestPowerBelow(hashes.length);
  return nodeHash(rootOver(hashes.slice(0, split)), rootOver(hashes.slice(split)));
}

/** The root of the first `size` leaves. */
export function rootOf(size: number, node: NodeSource): Buffer {
  return size === 0 ? emptyRoot : rangeHash(0, size, node);
}

/** The hashes that lead from the leaf at `index` to the root of `size` leaves: RFC 6962, 2.1.1. */
export function inclusionProof(index: number, size: number, node: NodeSource): readonly Buffer[] {
  if (!(index >= 0 && index < size)) throw new RangeError('The tree has no such leaf');
  const path = (begin: number, end: number): readonly Buffer[] => {
    if (end - begin === 1) return [];
    const middle = begin + greatestPowerBelow(end - begin);
    return index < middle
      ? [...path(begin, middle), rangeHash(middle, end, node)]
      : [...path(middle, end), rangeHash(begin, middle, node)];
  };
  return path(0, size);
}

/** The hashes that show the tree of `older` leaves to be the beginning of that of `size`: RFC 6962, 2.1.2. */
export function consistencyProof(older: number, size: number, node: NodeSource): readonly Buffer[] {
  if (!(older >= 0 && older <= size)) throw new RangeError('The older tree must not be the larger');
  const path = (begin: number, end: number, known: boolean): readonly Buffer[] => {
    if (older === end) return known ? [] : [rangeHash(begin, end, node)];
    const middle = begin + greatestPowerBelow(end - begin);
    return older <= middle
      ? [...path(begin, middle, known), rangeHash(middle, end, node)]
      : [...path(middle, end, false), rangeHash(begin, middle, node)];
  };
  return older === 0 || older === size ? [] : path(0, size, true);
}

export type Inclusion = {
  readonly index: number;
  readonly size: number;
  readonly leaf: Buffer;
  readonly proof: readonly Buffer[];
};

/** The root that a proof of inclusion leads to; undefined where the proof is none for that place: RFC 9162, 2.1.3.2. */
export function rootFromInclusion({ index, size, leaf, proof }: Inclusion): Buffer | undefined {
  if (!(index >= 0 && index < size) || !areHashes([leaf, ...proof])) return undefined;
  let [place, last, root] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (isOdd(place) || place === last) {
      root = nodeHash(sibling, root);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else root = nodeHash(root, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? root : undefined;
}

export type Consistency = {
  readonly older: number;
  readonly size: number;
  readonly olderRoot: Buffer;
  readonly root: Buffer;
  readonly proof: readonly Buffer[];
};

/** Whether the proof shows the older tree to be the beginning of the other: RFC 9162, 2.1.4.2. */
export function isConsistent({ older, size, olderRoot, root, proof }: Consistency): boolean {
  if (!(older > 0 && older <= size)) return false; // every tree begins with the empty one: nothing to prove
  if (older === size) return proof.length === 0 && olderRoot.equals(root);
  if (!areHashes([olderRoot, root, ...proof])) return false;
  const path = isPowerOfTwo(older) ? [olderRoot, ...proof] : proof;
  let [place, last] = [older - 1, size - 1];
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let [olderFound, found] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      [olderFound, found] = [nodeHash(sibling, olderFound), nodeHash(sibling, found)];
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else found = nodeHash(found, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && olderFound.equals(olderRoot) && found.equals(root);
}

// From `begin`, which is a multiple of a power of two that is not less than the range.
function rangeHash(begin: number, end: number, node: NodeSource): Buffer {
  const length = end - begin;
  if (isPowerOfTwo(length)) return node(Math.round(Math.log2(length)), begin / length);
  const middle = begin + greatestPowerBelow(length);
  return nodeHash(rangeHash(begin, middle, node), rangeHash(middle, end, node));
}

/** The greatest power of two that is less than the number, which is above 1. */
function greatestPowerBelow(number: number): number {
  let power = 1;
  while (power * 2 < number) power *= 2;
  return power;
}

function isPowerOfTwo(number: number): boolean {
  let power = 1;
  while (power < number) power *= 2;
  return power === number;
}

function isOdd(number: number): boolean {
  return number % 2 === 1;
}

function half(number: number): number {
  return Math.floor(number / 2);
}

function areHashes(all: readonly Buffer[]): boolean {
  return all.every((one) => one.length === 32);
}

const leafMark = Buffer.from([0]);
const nodeMark = Buffer.from([1]);

// Hashing into characters and reading them back takes half the time of hashing into bytes, and one place to put the parts together
// spares a buffer each time.
const together = Buffer.alloc(65);

function sha256(mark: Buffer, one: Uint8Array, other?: Uint8Array): Buffer {
  const length = 1 + one.length + (other?.length ?? 0);
  const bytes = length <= together.length ? together : Buffer.alloc(length);
  bytes.set(mark);
  bytes.set(one, 1);
  if (other !== undefined) bytes.set(other, 1 + one.length);
  return Buffer.from(hash('sha256', bytes.subarray(0, length), 'binary'), 'binary');
}
