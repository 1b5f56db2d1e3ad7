import { nodesFrom, tileWidth, tilesWanted } from '../../src/domain/log-tiles.ts';
import {
  consistencyProof,
  inclusionProof,
  isConsistent,
  leafHash,
  nodeHash,
  rootFromInclusion,
  rootOf,
} from '../../src/domain/log-tree.ts';
import { median } from './quantiles.ts';

export type ProofFigures = {
  readonly entries: number;
  readonly hashes: number;
  readonly tiles: number;
  readonly makeMs: number;
  readonly verifyMs: number;
};

/** What proofs take in trees of growing size. All leaves are alike, so that a tree of any size is at hand, and its proofs are true. */
export function measureProofs(sizes: readonly number[]): readonly ProofFigures[] {
  const leaf = leafHash(Buffer.from('an entry'));
  const levels = [leaf];
  for (let level = 0; level < 40; level += 1) levels.push(twice(levels[level] ?? leaf));
  const tiles = levels
    .filter((_hash, level) => level % 8 === 0)
    .map((hash) => Array.from({ length: tileWidth }, () => hash));
  const node = nodesFrom(({ level }) => tiles[level] ?? []);
  return sizes.map((size) => {
    const root = rootOf(size, node);
    const rounds = Array.from({ length: 21 }, (_, round) => {
      const index = Math.floor((size * (round + 1)) / 23);
      const began = performance.now();
      const wanted = tilesWanted((blank) => inclusionProof(index, size, blank)).length;
      const proof = inclusionProof(index, size, node);
      const older = consistencyProof(index + 1, size, node);
      const made = performance.now();
      const holds = rootFromInclusion({ index, size, leaf, proof })?.equals(root) === true;
      const olderRoot = rootOf(index + 1, node);
      const continues = isConsistent({ older: index + 1, size, olderRoot, root, proof: older });
      if (!holds || !continues) throw new Error('A proof of the synthetic tree does not hold');
      return { proof: proof.length, wanted, make: made - began, verify: performance.now() - made };
    });
    return {
      entries: size,
      hashes: Math.max(...rounds.map((one) => one.proof)),
      tiles: Math.max(...rounds.map((one) => one.wanted)),
      makeMs: median(rounds.map((one) => one.make)),
      verifyMs: median(rounds.map((one) => one.verify)),
    };
  });
}

function twice(hash: Buffer): Buffer {
  return nodeHash(hash, hash);
}
