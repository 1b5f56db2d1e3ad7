import { readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './place.ts';
import { isAlive } from './whole.ts';

/** What postmaster.pid says of a running PostgreSQL. */
export type Postmaster = { readonly pid: number; readonly socketDirectory: string; readonly status: string };

const glance = 50; // ms between two looks at a file that is about to change
const worthSaying = 2_000; // ms of waiting after which a person wonders
const timeToWrite = 5_000; // ms; PostgreSQL makes the file and writes its number in one go

/**
 * The PostgreSQL that runs on this cluster and takes connections, or nothing. Waits while one is starting, recovering
 * or stopping.
 */
export async function settledPostmaster(
  place: Place,
  tell: (doing: string) => void,
): Promise<Postmaster | undefined> {
  for (let looks = 0, ready = 0; ; looks += 1) {
    const found = findPostmaster(place);
    if (found === undefined) return undefined;
    // Twice: one whose parent was killed this very moment still says ready, and is about to stop.
    ready = found.status === 'ready' ? ready + 1 : 0;
    if (ready === 2) return found;
    if (looks * glance === worthSaying) tell(`Waiting for the database, which is ${found.status}`);
    await sleep(glance);
  }
}

/** The live PostgreSQL of this cluster. What a killed one left behind is cleared away where it would be in the way. */
export function findPostmaster(place: Place): Postmaster | undefined {
  const path = join(place.cluster, 'postmaster.pid');
  const lines = readIfThere(path);
  if (lines === undefined) return undefined;
  const found = understand(lines);
  if (found !== undefined && runsOn(found.pid, place.cluster)) return found;
  // PostgreSQL clears up itself, unless the number now belongs to another program (usual in a container) or the file
  // is empty (a power cut).
  if (found !== undefined ? isAlive(found.pid) : ageOf(path) > timeToWrite) {
    rmSync(join(place.socketDirectory, '.s.PGSQL.5432.lock'), { force: true });
    rmSync(path, { force: true });
  }
  return undefined;
}

// Lines of postmaster.pid (miscadmin.h): 1 number, 5 socket directory, 8 status. The later ones come as it starts.
function understand(lines: readonly string[]): Postmaster | undefined {
  const pid = Number(lines[0]);
  const status = lines[7]?.trim() ?? '';
  if (!(pid > 0)) return undefined;
  return { pid, socketDirectory: lines[4] ?? '', status: status === '' ? 'starting' : status };
}

function readIfThere(path: string): readonly string[] | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return undefined;
  }
}

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

// A postmaster works in its own cluster's directory, and no other program does.
function runsOn(pid: number, cluster: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch {
    return false;
  }
}
