import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { askBy, type Sql } from './installation.ts';
import { freePort } from './product.ts';
import { supervise, type Supervised } from './supervised.ts';

/** Pages and a sequencer on a PostgreSQL that the drill started by itself. */
export type Served = {
  readonly port: number;
  readonly operationsPort: number;
  readonly pages: Supervised;
  readonly sequencer: Supervised;
  /** Where keys and the log's files are kept. */
  readonly folder: string;
  /** Runs `contactpoint …` to its end and answers what it printed, whatever the exit code. */
  readonly run: (args: readonly string[]) => Promise<string>;
  readonly remove: () => Promise<void>;
};

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const execute = promisify(execFile);

/** Whom to connect as: a superuser, and the pages' own login, which `prepareLogins` makes. */
export function urlsAt(port: number, superuserPassword: string): { owner: string; application: string } {
  return {
    owner: `postgres://postgres:${superuserPassword}@127.0.0.1:${port}/contactpoint`,
    application: `postgres://contactpoint:drill@127.0.0.1:${port}/contactpoint`,
  };
}

/** Makes the database and the pages' login, where they are not there yet. */
export async function prepareLogins(owner: string): Promise<void> {
  const sql = sqlOnce(owner.replace(/contactpoint$/, 'postgres'));
  const [[databases] = []] = await sql(`select count(*) from pg_database where datname = 'contactpoint'`);
  if (databases === '0') await sql('create database contactpoint');
  const [[roles] = []] = await sql(`select count(*) from pg_roles where rolname = 'contactpoint'`);
  if (roles === '0') await sql(`create role contactpoint login password 'drill'`);
}

/** Makes so many invented children in the database. */
export async function fill(settings: NodeJS.ProcessEnv, children: number): Promise<void> {
  const run = runIn({ ...process.env, ...settings });
  await run(['populate', '--council', '350', '--children', String(children)]);
}

/** What tells `contactpoint …` where everything is; the folder is the drill's own. */
export function settingsFor(urls: { owner: string; application: string }, folder: string): NodeJS.ProcessEnv {
  return { DATABASE_URL: urls.application, DATABASE_OWNER_URL: urls.owner, CONTACTPOINT_DATA: folder };
}

/** A folder for keys and the log's files. */
export function keysFolder(): string {
  return mkdtempSync(join(tmpdir(), 'contactpoint-drill-keys-'));
}

/** Starts pages and sequencer with these settings. */
export async function serveWith(settings: NodeJS.ProcessEnv): Promise<Served> {
  const [port, operationsPort] = [await freePort(), await freePort()];
  const own = { PORT: String(port), OPERATIONS_PORT: String(operationsPort) };
  const env = { ...process.env, ...own, ...settings };
  const sequencer = await supervise(['sequence'], env, undefined);
  const pages = await supervise(['serve'], env, /ContactPoint is at/);
  const folder = settings['CONTACTPOINT_DATA'] ?? '';
  return {
    port,
    operationsPort,
    pages,
    sequencer,
    folder,
    run: runIn(env),
    remove: async () => {
      await pages.stop();
      await sequencer.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs `contactpoint …` with these settings to its end; what it printed, whatever the exit code. */
export function runIn(env: NodeJS.ProcessEnv): Served['run'] {
  return async (args) => {
    try {
      return (await execute(process.execPath, [program, ...args], { env, maxBuffer: 2 ** 26 })).stdout;
    } catch (error) {
      return error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    }
  };
}

/** Runs each statement on a connection of its own; every value comes as PostgreSQL wrote it. */
export function sqlOnce(url: string, patienceMs = 60_000): Sql {
  return async (text, values) => {
    const types = { getTypeParser: () => (sent: string) => sent };
    const client = new pg.Client({
      connectionString: url,
      types,
      connectionTimeoutMillis: Math.min(patienceMs, 10_000),
      query_timeout: patienceMs,
    });
    client.on('error', () => undefined); // the statement says so
    try {
      await client.connect();
      return await askBy(client)(text, values);
    } finally {
      await client.end().catch(() => undefined);
    }
  };
}
