import { existsSync, statfsSync } from 'node:fs';
import type { Transaction } from '../store/connection.ts';
import { readContents, readDataDirectory } from '../store/population-state.ts';

// Measured at 1.2 million children: docs/benchmarks.md. The write-ahead log and the sorts of an index come on top.
const bytesPerChild = 2600;
const besides = 1_000_000_000;

/** Why so many children cannot be brought into this database, in one line that says what to do; undefined where they can. */
export async function whyNotPopulate(
  tx: Transaction,
  children: number,
  again: boolean,
): Promise<string | undefined> {
  const { practice, isComplete, holdsPeople } = await readContents(tx);
  if (holdsPeople && !practice)
    return 'This database holds people and is not a practice copy: name an empty one in DATABASE_OWNER_URL.';
  if (holdsPeople && isComplete && !again)
    return 'This practice copy already holds invented people: add --again to empty it first, its log included.';
  return lackOfRoom(await readDataDirectory(tx), children);
}

function lackOfRoom(directory: string | undefined, children: number): string | undefined {
  // The server may be on another machine, or keep its disk to itself: then it will say so when it is full.
  if (directory === undefined || !existsSync(directory)) return undefined;
  const { bavail, bsize } = statfsSync(directory);
  const needed = children * bytesPerChild + besides;
  if (bavail * bsize >= needed) return undefined;
  return `${children.toLocaleString('en-GB')} children need about ${gigabytes(needed)} GB and the disk of the database has ${gigabytes(bavail * bsize)} GB free: make room, or ask for fewer.`;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0);
}
