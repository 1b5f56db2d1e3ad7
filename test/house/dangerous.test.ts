import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const checkout = join(import.meta.dirname, '../..');
const files = globSync('{src,witness,verify}/**/*.{ts,js}', { cwd: checkout }).filter(
  (file) => !file.startsWith('src/cli/prove-shields/'), // asks its own pages, in a practice copy alone
);

// What is dangerous in the wrong hands, and the few files that do it: docs/security.md says why each may.
const doers: Readonly<Record<string, readonly [RegExp, readonly string[]]>> = {
  'starts programs': [
    /node:child_process/,
    ['src/cli/witness.ts', 'src/database/postmaster.ts', 'src/database/programs.ts'],
  ],
  'asks other machines': [
    /\bfetch\(|node:(?:https|dgram|tls|dns|http2)'|\bconnect\(.*port|http\.request/,
    ['src/services/ask-witnesses.ts', 'src/web/assets/contactpoint.js'],
  ],
  'listens on the network': [/createServer\(/, ['src/web/listening.ts', 'witness/main.ts']],
  'makes code of text': [/\beval\(|new Function|node:vm|\bimport\((?!\.)/, []],
  'makes a pattern of text': [/new RegExp\(|\bRegExp\(/, []],
  'reads objects of bytes': [/node:v8|\bdeserialize\(/, []],
  'turns off the check of a certificate': [
    /rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/,
    [],
  ],
  'writes markup past the escaping': [/innerHTML|outerHTML|insertAdjacentHTML|document\.write/, []],
  'stores in the browser': [/localStorage|sessionStorage|indexedDB/, []],
  'uses ciphers, signatures or keyed hashes': [
    /createHmac|createCipheriv|\bargon2,|generateKeyPair|\bsign\(|createPrivateKey|@simplewebauthn/,
    [
      'src/domain/leaving-mark.ts',
      'src/domain/log-note.ts',
      'src/domain/one-time-code.ts',
      'src/services/barring.ts',
      'src/services/course.ts',
      'src/services/credentials.ts',
      'src/services/key-answers.ts',
      'src/web/kept-form.ts',
      'src/web/secrecy.ts',
      'witness/store.ts',
    ],
  ],
  'draws chance that can be guessed': [/Math\.random/, []],
};

for (const [what, [pattern, may]] of Object.entries(doers))
  test(`nothing ${what} but the files that are named here`, () => {
    const found = files.filter((file) => pattern.test(readFileSync(join(checkout, file), 'utf8')));
    assert.deepEqual(found.toSorted(), [...may].toSorted());
  });
