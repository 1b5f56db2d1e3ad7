import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { WrongUse, type Asked } from '../../scripts/named-command.ts';
import { connectOwner, loginOf, type Login, type Owner } from './database.ts';

/** The product under measurement: its pages, and its database as its owner sees it. */
export type Product = {
  readonly port: number;
  readonly owner: Owner;
  readonly children: number;
  /** Undefined where the bench did not start it. */
  readonly serverPid: number | undefined;
  /** Runs `contactpoint …` on this product's data and answers what it printed. */
  readonly run: (args: readonly string[]) => Promise<string>;
  /** Starts `contactpoint …` on it, to be talked to. */
  readonly start: (args: readonly string[]) => ChildProcess;
  readonly stop: () => Promise<void>;
};

/** How many invented children are wanted. */
export type Wanted =
  | { readonly kind: 'children'; readonly children: number }
  | { readonly kind: 'council'; readonly code: number }
  /** Made anew each time: the measurement leaves its own people and their log behind. */
  | { readonly kind: 'councils anew'; readonly codes: readonly number[] };

type Say = Asked['say'];
type Environment = Readonly<Record<string, string | undefined>>;
type Serving = { readonly port: number; readonly process: ChildProcess };

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const program = join(checkout, 'src/main.ts');
const execute = promisify(execFile);

/** The product at `url` where one is named, else one of its own, populated if it is not yet. */
export async function openProduct(wanted: Wanted, url: string | undefined, say: Say): Promise<Product> {
  const external = process.env['DATABASE_OWNER_URL'];
  if (url !== undefined) {
    if (external === undefined) throw new WrongUse('--url needs DATABASE_OWNER_URL, to arrange and to check');
    return productOf(process.env, { port: Number(new URL(url).port) }, loginOf(external));
  }
  if (external !== undefined) return productOf(process.env, await serve(process.env), loginOf(external));
  return ownProduct(wanted, say);
}

async function ownProduct(wanted: Wanted, say: Say): Promise<Product> {
  const folder = folderOf(wanted);
  const environment = { ...process.env, CONTACTPOINT_DATA: folder, DATABASE_URL: '', PORT: '0' };
  await run(environment, ['migrate']);
  const serving = await serve(environment);
  const product = await productOf(environment, serving, embeddedLogin(folder));
  if (await holds(product.owner, wanted)) return product;

  await product.stop();
  say('Making the population: it is kept, and used again next time');
  await runLoudly(environment, ['populate', ...extentOf(wanted), '--again']);
  const made = await productOf(environment, await serve(environment), embeddedLogin(folder));
  // What a database does by itself in its first hours, and would else do while it is measured.
  say('Vacuuming');
  await made.owner.rows('vacuum (freeze, analyze)');
  await made.owner.rows('checkpoint');
  return made;
}

/** Where the bench keeps a population: beside the checkout's own data, named by its size. */
function folderOf(wanted: Wanted): string {
  const given = process.env['CONTACTPOINT_DATA'] ?? '';
  const state = given === '' ? join(checkout, 'var') : resolve(given);
  return join(state, 'bench', nameOf(wanted));
}

function nameOf(wanted: Wanted): string {
  if (wanted.kind === 'councils anew') return `councils-${wanted.codes.join('-')}`;
  return wanted.kind === 'council' ? `council-${wanted.code}` : `children-${wanted.children}`;
}

function extentOf(wanted: Wanted): readonly string[] {
  if (wanted.kind === 'councils anew') return ['--council', wanted.codes.join(',')];
  return wanted.kind === 'council'
    ? ['--council', String(wanted.code)]
    : ['--children', String(wanted.children)];
}

async function holds(owner: Owner, wanted: Wanted): Promise<boolean> {
  if (wanted.kind === 'councils anew') return false;
  const whole = await owner.number('select count(population_name) from installation');
  if (whole === 0) return false;
  return wanted.kind === 'council' || (await owner.number('select count(*) from child')) === wanted.children;
}

// The embedded database listens on a socket, whose directory is the fifth line of its postmaster.pid.
function embeddedLogin(folder: string): Login {
  const cluster = join(folder, 'cluster');
  const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  return {
    host: lines[4] ?? '',
    port: Number(lines[3]),
    user: 'contactpoint_owner',
    password: readFileSync(join(cluster, 'contactpoint_owner.password'), 'utf8'),
    database: 'contactpoint',
  };
}

async function productOf(
  environment: Environment,
  serving: { readonly port: number; readonly process?: ChildProcess },
  login: Login,
): Promise<Product> {
  const owner = await connectOwner(login);
  return {
    port: serving.port,
    owner,
    children: await owner.number('select count(*) from child'),
    serverPid: serving.process?.pid,
    run: (args) => run(environment, args),
    start: (args) => start(environment, args, 'inherit'),
    stop: async () => {
      await owner.close();
      if (serving.process !== undefined) await stop(serving.process);
    },
  };
}

async function run(environment: Environment, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(process.execPath, [program, ...args], { env: environment });
  return stdout;
}

// A population of millions takes an hour: its progress is shown.
async function runLoudly(environment: Environment, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [program, ...args], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`contactpoint ${args.join(' ')} failed`);
}

function start(
  environment: Environment,
  args: readonly string[],
  complaints: 'inherit' | 'ignore',
): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], {
    env: environment,
    stdio: ['pipe', 'pipe', complaints],
  });
  process.once('exit', () => child.kill());
  return child;
}

async function serve(environment: Environment): Promise<Serving> {
  const child = start({ ...environment, PORT: '0' }, ['serve'], 'inherit');
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  for await (const line of lines) {
    const port = /ContactPoint is at http:\/\/[^:]+:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return { port: Number(port), process: child };
  }
  throw new Error('contactpoint serve ended before its pages answered');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
