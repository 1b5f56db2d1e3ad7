import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { connectTo, type Sql } from './installation.ts';
import { supervise, type Supervised } from './supervised.ts';

/** The product in parts, each a process of its own that is started again when it dies. */
export type PartedProduct = {
  readonly port: number;
  readonly database: Supervised;
  readonly pages: Supervised;
  /** Another process with the same pages, on a port of its own. */
  readonly morePages: () => Promise<{ readonly port: number; readonly pages: Supervised }>;
  readonly sequencer: Supervised;
  /** The process id of PostgreSQL itself. */
  readonly postmaster: () => number;
  /** Runs one statement on a connection of its own, so that no kill breaks it for good. */
  readonly sql: Sql;
  readonly run: (args: readonly string[]) => Promise<string>;
  readonly remove: () => Promise<void>;
};

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const execute = promisify(execFile);

/** Makes a product with so many invented children on the embedded database, and starts its parts. */
export async function startParts(children: number, settings: NodeJS.ProcessEnv = {}): Promise<PartedProduct> {
  const folder = mkdtempSync(join(tmpdir(), 'contactpoint-drill-'));
  const port = await freePort();
  const compiled = { NODE_COMPILE_CACHE: join(folder, 'compiled'), MALLOC_ARENA_MAX: '2' }; // as deploy/ has them
  const own = { CONTACTPOINT_DATA: folder, DATABASE_URL: '', PORT: String(port), ...compiled };
  const env = { ...process.env, ...own, ...settings };
  const run = runIn(env);
  const database = await supervise(['database'], env, /runs/);
  await run(['migrate']);
  await run(['populate', '--council', '350', '--children', String(children)]);
  const sequencer = await supervise(['sequence'], env, undefined);
  const pages = await supervise(['serve'], env, pagesAnswer);
  const cluster = join(folder, 'cluster');
  const parts = [pages, sequencer, database];
  return {
    port,
    database,
    pages,
    sequencer,
    run,
    morePages: async () => {
      const another = await freePort();
      const more = await supervise(['serve'], { ...env, PORT: String(another) }, pagesAnswer);
      parts.unshift(more);
      return { port: another, pages: more };
    },
    postmaster: () => Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]),
    sql: async (text, values) => askOnce(cluster, text, values),
    remove: async () => {
      for (const part of parts) await part.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const pagesAnswer = /ContactPoint is at/;

function runIn(env: NodeJS.ProcessEnv): PartedProduct['run'] {
  return async (args) => {
    try {
      return (await execute(process.execPath, [program, ...args], { env, maxBuffer: 2 ** 26 })).stdout;
    } catch (error) {
      return error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    }
  };
}

async function askOnce(cluster: string, text: string, values: readonly unknown[] = []) {
  const { sql, close } = await connectTo(cluster);
  try {
    return await sql(text, values);
  } finally {
    await close();
  }
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('No port is free');
  return address.port;
}
