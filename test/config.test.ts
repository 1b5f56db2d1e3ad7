import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readConfig, readKeys } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'contactpoint-config-'));
after(() => rmSync(folder, { recursive: true }));

test('what is not set has its usual value', () => {
  const { port, host, connections, statementTimeoutMs, databaseUrl } = readConfig({
    CONTACTPOINT_DATA: folder,
  });
  assert.deepEqual([port, host, connections, statementTimeoutMs], [3000, '127.0.0.1', 10, 2000]);
  assert.equal(databaseUrl, undefined);
  assert.deepEqual(readConfig({ CONTACTPOINT_DATA: folder, PORT: '', DATABASE_URL: '' }).port, 3000);
});

test('the owner’s login is the application’s where none is named', () => {
  const databaseUrl = 'postgres://contactpoint@/contactpoint?host=/run/postgresql';
  assert.equal(
    readConfig({ CONTACTPOINT_DATA: folder, DATABASE_URL: databaseUrl }).databaseOwnerUrl,
    databaseUrl,
  );
});

test('a database on another machine is reached by TLS that proves who it is, or not at all', () => {
  const here = ['127.0.0.1:5432', 'localhost', '[::1]', ''];
  const given = (databaseUrl: string) =>
    readConfig({ CONTACTPOINT_DATA: folder, DATABASE_URL: databaseUrl }).databaseUrl;
  for (const host of here) assert.ok(given(`postgres://me@${host}/contactpoint`));
  assert.ok(given('postgres://me@db.example/contactpoint?sslmode=verify-full&sslrootcert=/etc/ca.pem'));
  for (const mode of ['', '?sslmode=disable', '?sslmode=prefer', '?sslmode=verify-ca'])
    assert.throws(() => given(`postgres://me@db.example/contactpoint${mode}`), /verify-full/);
});

test('a login may stand in a file instead of the environment', () => {
  const file = join(folder, 'login');
  const login = 'postgres://contactpoint:sesame@localhost/contactpoint';
  writeFileSync(file, `${login}\n`);
  assert.equal(readConfig({ CONTACTPOINT_DATA: folder, DATABASE_URL_FILE: file }).databaseUrl, login);
});

test('settings cannot be changed once they are read', () => {
  assert.ok(Object.isFrozen(readConfig({ CONTACTPOINT_DATA: folder })));
});

const wrong: readonly (readonly [name: string, value: string, says: RegExp])[] = [
  ['PORT', 'http', /^PORT is "http": give a whole number from 0 to 65535$/],
  ['PORT', '65536', /^PORT is "65536"/],
  ['PORT', '-1', /^PORT/],
  ['DATABASE_CONNECTIONS', '0', /^DATABASE_CONNECTIONS is "0": give a whole number from 1 to 200$/],
  ['OPERATIONS_PORT', 'metrics', /^OPERATIONS_PORT is "metrics"/],
  ['DRAIN_SECONDS', '301', /^DRAIN_SECONDS is "301"/],
  ['LOG_REQUESTS', 'yes', /^LOG_REQUESTS is "yes"/],
  ['STATEMENT_TIMEOUT_MS', '1.5', /^STATEMENT_TIMEOUT_MS is "1.5"/],
  [
    'DATABASE_URL',
    'mysql://localhost/contactpoint',
    /^DATABASE_URL must begin with postgres:\/\/ or postgresql:\/\/$/,
  ],
  ['DATABASE_OWNER_URL', 'localhost', /^DATABASE_OWNER_URL must begin with/],
  [
    'DATABASE_URL',
    'postgres://me:open sesame@[::/x',
    /^DATABASE_URL cannot be read: write it like postgres:/,
  ],
  [
    'DATABASE_URL',
    'postgres://me:sesame@10.0.0.11:5432/contactpoint?sslmode=require',
    /^DATABASE_URL names a database on another machine: add sslmode=verify-full/,
  ],
  ['LOG_WITNESSES', 'w+1+a@http://witness.example', /^LOG_WITNESSES names a witness on another machine/],
  ['DATABASE_URL_FILE', '/nowhere', /^DATABASE_URL_FILE cannot be read: name a file/],
];

for (const [name, value, says] of wrong)
  test(`${name}=${value} is refused in a line that names it, and tells no password`, () => {
    const failure = failureOf(() => readConfig({ CONTACTPOINT_DATA: folder, [name]: value }));
    assert.match(failure, says);
    assert.doesNotMatch(failure, /\n|sesame/);
  });

test('the keys are made once, of 32 bytes each, for their owner alone', () => {
  const made = readKeys(join(folder, 'new'));
  assert.deepEqual(
    Object.values(made).map((key) => key.length),
    [32, 32, 32],
  );
  assert.equal(new Set(Object.values(made).map((key) => key.toString('hex'))).size, 3);
  assert.equal(statSync(join(folder, 'new/keys.json')).mode & 0o777, 0o600);
  assert.deepEqual(readKeys(join(folder, 'new')), made);
});

test('keys that others could read are refused, and stay as they are', () => {
  const file = join(folder, 'new/keys.json');
  const kept = readFileSync(file, 'utf8');
  for (const mode of [0o640, 0o604, 0o666]) {
    chmodSync(file, mode);
    const says = failureOf(() => readKeys(join(folder, 'new')));
    assert.match(says, /^Others can read the keys in .*keys\.json: run chmod 600 on it$/);
  }
  assert.equal(readFileSync(file, 'utf8'), kept);
});

test('keys that are broken are never made anew: what is sealed under them would be lost', () => {
  const broken = join(folder, 'broken');
  readKeys(broken);
  const short = JSON.stringify({ pepper: 'AA==', seal: 'AA==', handle: 'AA==' });
  for (const text of ['', '{', '[]', 'null', '{}', '"pepper"', short]) {
    writeFileSync(join(broken, 'keys.json'), text);
    assert.match(
      failureOf(() => readKeys(broken)),
      /^The key "pepper" in .* restore the file from its backup$/,
    );
    assert.equal(readFileSync(join(broken, 'keys.json'), 'utf8'), text);
  }
});

test('a folder that cannot hold the keys is told in a line that says what to do', () => {
  writeFileSync(join(folder, 'file'), '');
  for (const nowhere of ['file', 'file/below'])
    assert.match(
      failureOf(() => readKeys(join(folder, nowhere))),
      /^Cannot keep the keys in .*: make the folder writable, or set CONTACTPOINT_DATA$/,
    );
});

function failureOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}
