import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readOptions, wholeNumberOption } from './options.ts';
import { wrongUse, type Verb } from './verb.ts';
import { stopAsked } from './work.ts';

/** A witness in a process of its own. */
export type RunningWitness = {
  /** Its key and address, as LOG_WITNESSES takes it. */
  readonly named: string;
  readonly ended: Promise<number>;
  readonly stop: () => Promise<void>;
};

const usualPort = 3002;

/** `contactpoint witness`: the program in witness/, as a process of its own. */
export function witnessVerb(dataDirectory: string): Verb {
  const verb: Verb = {
    name: 'witness',
    summary: 'start a witness of the access log, until stopped',
    help: `contactpoint witness [--port N]

Starts the program in witness/ as a process of its own, watching the log beside whose data it is started; it prints its key
and address, as LOG_WITNESSES takes them. A witness that is worth having runs on another machine, kept by somebody
else: node witness/main.ts --help. This one is for practice.

  --port N   where to listen on 127.0.0.1 (3002)`,
    run: async (args, context) => {
      const options = readOptions(args, { port: { type: 'string' } });
      if (!options.ok) return wrongUse(context, verb, options.fault.says);
      const port = wholeNumberOption(options.value.values.port ?? String(usualPort), 'port', 0, 65_535);
      if (!port.ok) return wrongUse(context, verb, port.fault.says);
      const stop = stopAsked();
      const witness = await startWitness(dataDirectory, port.value);
      context.out(witness.named);
      stop.addEventListener('abort', () => void witness.stop());
      return witness.ended;
    },
  };
  return verb;
}

const program = fileURLToPath(new URL('../../witness/main.ts', import.meta.url));

/** Starts a witness of the log kept in this data directory; it ends when this process does. Port 0 takes any. */
export async function startWitness(dataDirectory: string, port: number): Promise<RunningWitness> {
  const folders = [
    '--folder',
    join(dataDirectory, 'witness'),
    '--log',
    join(dataDirectory, 'log', 'verifier'),
  ];
  const child = spawn(process.execPath, [program, ...folders, '--port', String(port), '--with-parent'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true, // Ctrl-C reaches us, and we end it
  });
  const ended = once(child, 'exit').then(() => child.exitCode ?? 0);
  return { named: await nameOf(child), ended, stop: () => end(child, ended) };
}

async function nameOf(child: ChildProcess): Promise<string> {
  if (child.stdout !== null)
    for await (const line of createInterface({ input: child.stdout })) {
      const named = /^Witness (\S+)$/.exec(line)?.[1];
      if (named !== undefined) return named;
    }
  throw new Error('The witness did not start: is its port free?');
}

async function end(child: ChildProcess, ended: Promise<number>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  await ended;
}
