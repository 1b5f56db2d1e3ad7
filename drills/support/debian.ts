import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

/** Where Debian keeps the programs of PostgreSQL 15. */
export const debianBin = '/usr/lib/postgresql/15/bin';

/** Which of these programs Debian has not put here; a drill that needs them says so. */
export function notHere(programs: readonly string[]): readonly string[] {
  return programs.filter((program) => !existsSync(program));
}

/** Whom servers run as: PostgreSQL refuses root, so root hands over to "postgres". */
export type Account = { readonly uid?: number; readonly gid?: number };

/** Finds that account; nobody else where we are not root ourselves. */
export function serversAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith('postgres:'));
  const [, , uid, gid] = (line ?? '').split(':');
  if (line === undefined) throw new Error('There is no account "postgres": install postgresql-15');
  return { uid: Number(uid), gid: Number(gid) };
}

/** What is to be ended after a drill, the last first. */
export type Ends = (() => Promise<void>)[];

/** Does a drill that needs these programs in a folder of the servers' account; whatever it began is ended, and the folder removed. */
export async function withServers<Found>(
  programs: readonly string[],
  work: (folder: string, ends: Ends) => Promise<Found>,
): Promise<Found> {
  const missing = notHere(programs);
  if (missing.length > 0) throw new Error(`Not on this machine: ${missing.join(', ')}. See docs/drills.md`);
  const folder = serversFolder();
  const ends: Ends = [];
  try {
    return await work(folder, ends);
  } finally {
    for (const end of ends.toReversed()) await end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder of the drill's own that the servers may write. */
function serversFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'contactpoint-drill-'));
  const { uid, gid } = serversAccount();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
}

/** Runs one of Debian's programs to its end as the servers' account; throws what it said where it fails. */
export async function runAs(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { said, code } = await tryAs(program, args, env);
  if (code !== 0) throw new Error(`${program.split('/').at(-1)} failed: ${said.slice(-600)}`);
  return said;
}

/** The same, and answers its exit code. */
export async function tryAs(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ said: string; code: number }> {
  const child = spawn(program, args, { ...ownEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, complained] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { said: `${out}${complained}`, code: child.exitCode ?? 1 };
}

/** Starts a server as the servers' account; it does not outlive the drill. */
export function startAs(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(program, args, { ...ownEnvironment(env), stdio: 'ignore' });
  const killed = (): boolean => child.kill('SIGKILL');
  process.once('exit', killed);
  child.once('exit', () => process.off('exit', killed));
  return child;
}

function ownEnvironment(env: NodeJS.ProcessEnv) {
  const own = { PATH: `${debianBin}:/usr/sbin:/usr/bin:/bin`, LC_ALL: 'C.UTF-8', HOME: tmpdir(), ...env };
  return { ...serversAccount(), cwd: '/', env: own };
}

/** Ends it by a signal and waits until it is gone. */
export async function endServer(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  if (child.kill(signal)) await ended;
}

/** Kills a process and all that it started, as when a machine loses its power. */
export function killTree(pid: number): void {
  for (const child of childrenOf(pid)) killTree(child);
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it was gone already
  }
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
}

// The fourth field of /proc/PID/stat, after a name in brackets that may hold anything: proc(5).
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined; // it ended meanwhile
  }
}

/** Waits until something listens on the port. */
export async function untilListens(port: number, seconds: number): Promise<void> {
  const patience = performance.now() + seconds * 1000;
  while (!(await listens(port))) {
    if (performance.now() > patience) throw new Error(`Nothing listens on port ${port} after ${seconds} s`);
    await pause(100);
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}
