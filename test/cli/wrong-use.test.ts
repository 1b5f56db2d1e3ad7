import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLogVerb } from '../../src/cli/check-log.ts';
import { importVerb } from '../../src/cli/import.ts';
import { mappingVerb } from '../../src/cli/mapping.ts';
import { measureSearchVerb } from '../../src/cli/measure-search.ts';
import { migrateVerb } from '../../src/cli/migrate.ts';
import { populateVerb } from '../../src/cli/populate.ts';
import { runProgram } from '../../src/cli/program.ts';
import { sequenceVerb } from '../../src/cli/sequence.ts';
import { serveVerb, startVerb } from '../../src/cli/serve.ts';
import { tokenVerb } from '../../src/cli/token.ts';
import type { Verb } from '../../src/cli/verb.ts';
import { witnessVerb } from '../../src/cli/witness.ts';
import { workVerb } from '../../src/cli/work.ts';

const neverServe = () => assert.fail('It served');
const neverPopulate = () => assert.fail('It populated');
const neverRead = () => assert.fail('It read');

const verbs: readonly Verb[] = [
  startVerb(
    neverServe,
    () => '',
    neverPopulate,
    () => assert.fail('It was watched'),
  ),
  serveVerb(neverServe, () => ''),
  workVerb,
  sequenceVerb,
  checkLogVerb(neverRead),
  witnessVerb('/nowhere'),
  migrateVerb,
  populateVerb(neverPopulate),
  importVerb,
  mappingVerb,
  tokenVerb,
  measureSearchVerb(neverRead),
];

test('the list of verbs has each with what it is for', async () => {
  const { exit, out, err } = await run('--help');
  assert.deepEqual([exit, err], [0, '']);
  const listed = out.split('\n').map((line) => line.trim().split(/ {2,}/));
  for (const { name, summary } of verbs)
    assert.ok(
      listed.some(([first, second]) => first === name && second === summary),
      name,
    );
});

for (const { name } of verbs) {
  test(`${name} --help says how it is used, whatever else is asked, without a database`, async () => {
    const { exit, out, err } = await run(name, 'x', '--frobnicate', '--help');
    assert.deepEqual([exit, err], [0, '']);
    assert.match(out, new RegExp(`^contactpoint ${name}\\b.*\\n\\n\\S.+`, 's'));
  });

  test(`${name} does nothing when an option is unknown`, async () => {
    assertWrongUse(await run(name, '--frobnicate'), name);
  });
}

const wrong = [
  ['populate', '--council', 'Bolton'],
  ['populate', '--council', '35'],
  ['populate', '--children', '-1'],
  ['populate', '--children=-1'],
  ['populate', '--children', '0'],
  ['populate', '--children', '1e3'],
  ['populate', '--children', '99999999999999999999'],
  ['populate', '--england', '--council', '350'],
  ['populate', '--england', '--children', '10'],
  ['populate', '--seed', '99999999999'],
  ['populate', '--council'],
  ['populate', '--again=yes'],
  ['token'],
  ['token', 'amina.khan', 'ruth.barlow'],
  ['token', 'amina.khan', '--json=no'],
  ['import'],
  ['import', '--today', '2026-11-23'],
  ['import', 'x.json', '--today', 'tomorrow'],
  ['import', 'x.json', '--today', '2026-02-30'],
] as const;

for (const args of wrong)
  test(`${args.join(' ')} is wrong use`, async () => {
    assertWrongUse(await run(...args), args[0]);
  });

test('no verb, and one that there is not, are wrong use and list the verbs', async () => {
  for (const args of [[], ['destroy', '--all'], ['Serve'], ['--version'], ['__proto__']]) {
    const { exit, out, err } = await run(...args);
    assert.deepEqual([exit, out], [2, ''], args.join(' '));
    assert.match(err, /\n  serve +serve the pages/);
    if (args[0] !== undefined)
      assert.match(err, new RegExp(`^contactpoint: there is no verb "${args[0]}"\n`));
  }
});

type Said = { readonly exit: number; readonly out: string; readonly err: string };

function assertWrongUse({ exit, out, err }: Said, name: string): void {
  assert.deepEqual([exit, out], [2, ''], err);
  assert.match(err, new RegExp(`^contactpoint ${name}: .+\\nTry: contactpoint ${name} --help$`));
}

async function run(...args: readonly string[]): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await runProgram(verbs, args, {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    interactive: false,
    draw: () => undefined,
    now: () => new Date(),
    open: () => assert.fail('A database was opened'),
  });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}
