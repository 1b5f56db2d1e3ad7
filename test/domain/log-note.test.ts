import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import {
  cosignedAt,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from '../../src/domain/log-checkpoint.ts';
import {
  isSignedBy,
  parseNote,
  parseSignatureLine,
  parseVerifier,
  signNote,
  signatureLine,
  signingKey,
  verifierLine,
  verifierOf,
} from '../../src/domain/log-note.ts';
import { readProof, writeProof } from '../../src/domain/log-proof.ts';

const signer = { name: 'contactpoint.example/log', key: signingKey(Buffer.alloc(32, 7)) };
const log = verifierOf(signer, 'note');
const root = Buffer.alloc(32, 9);
const written = signCheckpoint({ origin: signer.name, size: 42, root }, signer);

test('the example of the specification is signed by its key', () => {
  const verifier = parseVerifier('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
  const note = parseNote(
    'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n',
  );
  assert.ok(note !== undefined && verifier !== undefined);
  assert.ok(isSignedBy(note, verifier));
  assert.ok(!isSignedBy({ ...note, text: 'This is another message.\n' }, verifier));
});

test('a verifier reads back from its line, and not under another name or id', () => {
  const line = verifierLine(log);
  assert.deepEqual(parseVerifier(line)?.id, log.id);
  assert.equal(parseVerifier(line.replace('contactpoint', 'counterpoint')), undefined);
  for (const wrong of ['', 'name', 'name+00000000+AA', `${line}AAAA`])
    assert.equal(parseVerifier(wrong), undefined, wrong);
});

test('a checkpoint opens under its own key, with what it says', () => {
  const opened = openCheckpoint(written, log);
  assert.equal(opened?.size, 42);
  assert.deepEqual(opened.root, root);
  assert.equal(opened.text, `contactpoint.example/log\n42\n${root.toString('base64')}\n`);
});

test('a checkpoint altered in any one byte does not open', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const bytes = Buffer.from(written);
      const place = at % bytes.length;
      bytes.writeUInt8((bytes.readUInt8(place) ^ by) & 0xff, place);
      const altered = bytes.toString();
      if (altered !== written) assert.equal(openCheckpoint(altered, log), undefined);
    }),
    { numRuns: 300 },
  );
});

test('neither another key nor another origin opens it', () => {
  const other = { name: signer.name, key: signingKey(Buffer.alloc(32, 8)) };
  assert.equal(openCheckpoint(written, verifierOf(other, 'note')), undefined);
  const elsewhere = signCheckpoint({ origin: 'elsewhere.example/log', size: 42, root }, signer);
  assert.equal(openCheckpoint(elsewhere, log), undefined);
});

test('lines of others stand under a checkpoint and change nothing', () => {
  const witness = { name: 'witness.example/w1', key: signingKey(Buffer.alloc(32, 5)) };
  const line = signatureLine(witness.name, [Buffer.alloc(4, 1), Buffer.alloc(72, 1)]);
  assert.equal(openCheckpoint(`${written}${line}\n`, log)?.signatures.length, 2);
});

test('what is not a note or a checkpoint is refused', () => {
  const sealed = (text: string): string => signNote(text, signer);
  for (const wrong of [
    '',
    '\n\n',
    'text\n',
    'text\n\n— name !!\n',
    'text\n\n— a b c\n',
    `a\u0001b\n\n— a AAAAAAAAAA==\n`,
  ])
    assert.equal(parseNote(wrong), undefined, JSON.stringify(wrong));
  for (const wrong of [
    'origin\n',
    'origin\n042\nAAAA\n',
    `origin\n1\n${root.toString('hex')}\n`,
    `\n1\nAAAA\n`,
  ])
    assert.equal(parseCheckpoint(sealed(wrong)), undefined, JSON.stringify(wrong));
});

test('a cosignature tells when the witness signed, and only of that text', () => {
  const witness = { name: 'witness.example/w1', key: signingKey(Buffer.alloc(32, 5)) };
  const verifier = verifierOf(witness, 'cosignature');
  const checkpoint = parseCheckpoint(written);
  assert.ok(checkpoint !== undefined);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(1_679_315_147n);
  const signed = sign(null, Buffer.from(`cosignature/v1\ntime 1679315147\n${checkpoint.text}`), witness.key);
  const line = parseSignatureLine(signatureLine(witness.name, [verifier.id, time, signed]));
  assert.ok(line !== undefined);
  assert.equal(cosignedAt(checkpoint, line, verifier)?.toISOString(), '2023-03-20T12:25:47.000Z');
  assert.equal(cosignedAt({ text: `${checkpoint.text}more\n` }, line, verifier), undefined);
  assert.equal(cosignedAt(checkpoint, { ...line, id: log.id }, verifier), undefined);
});

test('a proof reads back as it was written', () => {
  const proof = {
    salt: Buffer.alloc(16, 3),
    body: '{"act":"find child","why":"ö"}',
    index: 41,
    path: [Buffer.alloc(32, 1), Buffer.alloc(32, 2)],
    checkpoint: written,
  };
  assert.deepEqual(readProof(writeProof(proof)), proof);
  assert.deepEqual(readProof(writeProof({ ...proof, path: [] })), { ...proof, path: [] });
  for (const wrong of ['', 'c2sp.org/tlog-proof@v1\n', writeProof(proof).replace('index', 'place')])
    assert.equal(readProof(wrong), undefined);
});
