import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const checkout = fileURLToPath(new URL('../..', import.meta.url));

const imports = `
import type { Grant } from '../src/domain/policy.ts';
import { readName, readStoredRecord } from '../src/store/child-records.ts';
import type { Transaction } from '../src/store/connection.ts';
import { findCandidates, listChildren } from '../src/store/search.ts';
import type { OneChild, Search, Ticket } from '../src/store/ticket.ts';
declare const tx: Transaction;
declare const grant: Grant;
declare const oneChild: Ticket<OneChild>;
declare const search: Ticket<Search>;
declare const reader: Parameters<typeof readStoredRecord>[2];
declare const today: Parameters<typeof readStoredRecord>[3];
declare const probes: Parameters<typeof findCandidates>[2];
`;

test('a child is read under a ticket', () => {
  const said = compile(
    'void readStoredRecord(tx, oneChild, reader, today); void readName(tx, oneChild); void listChildren(tx, search, [1], false, today);',
  );
  assert.deepEqual(said, []);
});

const breaches = [
  ['with a child id in place of a ticket', 'void readStoredRecord(tx, 42, reader, today);'],
  ['with a grant in place of a ticket', 'void readStoredRecord(tx, grant, reader, today);'],
  ['with a ticket made by hand', "void readName(tx, { grant, scope: { kind: 'one child', childId: 1 } });"],
  ['with the ticket of a search', 'void readStoredRecord(tx, search, reader, today);'],
  ['in a list, with the ticket of one child', 'void listChildren(tx, oneChild, [1], false, today);'],
  ['among candidates, with no ticket', 'void findCandidates(tx, undefined, probes, {});'],
] as const;

for (const [how, code] of breaches)
  test(`a child cannot be read ${how}`, () => {
    const said = compile(code);
    assert.equal(said.length, 1, said.join('\n'));
    assert.match(said[0] ?? '', /error TS(2345|2739|2741)/); // of another type, or with something missing
  });

test('a grant cannot be made by hand', () => {
  const said = compile(
    "export const made: Grant = { actor: oneChild.grant.actor, action: 'find child', numbersShown: 'all' };",
  );
  assert.match(said[0] ?? '', /error TS2741/);
});

/** What the compiler says of a few lines that stand in a folder of the project. */
function compile(code: string): readonly string[] {
  const folder = mkdtempSync(join(checkout, 'test-types-'));
  try {
    writeFileSync(join(folder, 'planted.ts'), imports + code);
    const extend = {
      extends: '../tsconfig.json',
      include: ['planted.ts'],
      compilerOptions: { noUnusedLocals: false },
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(extend));
    const run = spawnSync(join(checkout, 'node_modules/.bin/tsc'), ['-p', folder], {
      encoding: 'utf8',
      cwd: folder,
    });
    return run.stdout.split('\n').filter((line) => line.startsWith('planted.ts'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
