import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbedded } from '../../src/database/embedded.ts';
import { codeAt, stepAt } from '../../src/domain/one-time-code.ts';
import { openSeed } from '../../src/services/credentials.ts';
import { connect, type Database } from '../../src/store/connection.ts';
import { nurseTyped } from '../support/enrolling.ts';
import { factorsOf } from '../support/product.ts';
import { newFolder, run, start } from '../support/program.ts';
import { seedIn, seedLettersIn } from '../support/seed.ts';
import { tokenOf } from '../support/sessions.ts';
import { newWire, type WireAnswer } from '../support/wire.ts';

const dataDirectory = join(realpathSync(newFolder({ after })), 'data');
const settings = { CONTACTPOINT_DATA: dataDirectory, PORT: '0' };

// What is typed wrong is as secret as what is right: it is often right elsewhere.
const typedWrong = { password: 'canary-of-a-password-typed-wrong', pin: '48151623' };
const newcomer = 'nora.abbott';
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
  assert.match(kept.pages, /Your account is ready/);
  assert.ok(day.secrets.length > 16, String(day.secrets.length));
});

/** What a day leaves behind: its pages and addresses, and the secrets on the way. */
type Day = { readonly pages: string[]; readonly addresses: string[]; readonly secrets: string[] };

/** A browser whose answers are kept. */
type Tab = {
  readonly get: (path: string) => Promise<WireAnswer>;
  readonly post: (path: string, fields: Fields) => Promise<WireAnswer>;
  /** A page that is made to show a secret, once: it is not kept. */
  readonly showing: (asked: Promise<WireAnswer>) => Promise<string>;
};
type Fields = Readonly<Record<string, string>>;

function newTab(url: string, { pages, addresses, secrets }: Day): Tab {
  const wire = newWire(url);
  const keep = (answer: WireAnswer): WireAnswer => {
    pages.push(answer.body);
    addresses.push(answer.headers.get('location') ?? '');
    secrets.push(...wire.cookies.values());
    return answer;
  };
  return {
    get: async (path) => keep(await wire.send('GET', path)),
    post: async (path, fields) => keep(await wire.post(path, { ...fields, ...(await tokenOf(wire)) })),
    showing: async (asked) => {
      const { body } = await asked;
      pages.splice(pages.indexOf(body), 1);
      return body;
    },
  };
}

/** Wrong tries, right ones, looking, covering, resuming, leaving; and somebody enrolled who activates their account. */
async function spendADay(url: string): Promise<Day> {
  const day: Day = { pages: [], addresses: [], secrets: Object.values(typedWrong) };
  const { get, post } = newTab(url, day);
  await post('/sign-in', { 'user-name': 'amina.khan', ...typedWrong });
  await post('/sign-in/code', { code: '48151x' });
  await post('/sign-in/code', { code: '481516' });
  await post('/sign-in', { 'user-name': typedWrong.password, password: ownPassword, pin: ownPin });
  await post('/sign-in/code', { code: '481516' });
  await signIn(post, 'amina.khan', day);
  for (const path of ['/', '/find', '/sessions', '/colleague', '/about', '/stopped', '/nowhere'])
    await get(path);
  const taken = await post('/searches', {
    familyName: 'Khan',
    'dateOfBirth-year': '2015',
    givenName: 'Aisha',
  });
  await get(taken.headers.get('location') ?? '/find');
  await post('/colleague', { name: 'Jane Smith', kind: 'police', identified: 'called back' });
  await post('/covers', { from: '/find' });
  await post('/resumptions', { code: '481516', from: '/find' });
  await post('/sign-out', {});
  await activate(url, await enrolSomebody(url, day), day);
  return { ...day, secrets: [...new Set(day.secrets)].filter((secret) => secret.length >= 6) };
}

/** Two administrators enrol somebody; the activation code that the second is shown. */
async function enrolSomebody(url: string, day: Day): Promise<string> {
  const { administrators, team } = await officeOf('amina.khan');
  const [one = '', other = ''] = administrators;
  const { vettedOn, trainedOn, dateOfBirth, ...boxes } = nurseTyped(newcomer, team);
  const days = Object.entries({ vettedOn, trainedOn, dateOfBirth }).flatMap(([name, typed]) =>
    Object.entries(typed).map(([part, digits]): [string, string] => [`${name}-${part}`, digits]),
  );
  const first = newTab(url, day);
  await signIn(first.post, one, day);
  assert.equal((await first.post('/people', { ...boxes, ...Object.fromEntries(days) })).status, 303);
  const second = newTab(url, day);
  await signIn(second.post, other, day);
  const waiting = await second.get('/people/waiting');
  const decide = /action="(\/people\/[\w-]+\/decisions)"/.exec(waiting.body)?.[1] ?? '';
  const handedOver = await second.showing(second.post(decide, { decision: 'approved' }));
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(handedOver)?.[0] ?? '';
  assert.notEqual(code, '');
  day.secrets.push(code, code.replaceAll('-', ''));
  return code;
}

/** The newcomer makes the account their own, with a code token. */
async function activate(url: string, code: string, day: Day): Promise<void> {
  const own = { password: 'a canary of her own choosing', pin: '60481735' };
  const { get, post, showing } = newTab(url, day);
  await post('/activate', { 'user-name': newcomer, code: 'K7QF-2M9X-T4WD' });
  await post('/activate', { 'user-name': newcomer, code });
  const agreement = await get('/activate/agreement');
  const version = /name="version" value="([^"]+)"/.exec(agreement.body)?.[1] ?? '';
  await post('/activate/agreement', { version, agreed: 'yes' });
  await post('/activate/secrets', {
    ...own,
    passwordAgain: own.password,
    pinAgain: '60481736',
  });
  await post('/activate/secrets', { ...own, passwordAgain: own.password, pinAgain: own.pin });
  const letters = seedLettersIn(await showing(get('/activate/code-token')));
  const seed = seedIn(letters);
  await showing(post('/activate/code-token', { code: '481516' })); // wrong: the seed is shown again
  const first = codeAt(seed, stepAt(new Date()));
  const done = await post('/activate/code-token', { code: first });
  assert.match(done.body, /Your account is ready/);
  await post('/sign-in', { 'user-name': newcomer, ...own });
  const next = codeAt(seed, stepAt(new Date()) + 1); // a token may be one step ahead
  assert.equal((await post('/sign-in/code', { code: next })).headers.get('location'), '/');
  await get('/tokens');
  day.secrets.push(
    own.password,
    own.pin,
    letters,
    letters.replaceAll(' ', ''),
    seed.toString('hex'),
    first,
    next,
  );
}

async function signIn(post: Tab['post'], userName: string, { secrets }: Day): Promise<void> {
  await post('/sign-in', factorsOf(userName));
  const { out } = await run(['token', userName, '--json'], settings);
  const code = /"code":"(\d{6})"/.exec(out)?.[1] ?? '';
  secrets.push(code);
  assert.equal((await post('/sign-in/code', { code })).headers.get('location'), '/');
}

/** The administrators of somebody's organisation, and a team of it. */
async function officeOf(userName: string) {
  return asOwner(async (owner) => {
    const own = `(select organisation_id from account where user_name = '${userName}')`;
    const [administrators, teams] = [
      await ask(
        owner,
        `select user_name from account where role = 'account administrator' and organisation_id = ${own} order by account_id`,
      ),
      await ask(owner, `select min(team_id)::text from team where not is_desk and organisation_id = ${own}`),
    ];
    return { administrators: administrators.map(([name]) => name ?? ''), team: teams[0]?.[0] ?? '' };
  });
}

/** Everything in the database as text, and every seed as it is when it is opened. */
async function readDatabase() {
  return asOwner(async (owner) => {
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
  });
}

async function asOwner<Result>(use: (owner: Database) => Promise<Result>): Promise<Result> {
  const embedded = await startEmbedded({ dataDirectory });
  const owner = connect({ url: embedded.ownerUrl, connections: 1, statementTimeoutMs: 0 });
  try {
    return await use(owner);
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
