import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A part of the product that is started again whenever it ends, as systemd would. */
export type Supervised = {
  /** kill -9; answers when it is gone. The supervisor starts it again by itself. */
  readonly kill: () => Promise<void>;
  /** Asks it to end and waits; it is not started again by itself. */
  readonly stop: () => Promise<void>;
  /** Starts it after a stop; answers when it is ready. */
  readonly start: () => Promise<void>;
  /** Its process id; 0 while there is none. */
  readonly pid: () => number;
  /** How often it has been ready so far. */
  readonly starts: () => number;
  /** Asks it to end as a restart does; answers when the next one is there. */
  readonly restart: () => Promise<void>;
};

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const beforeStarting = 200; // ms: systemd waits RestartSec, so that what cannot start does not fill the machine

/**
 * Starts `contactpoint …` and keeps it running. Answers once it has said what `ready` matches for the first time; at once where it is
 * one that says nothing.
 */
export async function supervise(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  ready: RegExp | undefined,
): Promise<Supervised> {
  const state: State = { child: undefined, wanted: true, starts: 0 };
  const kept = { args, env, ready };
  await keep(state, kept);
  return {
    pid: () => state.child?.pid ?? 0,
    starts: () => state.starts,
    start: async () => {
      state.wanted = true;
      await keep(state, kept);
    },
    kill: async () => end(state, 'SIGKILL'),
    stop: async () => {
      state.wanted = false;
      await end(state, 'SIGTERM');
    },
    restart: async () => {
      const { starts } = state;
      await end(state, 'SIGTERM');
      while (state.starts === starts) await pause(20);
    },
  };
}

type State = { child: ChildProcess | undefined; wanted: boolean; starts: number };

type Kept = {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly ready: RegExp | undefined;
};

/** Answers when it is ready for the first time; goes on starting it until it is not wanted. */
async function keep(state: State, kept: Kept): Promise<void> {
  const { args, env, ready } = kept;
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  state.child = child;
  const killed = (): boolean => child.kill('SIGKILL'); // not left behind where the drill itself dies
  process.once('exit', killed);
  child.once('exit', () => {
    process.off('exit', killed);
    if (state.wanted) setTimeout(() => void keep(state, kept).catch(() => undefined), beforeStarting);
  });
  if (ready !== undefined) await said(child, ready);
  else child.stdout.resume();
  state.starts += 1;
}

async function said({ stdout }: ChildProcess, ready: RegExp): Promise<void> {
  if (stdout === null) throw new Error('It cannot be heard');
  const lines = createInterface({ input: stdout });
  for await (const line of lines)
    if (ready.test(line)) {
      stdout.resume();
      return;
    }
  throw new Error('It ended before it was ready');
}

async function end({ child }: State, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  if (child.kill(signal)) await ended;
}
