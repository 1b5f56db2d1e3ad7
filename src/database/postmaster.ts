import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPostmaster, settledPostmaster } from './pid-file.ts';
import type { Place } from './place.ts';
import { lastComplaint, launch } from './programs.ts';
import { settings } from './settings.ts';

export type Running = {
  readonly socketDirectory: string;
  readonly attached: boolean;
  readonly stop: () => Promise<void>;
};

type Manner = { readonly durable: boolean; readonly tell: (doing: string) => void };
type Ended = { readonly complaint: string };

const tries = 20;
const pause = 500; // ms; with the tries 10 s: the orphans of a killed database leave within that or not at all
const glance = 20; // ms between two looks at a file that is about to change
const worthSaying = 5_000; // ms
const patience = 60_000; // ms for a clean stop, its last checkpoint included; after that, recovery at the next start
const longestLog = 10 * 2 ** 20;

/** Starts the database, or joins the one that runs: PostgreSQL's own lock file lets only one of two through. */
export async function runPostmaster(place: Place, binaries: string, manner: Manner): Promise<Running> {
  for (let attempt = 1; ; attempt += 1) {
    const present = await settledPostmaster(place, manner.tell);
    if (present !== undefined) return joined(present.socketDirectory);
    const outcome = await start(place, binaries, manner);
    if (!('complaint' in outcome)) return outcome;
    if (attempt === tries || !mayPassSoon(outcome)) throw new Error(inOneLine(outcome, place));
    await sleep(pause);
  }
}

function joined(socketDirectory: string): Running {
  return { socketDirectory, attached: true, stop: () => Promise.resolve() };
}

async function start(place: Place, binaries: string, manner: Manner): Promise<Running | Ended> {
  const log = openLog(place.log);
  const begins = statSync(place.log).size;
  const command = [
    join(binaries, 'postgres'),
    '-D',
    place.cluster,
    ...settings(place.socketDirectory, manner.durable),
  ];
  const child = launch(place.account, command, log);
  closeSync(log);
  const ended = new Promise<Ended>((resolve) => {
    child.once('error', (error) => resolve({ complaint: error.message }));
    child.once('exit', () => resolve({ complaint: readFileSync(place.log).subarray(begins).toString() }));
  });
  return (await readiness(place, child, ended, manner.tell)) ?? started(place, child, ended);
}

/** Nothing once it takes connections, or how it ended without ever doing so. Recovery after a kill may take minutes. */
async function readiness(
  place: Place,
  child: ChildProcess,
  ended: Promise<Ended>,
  tell: (doing: string) => void,
): Promise<Ended | undefined> {
  for (let waited = 0; ; waited += glance) {
    const outcome = await Promise.race([ended, sleep(glance)]);
    if (outcome !== undefined) return outcome;
    const found = findPostmaster(place);
    if (found?.pid === child.pid && found?.status === 'ready') return undefined;
    if (waited === worthSaying) tell('The database is putting itself in order after a sudden end');
  }
}

function started(place: Place, child: ChildProcess, ended: Promise<Ended>): Running {
  const interrupt = (): boolean => child.kill('SIGINT'); // PostgreSQL's "fast" stop: all is written, nobody is waited for
  process.once('exit', interrupt);
  child.unref(); // the program may end without stop(): then the database ends with it
  const stop = async (): Promise<void> => {
    process.removeListener('exit', interrupt);
    child.ref();
    interrupt();
    const patient = sleep(patience, undefined, { ref: false }); // it must not hold up a program that has ended
    if ((await Promise.race([ended, patient])) === undefined) child.kill('SIGQUIT');
    await ended;
  };
  return { socketDirectory: place.socketDirectory, attached: false, stop };
}

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > longestLog) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

// Another process was first, or servers of a killed database have not all noticed yet.
function mayPassSoon({ complaint }: Ended): boolean {
  return /lock file .* already exists|lock file .* is empty|shared memory block/.test(complaint);
}

function inOneLine({ complaint }: Ended, place: Place): string {
  if (/No space left on device/i.test(complaint)) {
    return `The disk that holds ${place.directory} is full: make room and start again`;
  }
  return `The database did not start: ${lastComplaint(complaint) ?? complaint.trim()} (more in ${place.log})`;
}
