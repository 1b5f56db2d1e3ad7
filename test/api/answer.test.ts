import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newFhirClient } from '../support/fhir-client.ts';
import { Fhir } from 'fhir';
import { openProduct } from '../support/product.ts';
import { addTestSystem, askToken, callAs, proofOf, type Lies } from '../support/system.ts';

const product = await openProduct({ after });
const amina = 'amina.khan';
const system = await addTestSystem(product, 'ward-system', amina);
const stranger = await addTestSystem(product, 'another-system', amina);
const validator = new Fhir();

const grounds = { reason: 'concern about the child', footing: 'parent agreed' };
const [known] = await product.sql(
  `select child_id, given_names, family_name, date_of_birth from child
    where closed_on is null and date_of_birth > '2012-01-01'
      and child_id not in (select child_id from shield)
      and child_id in (select child_id from involvement where ended_on is null group by child_id having count(*) > 1)
      and child_id not in (
        select child_id from involvement join account using (practitioner_id) where user_name = $1
      )
    order by child_id limit 1`,
  [amina],
);
const [childId = '', givenNames = '', family = '', birthDate = ''] = (known ?? []).map((cell) => cell ?? '');
const patient = { resourceType: 'Patient', name: [{ family, given: givenNames.split(' ') }], birthDate };

test('an independent client discovers, matches, reads the care team, and adds and ends an involvement', async () => {
  const client = newFhirClient(`${product.url}/fhir/R4`);
  const statement = valid(await client.capabilityStatement());
  assert.equal(statement['fhirVersion'], '4.0.1');
  const matched = valid(
    await client.operation({
      name: '$match',
      resourceType: 'Patient',
      input: parameters({ resource: patient }, { onlyCertainMatches: true }, { count: 1 }),
      options: { headers: await headersFor('/Patient/$match') },
    }),
  );
  assert.match(JSON.stringify(matched), new RegExp(`"id":"${childId}"`));
  assert.match(JSON.stringify(matched), /"valueCode":"certain"/);
  const readTeam = async () =>
    valid(
      await client.search({
        resourceType: 'CareTeam',
        searchParams: { patient: `Patient/${childId}`, ...grounds },
        options: { postSearch: true, headers: await headersFor('/CareTeam/_search') },
      }),
    );
  assert.match(JSON.stringify(await readTeam()), /"participant":\[/);
  const [since] = product.now().toISOString().split('T');
  const reference = { reference: `Patient/${childId}` };
  for (const [path, name, more] of [
    ['/CareTeam/$add-participant', '$add-participant', { since }],
    ['/CareTeam/$end-participant', '$end-participant', { ends: since }],
  ] as const) {
    const input = parameters({ patient: reference }, more);
    const headers = await headersFor(path, { 'idempotency-key': `one-write-${name.replace('$', '')}` });
    const done = valid(
      await client.operation({ name, resourceType: 'CareTeam', input, options: { headers } }),
    );
    assert.match(JSON.stringify(done), /"valueCode":"(added|ended)"/);
    if (name === '$add-participant') assert.match(JSON.stringify(await readTeam()), /Amina Khan/);
  }
});

test('an independent client asks a participant to contact the user, who reads what became of it, and takes it back', async () => {
  const client = newFhirClient(`${product.url}/fhir/R4`);
  const team = valid(
    await client.search({
      resourceType: 'CareTeam',
      searchParams: { patient: `Patient/${childId}`, ...grounds },
      options: { postSearch: true, headers: await headersFor('/CareTeam/_search') },
    }),
  );
  const [, whom] = /"participant":\[\{"id":"(\d+)"/.exec(JSON.stringify(team)) ?? [];
  const about = { patient: { reference: `Patient/${childId}` } };
  const reach = {
    reachBy: 'telephone',
    telephone: '01632 960 010',
    urgency: 'today',
    footing: 'parent agreed',
  };
  const ask = async (name: string, key: string, more: Readonly<Record<string, unknown>>) =>
    valid(
      await client.operation({
        name,
        resourceType: 'Task',
        input: parameters(about, more),
        options: { headers: await headersFor(`/Task/${name}`, { 'idempotency-key': key }) },
      }),
    );
  assert.match(JSON.stringify(await ask('$ask', 'asks-to-contact-1', { whom, ...reach })), /"asked"/);
  const headers = await headersFor('/Task/_search');
  const read = valid(
    await client.search({
      resourceType: 'Task',
      searchParams: { status: 'requested' },
      options: { postSearch: true, headers },
    }),
  );
  const [, task, version] =
    /"resourceType":"Task","id":"(\d+)","meta":\{"versionId":"(\d+)"/.exec(JSON.stringify(read)) ?? [];
  assert.match(JSON.stringify(read), /"status":"requested".*"requester":\{"display":"Amina Khan/);
  const answer = { task, version, answer: 'withdrawn' };
  assert.match(JSON.stringify(await ask('$answer', 'takes-it-back-one', answer)), /"ended"/);
});

test('what is read is valid R4, and is in the log before it is answered', async () => {
  const token = await tokenFor(amina);
  for (const path of ['/CareTeam/_search', '/RelatedPerson/_search', '/Patient/$read']) {
    const body = parameters({ patient: { reference: `Patient/${childId}` } }, grounds);
    const answer = await callAs(product, system, token, path, body);
    assert.equal(answer.status, 200, answer.body);
    valid(JSON.parse(answer.body));
    const [entry] = await product.sql(
      `select body from log_entry where act = 'open child record' order by recorded_at desc limit 1`,
    );
    assert.match(entry?.[0] ?? '', /"act":"open child record".*"outcome":"done"/);
  }
});

test('a restricted child is answered with no place, marked as restricted', async () => {
  const [shielded] = await product.sql('select child_id from shield where lifted_on is null limit 1');
  const body = parameters({ patient: { reference: `Patient/${shielded?.[0]}` } }, grounds);
  const token = await tokenFor(amina);
  for (const path of ['/CareTeam/_search', '/Patient/$read']) {
    const answer = await callAs(product, system, token, path, body);
    assert.match(answer.body, /v3-Confidentiality","code":"R"/);
    assert.doesNotMatch(answer.body, /address|participant|telecom/);
  }
});

test('without a reason, a footing or enough to search by, the answer says what to add', async () => {
  const token = await tokenFor(amina);
  const reference = { patient: { reference: `Patient/${childId}` } };
  const opened = await callAs(product, system, token, '/CareTeam/_search', parameters(reference));
  assert.equal(opened.status, 400);
  assert.match(opened.body, /Select why you need to open this record/);
  const searched = await callAs(product, system, token, '/Patient/_search', new URLSearchParams({ family }));
  assert.equal(searched.status, 400);
  assert.match(searched.body, /Add the/);
  valid(JSON.parse(searched.body));
});

test('the same Idempotency-Key gets the same answer, and another request with it none', async () => {
  const token = await tokenFor(amina);
  const [another] = await product.sql(
    `select child_id from child
      where closed_on is null and child_id <> $1 and date_of_birth < '2015-01-01' and child_id not in (select child_id from shield)
        and child_id not in (select child_id from involvement join account using (practitioner_id) where user_name = $2)
      order by child_id limit 1`,
    [childId, amina],
  );
  const patientOf = { patient: { reference: `Patient/${another?.[0]}` } };
  const keyed = { 'idempotency-key': 'the-same-key-again' };
  const body = parameters(patientOf, { since: '2026-11-20' });
  const add = async (sent: object) =>
    callAs(product, system, token, '/CareTeam/$add-participant', sent, { headers: keyed });
  const first = await add(body);
  assert.equal(first.status, 200, first.body);
  assert.deepEqual(await add(body), first);
  const other = parameters(patientOf, { since: '2026-11-19' });
  assert.equal((await add(other)).status, 422);
});

test('a child stands in no address: a GET is answered with 405, and so is anything behind a ?', async () => {
  for (const path of [
    'Patient/1',
    'Patient?family=Khan',
    'CareTeam/_search',
    'Patient/$match',
    'metadata?a=b',
  ]) {
    const answer = await fetch(`${product.url}/fhir/R4/${path}`);
    assert.equal(answer.status, 405, path);
    valid(await answer.json());
  }
});

test('a token is given to an accredited system by its own key, for this address and now, once, for a user of its own', async () => {
  const lies: readonly Lies[] = [
    { by: stranger },
    { audience: 'https://elsewhere.example/token' },
    { at: 1_700_000_000 },
    { user: 'nobody.here' },
    { user: '' },
  ];
  for (const lie of lies) {
    const asked = await askToken(product, system, amina, lie);
    assert.ok(asked.status === 400 || asked.status === 401, JSON.stringify(asked.body));
    assert.equal(asked.token, '');
  }
  assert.equal((await askToken(product, system, amina, { jti: 'one-assertion' })).status, 200);
  assert.equal((await askToken(product, system, amina, { jti: 'one-assertion' })).status, 400);
});

test('a token stolen, shown at another address, with an old or a used proof, or expired, lets nobody in', async () => {
  const token = await tokenFor(amina);
  const search = new URLSearchParams({ family, birthdate: birthDate });
  const call = async (lies: Lies = {}) =>
    (await callAs(product, system, token, '/Patient/_search', search, lies)).status;
  assert.equal(await call(), 200);
  for (const lies of [{ by: stranger }, { url: 'https://elsewhere.example/' }, { at: 1_700_000_000 }])
    assert.equal(await call(lies), 401);
  assert.deepEqual([await call({ jti: 'one-proof' }), await call({ jti: 'one-proof' })], [200, 401]);
  product.move({ minutes: 6 });
  assert.equal(await call(), 401);
});

test('a user suspended since is refused at the next call', async () => {
  const token = await tokenFor(amina);
  const search = new URLSearchParams({ family, birthdate: birthDate });
  assert.equal((await callAs(product, system, token, '/Patient/_search', search)).status, 200);
  await product.sql(`update account set state = 'suspended' where user_name = $1`, [amina]);
  const refused = await callAs(product, system, token, '/Patient/_search', search);
  await product.sql(`update account set state = 'active' where user_name = $1`, [amina]);
  assert.equal(refused.status, 403);
  assert.match(refused.body, /suspended/);
});

test('what cannot be read in one way alone is answered with 400 and an OperationOutcome', async () => {
  const token = await tokenFor(amina);
  const bad = [
    '{"resourceType":"Parameters","resourceType":"Parameters","parameter":[]}',
    '{"resourceType":"Parameters","parameter":[],"__proto__":{}}',
    '['.repeat(50_000),
    '{"resourceType":"Parameters","parameter":[{"name":"count","valueInteger":1e999}]}',
    '{"resourceType":"Parameters","parameter":[{"name":"a","valueString":"\\ud800"}]}',
    '',
    'null',
  ];
  for (const body of bad) {
    const answer = await callAs(product, system, token, '/Patient/$match', body);
    assert.equal(answer.status, 400, body.slice(0, 60));
    valid(JSON.parse(answer.body));
  }
  const xml = await callAs(product, system, token, '/Patient/$match', '<a/>', {
    headers: { 'content-type': 'text/xml' },
  });
  assert.equal(xml.status, 400);
});

async function tokenFor(user: string): Promise<string> {
  const asked = await askToken(product, system, user);
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  return asked.token;
}

async function headersFor(path: string, more: Readonly<Record<string, string>> = {}) {
  const token = await tokenFor(amina);
  return { authorization: `DPoP ${token}`, dpop: await proofOf(product, system, path, token), ...more };
}

function parameters(...given: readonly Readonly<Record<string, unknown>>[]) {
  const entries = given.flatMap((one) => Object.entries(one));
  const parameter = entries.map(([name, value]) => ({ name, [typeOf(name, value)]: value }));
  return { resourceType: 'Parameters', parameter };
}

function typeOf(name: string, value: unknown): string {
  if (name === 'resource') return 'resource';
  if (typeof value === 'object') return 'valueReference';
  if (typeof value === 'boolean') return 'valueBoolean';
  if (typeof value === 'number') return 'valueInteger';
  return name === 'since' || name === 'ends' ? 'valueDate' : 'valueString';
}

function valid(resource: unknown): Readonly<Record<string, unknown>> {
  assert.ok(typeof resource === 'object' && resource !== null);
  const { messages } = validator.validate(structuredClone(resource), { errorOnUnexpected: true });
  const errors = messages.filter(({ severity }) => /error|fatal/.test(String(severity)));
  assert.deepEqual(errors, [], JSON.stringify(resource));
  return Object.fromEntries(Object.entries(resource));
}
