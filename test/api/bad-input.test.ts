import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { openProduct } from '../support/product.ts';
import { fc } from '../support/property.ts';
import { addTestSystem, askToken, callAs } from '../support/system.ts';
import { z } from 'zod';

const product = await openProduct({ after });
const amina = 'amina.khan';
const system = await addTestSystem(product, 'careless-system', amina);
const { token } = await askToken(product, system, amina);

const enumerated = z.object({ properties: z.object({ name: z.object({ enum: z.array(z.string()) }) }) });
const inFhir = z.object({
  schema: z.object({ properties: z.object({ parameter: z.object({ items: enumerated }) }) }),
});
const contentShape = z.object({
  'application/fhir+json': inFhir,
  'application/x-www-form-urlencoded': z.unknown().optional(),
});
const postShape = z.object({ requestBody: z.object({ content: contentShape }) });
const description = z.object({ paths: z.record(z.string(), z.object({ post: postShape })) });
const resource = z.object({ resourceType: z.string() });

type Described = { readonly path: string; readonly names: readonly string[]; readonly form: boolean };
const described = await readOurOwnDescription();

test('what the description names is answered with what to change, never as our own fault', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...described),
      fc.array(anyValue, { minLength: 12, maxLength: 12 }),
      fc.nat(),
      async (one, values, no) => {
        const given = one.names.map((name, place) => ({ name, value: values[place] ?? '' }));
        const parameter = given.map(({ name, value }) => ({ name, [typeOf(value)]: value }));
        const body =
          one.form && no % 2 === 0
            ? new URLSearchParams(Object.fromEntries(given.map(({ name, value }) => [name, String(value)])))
            : { resourceType: 'Parameters', parameter };
        await isTaught(one.path, body, `careless-write-${no}-of-many`);
      },
    ),
    { numRuns: 60 },
  );
});

test('JSON that two readers could read in two ways is refused at each operation', async () => {
  const edges = [
    '{"resourceType":"Parameters","parameter":[{"name":"patient","valueString":"1","valueString":"2"}]}',
    '{"resourceType":"Parameters","parameter":[{"name":"constructor","valueString":"1"}]}',
    '{"resourceType":"Parameters","parameter":{"__proto__":[]}}',
    `{"resourceType":"Parameters","parameter":${'['.repeat(9_000)}${']'.repeat(9_000)}}`,
    `{"resourceType":"Parameters","parameter":[{"name":"count","valueInteger":${'9'.repeat(400)}}]}`,
    '{"resourceType":"Parameters","parameter":[{"name":"patient","valueString":"\\udfff"}]}',
    '{"resourceType":"Parameters","parameter":[null]}',
    '\u0000',
  ];
  for (const { path } of described)
    for (const [no, edge] of edges.entries()) {
      const status = await isTaught(path, edge, `edge-of-json-number-${no}`);
      assert.ok(status >= 400, `${path} ${edge.slice(0, 60)}`);
    }
});

test('an assertion that names nobody, or names them by something that is no word, is refused', async () => {
  for (const iss of [7, null, ['a'], { a: 1 }, '\0', undefined]) {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const answer = await fetch(`${product.url}/fhir/R4/token`, {
      method: 'POST',
      headers: { dpop: 'none' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion: `${part({ alg: 'none' })}.${part({ iss })}.`,
      }),
    });
    assert.equal(answer.status, 400);
    const lying = await askToken(product, system, amina, { user: '\0' });
    assert.equal(lying.status, 400);
    const nameless = await askToken(product, { ...system, clientId: '\0' }, amina);
    assert.equal(nameless.status, 401);
  }
});

test('a request that two servers could cut in two ways is refused, and nothing behind it is answered', async () => {
  const hidden = 'GET /fhir/R4/metadata HTTP/1.1\r\nHost: a\r\n\r\n';
  const start = 'POST /fhir/R4/Patient/$match HTTP/1.1\r\nHost: a\r\n';
  const smuggled = [
    `${start}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    `${start}Content-Length: 5\r\nContent-Length: 6\r\n\r\n01234${hidden}`,
    `${start}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`,
    `${start}X-Folded: a\r\n b\r\nContent-Length : 0\r\n\r\n${hidden}`,
    `${start}Content-Length: 0\rX: y\r\n\r\n${hidden}`,
    `${start}Content-Length: +5\r\n\r\n01234${hidden}`,
  ];
  for (const bytes of smuggled) {
    const answered = await sendRaw(bytes);
    const statuses = [...answered.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
    assert.deepEqual(statuses, [400], JSON.stringify(bytes));
  }
});

const anyValue = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    'Patient/1',
    '1',
    'relay',
    '2012-02-30',
    '9990000018',
    '%',
    "' or 1=1 --",
    '\0',
    '\uD800',
    '\u202E',
  ),
  fc.constantFrom('concern about the child', 'parent agreed', 'today', 'telephone', '2026-11-20'),
  fc.integer(),
  fc.boolean(),
);

function typeOf(value: string | number | boolean): string {
  if (typeof value === 'boolean') return 'valueBoolean';
  return typeof value === 'number' ? 'valueInteger' : 'valueString';
}

async function isTaught(path: string, body: URLSearchParams | object | string, key: string) {
  const headers = { 'idempotency-key': key };
  const answer = await callAs(product, system, token, path, body, { headers });
  assert.ok(answer.status < 500, `${path} ${answer.status} ${answer.body}`);
  const { resourceType } = resource.parse(JSON.parse(answer.body));
  assert.equal(resourceType === 'OperationOutcome', answer.status >= 400, `${path} ${answer.body}`);
  return answer.status;
}

async function sendRaw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(product.url);
  const socket = connect(Number(port), hostname);
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  socket.end(bytes);
  await once(socket, 'close');
  return Buffer.concat(parts).toString('latin1');
}

async function readOurOwnDescription(): Promise<readonly Described[]> {
  const answer = await fetch(`${product.url}/fhir/R4/openapi.json`);
  const { paths } = description.parse(await answer.json());
  return Object.entries(paths).map(([path, { post }]) => {
    const { content } = post.requestBody;
    const { items } = content['application/fhir+json'].schema.properties.parameter;
    const form = content['application/x-www-form-urlencoded'] !== undefined;
    return { path, names: items.properties.name.enum, form };
  });
}
