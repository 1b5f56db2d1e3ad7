// `npm test`: the checks, then every test against one PostgreSQL that lives as long as they do. `npm test -- test/domain`
// runs a part, without the checks. With DATABASE_OWNER_URL and DATABASE_URL set, the tests use that PostgreSQL instead.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startEmbedded } from '../src/database/embedded.ts';
import { stateDirectory } from '../src/database/place.ts';

type Database = {
  readonly ownerUrl: string;
  readonly applicationUrl: string;
  readonly stop: () => Promise<void>;
};

const atOnce = 2; // test files; more do not fit beside Chromium and PostgreSQL on two cores
const longestTest = 10 * 60_000; // ms: a hanging one should fail, not hold everything up
const checkout = dirname(import.meta.dirname);

process.on('SIGINT', () => undefined); // the tests are told too, and end; then the database is stopped and removed
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const isWhole = args.length === 0;
  if (
    isWhole &&
    spawnSync(process.execPath, [join(checkout, 'scripts/check.ts')], { stdio: 'inherit' }).status !== 0
  ) {
    console.error(
      'The checks failed, so the tests were not run. Run some alone with: npm test -- test/domain',
    );
    return 1;
  }
  const database = givenDatabase() ?? (await ownDatabase());
  try {
    return await runTests(args, database);
  } finally {
    await database.stop();
  }
}

function givenDatabase(): Database | undefined {
  const { DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: applicationUrl } = process.env;
  if (ownerUrl === undefined || applicationUrl === undefined) return undefined;
  return { ownerUrl, applicationUrl, stop: () => Promise.resolve() };
}

async function ownDatabase(): Promise<Database> {
  const state = stateDirectory(checkout, undefined);
  removeAbandoned(state);
  const dataDirectory = join(state, `test-${process.pid}`);
  const embedded = await startEmbedded({ dataDirectory, durable: false });
  const stop = async (): Promise<void> => {
    await embedded.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  return { ...embedded, stop };
}

function removeAbandoned(state: string): void {
  if (!existsSync(state)) return;
  for (const name of readdirSync(state)) {
    const pid = /^test-(\d+)$/.exec(name)?.[1];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    rmSync(join(state, name), { recursive: true, force: true });
  }
}

async function runTests(args: readonly string[], database: Database): Promise<number> {
  const options = args.filter((arg) => arg.startsWith('-'));
  const chosen = args.filter((arg) => !arg.startsWith('-'));
  const files = (chosen.length === 0 ? ['test'] : chosen).flatMap(testFiles);
  if (files.length === 0) {
    console.error(`There is no test in ${chosen.join(', ')}`);
    return 2;
  }
  const limits = [`--test-concurrency=${atOnce}`, `--test-timeout=${longestTest}`];
  const child = spawn(process.execPath, ['--test', ...limits, ...options, ...files], {
    cwd: checkout,
    stdio: 'inherit',
    env: {
      NODE_COMPILE_CACHE: join(checkout, 'build/compiled'), // each file is a process: it halves what each takes to begin
      ...process.env,
      TEST_DATABASE_OWNER_URL: database.ownerUrl,
      TEST_DATABASE_URL: database.applicationUrl,
    },
  });
  await once(child, 'exit');
  return child.exitCode ?? 1;
}

function testFiles(path: string): readonly string[] {
  const isDirectory = statSync(join(checkout, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  return globSync(isDirectory ? `${path}/**/*.test.ts` : path, { cwd: checkout }).toSorted();
}
