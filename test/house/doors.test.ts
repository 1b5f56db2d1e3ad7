import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

type House = Readonly<Record<string, readonly string[]>>;
type Breach = { readonly rule: string; readonly from: string; readonly to: string };

const checkout = join(import.meta.dirname, '../..');
const table = join(checkout, '.dependency-cruiser.mjs');
const driver = 'node_modules/pg/index.js';

// A house with a file or two in each room, going through every door that its row of the table opens.
const house: House = {
  'src/main.ts': [
    'src/config.ts',
    'src/cli/verb.ts',
    'src/web/page.ts',
    'src/api/answer.ts',
    'src/jobs/job.ts',
  ],
  'src/config.ts': ['node:process', 'src/population/family.ts', 'src/database/launcher.ts'],
  'src/domain/child.ts': ['src/domain/day.ts', 'node:crypto'],
  'src/domain/day.ts': ['node:crypto'],
  'src/feeds/feed.ts': ['src/domain/child.ts', 'node:stream', 'saxes'],
  'src/store/children.ts': ['src/domain/child.ts', 'src/store/connection.ts'],
  'src/store/connection.ts': ['pg'],
  'src/store/copy.ts': ['pg', 'pg-copy-streams'],
  'src/store/log.ts': ['src/store/connection.ts'],
  'src/store/issue-ticket.ts': ['src/domain/child.ts'],
  'src/store/ticket.ts': ['src/store/issue-ticket.ts'],
  'src/services/authorise.ts': ['src/domain/child.ts', 'src/store/log.ts', 'src/store/issue-ticket.ts'],
  'src/services/find-child.ts': [
    'src/services/authorise.ts',
    'src/feeds/feed.ts',
    'src/store/children.ts',
    'src/store/ticket.ts',
  ],
  'src/web/page.ts': ['src/domain/child.ts', 'src/services/find-child.ts', 'node:http'],
  'src/api/answer.ts': ['src/domain/child.ts', 'src/services/find-child.ts'],
  'src/jobs/job.ts': ['src/domain/child.ts', 'src/services/find-child.ts'],
  'src/cli/verb.ts': ['src/domain/child.ts', 'src/services/find-child.ts', 'src/database/launcher.ts'],
  'src/population/family.ts': ['src/domain/child.ts', 'src/store/copy.ts'],
  'src/database/launcher.ts': ['node:fs'],
  'bench/main.ts': ['src/domain/child.ts', 'src/population/family.ts', 'pg'],
  'drills/main.ts': ['pg', 'node:http'],
  'witness/main.ts': ['node:crypto'],
  'verify/main.ts': ['node:crypto'],
  'scripts/test.ts': ['src/database/launcher.ts'],
  'test/child.test.ts': [
    'src/domain/child.ts',
    'src/store/children.ts',
    'src/store/log.ts',
    'scripts/test.ts',
  ],
};

// What each room may not import, as house.md has it.
const forbidden: House = {
  'src/main.ts': ['test/child.test.ts', 'bench/main.ts'],
  'src/domain': [
    'src/feeds/feed.ts',
    'src/store/children.ts',
    'src/services/find-child.ts',
    'src/web/page.ts',
  ],
  'src/feeds': ['src/store/children.ts', 'src/services/find-child.ts', 'src/web/page.ts'],
  'src/store': ['src/services/find-child.ts', 'src/web/page.ts', 'src/feeds/feed.ts'],
  'src/services': ['src/web/page.ts', 'src/api/answer.ts', 'src/jobs/job.ts', 'src/population/family.ts'],
  'src/web': ['src/store/children.ts', 'src/feeds/feed.ts', 'src/database/launcher.ts', 'src/config.ts'],
  'src/api': ['src/store/children.ts', 'src/feeds/feed.ts', 'src/database/launcher.ts'],
  'src/jobs': ['src/store/children.ts', 'src/feeds/feed.ts', 'src/database/launcher.ts'],
  'src/cli': ['src/store/children.ts', 'src/feeds/feed.ts', 'src/population/family.ts', 'src/main.ts'],
  'src/population': ['src/services/find-child.ts', 'src/web/page.ts', 'src/store/children.ts'],
  'src/database': ['src/domain/child.ts', 'src/store/connection.ts'],
  bench: ['src/services/find-child.ts', 'src/store/children.ts', 'src/web/page.ts'],
  drills: ['src/domain/child.ts', 'src/store/children.ts'],
  witness: ['src/domain/child.ts', 'verify/main.ts'],
  verify: ['src/domain/child.ts', 'witness/main.ts'],
  scripts: ['src/store/children.ts', 'src/services/find-child.ts'],
};

const breaches: readonly Breach[] = [
  ...Object.entries(forbidden).flatMap(([room, others]) => others.map((to) => throughDoor(room, to))),
  { rule: 'domain-is-pure', from: 'src/domain/breach.ts', to: 'fs' },
  { rule: 'domain-is-pure', from: 'src/domain/breach.ts', to: 'node_modules/saxes/index.js' },
  ...['services', 'web', 'cli', 'store'].map((room) => ({
    rule: 'only-users-of-database-driver',
    from: `src/${room}/breach.ts`,
    to: driver,
  })),
  { rule: 'only-users-of-log-store', from: 'src/services/breach.ts', to: 'src/store/log.ts' },
  { rule: 'only-users-of-log-store', from: 'src/store/breach.ts', to: 'src/store/log.ts' },
  { rule: 'only-users-of-issuing-tickets', from: 'src/services/breach.ts', to: 'src/store/issue-ticket.ts' },
  { rule: 'only-users-of-issuing-tickets', from: 'src/store/breach.ts', to: 'src/store/issue-ticket.ts' },
  { rule: 'no-room-without-a-row', from: 'src/attic/breach.ts', to: 'src/domain/child.ts' },
  { rule: 'no-unknown-imports', from: 'src/web/breach.ts', to: './missing.ts' },
];

const trees: string[] = [];
after(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true });
});

test('a house that keeps to the table passes', () => {
  const { output, exitCode } = lint(build(house));
  assert.match(output, /no dependency violations/);
  assert.equal(exitCode, 0);
});

test('each breach of the table fails by its own rule, and nothing else does', () => {
  const { found, exitCode } = lint(build(withBreaches(house)));
  assert.deepEqual(found, breaches.map(inWords).toSorted());
  assert.notEqual(exitCode, 0);
});

test('two files that import each other fail', () => {
  const { found } = lint(build({ ...house, 'src/domain/day.ts': ['src/domain/child.ts'] }));
  assert.match(found.join('\n'), /^no-cycles: src\/domain\/(child|day).ts/);
});

test('a file that nothing imports, and that imports nothing, fails', () => {
  const { found } = lint(build({ ...house, 'src/domain/alone.ts': [] }));
  assert.deepEqual(found, ['no-orphans: src/domain/alone.ts']);
});

test('every rule has its breach here', async () => {
  const shape = z.object({ default: z.object({ forbidden: z.array(z.object({ name: z.string() })) }) });
  const rules = shape
    .parse(await import(pathToFileURL(table).href))
    .default.forbidden.map(({ name }) => name);
  const shown = new Set([...breaches.map(({ rule }) => rule), 'no-cycles', 'no-orphans']);
  assert.deepEqual(rules.toSorted(), [...shown].toSorted());
});

for (const [form, line] of Object.entries({
  'an import of a value': "import { child } from '../store/children.ts'; child();",
  'an import for its effects': "import '../store/children.ts';",
  'an import of a type': "import type { Child } from '../store/children.ts'; export type Mine = Child;",
  'an import when it is wanted':
    "export const child = async () => (await import('../store/children.ts')).child;",
  'an export of what is elsewhere': "export { child } from '../store/children.ts';",
  'an export of all that is elsewhere': "export * from '../store/children.ts';",
})) {
  test(`${form} is seen`, () => {
    const tree = build(house);
    write(tree, 'src/web/breach.ts', line);
    assert.deepEqual(lint(tree).found, ['doors-of-web: src/web/breach.ts → src/store/children.ts']);
  });
}

function throughDoor(room: string, to: string): Breach {
  const name = /(\w+)([.]ts)?$/.exec(room)?.[1] ?? '';
  return { rule: `doors-of-${name}`, from: room.endsWith('.ts') ? room : `${room}/breach.ts`, to };
}

// Planted as imports of types, the kind easiest to overlook.
function withBreaches(clean: House): House {
  const planted: Record<string, readonly string[]> = { ...clean };
  for (const { from, to } of breaches) planted[from] = [...(planted[from] ?? []), asImported(to)];
  return planted;
}

function asImported(to: string): string {
  return /^node_modules\/([^/]+)/.exec(to)?.[1] ?? (to === 'fs' ? 'node:fs' : to);
}

function inWords({ rule, from, to }: Breach): string {
  return `${rule}: ${from} → ${to}`;
}

function build(plan: House): string {
  const tree = mkdtempSync(join(tmpdir(), 'doors-'));
  trees.push(tree);
  for (const [file, imports] of Object.entries(plan)) {
    const lines = imports.map((to, place) => `import type { T${place} } from '${specifier(file, to)}';`);
    write(tree, file, lines.join('\n'));
  }
  for (const name of ['pg', 'pg-copy-streams', 'saxes']) {
    write(tree, `node_modules/${name}/index.js`, 'export {};');
    write(tree, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
  }
  write(
    tree,
    'package.json',
    JSON.stringify({ dependencies: { pg: '8', 'pg-copy-streams': '7', saxes: '6' } }),
  );
  return tree;
}

function specifier(file: string, to: string): string {
  if (!to.endsWith('.ts') || to.startsWith('.')) return to;
  const path = relative(dirname(file), to);
  return path.startsWith('.') ? path : `./${path}`;
}

function write(tree: string, file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), `${text}\n`);
}

function lint(tree: string): { found: readonly string[]; output: string; exitCode: number | null } {
  const program = join(checkout, 'node_modules/.bin/depcruise');
  const { stdout, stderr, status } = spawnSync(program, ['--config', table, '.'], {
    cwd: tree,
    encoding: 'utf8',
  });
  const lines = [...stdout.matchAll(/^ +error (\S+: \S+)(?: → +(\S+))?/gm)];
  const found = lines.map(([, breach = '', to]) => (to === undefined ? breach : `${breach} → ${to}`));
  return { found: found.toSorted(), output: stdout + stderr, exitCode: status };
}
