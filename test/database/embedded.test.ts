import assert from 'node:assert/strict';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbedded } from '../../src/database/embedded.ts';
import { stateDirectory } from '../../src/database/place.ts';

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;
const diesWithParent = spawnSync('setpriv', ['--pdeathsig', 'INT', 'true']).status === 0;

const directories: string[] = [];
after(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

// Making a database takes a second or two, and most of what follows wants only one that is there.
const dataDirectory = newDirectory();

test('what is written is there after a stop and a start', async () => {
  const first = await startEmbedded({ dataDirectory });
  assert.equal(first.attached, false);
  await ask(first.ownerUrl, 'create table kept (word text)');
  await ask(first.ownerUrl, "insert into kept values ('kept')");
  await first.stop();
  await assert.rejects(ask(first.ownerUrl, 'select 1'), /ENOENT|ECONNREFUSED/);

  const second = await startEmbedded({ dataDirectory });
  assert.equal(await ask(second.ownerUrl, 'select word from kept'), 'kept');
  await second.stop();
});

test('nothing that makes it safe is switched off', async () => {
  const embedded = await startEmbedded({ dataDirectory });
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums']) {
    assert.equal(await ask(embedded.ownerUrl, `show ${name}`), 'on', name);
  }
  await embedded.stop();
});

test('the application’s login is no superuser, and a wrong password opens nothing', async () => {
  const embedded = await startEmbedded({ dataDirectory });
  const superuser = 'select rolsuper from pg_roles where rolname = current_user';
  assert.equal(await ask(embedded.applicationUrl, superuser), 'false');
  assert.equal(await ask(embedded.ownerUrl, superuser), 'true');
  await assert.rejects(ask(embedded.ownerUrl.replace(/:[0-9a-f]{64}@/, ':guessed@'), 'select 1'), /password/);
  await embedded.stop();
});

test('it listens on no network port', async () => {
  const embedded = await startEmbedded({ dataDirectory });
  assert.equal(await ask(embedded.ownerUrl, 'show listen_addresses'), '');
  await embedded.stop();
});

test('the second to start it joins the first, and leaves it running', async () => {
  const first = await startEmbedded({ dataDirectory });
  const second = await startEmbedded({ dataDirectory });
  assert.equal(second.attached, true);
  assert.equal(second.ownerUrl, first.ownerUrl);
  await second.stop();
  assert.equal(await ask(first.ownerUrl, 'select 1'), '1');
  await first.stop();
});

test('of two that start it at the same moment, on an empty directory too, one joins the other', async () => {
  const fresh = newDirectory();
  const both = await Promise.all([
    startEmbedded({ dataDirectory: fresh }),
    startEmbedded({ dataDirectory: fresh }),
  ]);
  assert.equal(both.filter(({ attached }) => attached).length, 1);
  for (const one of both) assert.equal(await ask(one.applicationUrl, 'select 1'), '1');
  for (const one of both) await one.stop();
});

test('kill -9 of the program that started it stops it cleanly', { skip: !diesWithParent }, async () => {
  const { child, url } = await hold(dataDirectory);
  await ask(url, "insert into kept values ('before the kill')");
  child.kill('SIGKILL');
  await once(child, 'exit');

  const embedded = await startEmbedded({ dataDirectory });
  assert.equal(embedded.attached, false);
  assert.equal(await ask(embedded.ownerUrl, "select count(*) from kept where word = 'before the kill'"), '1');
  await embedded.stop();
  assert.doesNotMatch(readFileSync(join(dataDirectory, 'postgresql.log'), 'utf8'), /was interrupted/);
});

test('kill -9 of the database itself loses nothing that was acknowledged', async () => {
  const embedded = await startEmbedded({ dataDirectory });
  await ask(embedded.ownerUrl, "insert into kept values ('acknowledged')");
  process.kill(postmasterNumber(), 'SIGKILL');

  const again = await startEmbedded({ dataDirectory });
  assert.equal(await ask(again.ownerUrl, "select count(*) from kept where word = 'acknowledged'"), '1');
  await again.stop();
});

test('a lock file left behind, with a number that is now another program’s, is no hindrance', async () => {
  const left = [
    process.pid,
    join(dataDirectory, 'cluster'),
    1,
    5432,
    join(dataDirectory, 'socket'),
    '',
    '1 1',
    'ready',
  ];
  writeFileSync(join(dataDirectory, 'cluster/postmaster.pid'), left.join('\n'));
  writeFileSync(join(dataDirectory, 'socket/.s.PGSQL.5432.lock'), left.slice(0, 5).join('\n'));
  const embedded = await startEmbedded({ dataDirectory });
  assert.equal(embedded.attached, false);
  assert.equal(await ask(embedded.ownerUrl, 'select 1'), '1');
  await embedded.stop();
});

test('no value that a statement was given reaches the database’s log', async () => {
  const embedded = await startEmbedded({ dataDirectory });
  await ask(embedded.ownerUrl, 'create table numbers (number text primary key)');
  await ask(embedded.ownerUrl, "insert into numbers values ('9990000018')");
  await assert.rejects(ask(embedded.ownerUrl, "insert into numbers values ('9990000018')"));
  await assert.rejects(ask(embedded.ownerUrl, "select date '9990000018'"));
  await assert.rejects(ask(embedded.ownerUrl, 'select number / 0 from numbers'));
  await embedded.stop();
  assert.doesNotMatch(readFileSync(join(dataDirectory, 'postgresql.log'), 'utf8'), /9990000018/);
});

test('a directory that others can write to is refused in one line that says what to do', async () => {
  const open = newDirectory();
  mkdirSync(open);
  chmodSync(open, 0o777);
  await assert.rejects(startEmbedded({ dataDirectory: open }), oneLine(/mode 777.*CONTACTPOINT_DATA/));
});

test('a directory of somebody else’s is refused', { skip: !isRoot }, async () => {
  const theirs = newDirectory();
  mkdirSync(theirs, { mode: 0o700 });
  chownSync(theirs, nobody, nobody);
  await assert.rejects(startEmbedded({ dataDirectory: theirs }), oneLine(/uid 65534.*CONTACTPOINT_DATA/));
});

test('a path too long for a socket has its socket elsewhere', async () => {
  const deep = join(newDirectory(), 'a-long-name-for-a-folder/'.repeat(5));
  const embedded = await startEmbedded({ dataDirectory: deep, durable: false });
  const socket = new URL(embedded.ownerUrl.replace('@/', '@host/')).searchParams.get('host') ?? '';
  directories.push(socket);
  assert.ok(!socket.startsWith(deep));
  assert.equal(await ask(embedded.ownerUrl, 'select 1'), '1');
  await embedded.stop();
});

test('state is kept in the checkout, unless the database’s account cannot enter it or a place is named', () => {
  const checkout = realpathSync(mkdtempSync(join(tmpdir(), 'checkout-')));
  directories.push(checkout);
  assert.equal(stateDirectory(checkout, '/srv/contactpoint'), '/srv/contactpoint');
  const expected = isRoot ? /^\/var\/lib\/contactpoint-[0-9a-f]{12}$/ : new RegExp(`^${checkout}/var$`);
  assert.match(stateDirectory(checkout, undefined), expected);
  chmodSync(checkout, 0o755);
  assert.equal(stateDirectory(checkout, ''), join(checkout, 'var'));
});

test('an ordinary user runs it as themselves', { skip: !isRoot || !othersMayRead() }, async () => {
  const home = newDirectory();
  mkdirSync(home, { mode: 0o700 });
  chownSync(home, nobody, nobody);
  const { child, url } = await hold(join(home, 'database'), { uid: nobody, gid: nobody });
  assert.equal(await ask(url, 'select 1'), '1');
  child.kill('SIGKILL');
  await once(child, 'exit');
  await gone(join(home, 'database'));
});

function newDirectory(): string {
  const directory = join(realpathSync(tmpdir()), `contactpoint-test-${process.pid}-${directories.length}`);
  directories.push(directory);
  return directory;
}

async function ask(url: string, sql: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // some tests kill the server under it
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return String(rows[0]?.[0]);
  } finally {
    await client.end();
  }
}

async function hold(
  directory: string,
  options: SpawnOptions = {},
): Promise<{ child: ChildProcess; url: string }> {
  const holder = join(import.meta.dirname, 'holder.ts');
  const child = spawn(process.execPath, [holder, directory], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  assert.ok(child.stdout);
  for await (const url of createInterface(child.stdout)) return { child, url };
  throw new Error('the program that starts the database ended without doing so');
}

async function gone(directory: string): Promise<void> {
  for (let looks = 0; existsSync(join(directory, 'cluster/postmaster.pid')); looks += 1) {
    assert.ok(looks < 200, 'the database still runs');
    await sleep(50);
  }
}

function postmasterNumber(): number {
  return Number(readFileSync(join(dataDirectory, 'cluster/postmaster.pid'), 'utf8').split('\n')[0]);
}

function oneLine(pattern: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof Error && pattern.test(error.message) && !error.message.includes('\n');
}

function othersMayRead(): boolean {
  return spawnSync(process.execPath, ['--version'], { uid: nobody, gid: nobody, cwd: '/' }).status === 0;
}
