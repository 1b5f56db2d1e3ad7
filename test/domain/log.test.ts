import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { canonicalJson, sealEntry, sealPart, type EntryBody } from '../../src/domain/log.ts';

const opening: EntryBody = {
  event: '9f0c3c1e-7a40-4bd5-9f0a-6d1b5a2f7c11',
  role: 'hospital nurse',
  act: 'open child record',
  outcome: 'done',
  at: '2026-11-23T10:00:00.000Z',
  account: 7,
  shown: 1,
  fields: ['identity', 'address'],
  parts: ['00ff'],
};

test('the same content is always the same bytes, whatever order it was made in', () => {
  assert.equal(
    sealEntry(opening).body,
    '{"account":7,"act":"open child record","at":"2026-11-23T10:00:00.000Z",' +
      '"event":"9f0c3c1e-7a40-4bd5-9f0a-6d1b5a2f7c11","fields":["identity","address"],' +
      '"outcome":"done","parts":["00ff"],"role":"hospital nurse","shown":1}',
  );
  const content = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(content, (named) => {
      const turned = Object.fromEntries(Object.entries(named).toReversed());
      assert.equal(canonicalJson(turned), canonicalJson(named));
    }),
  );
});

test('canonical JSON reads back as what was written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (named) => {
      const read: unknown = JSON.parse(canonicalJson(named));
      assert.deepEqual(read, JSON.parse(JSON.stringify(named)));
    }),
  );
});

test('names stand in the order of RFC 8785, inside too, and no space is spent', () => {
  assert.equal(
    canonicalJson({ b: [1, { d: 'ö', c: null }], a: true, B: 0.5 }),
    '{"B":0.5,"a":true,"b":[1,{"c":null,"d":"ö"}]}',
  );
  // The example of RFC 8785 section 3.2.3, which sorts by UTF-16 code units.
  const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
  assert.equal(
    canonicalJson(Object.fromEntries(names.map((name) => [name, 0]))),
    '{"\\r":0,"1":0,"\u0080":0,"\u00f6":0,"\u20ac":0,"\u{1f600}":0,"\ufb33":0}',
  );
});

test('what is absent is left out, and a number for a name has no place of its own', () => {
  assert.equal(canonicalJson({ b: undefined, a: 1 }), '{"a":1}');
  assert.equal(canonicalJson({ 9: 0, 10: 0, ['__proto__']: 0 }), '{"10":0,"9":0,"__proto__":0}');
});

test('an entry’s hash is SHA-256 of its salt and its body', () => {
  const { salt, body, entryHash } = sealEntry(opening);
  assert.deepEqual(entryHash, sha256(salt, body));
});

test('a part’s hash is SHA-256 of its own salt and its body', () => {
  const part = sealPart('child', 42, { child: 42 });
  assert.equal(part.body, '{"child":42}');
  assert.deepEqual(part.hash, sha256(part.salt, part.body));
});

test('a salt is 128 random bits, so that the same content twice has two hashes', () => {
  const [one, other] = [sealPart('child', 42, { child: 42 }), sealPart('child', 42, { child: 42 })];
  assert.equal(one.salt.length, 16);
  assert.notDeepEqual(one.salt, other.salt);
  assert.notDeepEqual(one.hash, other.hash);
});

test('the body names every part by its hash, in order', () => {
  const parts = [
    sealPart('search terms', null, { familyName: 'Barlow' }),
    sealPart('child', 42, { child: 42 }),
  ];
  const hashes = parts.map((part) => part.hash.toString('hex'));
  const written: unknown = JSON.parse(sealEntry({ ...opening, parts: hashes }).body);
  assert.ok(typeof written === 'object' && written !== null && 'parts' in written);
  assert.deepEqual(written.parts, hashes);
});

test('nothing of a part stands in the entry', () => {
  const part = sealPart('search terms', null, { familyName: 'Featherstonehaugh' });
  const { body } = sealEntry({ ...opening, parts: [part.hash.toString('hex')] });
  assert.doesNotMatch(body, /Featherstonehaugh/);
});

test('any one byte changed in body or salt changes the hash', () => {
  const changed = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), changed, (content, { at, by }) => {
      const { salt, body, hash } = sealPart('search terms', null, content);
      const bytes = Buffer.concat([salt, Buffer.from(body)]);
      const place = at % bytes.length;
      bytes.writeUInt8((bytes.readUInt8(place) ^ by) & 0xff, place);
      assert.notDeepEqual(createHash('sha256').update(bytes).digest(), hash);
    }),
  );
});

test('any field of an entry changed, added or taken away changes its bytes', () => {
  const other: Readonly<Record<keyof EntryBody, unknown>> = {
    event: '00000000-7a40-4bd5-9f0a-6d1b5a2f7c11',
    act: 'find child',
    outcome: 'refused',
    at: '2026-11-23T10:00:00.001Z',
    account: 8,
    toAccount: 9,
    family: 2,
    organisation: 1,
    role: 'doctor',
    reason: 'emergency',
    footing: 'urgent',
    why: 'reason',
    fields: ['identity'],
    shown: 2,
    mediated: true,
    colleaguesOrganisation: 'school 105185',
    counts: { imported: 1 },
    erased: ['00aa'],
    parts: ['00fe'],
  };
  const whole: Readonly<Record<string, unknown>> = { ...opening };
  for (const [field, value] of Object.entries(other)) {
    const { [field]: _taken, ...without } = whole;
    assert.notEqual(canonicalJson({ ...whole, [field]: value }), canonicalJson(whole), field);
    if (field in whole) assert.notEqual(canonicalJson(without), canonicalJson(whole), field);
  }
});

function sha256(salt: Buffer, body: string): Buffer {
  return createHash('sha256').update(salt).update(body, 'utf8').digest();
}
