import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import type { JsonPiece } from '../../src/feeds/json-cutting.ts';
import { cutJson } from '../../src/feeds/json-stream.ts';

const limits = { longest: 1000, deepest: 64 };

test('one object is one piece, whatever its layout', async () => {
  const text = '{\n  "a": {"b": ["}", "\\"{"]},\r\n\t"c": -1.5e3\n}';
  assert.deepEqual(await cut(text), [{ kind: 'object', text, names: 3, place: 'line 1' }]);
});

test('an object a line is a piece a line', async () => {
  const pieces = await cut('{"a":1}\n{"a":2}\r\n\n{"a":3}');
  assert.deepEqual(pieces.map(summary), ['object line 1', 'object line 2', 'object line 4']);
});

test('entries are cut out of the object around them', async () => {
  const text = '{"resourceType":"Bundle","entry":[{"x":{"y":1}}, {"x":2}],"total":2}';
  assert.deepEqual(await cut(text), [
    { kind: 'head', text: '{"resourceType":"Bundle"}', place: 'line 1' },
    { kind: 'entry', text: '{"x":{"y":1}}', names: 2, place: 'entry 1' },
    { kind: 'entry', text: '{"x":2}', names: 1, place: 'entry 2' },
    { kind: 'object', text: '{"resourceType":"Bundle","entry":[],"total":2}', names: 3, place: 'line 1' },
  ]);
});

test('entries that stand first have an empty head', async () => {
  const [head] = await cut('{"entry":[{}],"type":"searchset"}');
  assert.deepEqual(head, { kind: 'head', text: '{}', place: 'line 1' });
});

test('only the outermost "entry" is taken apart', async () => {
  const text = '{"a":{"entry":[{"b":1}]},"c":["entry",[{"d":1}]]}';
  assert.deepEqual((await cut(text)).map(summary), ['object line 1']);
});

test('a byte order mark before the object is passed over', async () => {
  assert.deepEqual((await cut('\uFEFF{"a":1}')).map(summary), ['object line 1']);
});

test('a broken line costs that line alone', async () => {
  const broken = [
    '{"a":',
    '{"a":[1',
    '{"a":"b',
    '{"a" 1}',
    '{"a":1}}',
    'nonsense',
    '{"a":tru e}',
    '{a:1}',
    ']',
  ];
  for (const line of broken) {
    const pieces = await cut(`{"n":1}\n${line}\n{"n":2}\n`);
    assert.deepEqual(
      pieces.filter((piece) => piece.kind === 'object' && piece.text.includes('n')).map(summary),
      ['object line 1', 'object line 3'],
      line,
    );
    assert.equal(pieces.filter((piece) => piece.kind === 'fault').length, 1, line);
  }
});

test('what is wrong is told', async () => {
  const faultOf = async (text: string) => {
    const fault = (await cut(text)).find((piece) => piece.kind === 'fault');
    return fault?.kind === 'fault' ? fault.reason : undefined;
  };
  assert.equal(await faultOf('{"a":1'), 'cut off');
  assert.equal(await faultOf('{"entry":[{"a":1},{"a"'), 'cut off');
  assert.equal(await faultOf('[{"a":1}]'), 'a list');
  assert.equal(await faultOf('not json'), 'not JSON');
  assert.equal(await faultOf('{"entry":[1]}'), 'not JSON');
  assert.equal(await faultOf('{"entry":[{},]}'), 'not JSON');
  assert.equal(await faultOf('{"a":"\n"}'), 'not JSON');
  assert.equal(await faultOf('\u0000'), 'not JSON');
  assert.equal(await faultOf(`{"a":"${'x'.repeat(2000)}"}`), 'too long');
  assert.equal(await faultOf(`{"a":${'['.repeat(100)}`), 'nested too deep');
});

test('an entry that is too long is passed over and the next one is read', async () => {
  const pieces = await cut(`{"entry":[{"a":1},{"a":"${'x'.repeat(5000)}"},{"a":3}]}`, 100);
  assert.deepEqual(pieces.map(summary), [
    'head line 1',
    'entry entry 1',
    'fault entry 2',
    'entry entry 3',
    'object line 1',
  ]);
});

test('bytes that are not UTF-8 are a fault of their piece alone', async () => {
  const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n{"a":2}')]);
  assert.deepEqual((await cutBytes([bytes])).map(summary), ['fault line 1', 'object line 2']);
});

test('where the stream is divided changes nothing', async () => {
  const value = fc.letrec((tie) => ({
    object: fc.dictionary(fc.oneof(fc.constantFrom('entry', 'a'), fc.string()), tie('any'), { maxKeys: 4 }),
    any: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      tie('object'),
      fc.array(tie('any')),
    ),
  })).object;
  const text = fc.array(
    fc.oneof(
      value.map((one) => JSON.stringify(one)),
      fc.string(),
    ),
    { maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.constantFrom('\n', '', ' '),
      fc.integer({ min: 1, max: 50 }),
      async (lines, between, size) => {
        const bytes = Buffer.from(lines.join(between));
        assert.deepEqual(await cutBytes(divided(bytes, size)), await cutBytes([bytes]));
      },
    ),
  );
});

test('what JSON.stringify writes is read back, an object a line', async () => {
  const member = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true }),
    fc.constant(null),
    fc.json().map((json): unknown => JSON.parse(json)),
  );
  const object = fc
    .dictionary(fc.string(), member, { maxKeys: 5 })
    .filter((one) => !Object.hasOwn(one, 'entry'));
  await fc.assert(
    fc.asyncProperty(fc.array(object, { maxLength: 5 }), async (objects) => {
      const lines = objects.map((one) => JSON.stringify(one));
      const pieces = await cut(lines.join('\n'), 1_000_000);
      assert.deepEqual(
        pieces.map((piece) => (piece.kind === 'object' ? piece.text : piece.kind)),
        lines,
      );
    }),
  );
});

async function cut(text: string, longest = limits.longest): Promise<JsonPiece[]> {
  return cutBytes([Buffer.from(text)], longest);
}

async function cutBytes(chunks: readonly Uint8Array[], longest = limits.longest): Promise<JsonPiece[]> {
  const pieces: JsonPiece[] = [];
  for await (const piece of cutJson(streamOf(chunks), { ...limits, longest })) pieces.push(piece);
  return pieces;
}

async function* streamOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function divided(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, part) =>
    bytes.slice(part * size, (part + 1) * size),
  );
}

function summary(piece: JsonPiece): string {
  return `${piece.kind} ${piece.place}`;
}
