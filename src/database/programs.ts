import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Account } from './account.ts';
import { isRoot } from './account.ts';

// PGDATA, PGPORT and the like of whoever starts us must not reach the programs.
const environment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/** Starts one of PostgreSQL's programs as `account`. Its output goes to the open file `log`. */
export function launch(account: Account, command: readonly string[], log: number): ChildProcess {
  const [program = '', ...rest] = [...dyingWithParent(), ...command];
  return spawn(program, rest, {
    ...asAccount(account),
    env: environment,
    cwd: '/', // theirs may be a directory that the account cannot enter
    stdio: ['ignore', log, log],
    detached: true, // Ctrl-C at the terminal is for us: we stop it when the last answer is given
  });
}

/** Runs one of PostgreSQL's programs to its end with `input`, and throws what it complained of where it fails. */
export async function run(account: Account, command: readonly string[], input = ''): Promise<void> {
  const [program = '', ...rest] = [...dyingWithParent(), ...command];
  const child = spawn(program, rest, { ...asAccount(account), env: environment, cwd: '/' });
  child.stdin.on('error', () => undefined); // it ended before it read everything: its exit code tells
  child.stdin.end(input);
  const [output, complaint] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (child.exitCode !== 0) throw new Error(lastComplaint(complaint + output) ?? `${program} failed`);
}

/** The last line in which PostgreSQL says why it gave up. */
export function lastComplaint(output: string): string | undefined {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.findLast((line) => /\b(FATAL|PANIC|ERROR|error):/.test(line));
}

function asAccount(account: Account): { readonly uid?: number; readonly gid?: number } {
  return isRoot() ? { uid: account.uid, gid: account.gid } : {};
}

// The kernel sends SIGINT, PostgreSQL's fast and clean shutdown, when we die of whatever: kill -9 too.
function dyingWithParent(): readonly string[] {
  const wrapper = ['setpriv', '--pdeathsig', 'INT'];
  return spawnSync('setpriv', ['--pdeathsig', 'INT', 'true']).status === 0 ? wrapper : [];
}
