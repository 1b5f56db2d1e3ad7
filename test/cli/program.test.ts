import assert from 'node:assert/strict';
import { chmodSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { listenAnywhere, newFolder, run, type Ended, type Environment } from '../support/program.ts';

const folder = newFolder({ after });
const data = { CONTACTPOINT_DATA: join(folder, 'data') };
const away = { ...data, DATABASE_URL: 'postgres://contactpoint:open%20sesame@127.0.0.1:9/contactpoint' };

test('help is a result, and is on standard output', async () => {
  const { exit, out, err } = await run(['--help'], data);
  assert.deepEqual([exit, err], [0, '']);
  assert.match(out, /^contactpoint VERB/);
});

test('wrong use is a complaint, and ends with 2', async () => {
  const { exit, out, err } = await run(['populate', '--frobnicate'], away);
  assert.deepEqual([exit, out], [2, '']);
  assert.match(
    err,
    /^contactpoint populate: Unknown option '--frobnicate'.*\nTry: contactpoint populate --help\n$/,
  );
});

const wrongSettings: readonly (readonly [Environment, RegExp])[] = [
  [{ PORT: 'http' }, /PORT is "http": give a whole number from 0 to 65535/],
  [{ DATABASE_URL: 'mysql://localhost/contactpoint' }, /DATABASE_URL must begin with postgres:\/\//],
  [{ CONTACTPOINT_DATA: '/proc/nowhere' }, /\/proc\/nowhere.*CONTACTPOINT_DATA/],
  [{ CONTACTPOINT_DATA: '/dev/null' }, /\/dev\/null.*CONTACTPOINT_DATA/],
];

for (const [settings, says] of wrongSettings)
  test(`${Object.entries(settings).flat().join('=')} is named in one line, and nothing is begun`, async () => {
    assertOneLine(await run(['work', '--once'], { ...data, ...settings }), says);
  });

test('a database that is out of reach is told in one line, without its password, whatever was to be done', async () => {
  for (const args of [['serve'], ['migrate'], ['token', 'amina.khan'], ['work', '--once']]) {
    const ended = await run(args, away);
    assertOneLine(ended, /cannot be reached: check that it runs and that DATABASE_URL is right/);
    assert.doesNotMatch(ended.err, /sesame/);
  }
});

test('a socket that is not there, a name that is nobody’s and a server that is none are out of reach too', async (t) => {
  const hangsUp = await listenAnywhere(createServer((socket) => socket.destroy()));
  t.after(() => hangsUp.close());
  const nowhere = [
    `postgres://contactpoint@/contactpoint?host=${folder}`,
    'postgres://contactpoint@nowhere.invalid/contactpoint?sslmode=verify-full',
    `postgres://contactpoint@127.0.0.1:${hangsUp.port}/contactpoint`,
  ];
  for (const DATABASE_URL of nowhere)
    assertOneLine(await run(['migrate'], { ...data, DATABASE_URL }), /cannot be reached/);
});

test('keys that others may read end the program before it reaches a database', async () => {
  chmodSync(join(data.CONTACTPOINT_DATA, 'keys.json'), 0o644);
  assertOneLine(await run(['serve'], away), /Others can read the keys in .*keys\.json: run chmod 600 on it/);
  assert.ok(!existsSync(join(data.CONTACTPOINT_DATA, 'cluster')));
});

function assertOneLine({ exit, out, err }: Ended, says: RegExp): void {
  assert.match(err, says);
  assert.match(err, /^contactpoint[^\n]+\n$/);
  assert.deepEqual([exit, out], [1, '']);
}
