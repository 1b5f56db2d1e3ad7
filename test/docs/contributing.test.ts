import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const checkout = join(import.meta.dirname, '../..');
const guide = readFileSync(join(checkout, 'CONTRIBUTING.md'), 'utf8');
const copy = mkdtempSync(join(tmpdir(), 'contactpoint-guide-'));
after(() => rmSync(copy, { recursive: true }));

// A copy of what the guide changes and what judges it; the rest is only pointed to.
for (const part of ['src', 'test', 'scripts', 'package.json', 'tsconfig.json'])
  cpSync(join(checkout, part), join(copy, part), { recursive: true });
for (const part of ['node_modules', 'data', 'docs', 'README.md', 'witness', 'verify'])
  symlinkSync(join(checkout, part), join(copy, part));

type Change = { readonly file: string; readonly lines: readonly string[] };

// First, while nothing is changed that the invented people of the test database hang on.
test('a page is added as the guide says, in at most 4 files, and is shown to whom it is for', () => {
  const changes = follow('Add a page');
  assert.ok(changes.length + 2 <= 4); // and both matrices
  writeFileSync(join(copy, 'test/web/words.test.ts'), pageTest);
  passes('test/web/words.test.ts');
});

test('a feed of a supplier’s own is added as the guide says, in at most 4 files and 30 lines', () => {
  const changes = follow('Add a feed in 30 lines');
  assert.ok(changes.length <= 4);
  const added = changes.flatMap(({ lines }) => lines).filter((line) => line.startsWith('+'));
  assert.ok(added.length <= 30, `${added.length} lines`);
  passes('test/feeds/mutated-files.test.ts', '--test-name-pattern=every format that a supplier may send');
  const read = `import { readers } from './src/feeds/readers.ts';
    async function* bytes() { yield Buffer.from('Ref,Forename,Surname,DOB,Post Code,Notes\\n7,Amina,Khan,27/03/2015,BL1 1AA,x\\n'); }
    for await (const item of readers['northmoor-csv'](bytes(), '2026-11-23')) console.log(JSON.stringify(item));`;
  const { stdout, stderr } = runNode('--input-type=module', '--eval', read);
  assert.match(stdout, /"kind":"child".*"2015-03-27"/, stderr);
});

test('a permission is added as the guide says, in at most 4 files, and agrees with the table written apart', () => {
  const changes = follow('Add a permission');
  assert.ok(changes.length + 1 <= 4); // and the matrix of roles
  passes('test/domain/policy.test.ts', '--test-name-pattern=every role may do what');
  assert.match(readFileSync(join(copy, 'test/expected/role-actions.txt'), 'utf8'), /see words/);
  passes('test/domain/decision-table.test.ts', '--test-name-pattern=the table knows every action');
});

test('with all three the types hold', () => {
  const changed = ['test/feeds/mutated-files.test.ts', 'test/domain/decision-table.test.ts'];
  const settings = { extends: './tsconfig.json', include: ['src', ...changed] };
  writeFileSync(join(copy, 'tsconfig.guide.json'), JSON.stringify(settings));
  const { status, stdout } = spawnSync(
    join(checkout, 'node_modules/.bin/tsc'),
    ['-p', 'tsconfig.guide.json'],
    {
      cwd: copy,
      encoding: 'utf8',
    },
  );
  assert.equal(status, 0, stdout);
});

const pageTest = `
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openProduct } from '../support/product.ts';
import { sessionOf } from '../support/sessions.ts';
import { newWire } from '../support/wire.ts';

test('the new page is shown to who is signed in, and to nobody else', async () => {
  const product = await openProduct({ after });
  const shown = await (await sessionOf(product, 'amina.khan')).send('GET', '/words');
  assert.equal(shown.status, 200);
  assert.match(shown.body, /hides where somebody is/);
  assert.equal((await newWire(product.url).send('GET', '/words')).status, 303);
});
`;

/** Makes the changes of a part of the guide in the copy. */
function follow(heading: string): readonly Change[] {
  const part = guide.split(/^### /m).find((one) => one.startsWith(heading)) ?? '';
  const blocks = [...part.matchAll(/^```diff\n\+\+\+ (\S+)\n([^]*?)^```$/gm)];
  const changes = blocks.map(([, file = '', body = '']) => ({ file, lines: body.split('\n').slice(0, -1) }));
  assert.ok(changes.length > 0);
  for (const change of changes) apply(change);
  return changes;
}

// A line without + is where the next ones go: it has to be there, once.
function apply({ file, lines }: Change): void {
  const path = join(copy, file);
  const text = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  let at = 0;
  for (const line of lines) {
    if (line.startsWith('+')) text.splice(at++, 0, line.slice(1));
    else {
      assert.equal(text.filter((one) => one === line.slice(1)).length, 1, `${file}: ${line}`);
      at = text.indexOf(line.slice(1)) + 1;
    }
  }
  writeFileSync(path, text.join('\n'));
}

function passes(...args: readonly string[]): void {
  const { status, stdout } = runNode('--test', ...args.toSorted());
  assert.equal(status, 0, stdout);
  assert.match(stdout, /pass [1-9]/);
}

// As from a shell: a test that starts tests would otherwise be told that it is one of them.
function runNode(...args: readonly string[]) {
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  return spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...environment, WRITE_EXPECTED: '1' },
  });
}
