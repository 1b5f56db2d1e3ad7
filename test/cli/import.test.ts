import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { importVerb } from '../../src/cli/import.ts';
import type { OpenInstallation } from '../../src/cli/verb.ts';
import { withDatabase } from '../support/database.ts';
import { logOn } from '../support/log.ts';
import { patient, searchset } from '../support/pds.ts';

const { owner, application, applicationUrl, ownerUrl } = await withDatabase({ after });
const folder = mkdtempSync(join(tmpdir(), 'contactpoint-import-'));
after(() => rmSync(folder, { recursive: true }));
const today = ['--today', '2026-11-22'];

test('a child is imported and an adult refused, and the table says so without naming either', async () => {
  const file = fileOf('two.json', searchset(patient(), patient({ birthDate: '1990-01-01' })));
  const { exit, out } = await run(file, ...today);
  assert.equal(exit, 0);
  assert.match(out, /two\.json, batch 1 +2 +0 +1 +0 +0 +1 +0/);
  assert.match(out, /two\.json: Patient\.birthDate: 18 or over; wanted: somebody under 18 \(entry 2\)/);
  assert.doesNotMatch(out, /Begum|Amina|9990000018|2015-03-27/);
});

test('with --json the answer is one object on one line', async () => {
  const { exit, out } = await run(fileOf('again.json', patient()), ...today, '--json');
  assert.equal(exit, 0);
  assert.ok(
    out.startsWith(`{"files":[{"file":${JSON.stringify(join(folder, 'again.json'))},"batch":{"batchId":2,`),
  );
  const counts = '{"read":1,"linked":0,"created":0,"waiting":0,"unchanged":1,"refused":0,"notTaken":0}';
  assert.ok(out.endsWith(`"counts":${counts}}`));
});

test('the same file again is told so, and is no failure', async () => {
  const { exit, out } = await run(fileOf('once more.json', patient()), ...today);
  assert.equal(exit, 0);
  assert.match(out, /once more\.json: the same file came before, as batch 2\. Nothing was changed\./);
});

test('where nothing could be read the exit code is 1, and each file has its reason', async () => {
  const { exit, out } = await run(
    join(folder, 'none.json'),
    folder,
    '/dev/zero',
    fileOf('empty.json', ''),
    ...today,
  );
  assert.equal(exit, 1);
  for (const reason of ['not there', 'a directory', 'not an ordinary file', 'empty'])
    assert.ok(out.includes(`the file: ${reason}; wanted: `), reason);
});

test('wrong use is told in a line, with exit code 2', async () => {
  for (const args of [[], ['x', '--today', '2026-02-30'], ['x', '--supplier', 'nobody'], ['x', '--wrong']]) {
    const { exit, err } = await run(...args);
    assert.equal(exit, 2, args.join(' '));
    assert.match(err, /^contactpoint import: .+\nTry: contactpoint import --help$/);
  }
});

function fileOf(name: string, content: object | string): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function run(...args: readonly string[]): Promise<{ exit: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await importVerb.run(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    draw: () => undefined,
    interactive: false,
    now: () => new Date('2026-11-22T12:00:00Z'),
    open: () => Promise.resolve(installation),
  });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

const installation: OpenInstallation = {
  owner,
  leaving: owner,
  eraser: owner,
  review: owner, // importing has no use for it
  applicationUrl,
  embedded: false,
  services: {
    database: application,
    secrets: { pepper: Buffer.alloc(32), seal: Buffer.alloc(32) },
    now: () => new Date('2026-11-22T12:00:00Z'),
  },
  log: logOn({ after }, { ownerUrl, applicationUrl }),
  close: () => Promise.resolve(), // the database is closed after all tests
};
