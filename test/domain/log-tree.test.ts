import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { z } from 'zod';
import {
  addLeaf,
  edgePlaces,
  grow,
  nodesFrom,
  rootOfEdge,
  rootOfFrontier,
  tileName,
  tilesWanted,
  type Edge,
} from '../../src/domain/log-tiles.ts';
import {
  consistencyProof,
  emptyRoot,
  inclusionProof,
  isConsistent,
  leafHash,
  rootFromInclusion,
  rootOf,
  rootOver,
  type NodeSource,
} from '../../src/domain/log-tree.ts';

const base64 = z
  .string()
  .nullable()
  .transform((text) => Buffer.from(text ?? '', 'base64'));
const proof = z
  .array(base64)
  .nullable()
  .transform((hashes) => hashes ?? []);
const inclusions = z.array(
  z.object({
    desc: z.string(),
    leafIdx: z.number(),
    treeSize: z.number(),
    root: base64,
    leafHash: base64,
    proof,
    wantErr: z.boolean(),
  }),
);
const consistencies = z.array(
  z.object({
    desc: z.string(),
    size1: z.number(),
    size2: z.number(),
    root1: base64,
    root2: base64,
    proof,
    wantErr: z.boolean(),
  }),
);

test('the public vectors of inclusion are answered as they say', () => {
  const vectors = inclusions.parse(vectorsIn('inclusion'));
  assert.ok(vectors.length >= 98);
  for (const { desc, leafIdx: index, treeSize: size, root, leafHash: leaf, proof: path, wantErr } of vectors)
    assert.equal(
      rootFromInclusion({ index, size, leaf, proof: path })?.equals(root) ?? false,
      !wantErr,
      desc,
    );
});

test('the public vectors of consistency are answered as they say', () => {
  const vectors = consistencies.parse(vectorsIn('consistency'));
  assert.ok(vectors.length >= 98);
  for (const {
    desc,
    size1: older,
    size2: size,
    root1: olderRoot,
    root2: root,
    proof: path,
    wantErr,
  } of vectors)
    assert.equal(isConsistent({ older, size, olderRoot, root, proof: path }), !wantErr, desc);
});

// RFC 6962 publishes no roots; these are those of its reference implementation's test (certificate-transparency-go).
test('roots of the well-known eight leaves', () => {
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const tree = treeOf(leaves.map((leaf) => leafHash(Buffer.from(leaf, 'hex'))));
  assert.equal(emptyRoot.toString('hex'), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.equal(
    rootOf(1, tree.node).toString('hex'),
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
  assert.equal(
    rootOf(8, tree.node).toString('hex'),
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  );
});

const leaves = Array.from({ length: 1200 }, (_, at) => leafHash(Buffer.from(`entry ${at}`)));
const whole = treeOf(leaves);

test('tiles grown in any steps hold the tree that all leaves at once would make', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }), (steps) => {
      const size = Math.min(
        leaves.length,
        steps.reduce((sum, step) => sum + step, 0),
      );
      const tree = treeOf(leaves.slice(0, size), steps);
      assert.deepEqual(rootOfEdge(tree.edge), rootOver(leaves.slice(0, size)));
      assert.deepEqual(rootOf(size, tree.node), rootOver(leaves.slice(0, size)));
      for (const { level, number, width } of edgePlaces(size))
        assert.equal(tree.tiles.get(tileName({ level, number }))?.length, width);
    }),
    { numRuns: 40 },
  );
});

test('a frontier has the root of what was added to it', () => {
  const frontier = { size: 0, roots: [] };
  for (const [at, leaf] of leaves.slice(0, 600).entries()) {
    assert.deepEqual(rootOfFrontier(frontier), rootOver(leaves.slice(0, at)));
    addLeaf(frontier, leaf);
  }
});

const anySize = fc.integer({ min: 1, max: leaves.length });

test('every leaf of every tree is proved to be in it, at its place and at no other', () => {
  fc.assert(
    fc.property(anySize, fc.nat(), fc.nat(), (size, first, second) => {
      const [index, elsewhere] = [first % size, second % size];
      const path = inclusionProof(index, size, whole.node);
      const leaf = leaves[index] ?? emptyRoot;
      assert.ok(path.length <= Math.ceil(Math.log2(size)));
      assert.deepEqual(rootFromInclusion({ index, size, leaf, proof: path }), rootOf(size, whole.node));
      if (elsewhere !== index) {
        const claimed = rootFromInclusion({ index: elsewhere, size, leaf, proof: path });
        assert.notDeepEqual(claimed, rootOf(size, whole.node));
      }
    }),
  );
});

test('every older tree is proved to be the beginning of a newer one, and no altered one is', () => {
  fc.assert(
    fc.property(anySize, fc.nat(), fc.integer({ min: 1, max: 255 }), (size, drawn, by) => {
      const older = (drawn % size) + 1;
      const [olderRoot, root] = [rootOf(older, whole.node), rootOf(size, whole.node)];
      const path = consistencyProof(older, size, whole.node);
      assert.ok(isConsistent({ older, size, olderRoot, root, proof: path }));
      const altered = Buffer.from(root);
      altered.writeUInt8((altered.readUInt8(drawn % 32) ^ by) & 0xff, drawn % 32);
      assert.equal(isConsistent({ older, size, olderRoot, root: altered, proof: path }), false);
    }),
  );
});

test('a proof reads few tiles, whatever the size of the tree', () => {
  const size = 100_000_000;
  const index = 12_345_678;
  assert.ok(tilesWanted((node) => inclusionProof(index, size, node)).length <= 8);
  assert.ok(tilesWanted((node) => consistencyProof(index, size, node)).length <= 12);
});

function vectorsIn(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../data/merkle/${name}.json`, import.meta.url), 'utf8'));
}

function treeOf(of: readonly Buffer[], steps: readonly number[] = [of.length]) {
  const tiles = new Map<string, readonly Buffer[]>();
  let edge: Edge = [];
  let size = 0;
  for (const step of [...steps, of.length]) {
    const added = of.slice(size, size + step);
    const grown = grow(size, edge, added);
    for (const tile of grown.tiles) tiles.set(tileName(tile), tile.hashes);
    [edge, size] = [grown.edge, size + added.length];
  }
  const node: NodeSource = nodesFrom((place) => tiles.get(tileName(place)) ?? []);
  return { tiles, edge, node };
}
