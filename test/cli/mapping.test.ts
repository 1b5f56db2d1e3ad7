import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { mappingVerb } from '../../src/cli/mapping.ts';

const folder = mkdtempSync(join(tmpdir(), 'contactpoint-mapping-'));
after(() => rmSync(folder, { recursive: true }));

const columns = { Id: 'key', First: 'given name', Last: 'family name', Born: 'date of birth' };
const mapping = fileOf('mapping.json', JSON.stringify({ columns, dropped: ['Risk'] }));
const lines = Array.from({ length: 30 }, (_, at) => `${at + 1},Amina,Khan,27/03/2015,high`);

test('each column is shown with what it is read as, and the first 20 rows as they would be taken', async () => {
  const sample = fileOf(
    'sample.csv',
    `Id,First,Last,Born,Risk\n${lines.join('\n')}\n`.replace('2,Amina', '2,=A1+B'),
  );
  const { exit, out } = await run('check', mapping, sample);
  assert.equal(exit, 0);
  assert.match(out, /^id +key\nfirst +given name\n/);
  assert.match(out, /^ 1 {2}key: 1; name: Amina Khan; born: 27 March 2015; gender: not specified$/m);
  assert.match(
    out,
    /^ 2 {2}refused \(line 3\): first: a formula; wanted: text that no spreadsheet works out$/m,
  );
  assert.match(out, /^20 {2}key: 20/m);
  assert.doesNotMatch(out, /^21/m);
  assert.match(out, /\nNot kept: risk$/);
});

test('every fault of a mapping is told at once', async () => {
  const wrong = fileOf('wrong.json', JSON.stringify({ columns: { Id: 'key', Born: 'dob' } }));
  const { exit, err } = await run('check', wrong, mapping);
  assert.equal(exit, 1);
  assert.match(err, /Column "Born": "dob" is no fact\. Did you mean "date of birth"\?/);
});

test('a file that is not there and wrong use are told in a line', async () => {
  const missing = await run('check', mapping, join(folder, 'none.csv'));
  assert.deepEqual(
    [missing.exit, missing.err],
    [1, 'contactpoint mapping: a file cannot be read: not there'],
  );
  for (const args of [[], ['check'], ['check', 'a'], ['show', 'a', 'b'], ['check', 'a', 'b', 'c'], ['--x']])
    assert.equal((await run(...args)).exit, 2, args.join(' '));
});

function fileOf(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function run(...args: readonly string[]): Promise<{ exit: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await mappingVerb.run(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    draw: () => undefined,
    interactive: false,
    now: () => new Date('2026-11-22T12:00:00Z'),
    open: () => assert.fail('No database is asked'),
  });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}
