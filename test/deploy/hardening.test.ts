import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const deploy = join(import.meta.dirname, '../../deploy');
const read = (path: string): string => readFileSync(join(deploy, path), 'utf8');

test('the balancer speaks TLS 1.2 with forward secrecy and 1.3, and nothing older', () => {
  const balancer = read('haproxy/haproxy.cfg');
  assert.match(balancer, /^ +ssl-default-bind-options ssl-min-ver TLSv1\.2 no-tls-tickets$/m);
  assert.doesNotMatch(balancer, /redirect scheme|bind [^"]*:80\b/); // nobody is led from clear to TLS
  const older = /ssl-default-bind-ciphers (\S+)/.exec(balancer)?.[1]?.split(':') ?? [];
  assert.ok(older.length >= 4);
  for (const suite of older)
    assert.match(suite, /^ECDHE-(?:ECDSA|RSA)-(?:AES\d+-GCM-SHA\d+|CHACHA20-POLY1305)$/);
  const newer = /ssl-default-bind-ciphersuites (\S+)/.exec(balancer)?.[1]?.split(':') ?? [];
  for (const suite of newer) assert.match(suite, /^TLS_(?:AES_\d+_GCM|CHACHA20_POLY1305)_SHA\d+$/);
});

// Quoted and not split, HAProxy takes "address ssl crt FILE" for one address, and does not start.
test('where browsers come in, and with which certificate, is read as the words that it is', () => {
  assert.match(read('haproxy/haproxy.cfg'), /^ +bind "\$\{CONTACTPOINT_BIND\[\*\]\}"$/m);
});

test('what a browser says of its own address is taken away by the balancer, and slow requests end there', () => {
  const balancer = read('haproxy/haproxy.cfg');
  for (const header of ['X-Forwarded-For', 'Forwarded'])
    assert.ok(balancer.includes(`http-request del-header ${header}`));
  assert.match(balancer, /timeout http-request 10s/);
  assert.match(balancer, /http-request return status 429/);
});

test('the database takes nobody from another machine in clear, and no login without its password', () => {
  const lines = [...read('patroni/patroni.yaml').matchAll(/^ +- (host\w*|local) (.+)$/gm)];
  assert.ok(lines.length >= 5);
  for (const [line, kind, rest = ''] of lines) {
    assert.match(rest, /(?:scram-sha-256|peer)$/, line);
    if (kind === 'host') assert.match(rest, / 127\.0\.0\.1\/32 /, line);
  }
});

test('the database writes no statement and no value to its log', () => {
  const settings = read('patroni/patroni.yaml');
  for (const setting of [
    'log_statement: none',
    'log_parameter_max_length: 0',
    'log_parameter_max_length_on_error: 0',
  ])
    assert.ok(settings.includes(setting), setting);
});

const units = globSync('systemd/*.service', { cwd: deploy });
const shutIn = [
  'User=contactpoint', 'NoNewPrivileges=yes', 'ProtectSystem=strict', 'ProtectHome=yes', 'PrivateTmp=yes', 'PrivateDevices=yes',
  'CapabilityBoundingSet=', 'SystemCallFilter=@system-service', 'RestrictNamespaces=yes', 'LimitCORE=0', 'UMask=0077',
]; // prettier-ignore

for (const unit of units)
  test(`${unit} is an ordinary user who can gain nothing, write nothing but its folder, and leave no core`, () => {
    const lines = read(unit).split('\n');
    assert.deepEqual(
      shutIn.filter((line) => !lines.includes(line)),
      [],
    );
    assert.match(read(unit), /^ExecStart=\S+node .*--disallow-code-generation-from-strings/m);
  });

test('a container is an ordinary user with a root that nobody can write, without capabilities, and brings no script of a package', () => {
  const compose = read('container/compose.yaml');
  for (const line of [
    'read_only: true',
    'cap_drop: [ALL]',
    'no-new-privileges:true',
    'user: node',
    'pids_limit:',
    'mem_limit:',
  ])
    assert.ok(compose.includes(line), line);
  assert.doesNotMatch(compose, /seccomp[:=]unconfined|privileged: true/);
  const image = read('container/Containerfile');
  assert.match(image, /^USER node$/m);
  assert.match(image, /npm ci --omit=dev .*--ignore-scripts/);
  assert.doesNotMatch(image, /COPY .*(?:\.git|test|drills)\b/);
});

test('no example holds a secret', () => {
  for (const file of globSync('**/*.{yaml,env,cfg,ini,sql,service}', { cwd: deploy }))
    for (const [, secret = ''] of read(file).matchAll(
      /(?:postgres:\/\/[^:\s]+:|[Pp]assword: *|PASSWORD=)([^@\s]+)/g,
    ))
      assert.match(secret, /^PASSWORD$|^\$|^['"]?$/, `${file}: ${secret}`);
});
