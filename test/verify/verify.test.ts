import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { z } from 'zod';
import { signCheckpoint } from '../../src/domain/log-checkpoint.ts';
import { signatureLine, signingKey, verifierLine, verifierOf } from '../../src/domain/log-note.ts';
import { writeProof } from '../../src/domain/log-proof.ts';
import { grow, nodesFrom, tileName } from '../../src/domain/log-tiles.ts';
import { consistencyProof, inclusionProof, leafHash, rootOf } from '../../src/domain/log-tree.ts';
import { continues, readKey, rootFrom, verifyProof } from '../../verify/verify.ts';

const base64 = z
  .string()
  .nullable()
  .transform((text) => Buffer.from(text ?? '', 'base64'));
const proof = z
  .array(base64)
  .nullable()
  .transform((hashes) => hashes ?? []);
const wantErr = z.boolean();
const desc = z.string();
const inclusion = z.object({
  desc,
  leafIdx: z.number(),
  treeSize: z.number(),
  root: base64,
  leafHash: base64,
  proof,
  wantErr,
});
const consistency = z.object({
  desc,
  size1: z.number(),
  size2: z.number(),
  root1: base64,
  root2: base64,
  proof,
  wantErr,
});

function vectorsIn(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../data/merkle/${name}.json`, import.meta.url), 'utf8'));
}

test('the public vectors of inclusion are answered as they say', () => {
  for (const one of z.array(inclusion).parse(vectorsIn('inclusion'))) {
    const root = rootFrom(one.leafHash, one.leafIdx, one.treeSize, one.proof);
    assert.equal(root?.equals(one.root) ?? false, !one.wantErr, one.desc);
  }
});

test('the public vectors of consistency are answered as they say', () => {
  for (const one of z.array(consistency).parse(vectorsIn('consistency'))) {
    const [older, newer] = [
      { size: one.size1, root: one.root1 },
      { size: one.size2, root: one.root2 },
    ];
    assert.equal(continues(older, newer, one.proof), !one.wantErr, one.desc);
  }
});

const signer = { name: 'contactpoint.example/log/1', key: signingKey(Buffer.alloc(32, 7)) };
const witness = { name: 'witness.example/w1', key: signingKey(Buffer.alloc(32, 5)) };
const salt = Buffer.alloc(16, 3);
const bodies = Array.from({ length: 1000 }, (_, at) => `{"act":"find child","event":"${at}"}`);
const leaves = bodies.map((body) => leafHash(createHash('sha256').update(salt).update(body).digest()));
const tiles = new Map(grow(0, [], leaves).tiles.map((tile) => [tileName(tile), tile.hashes]));
const node = nodesFrom((place) => tiles.get(tileName(place)) ?? []);
const logKey = verifierLine(verifierOf(signer, 'note'));
const witnessKey = verifierLine(verifierOf(witness, 'cosignature'));

function proofOf(index: number, size: number): string {
  const note = signCheckpoint({ origin: signer.name, size, root: rootOf(size, node) }, signer);
  const text = note.slice(0, note.indexOf('\n\n') + 1);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(1_790_000_000n);
  const signed = sign(null, Buffer.from(`cosignature/v1\ntime 1790000000\n${text}`), witness.key);
  const line = signatureLine(witness.name, [verifierOf(witness, 'cosignature').id, time, signed]);
  const path = inclusionProof(index, size, node);
  return writeProof({ salt, body: bodies[index] ?? '', index, path, checkpoint: `${note}${line}\n` });
}

test('a thousand entries are proved by themselves, each with its witness', () => {
  const [log, seen] = [readKey(logKey), readKey(witnessKey)];
  for (const [index, body] of bodies.entries()) {
    const verified = verifyProof(proofOf(index, 1000), log, [seen]);
    assert.deepEqual([verified.number, verified.body], [index, body]);
    assert.deepEqual(verified.seen, ['witness.example/w1, 2026-09-21T14:13:20.000Z']);
  }
});

test('of a hundred checkpoints, each is proved to continue each before it', () => {
  const sizes = Array.from({ length: 100 }, (_, at) => 1 + ((at * 997) % 1000)).sort((a, b) => a - b);
  const heads = sizes.map((size) => ({ size, root: rootOf(size, node) }));
  for (const older of heads)
    for (const newer of heads) {
      if (older.size > newer.size) continue;
      const path = consistencyProof(older.size, newer.size, node);
      assert.ok(continues(older, newer, path), `${older.size} and ${newer.size}`);
      if (older.size < newer.size) assert.ok(!continues(older, { ...newer, root: Buffer.alloc(32) }, path));
    }
});

test('an entry altered, moved, or of an unsigned tree is not proved', () => {
  const [log, seen] = [readKey(logKey), readKey(witnessKey)];
  const good = proofOf(7, 900);
  const other = { ...signer, key: signingKey(Buffer.alloc(32, 9)) };
  const wrong: readonly (readonly [string, string])[] = [
    ['another place', good.replace('index 7', 'index 8')],
    ['another size', good.replace('\n900\n', '\n901\n')],
    ['another entry', good.replace(/^extra .*$/m, proofOf(8, 900).split('\n')[1] ?? '')],
    ['a shorter path', good.replace(/\n[A-Za-z0-9+/]{43}=\n\n/, '\n\n')],
    ['no proof', 'hello'],
  ];
  for (const [what, file] of wrong) assert.throws(() => verifyProof(file, log, [seen]), Error, what);
  assert.throws(() => verifyProof(good, readKey(verifierLine(verifierOf(other, 'note'))), []));
  const stranger = verifierOf({ ...witness, key: other.key }, 'cosignature');
  assert.throws(() => verifyProof(good, log, [readKey(verifierLine(stranger))]), /did not sign/);
});

const folder = mkdtempSync(join(tmpdir(), 'contactpoint-verify-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const program = new URL('../../verify/verify.ts', import.meta.url).pathname;

test('the program says in words what was proved, and fails where it was not', () => {
  const file = join(folder, 'good.tlog-proof');
  writeFileSync(file, proofOf(7, 900));
  const said = execFileSync(process.execPath, [program, file, logKey, witnessKey], { encoding: 'utf8' });
  assert.match(
    said,
    /^This is entry 7 of 900, unaltered:\n\{"act":"find child","event":"7"\}\nSeen by witness/,
  );
  writeFileSync(file, proofOf(7, 900).replace('index 7', 'index 6'));
  const refused = spawnSync(process.execPath, [program, file, logKey], { encoding: 'utf8' });
  assert.deepEqual([refused.status, refused.stdout.slice(0, 11)], [1, 'NOT PROVED.']);
});
