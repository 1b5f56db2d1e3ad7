import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './product.ts';

/** What the balancer stands in front of: ports of this machine. */
export type Balanced = {
  readonly web: readonly [number, number];
  readonly databases?: readonly [number, number];
  /** Patroni's ports, which say where the primary is. */
  readonly rest?: readonly [number, number];
  /** A file with a certificate and its key; without it, in clear. */
  readonly certificate?: string;
};

export type Balancer = {
  /** Where browsers come in. */
  readonly port: number;
  /** Where the primary is found. */
  readonly databasePort: number;
  readonly stop: () => Promise<void>;
};

/** Debian's HAProxy. */
export const haproxyProgram = '/usr/sbin/haproxy';
const configuration = fileURLToPath(new URL('../../deploy/haproxy/haproxy.cfg', import.meta.url));

/** Whether Debian's HAProxy is here. */
export function haproxyIsHere(): boolean {
  return existsSync(haproxyProgram);
}

/** Starts HAProxy with the very configuration of deploy/, on this machine's own ports. */
export async function startBalancer(balanced: Balanced): Promise<Balancer> {
  const { web, databases = [1, 1], rest = [1, 1], certificate } = balanced;
  const [port, databasePort] = [await freePort(), await freePort()];
  const here = (of: number): string => `127.0.0.1:${of}`;
  const secured = certificate === undefined ? '' : ` ssl crt ${certificate} alpn http/1.1`;
  const env = {
    PATH: process.env['PATH'],
    CONTACTPOINT_BIND: `${here(port)}${secured}`,
    CONTACTPOINT_REQUESTS_IN_10S: '1000000', // everybody here has one address
    CONTACTPOINT_DB_BIND: here(databasePort),
    CONTACTPOINT_WEB_1: here(web[0]),
    CONTACTPOINT_WEB_2: here(web[1]),
    CONTACTPOINT_DB_1: here(databases[0]),
    CONTACTPOINT_DB_2: here(databases[1]),
    CONTACTPOINT_REST_1: String(rest[0]),
    CONTACTPOINT_REST_2: String(rest[1]),
  };
  const child = spawn(haproxyProgram, ['-db', '-f', configuration], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (let waited = 0; !(await listens(port)); waited += 50) {
    if (child.exitCode !== null || waited > 10_000)
      throw new Error(`HAProxy did not start: ${said.slice(-500)}`);
    await pause(50);
  }
  return {
    port,
    databasePort,
    stop: async () => {
      const ended = once(child, 'exit');
      if (child.exitCode === null && child.kill('SIGTERM')) await ended;
    },
  };
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}
