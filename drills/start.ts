import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { NamedCommand } from '../scripts/named-command.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));

const firstLimitSeconds = 180; // the promise to newcomers: within 3 minutes
const againLimitSeconds = 15; // and a second time within 15 seconds

type Say = (line: string) => void;
type Started = { readonly process: ChildProcess; readonly seconds: number; readonly populated: boolean };

/** `npm run drill -- start`: what a newcomer meets. */
export const startDrill: NamedCommand = {
  name: 'start',
  summary: 'clone, npm start, Ctrl-C, npm start, kill -9, npm start',
  help: `npm run drill -- start [--json]

Clones the last commit of this checkout into a temporary folder and does there what a newcomer does: npm start (which
installs, starts its database, makes a council of invented children and serves), Ctrl-C, npm start again, kill -9,
npm start once more. Says how long each took until the sign-in page answered, and whether the data was kept.`,
  options: {},
  run: async ({ say }) => {
    const folder = mkdtempSync(join(tmpdir(), 'contactpoint-drill-'));
    try {
      execFileSync('git', ['clone', '--quiet', checkout, folder]);
      return await startThrice(folder, say);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function startThrice(folder: string, say: Say) {
  const first = await start(folder, firstLimitSeconds, say);
  await stop(first.process, 'SIGINT');
  const second = await start(folder, againLimitSeconds * 4, say);
  await stop(second.process, 'SIGKILL');
  const third = await start(folder, againLimitSeconds * 4, say);
  await stop(third.process, 'SIGINT');
  return {
    firstStartSeconds: first.seconds,
    secondStartSeconds: second.seconds,
    afterKillSeconds: third.seconds,
    dataKept: first.populated && !second.populated && !third.populated,
    withinLimits: first.seconds <= firstLimitSeconds && second.seconds <= againLimitSeconds,
  };
}

/** Starts the product in the folder and waits until its sign-in page answers. */
async function start(folder: string, limitSeconds: number, say: Say): Promise<Started> {
  const port = await freePort();
  const began = performance.now();
  // A process group of its own, so that a signal reaches npm and all that it started, as Ctrl-C would.
  const started = spawn('npm', ['start'], {
    cwd: folder,
    detached: true,
    env: { ...process.env, PORT: String(port) },
  });
  let said = '';
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!(await answers(port))) {
    if (started.exitCode !== null)
      throw new Error(`npm start ended with ${started.exitCode}: ${said.slice(-500)}`);
    if (performance.now() - began > limitSeconds * 1000) {
      await stop(started, 'SIGKILL');
      throw new Error(`npm start did not answer within ${limitSeconds} s: ${said.slice(-500)}`);
    }
    await pause(100);
  }
  const seconds = (performance.now() - began) / 1000;
  say(`answered after ${seconds.toFixed(1)} s`);
  return { process: started, seconds, populated: /children made/.test(said) };
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/sign-in`);
    await response.text();
    return response.status === 200;
  } catch {
    return false;
  }
}

async function stop(started: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
  const ended = once(started, 'exit');
  if (started.pid !== undefined && started.exitCode === null) {
    process.kill(-started.pid, signal);
    await ended;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('No port is free');
  return address.port;
}
