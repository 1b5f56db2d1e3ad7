import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { addTestSupplier, matchNow } from '../support/feed-door.ts';
import { patient, searchset } from '../support/pds.ts';
import { openProduct } from '../support/product.ts';
import { newWire, type WireAnswer } from '../support/wire.ts';

const product = await openProduct({ after });
const council = await addTestSupplier(product, {
  code: 'bolton-cases',
  organisation: 'Bolton Metropolitan Borough Council',
});

test('a file sent by a supplier’s machine is staged, answered with 202 and its batch, and then matched', async () => {
  const taken = await send(council.secret, searchset(child('9990000018'), child('9990000026')));
  assert.equal(taken.status, 202);
  const batch = told(taken);
  assert.equal(batch.state, 'waiting');
  assert.equal(await childrenNamed('9990000018'), 0);
  await matchNow(product);
  const seen = await newWire(product.url).send('GET', batch.see, { headers: bearer(council.secret) });
  assert.equal(seen.status, 200);
  assert.equal(told(seen).state, 'done');
  assert.deepEqual([told(seen).counts['created'], told(seen).counts['refused']], [2, 0]);
  assert.equal(await childrenNamed('9990000018'), 1);
});

test('the same file again is answered with the batch in which it came, and nothing is staged', async () => {
  const file = searchset(child('9990000034'));
  const first = told(await send(council.secret, file));
  await matchNow(product);
  const digest = createHash('sha256').update(JSON.stringify(file)).digest('base64');
  for (const headers of [{}, { 'content-digest': `sha-256=:${digest}:` }]) {
    const again = await send(council.secret, file, headers);
    assert.equal(again.status, 200);
    assert.deepEqual([told(again).state, told(again).sameAs], ['same file', first.batch]);
  }
  assert.deepEqual(await product.sql('select from staged_row'), []);
});

test('a file that is not what its digest says is stopped', async () => {
  const digest = createHash('sha256').update('another').digest('base64');
  const sent = await send(council.secret, searchset(child('9990000042')), {
    'content-digest': `sha-256=:${digest}:`,
  });
  assert.equal(sent.status, 400);
  assert.equal(told(sent).stoppedBecause, 'cut off');
});

test('a gzipped file is read as what it holds', async () => {
  const file = gzipSync(JSON.stringify(searchset(child('9990000050'))));
  const sent = await newWire(product.url).post('/feeds/pds-fhir', file, bearer(council.secret));
  assert.equal(sent.status, 202);
  assert.equal(told(sent).counts['read'], 1);
});

test('without a credential that stands nothing is taken, and the answer is one for all', async () => {
  const ended = await addTestSupplier(product, {
    code: 'ended',
    organisation: 'Bolton Metropolitan Borough Council',
  });
  await product.sql(
    `update supplier_credential set ended_at = now(), ended_by = made_by where supplier_id = $1`,
    [ended.supplierId],
  );
  const before = await product.sql('select count(*) from feed_batch');
  const bodies = new Set<string>();
  for (const secret of [ended.secret, 'A'.repeat(43), '']) {
    const answer = await send(secret, searchset(child('9990000069')));
    assert.equal(answer.status, 401);
    bodies.add(answer.body);
  }
  assert.equal(bodies.size, 1);
  assert.deepEqual(await product.sql('select count(*) from feed_batch'), before);
});

test('a format that the supplier did not declare is refused and written down', async () => {
  const answer = await newWire(product.url).post('/feeds/anything', '{}', bearer(council.secret));
  assert.equal(answer.status, 400);
  const [entry] = await product.sql(
    `select body from log_entry where act = 'bring file' and body like '%refused%'`,
  );
  assert.match(entry?.[0] ?? '', /"outcome":"refused".*"why":"format"/);
});

test('a supplier whose organisation is not accredited now sends nothing', async () => {
  const lapsed = await addTestSupplier(product, {
    code: 'lapsed',
    organisation: 'Probation in Bolton',
  });
  await product.sql(
    `update organisation set accredited_until = '2026-01-01'
      where organisation_id = (select organisation_id from supplier_terms where supplier_id = $1)`,
    [lapsed.supplierId],
  );
  assert.equal((await send(lapsed.secret, searchset(child('9990000077')))).status, 403);
});

test('a supplier’s machine sees no batch but its own', async () => {
  const other = await addTestSupplier(product, {
    code: 'other',
    organisation: 'Bolton Metropolitan Borough Council',
  });
  const { see } = told(await send(council.secret, searchset(child('9990000085'))));
  for (const path of [see, `${see}/refusals`, '/feeds/batches/999999', '/feeds/batches/x'])
    assert.equal(
      (await newWire(product.url).send('GET', path, { headers: bearer(other.secret) })).status,
      404,
    );
});

test('refused rows are downloaded with their reasons, and no cell is a formula', async () => {
  const adult = patient({ id: '=cmd', birthDate: '1990-01-01' });
  const { see } = told(await send(council.secret, searchset(child('9990000093'), adult)));
  const csv = await newWire(product.url).send('GET', `${see}/refusals`, { headers: bearer(council.secret) });
  assert.equal(csv.headers.get('content-type'), 'text/csv; charset=utf-8');
  assert.equal(
    csv.body,
    'row,place,element,reason,wanted\r\n2,entry 2,Patient.birthDate,18 or over,somebody under 18\r\n',
  );
});

test('a file whose connection breaks off is stopped, and none of it stays', async () => {
  const body = JSON.stringify(searchset(child('9990000107')));
  const head = `POST /feeds/pds-fhir HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${council.secret}\r\n`;
  const socket = await import('node:net').then(({ connect }) => connect(Number(new URL(product.url).port)));
  socket.write(`${head}content-length: ${body.length}\r\n\r\n${body.slice(0, -20)}`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  socket.destroy();
  for (let tries = 0; tries < 50; tries += 1) {
    const [row] = await product.sql(
      'select state, stopped_because from feed_batch order by batch_id desc limit 1',
    );
    if (row?.[0] === 'stopped') return assert.equal(row[1], 'cut off');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail('the batch was not stopped');
});

function child(number: string): object {
  return patient({
    id: number,
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: number }],
  });
}

async function childrenNamed(number: string): Promise<number> {
  return (await product.sql('select from child where nhs_number = $1', [number])).length;
}

async function send(secret: string, file: object, headers: Record<string, string> = {}): Promise<WireAnswer> {
  return newWire(product.url).post('/feeds/pds-fhir', JSON.stringify(file), {
    ...bearer(secret),
    ...headers,
  });
}

function bearer(secret: string) {
  return { authorization: `Bearer ${secret}`, 'content-type': 'application/octet-stream' };
}

type Told = {
  readonly batch: number;
  readonly state: string;
  readonly stoppedBecause: string | null;
  readonly sameAs: number | null;
  readonly see: string;
  readonly counts: Readonly<Record<string, number>>;
};

function told({ body }: WireAnswer): Told {
  const answer: unknown = JSON.parse(body);
  assert.ok(isTold(answer), body);
  return answer;
}

function isTold(answer: unknown): answer is Told {
  return typeof answer === 'object' && answer !== null && 'batch' in answer && 'counts' in answer;
}
