import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { keepDesks } from '../../src/services/kept-desks.ts';
import { connect } from '../../src/store/connection.ts';
import { newAdmission } from '../../src/web/admission.ts';
import { readAssets } from '../../src/web/assets.ts';
import { startServer } from '../../src/web/server.ts';
import { testSecrets } from '../support/population.ts';
import { openProduct } from '../support/product.ts';
import { sessionOf, tokenOf } from '../support/sessions.ts';
import { newWire, textIn, type Wire, type WireAnswer } from '../support/wire.ts';

const product = await openProduct({ after });
const { owner, applicationUrl } = product.database;
const nurse = await sessionOf(product, 'amina.khan');
const visitor = await sessionOf(product, 'ruth.barlow');
const child = await readChild();
const hasty = await startHasty();

test('what cannot be written down is not answered', async () => {
  const looks = await everyLook();
  for (const { how, spoil, mend, status } of spoilt) {
    await product.sql(spoil);
    for (const look of looks) assertNothingShown(await look(), status, how);
    await product.sql(mend);
  }
  for (const look of looks) assertShown(await look());
});

test('a sign-in that cannot be written down lets nobody in', async () => {
  const { spoil, mend } = failAtCommit('23514');
  await product.sql(spoil);
  await assert.rejects(product.signIn('grace.okafor'));
  await product.sql(mend);
  const [open] = await product.sql(
    `select count(*) from session join account using (account_id) where user_name = 'grace.okafor'`,
  );
  assert.deepEqual(open, ['0']);
});

test('a look that waited too long for its entry is not answered either', async () => {
  const search = await searchFor(nurse);
  await owner.transact(async (tx) => {
    await tx.run('lock table log_entry in access exclusive mode');
    assertNothingShown(await hasty(nurse).send('GET', search), 503, 'the log is locked');
  });
  assertShown(await hasty(nurse).send('GET', search));
});

test('a search that takes too long asks for detail, and is written down with its terms and no child', async () => {
  const search = await searchFor(nurse);
  await forgetLog();
  const answer = await owner.transact(async (tx) => {
    await tx.run('lock table search_entry in access exclusive mode');
    return hasty(nurse).send('GET', search);
  });
  assertNothingShown(answer, 200, 'a search');
  assert.match(textIn(answer.body), /Too many children match.*Add detail/);
  assert.deepEqual(await readLog(), [['find child', 'timed out', '0', 'search terms']]);
});

test('a record that takes too long to read asks to try again, and is written down with its child', async () => {
  const handle = await handleFor(nurse);
  const token = await tokenOf(nurse);
  await forgetLog();
  const answer = await owner.transact(async (tx) => {
    await tx.run('lock table carer in access exclusive mode');
    return hasty(nurse).post(`/children/${handle}/views`, { ...grounds, ...token });
  });
  assertNothingShown(answer, 503, 'a record');
  assert.equal(answer.headers.get('retry-after'), '60');
  assert.deepEqual(await readLog(), [['open child record', 'timed out', '0', 'child']]);
});

test('when a search is answered its entry stands in the database, with the terms and each child apart from it', async () => {
  const search = await searchFor(nurse);
  await forgetLog();
  assertShown(await nurse.send('GET', search));
  assert.deepEqual(await readLog(), [['find child', 'done', '1', 'child, search terms']]);
  const [row] = await product.sql(`select body, (select string_agg(body, ' ') from log_part) from log_entry`);
  const [entry = '', parts = ''] = row ?? [];
  assert.ok(!entry?.includes(child.familyName) && !entry?.includes(child.childId));
  assert.ok(parts?.includes(child.familyName) && parts.includes(`{"child":${child.childId}}`));
});

test('an opening is written down with reason, footing and the kinds of field shown', async () => {
  const handle = await handleFor(nurse);
  await forgetLog();
  assertShown(await nurse.post(`/children/${handle}/views`, { ...grounds, ...(await tokenOf(nurse)) }));
  const [row] = await product.sql('select body from log_entry');
  const body: unknown = JSON.parse(row?.[0] ?? '');
  assert.ok(
    typeof body === 'object' && body !== null && 'reason' in body && 'footing' in body && 'fields' in body,
  );
  assert.deepEqual([body.reason, body.footing], ['emergency', 'urgent']);
  assert.ok(Array.isArray(body.fields) && body.fields.includes('carers'));
});

test('every hash in the log is that of its salt and body, and each body names its parts in order', async () => {
  const [row] = await product.sql(
    `select count(*) filter (where entry_hash = sha256(salt || convert_to(body, 'utf8')) and body::jsonb -> 'parts' = parts),
      count(*)
    from log_entry
    cross join lateral (
      select coalesce(jsonb_agg(encode(sha256(salt || convert_to(body, 'utf8')), 'hex') order by part_no), '[]') as parts
      from log_part
      where log_part.event_id = log_entry.event_id
    ) as named`,
  );
  const [right, all] = row ?? [];
  assert.ok(Number(all) > 0);
  assert.equal(right, all);
});

test('what broke is noted without a word of what was asked or found', async () => {
  const noted = JSON.stringify(product.lines);
  assert.ok(product.lines.length > 0);
  for (const secret of [child.familyName, child.givenNames, child.childId])
    assert.ok(!noted.includes(secret), 'a child’s detail is in the service’s log');
});

const grounds = { reason: 'emergency', footing: 'urgent' };
const columns = 'event_id, recorded_at, account_id, act, salt, body, entry_hash';

type Spoilt = {
  readonly how: string;
  readonly spoil: string;
  readonly mend: string;
  readonly status: number;
};

const spoilt: readonly Spoilt[] = [
  {
    how: 'nobody may add an entry',
    spoil: `revoke insert (${columns}) on log_entry from contactpoint_application`,
    mend: `grant insert (${columns}) on log_entry to contactpoint_application`,
    status: 500,
  },
  {
    how: 'nobody may add a part',
    spoil: 'revoke insert on log_part from contactpoint_application',
    mend: 'grant insert on log_part to contactpoint_application',
    status: 500,
  },
  { how: 'the commit fails', ...failAtCommit('23514'), status: 500 },
  { how: 'the disk is full at the commit', ...failAtCommit('53100'), status: 503 },
];

/** Lets everything in a transaction go well, and the commit fail with this SQLSTATE. */
function failAtCommit(code: string) {
  const spoil = `
    create function fail() returns trigger language plpgsql as $$
      begin raise exception 'no' using errcode = '${code}'; end $$;
    create constraint trigger fail after insert on log_entry deferrable initially deferred
      for each row execute function fail()`;
  return { spoil, mend: 'drop function fail cascade' };
}

/** Every way to see a child: a list of one's own, a search, a choice and a record. */
async function everyLook(): Promise<readonly (() => Promise<WireAnswer>)[]> {
  const search = await searchFor(nurse);
  const handle = await handleFor(nurse);
  const token = await tokenOf(nurse);
  return [
    () => visitor.send('GET', '/'),
    () => nurse.send('GET', search),
    () => nurse.send('GET', `/children/${handle}`),
    () => nurse.post(`/children/${handle}/views`, { ...grounds, ...token }),
  ];
}

async function searchFor(wire: Wire): Promise<string> {
  const [year = '', month = '', day = ''] = child.born.split('-');
  const born = { 'dateOfBirth-day': day, 'dateOfBirth-month': month, 'dateOfBirth-year': year };
  const sent = await wire.post('/searches', {
    familyName: child.familyName,
    ...born,
    ...(await tokenOf(wire)),
  });
  return sent.headers.get('location') ?? '';
}

async function handleFor(wire: Wire): Promise<string> {
  const results = await wire.send('GET', await searchFor(wire));
  return /"\/children\/([\w-]+)"/.exec(results.body)?.[1] ?? '';
}

/** One of the health visitor's own children, whom nothing hides. */
async function readChild() {
  const [row = []] = await product.sql(
    `select child_id, given_names, family_name, date_of_birth from child
      join involvement using (child_id)
      join account using (practitioner_id)
      where user_name = 'ruth.barlow' and ended_on is null
        and not exists (select from shield where shield.child_id = child.child_id)
      order by started_on desc
      limit 1`,
  );
  const [childId = '', givenNames = '', familyName = '', born = ''] = row.map((word) => word ?? '');
  return { childId, givenNames, familyName, born };
}

function assertShown({ body }: WireAnswer): void {
  assert.ok(textIn(body).includes(`${child.givenNames} ${child.familyName}`), textIn(body).slice(0, 300));
}

function assertNothingShown({ status, body }: WireAnswer, wanted: number, how: string): void {
  assert.equal(status, wanted, how);
  const text = textIn(body);
  assert.ok(!text.includes(child.givenNames), how);
  if (status >= 500) assert.match(text, /went wrong on our side|Try again later/, how);
}

async function forgetLog(): Promise<void> {
  await product.sql('with parts as (delete from log_part) delete from log_entry');
}

async function readLog() {
  return product.sql(
    `select act, body::json ->> 'outcome', body::json ->> 'shown',
        (select string_agg(kind, ', ' order by kind) from log_part where log_part.event_id = log_entry.event_id)
      from log_entry`,
  );
}

/** The same service beside the first, in a hurry: its statements have half a second. Answers a browser of it with another's cookies. */
async function startHasty(): Promise<(whose: Wire) => Wire> {
  const role = 'contactpoint_application';
  const database = connect({
    url: applicationUrl,
    role,
    connections: 2,
    statementTimeoutMs: 500,
    pipelined: true,
  });
  const site = {
    services: { database, secrets: testSecrets, now: product.now },
    assets: await readAssets(),
    practice: true,
    practiceCards: [],
    handleKey: Buffer.alloc(32, 3), // as in openProduct: its handles and forms are good here
    desks: keepDesks({ database }),
    signs: product.site.signs,
    meters: product.site.meters,
    logRequests: false,
    isOlderCopy: () => false,
    admission: newAdmission(10),
    trustedProxies: [],
    log: () => undefined,
    systems: () => Promise.resolve({ status: 503, body: '', headers: {} }),
  };
  const server = await startServer(site, '127.0.0.1', 0);
  after(async () => {
    await server.stop();
    await database.close();
  });
  return ({ cookies }) => {
    const wire = newWire(server.url);
    for (const [name, value] of cookies) wire.cookies.set(name, value);
    return wire;
  };
}
