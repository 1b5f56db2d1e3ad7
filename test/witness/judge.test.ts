import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { cosignedAt, parseCheckpoint, signCheckpoint } from '../../src/domain/log-checkpoint.ts';
import {
  parseSignatureLine,
  parseVerifier,
  signingKey,
  verifierLine,
  verifierOf,
} from '../../src/domain/log-note.ts';
import { grow, nodesFrom, tileName } from '../../src/domain/log-tiles.ts';
import { consistencyProof, emptyRoot, leafHash, rootOf } from '../../src/domain/log-tree.ts';
import { isConsistent } from '../../witness/consistency.ts';
import { judge } from '../../witness/judge.ts';
import { openStore } from '../../witness/store.ts';

const signer = { name: 'contactpoint.example/log/1', key: signingKey(Buffer.alloc(32, 7)) };
const leaves = Array.from({ length: 60 }, (_, at) => leafHash(Buffer.from(`entry ${at}`)));
const tiles = new Map(grow(0, [], leaves).tiles.map((tile) => [tileName(tile), tile.hashes]));
const node = nodesFrom((place) => tiles.get(tileName(place)) ?? []);
const seconds = 1_790_000_000;

function fresh(t: { readonly after: (work: () => void) => void }) {
  const folder = mkdtempSync(join(tmpdir(), 'contactpoint-witness-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const logs = join(folder, 'logs');
  writeFileSync(logs, `${verifierLine(verifierOf(signer, 'note'))}\n`);
  const open = () => openStore(join(folder, 'own'), logs, 'witness.example/w1');
  return { folder, logs, open, store: open() };
}

type Wanted = {
  readonly old: number;
  readonly size: number;
  readonly root?: Buffer;
  readonly from?: typeof signer;
  readonly proof?: readonly Buffer[];
};

function request({ old, size, root, from = signer, proof }: Wanted): string {
  const hashes = proof ?? (old <= size ? consistencyProof(old, size, node) : []);
  const note = signCheckpoint({ origin: from.name, size, root: root ?? rootOf(size, node) }, from);
  return [`old ${old}`, ...hashes.map((hash) => hash.toString('base64')), '', note].join('\n');
}

test('what continues the last is cosigned with its time, and kept on the disk first', (t) => {
  const { open, store } = fresh(t);
  const witness = parseVerifier(store.verifierLine);
  assert.ok(witness !== undefined);
  for (const [old, size] of [
    [0, 1],
    [1, 7],
    [7, 7],
    [7, 60],
  ] as const) {
    const asked = request({ old, size });
    const { status, body } = judge(asked, store, seconds);
    assert.equal(status, 200, body);
    assert.match(body, /^\u2014 [^\n]+\n$/);
    const checkpoint = parseCheckpoint(asked.slice(asked.indexOf('\n\n') + 2));
    const signature = parseSignatureLine(body.trimEnd());
    assert.ok(checkpoint !== undefined && signature !== undefined);
    assert.equal(cosignedAt(checkpoint, signature, witness)?.getTime(), seconds * 1000);
    assert.equal(open().last(signer.name)?.size, size);
  }
});

test('an older tree than the last signed is told the size that was: 409', (t) => {
  const { open, store } = fresh(t);
  judge(request({ old: 0, size: 40 }), store, seconds);
  const refused = judge(request({ old: 0, size: 30 }), open(), seconds);
  assert.deepEqual(refused, { status: 409, type: 'text/x.tlog.size', body: '40\n' });
});

test('a tree that does not continue the last is not signed: 422', (t) => {
  const { store } = fresh(t);
  judge(request({ old: 0, size: 40 }), store, seconds);
  const other = Buffer.alloc(32, 1);
  assert.equal(judge(request({ old: 40, size: 40, root: other }), store, seconds).status, 422);
  assert.equal(judge(request({ old: 40, size: 50, root: other }), store, seconds).status, 422);
  assert.equal(judge(request({ old: 40, size: 50, proof: [] }), store, seconds).status, 422);
  assert.equal(judge(request({ old: 40, size: 40, proof: [other] }), store, seconds).status, 422);
  assert.equal(store.last(signer.name)?.size, 40);
});

test('the empty tree has the root that the standard gives it, and needs no proof', (t) => {
  const { store } = fresh(t);
  assert.equal(judge(request({ old: 0, size: 0, root: Buffer.alloc(32) }), store, seconds).status, 422);
  assert.equal(judge(request({ old: 0, size: 5, proof: [Buffer.alloc(32)] }), store, seconds).status, 422);
  assert.equal(judge(request({ old: 0, size: 0, root: emptyRoot }), store, seconds).status, 200);
});

test('an unknown log is 404, an unsigned or wrongly signed one 403, an old size above the new 400', (t) => {
  const { store } = fresh(t);
  const stranger = { name: 'elsewhere.example/log', key: signer.key };
  const thief = { name: signer.name, key: signingKey(Buffer.alloc(32, 8)) };
  assert.equal(judge(request({ old: 0, size: 3, from: stranger }), store, seconds).status, 404);
  assert.equal(judge(request({ old: 0, size: 3, from: thief }), store, seconds).status, 403);
  assert.equal(judge(request({ old: 4, size: 3 }), store, seconds).status, 400);
  const altered = request({ old: 0, size: 3 }).replace('\n3\n', '\n4\n');
  assert.equal(judge(altered, store, seconds).status, 403);
});

test('what is no request is 400, and nothing is kept', (t) => {
  const { folder, store } = fresh(t);
  const good = request({ old: 0, size: 3 });
  for (const wrong of [
    '',
    '\n\n',
    'x'.repeat(70_000),
    good.replace('old 0', 'old 00'),
    good.replace('old 0', 'old -1'),
    good.replace('old 0', 'older 0'),
    good.replace('old 0\n', `old 0\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(64)}`),
    good.slice(0, -1),
  ])
    assert.equal(judge(wrong, store, seconds).status, 400, wrong.slice(0, 40));
  assert.deepEqual(
    readdirSync(join(folder, 'own')).filter((name) => name.endsWith('.checkpoint')),
    [],
  );
});

test('a log keeps the key that it was first known by', (t) => {
  const { logs, open, store } = fresh(t);
  judge(request({ old: 0, size: 3 }), store, seconds);
  const thief = { name: signer.name, key: signingKey(Buffer.alloc(32, 8)) };
  writeFileSync(logs, `${verifierLine(verifierOf(thief, 'note'))}\n`);
  assert.equal(judge(request({ old: 3, size: 4, from: thief }), open(), seconds).status, 403);
  assert.equal(judge(request({ old: 3, size: 4 }), open(), seconds).status, 200);
});

const base64 = z
  .string()
  .nullable()
  .transform((text) => Buffer.from(text ?? '', 'base64'));
const vectors = z.array(
  z.object({
    desc: z.string(),
    size1: z.number(),
    size2: z.number(),
    root1: base64,
    root2: base64,
    proof: z.array(base64).nullable(),
    wantErr: z.boolean(),
  }),
);

test('its own reading of consistency answers the public vectors as they say', () => {
  const file = new URL('../data/merkle/consistency.json', import.meta.url);
  for (const one of vectors.parse(JSON.parse(readFileSync(file, 'utf8')))) {
    const [first, second] = [
      { size: one.size1, root: one.root1 },
      { size: one.size2, root: one.root2 },
    ];
    // The standard judges the empty tree and equal sizes by themselves, before any proof.
    if (first.size === 0 || first.size >= second.size) continue;
    assert.equal(isConsistent(first, second, one.proof ?? []), !one.wantErr, one.desc);
  }
});
