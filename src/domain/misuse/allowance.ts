import { createHash } from 'node:crypto';

const shareOfAccesses = 0.002; // trust.md, Misuse 3: no more become alerts, or nobody reads them
const always = 20; // in four weeks: a small installation has few accesses, and its grave ones are read all the same
const certainFrom = 4; // log odds: decoys, themselves, their home and their family are asked about whatever the room
const dips = 1000; // one access in so many is asked about by lot

/** How many more alerts there is room for, after so many in four weeks with so many accesses. */
export function roomFor({
  accesses,
  alerts,
}: {
  readonly accesses: number;
  readonly alerts: number;
}): number {
  return Math.max(0, Math.floor(Math.max(always, accesses * shareOfAccesses)) - alerts);
}

/** Whether a score is raised without asking for room. */
export function isCertain(score: number): boolean {
  return score >= certainFrom;
}

/** Whether the lot falls on an entry: always the same for one entry, and foretold by nobody, as its id is random. */
export function isDrawn(eventId: string): boolean {
  return createHash('sha256').update(eventId).digest().readUInt32BE() % dips === 0;
}
