import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbedded } from '../../src/database/embedded.ts';
import { openSeed } from '../../src/services/credentials.ts';
import { connect, type Database } from '../../src/store/connection.ts';
import { factorsOf } from '../support/product.ts';
import { newFolder, run, start } from '../support/program.ts';
import { tokenOf } from '../support/sessions.ts';
import { newWire, type WireAnswer } from '../support/wire.ts';

const dataDirectory = join(realpathSync(newFolder({ after })), 'data');
const settings = { CONTACTPOINT_DATA: dataDirectory, PORT: '0' };

// What is typed wrong is as secret as what is right: it is often right elsewhere.
const typedWrong = { password: 'canary-of-a-password-typed-wrong', pin: '48151623' };
const { password: ownPassword, pin: ownPin } = factorsOf('amina.khan');

test('after a day’s flows no secret stands in the log, in a page, in an address, or in the database', async () => {
  const made = await run(['populate', '--council', '350', '--children', '150'], settings);
  assert.equal(made.exit, 0, made.err);
  const serving = start(['serve'], settings);
  const said: string[] = [];
  for (const stream of [serving.stdout, serving.stderr])
    stream.on('data', (chunk: Buffer) => void said.push(chunk.toString()));
  const url = await urlIn(said);
  const greeting = said.splice(0).join(''); // a practice copy tells newcomers its one password
  assert.match(greeting, /amina\.khan/);

  const day = await spendADay(url);
  const { dump, seeds } = await readDatabase();
  serving.kill('SIGTERM');
  await once(serving, 'close');

  const all = [...day.secrets, ...keys(), ...seeds, ownPassword, ownPin];
  const kept = { log: said.join(''), pages: day.pages.join('\n'), addresses: day.addresses.join('\n'), dump };
  for (const [where, text] of Object.entries(kept)) {
    const found = all.filter((secret) => isIn(text, secret));
    assert.deepEqual(
      found.map((secret) => `a secret of ${secret.length}`),
      [],
      where,
    );
  }
  assert.match(kept.pages, /Your sign-ins/);
  assert.match(dump, /amina\.khan/);
  assert.ok(day.secrets.length > 6, String(day.secrets.length));
});

/** Wrong tries, right ones, looking, covering, resuming, leaving: with every page, address and secret on the way. */
async function spendADay(url: string) {
  const pages: string[] = [];
  const addresses: string[] = [];
  const secrets: string[] = Object.values(typedWrong);
  const wire = newWire(url);
  const keep = (answer: WireAnswer): WireAnswer => {
    pages.push(answer.body);
    addresses.push(answer.headers.get('location') ?? '');
    secrets.push(...wire.cookies.values());
    return answer;
  };
  const post = async (path: string, fields: Readonly<Record<string, string>>): Promise<WireAnswer> =>
    keep(await wire.post(path, { ...fields, ...(await tokenOf(wire)) }));

  await post('/sign-in', { 'user-name': 'amina.khan', ...typedWrong });
  await post('/sign-in/code', { code: '48151x' });
  await post('/sign-in/code', { code: '481516' });
  await post('/sign-in', { 'user-name': typedWrong.password, password: ownPassword, pin: ownPin });
  await post('/sign-in/code', { code: '481516' });
  await signIn(post, secrets);
  for (const path of ['/', '/find', '/sessions', '/colleague', '/about', '/stopped', '/nowhere'])
    keep(await wire.send('GET', path));
  const taken = await post('/searches', {
    familyName: 'Khan',
    'dateOfBirth-year': '2015',
    givenName: 'Aisha',
  });
  keep(await wire.send('GET', taken.headers.get('location') ?? '/find'));
  await post('/colleague', { name: 'Jane Smith', kind: 'police', identified: 'called back' });
  await post('/covers', { from: '/find' });
  await post('/resumptions', { code: '481516', from: '/find' });
  await post('/sign-out', {});
  return { pages, addresses, secrets: [...new Set(secrets)].filter((secret) => secret.length >= 6) };
}

type Post = (path: string, fields: Readonly<Record<string, string>>) => Promise<WireAnswer>;

async function signIn(post: Post, secrets: string[]): Promise<void> {
  await post('/sign-in', factorsOf('amina.khan'));
  const { out } = await run(['token', 'amina.khan', '--json'], settings);
  const code = /"code":"(\d{6})"/.exec(out)?.[1] ?? '';
  secrets.push(code);
  assert.equal((await post('/sign-in/code', { code })).headers.get('location'), '/');
}

/** Everything in the database as text, and every seed as it is when it is opened. */
async function readDatabase() {
  const embedded = await startEmbedded({ dataDirectory });
  const owner = connect({ url: embedded.ownerUrl, connections: 1, statementTimeoutMs: 0 });
  try {
    const tables = await ask(
      owner,
      `select relname from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace
          and relname not in ('postcode', 'school', 'gp_practice', 'nhs_trust', 'team', 'practitioner')`,
    );
    const parts: string[] = [];
    for (const [table] of tables)
      parts.push((await ask(owner, `select t::text from "${table}" t`)).join('\n'));
    const sealed = await ask(
      owner,
      `select user_name, encode(sealed_seed, 'hex') from account_token join account using (account_id)`,
    );
    const [, seal = Buffer.alloc(0)] = keys();
    return {
      dump: parts.join('\n'),
      seeds: sealed.map(([userName = '', hex = '']) => openSeed(Buffer.from(hex, 'hex'), userName, seal)),
    };
  } finally {
    await owner.close();
    await embedded.stop();
  }
}

async function ask(database: Database, text: string): Promise<readonly (readonly string[])[]> {
  return database.transact(async ({ client }) => {
    const { rows } = await client.query<string[]>({ text, rowMode: 'array' });
    return rows;
  });
}

/** Pepper, seal and handle key, in this order. */
function keys(): readonly Buffer[] {
  const kept: unknown = JSON.parse(readFileSync(join(dataDirectory, 'keys.json'), 'utf8'));
  return ['pepper', 'seal', 'handle'].map((name) => {
    const encoded: unknown = typeof kept === 'object' && kept !== null ? Reflect.get(kept, name) : '';
    return Buffer.from(String(encoded), 'base64');
  });
}

// Six digits in a row are in many a number: a short code counts where it stands alone.
function isIn(text: string, secret: string | Buffer): boolean {
  if (secret.length < 8) return new RegExp(`(?<![0-9a-f-])${secret.toString()}(?![0-9a-f-])`).test(text);
  return spellings(secret).some((spelling) => text.includes(spelling));
}

// A secret by itself, and in each way that bytes are usually written.
function spellings(secret: string | Buffer): readonly string[] {
  const bytes = Buffer.from(secret);
  const written = [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')];
  const decoded =
    typeof secret === 'string' && secret.length === 43
      ? [Buffer.from(secret, 'base64url').toString('hex')]
      : [];
  return typeof secret === 'string' ? [secret, ...written, ...decoded] : written;
}

async function urlIn(said: readonly string[]): Promise<string> {
  for (;;) {
    const url = /ContactPoint is at (http:\S+)/.exec(said.join(''))?.[1];
    if (url !== undefined) return url;
    await pause(20);
  }
}
