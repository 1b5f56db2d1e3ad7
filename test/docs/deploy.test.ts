import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const checkout = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(checkout, file), 'utf8');

test('every setting that the program reads is in the README, with its usual value', () => {
  const told = new Set(read('README.md').match(/`[A-Z][A-Z_]{3,}`/g));
  const asked = new Set(read('src/config.ts').match(/'[A-Z][A-Z_]{3,}'/g));
  assert.ok(asked.size > 10);
  assert.deepEqual(
    [...asked].filter((name) => !told.has(name.replaceAll("'", '`'))),
    [],
  );
});

test('every unit is shut in: no new privileges, a system that it cannot write, no capabilities, few system calls', () => {
  const units = globSync('deploy/systemd/*.service', { cwd: checkout });
  assert.ok(units.length >= 4);
  const wanted = [
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'PrivateTmp=yes',
    'CapabilityBoundingSet=',
    'SystemCallFilter=@system-service',
    'MemoryMax=2G',
    'Restart=always',
    'User=contactpoint',
  ];
  const lacking = units.flatMap((unit) => {
    const lines = new Set(read(unit).split('\n'));
    return wanted.filter((line) => !lines.has(line)).map((line) => `${unit}: ${line}`);
  });
  assert.deepEqual(lacking, []);
});

test('every unit starts a verb that the program has', () => {
  const cells = [...read('README.md').matchAll(/^\| (`[^|]+)\|/gm)].map(([, cell = '']) => cell).join(' ');
  const verbs = new Set(cells.match(/(?<=`)[a-z-]+/g));
  for (const unit of globSync('deploy/systemd/*.service', { cwd: checkout }))
    assert.ok(verbs.has(/src\/main\.ts ([a-z-]+)$/m.exec(read(unit))?.[1] ?? ''), unit);
});

test('the image runs as an ordinary user, from a root that nobody writes, with what the lock file says', () => {
  const image = read('deploy/container/Containerfile');
  assert.match(image, /^USER node$/m);
  assert.match(image, /npm ci --omit=dev --omit=optional --ignore-scripts/);
  assert.doesNotMatch(image, /:latest|^ADD /m);
  const compose = read('deploy/container/compose.yaml');
  for (const line of ['read_only: true', 'cap_drop: [ALL]', 'no-new-privileges:true', 'pids_limit:'])
    assert.ok(compose.includes(line), line);
});
