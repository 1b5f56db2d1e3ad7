import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** The product as `npm start` left it: under a process group of its own. */
export type Started = {
  readonly process: ChildProcess;
  readonly url: string;
  readonly seconds: number;
  readonly populated: boolean;
};

type Say = (line: string) => void;

/** Starts the product in the folder and waits until its sign-in page answers. */
export async function startIn(folder: string, limitSeconds: number, say: Say): Promise<Started> {
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
      await stopStarted(started, 'SIGKILL');
      throw new Error(`npm start did not answer within ${limitSeconds} s: ${said.slice(-500)}`);
    }
    await pause(100);
  }
  const seconds = (performance.now() - began) / 1000;
  say(`answered after ${seconds.toFixed(1)} s`);
  const url = `http://localhost:${port}`;
  return { process: started, url, seconds, populated: /children made/.test(said) };
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

/** Sends a signal to the product and all that it started, as Ctrl-C would, and waits for its end. */
export async function stopStarted(started: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
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
