import assert from 'node:assert/strict';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbedded } from '../../src/database/embedded.ts';
import { connect, type Database } from '../../src/store/connection.ts';
import { factorsOf } from '../support/product.ts';
import { newFolder, run, start } from '../support/program.ts';
import { tokenOf } from '../support/sessions.ts';
import { newWire, type Wire } from '../support/wire.ts';

const dataDirectory = join(realpathSync(newFolder({ after })), 'data');
const settings = { CONTACTPOINT_DATA: dataDirectory, PORT: '0' };
const users = ['amina.khan', 'grace.okafor', 'daniel.hughes'];
const startLimitMs = 15_000; // the promise for a second start

/** What the service said yes to, written down outside it. */
const journal: { readonly userName: string; readonly act: string }[] = [];
const running: ChildProcessWithoutNullStreams[] = [];
after(() => {
  for (const child of running) child.kill('SIGKILL');
});

test('populating an empty database prints one object, says its progress apart, and leaves nothing running', async () => {
  const { exit, out, err } = await run(
    ['populate', '--council', '350', '--children', '200', '--json'],
    settings,
  );
  assert.equal(exit, 0, err);
  const made: unknown = JSON.parse(out);
  assert.ok(typeof made === 'object' && made !== null && 'children' in made);
  assert.equal(made.children, 200);
  assert.equal(out.trimEnd().split('\n').length, 1);
  assert.match(err, /children made/);
  assert.deepEqual(processesOfDatabase(), []);
});

test('a database that is populated is not populated again', async () => {
  const { exit, out, err } = await run(['populate', '--council', '350', '--children', '200'], settings);
  assert.deepEqual([exit, out], [1, '']);
  assert.match(err, /^contactpoint populate: .*--again/m);
});

test('a second start serves at once, tells a newcomer how to sign in, and Ctrl-C stops it with its database', async () => {
  const { child, out, ms } = await startServing('start');
  assert.ok(ms < startLimitMs, `${ms} ms`);
  assert.match(out, /amina\.khan +Children’s nurse/);
  assert.match(out, /token amina\.khan/);
  assert.notEqual(processesOfDatabase().length, 0);
  assert.deepEqual(await stop(child, 'SIGINT'), { exit: 0, err: 'Stopping…\n' });
  assert.deepEqual(processesOfDatabase(), []);
  assert.ok(!existsSync(join(dataDirectory, 'cluster/postmaster.pid')));
});

test('kill -9 of the program under use loses nothing that it had acknowledged', async () => {
  const { child, url } = await startServing('serve');
  const stopping = useUntilGone(url);
  await Promise.race([untilJournalled(20), stopping]);
  child.kill('SIGKILL');
  await stopping;
  await assertNothingLost();
});

test('kill -9 of the program and its database at once loses nothing either', async () => {
  const { child, url } = await startServing('serve');
  const before = journal.length;
  const stopping = useUntilGone(url);
  await Promise.race([untilJournalled(before + 20), stopping]);
  for (const pid of processesOfDatabase()) process.kill(pid, 'SIGKILL');
  child.kill('SIGKILL');
  await stopping;
  await assertNothingLost();
});

test('a code that let somebody in lets nobody in again, though program and database are killed in between', async () => {
  const first = await startServing('serve');
  const code = await codeOf('martin.shaw');
  assert.equal(await signInWith(first.url, code), 303);
  for (const pid of processesOfDatabase()) process.kill(pid, 'SIGKILL');
  first.child.kill('SIGKILL');
  await once(first.child, 'close');

  const again = await startServing('serve');
  const answers = await Promise.all(Array.from({ length: 5 }, () => signInWith(again.url, code)));
  assert.deepEqual(new Set(answers), new Set([400]));
  await stop(again.child, 'SIGTERM');
});

async function signInWith(url: string, code: string): Promise<number> {
  const wire = newWire(url);
  const token = await tokenOf(wire);
  await wire.post('/sign-in', { ...factorsOf('martin.shaw'), ...token });
  return (await wire.post('/sign-in/code', { ...token, code })).status;
}

test('SIGTERM stops it as cleanly', async () => {
  const { child } = await startServing('serve');
  assert.deepEqual(await stop(child, 'SIGTERM'), { exit: 0, err: 'Stopping…\n' });
  assert.deepEqual(processesOfDatabase(), []);
});

type Serving = {
  readonly child: ChildProcessWithoutNullStreams;
  readonly url: string;
  readonly out: string;
  readonly ms: number;
};

async function startServing(verb: 'start' | 'serve'): Promise<Serving> {
  const began = performance.now();
  const child = start([verb], settings);
  running.push(child);
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  for (;;) {
    const url = /ContactPoint is at (http:\S+)/.exec(out)?.[1];
    if (url !== undefined) return { child, url, out, ms: performance.now() - began };
    assert.equal(child.exitCode, null, 'it ended before it served');
    await pause(20);
  }
}

async function stop(child: ChildProcessWithoutNullStreams, signal: 'SIGINT' | 'SIGTERM') {
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.kill(signal);
  await once(child, 'close');
  return { exit: child.exitCode, err };
}

/** Three users at once sign in and search, until the service is gone; each yes that reached them whole is journalled. */
async function useUntilGone(url: string): Promise<void> {
  const search = await withDatabase(readSearch);
  await Promise.all(users.map(async (userName) => useAs(userName, newWire(url), search)));
}

async function useAs(userName: string, wire: Wire, search: Readonly<Record<string, string>>): Promise<void> {
  try {
    const token = await tokenOf(wire);
    await wire.post('/sign-in', { ...factorsOf(userName), ...token });
    const { status } = await wire.post('/sign-in/code', { ...token, code: await codeOf(userName) });
    assert.equal(status, 303);
    journal.push({ userName, act: 'sign in' });
    await searchOn(userName, wire, search);
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
  }
}

async function searchOn(
  userName: string,
  wire: Wire,
  search: Readonly<Record<string, string>>,
): Promise<void> {
  const token = await tokenOf(wire);
  for (;;) {
    const { headers } = await wire.post('/searches', { ...search, ...token });
    const answer = await wire.send('GET', headers.get('location') ?? '');
    if (answer.status !== 200 || !answer.body.trimEnd().endsWith('</html>')) return;
    journal.push({ userName, act: 'find child' });
    await pause(50); // a budget allows sixty in an hour
  }
}

async function codeOf(userName: string): Promise<string> {
  const { exit, out, err } = await run(['token', userName, '--json'], settings);
  assert.equal(exit, 0, err);
  const told: unknown = JSON.parse(out);
  return typeof told === 'object' && told !== null && 'code' in told ? String(told.code) : '';
}

async function untilJournalled(entries: number): Promise<void> {
  while (journal.length < entries) await pause(10);
}

// One more than was acknowledged may stand in the log for each user and act: its answer was on the way.
async function assertNothingLost(): Promise<void> {
  const logged = await withDatabase(readLog);
  for (const userName of users)
    for (const act of ['sign in', 'find child']) {
      const acknowledged = journal.filter((one) => one.userName === userName && one.act === act).length;
      const written = logged.get(`${userName} ${act}`) ?? 0;
      assert.ok(written >= acknowledged, `${userName} ${act}: ${written} of ${acknowledged}`);
      assert.ok(written <= acknowledged + kills, `${userName} ${act}: ${written} of ${acknowledged}`);
    }
}

const kills = 2;

async function readLog(database: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await ask(
    database,
    `select user_name, act, count(*) from log_entry
      join account using (account_id)
      where body::json ->> 'outcome' = 'done'
        and json_array_length(body::json -> 'parts') =
          (select count(*) from log_part where log_part.event_id = log_entry.event_id)
      group by user_name, act`,
  );
  return new Map(rows.map(([userName, act, count]) => [`${userName} ${act}`, Number(count)]));
}

async function readSearch(database: Database): Promise<Readonly<Record<string, string>>> {
  const [row] = await ask(database, 'select family_name, date_of_birth from child order by child_id limit 1');
  const [familyName = '', born = ''] = row ?? [];
  const [year = '', month = '', day = ''] = born.split('-');
  return { familyName, 'dateOfBirth-day': day, 'dateOfBirth-month': month, 'dateOfBirth-year': year };
}

async function ask(database: Database, text: string): Promise<readonly (readonly string[])[]> {
  return database.transact(async ({ client }) => {
    const { rows } = await client.query<string[]>({ text, rowMode: 'array' });
    return rows;
  });
}

/** Joins the database that runs, or starts it where it was killed. */
async function withDatabase<Answer>(work: (database: Database) => Promise<Answer>): Promise<Answer> {
  const embedded = await startEmbedded({ dataDirectory });
  const database = connect({ url: embedded.ownerUrl, connections: 1, statementTimeoutMs: 0 });
  try {
    return await work(database);
  } finally {
    await database.close();
    await embedded.stop();
  }
}

/** The processes of this data directory's PostgreSQL: they work in its folder. */
function processesOfDatabase(): readonly number[] {
  const cluster = join(dataDirectory, 'cluster');
  return readdirSync('/proc').flatMap((pid) =>
    /^\d+$/.test(pid) && worksIn(pid, cluster) ? [Number(pid)] : [],
  );
}

function worksIn(pid: string, folder: string): boolean {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === folder &&
      readFileSync(`/proc/${pid}/comm`, 'utf8').includes('postgres')
    );
  } catch {
    return false; // it ended meanwhile, or is not ours to see
  }
}
