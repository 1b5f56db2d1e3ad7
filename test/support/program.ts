import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export type Ended = { readonly exit: number | null; readonly out: string; readonly err: string };
export type Environment = Readonly<Record<string, string>>;

/** A folder for one file of tests, removed after them. */
export function newFolder(t: { readonly after: (work: () => void) => void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'contactpoint-cli-'));
  chmodSync(folder, 0o755); // the database's account has to pass
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the program to its end, as `node src/main.ts …` would from a shell with these settings and no other. */
export async function run(args: readonly string[], settings: Environment): Promise<Ended> {
  const child = start(args, settings);
  child.stdin.end();
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exit: child.exitCode, out, err };
}

/** Starts the program and leaves it running. */
export function start(args: readonly string[], settings: Environment): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [program, ...args], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: join(tmpdir(), 'contactpoint-compiled'), // a third of the time to start
      ...settings,
    },
  });
}

/** Starts listening on a port of the loopback that is free. */
export async function listenAnywhere(server: Server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
