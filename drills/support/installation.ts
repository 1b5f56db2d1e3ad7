import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';

/** A product of the drill's own: invented children, pages that answer, and SQL as its owner. */
export type Installation = {
  readonly port: number;
  readonly sql: Sql;
  /** Runs `contactpoint …` on it to its end and answers what it printed, whatever the exit code. */
  readonly run: (args: readonly string[]) => Promise<string>;
  /** Starts `contactpoint …` on it. */
  readonly start: (args: readonly string[]) => ChildProcess;
  /** Starts `contactpoint …` on it, to be sent lines; each is answered by the next line of JSON. */
  readonly talk: (args: readonly string[]) => Talk;
  /** Stops it and forgets all of it. */
  readonly remove: () => Promise<void>;
};

export type Talk = { readonly ask: () => Promise<string>; readonly end: () => void };

/** Runs one statement; every value comes as the text that PostgreSQL wrote. */
export type Sql = (
  text: string,
  values?: readonly unknown[],
) => Promise<readonly (readonly (string | null)[])[]>;

const proxied = { TRUSTED_PROXIES: '127.0.0.1' }; // a drill may stand for a proxy, and pass on from many places
const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const execute = promisify(execFile);

/**
 * Makes a product with the invented children of one council in a folder of its own, or with so many of them, and starts it.
 */
export async function install(say: (line: string) => void, children?: number): Promise<Installation> {
  return installWith(async (environment) => {
    say('Making a council of invented children');
    const some = children === undefined ? [] : ['--children', `${children}`];
    await execute(process.execPath, [program, 'populate', '--council', '350', ...some], { env: environment });
  });
}

/** Makes a product in which there is nobody, and starts it. */
export async function installEmpty(): Promise<Installation> {
  return installWith(() => Promise.resolve());
}

async function installWith(fill: (environment: NodeJS.ProcessEnv) => Promise<void>): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'contactpoint-drill-'));
  const environment = { ...process.env, CONTACTPOINT_DATA: folder, DATABASE_URL: '', PORT: '0', ...proxied };
  try {
    await execute(process.execPath, [program, 'migrate'], { env: environment });
    await fill(environment);
    const { process: serving, port } = await serve(environment);
    const client = await connect(join(folder, 'cluster'));
    return {
      port,
      sql: askBy(client),
      run: (args) => run(args, environment),
      start: (args) => start(args, environment),
      talk: (args) => talk(args, environment),
      remove: () => remove(folder, serving, client),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return printed;
}

function start(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

function talk(args: readonly string[], env: NodeJS.ProcessEnv): Talk {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async () => {
      child.stdin.write('\n');
      for (let line = await lines.next(); line.done !== true; line = await lines.next())
        if (line.value.startsWith('{')) return line.value;
      throw new Error(`contactpoint ${args.join(' ')} ended`);
    },
    end: () => child.stdin.end(),
  };
}

async function serve(environment: NodeJS.ProcessEnv): Promise<{ process: ChildProcess; port: number }> {
  const serving = spawn(process.execPath, [program, 'serve'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  process.once('exit', () => serving.kill());
  for await (const line of createInterface({ input: serving.stdout })) {
    const port = /ContactPoint is at http:\/\/[^:]+:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return { process: serving, port: Number(port) };
  }
  throw new Error('contactpoint serve ended before its pages answered');
}

/** A connection to the embedded database in this folder, as its owner. */
export async function connectTo(cluster: string): Promise<{ sql: Sql; close: () => Promise<void> }> {
  const client = await connect(cluster);
  client.on('error', () => undefined); // it is killed under us: the next statement says so
  return { sql: askBy(client), close: () => client.end() };
}

// The embedded database listens on a socket, whose directory is the fifth line of its postmaster.pid.
async function connect(cluster: string): Promise<pg.Client> {
  const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  const client = new pg.Client({
    host: lines[4] ?? '',
    port: Number(lines[3]),
    user: 'contactpoint_owner',
    password: readFileSync(join(cluster, 'contactpoint_owner.password'), 'utf8'),
    database: 'contactpoint',
    types: { getTypeParser: () => (sent: string) => sent },
  });
  await client.connect();
  return client;
}

/** Statements on one connection. */
export function askBy(client: pg.Client): Sql {
  return async (sql, values = []) => {
    const { rows } = await client.query<(string | null)[]>({
      text: sql,
      values: [...values],
      rowMode: 'array',
    });
    return rows;
  };
}

async function remove(folder: string, serving: ChildProcess, client: pg.Client): Promise<void> {
  await client.end();
  const ended = once(serving, 'exit');
  if (serving.exitCode === null && serving.kill('SIGTERM')) await ended;
  rmSync(folder, { recursive: true, force: true });
}
