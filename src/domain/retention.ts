import { addDays, addYears, attainsOn, type Day } from './calendar.ts';
import type { ClosedBecause } from './record-rows.ts';

/** The age at which a record is removed (product.md section 8; the 2007 Regulations). */
export const leavingAge = 18;

/** The age to which a young person may ask to stay (2007 Regulations). */
export const latestAge = 25;

/** The day on which a record is to be removed: the 18th birthday, or a year after a death was told where that is sooner. */
export function leavesOn(dateOfBirth: Day, closedOn?: Day): Day {
  return leavesAt(dateOfBirth, closedOn === undefined ? {} : { closed: { on: closedOn, because: 'died' } });
}

/** What else decides when a record is removed. */
export type Leaving = {
  readonly closed?: { readonly on: Day; readonly because: ClosedBecause };
  /** Until when a young person asked to stay. */
  readonly staysUntil?: Day | null;
};

// A mistaken word that a child has left England can be taken back so long: ours.
export const daysToTakeBack = 28;

/** The same of a record that was closed for any reason, or whose young person asked to stay. Never after the 25th birthday. */
export function leavesAt(dateOfBirth: Day, { closed, staysUntil }: Leaving): Day {
  const grownUpOn = attainsOn(dateOfBirth, leavingAge);
  const ownEnd = earliest(staysUntil ?? grownUpOn, attainsOn(dateOfBirth, latestAge));
  // What is known by another record stays, closed, so that what is still sent of it leads nowhere else.
  if (closed === undefined || closed.because === 'another record') return ownEnd;
  if (closed.because === 'died') return earliest(addYears(closed.on, 1), ownEnd);
  if (closed.because === 'left England') return earliest(addDays(closed.on, daysToTakeBack), ownEnd);
  return earliest(closed.on, ownEnd);
}

function earliest(a: Day, b: Day): Day {
  return a < b ? a : b;
}

const logKeptYears = 6; // product.md section 8: so that a young adult can still learn who looked

/** When the log forgets the random id of a child who has left. */
export function forgetsLogOn(leftOn: Day): Day {
  return addYears(leftOn, logKeptYears);
}

/** The first day of which the log still tells who a colleague on the telephone was: of before, only numbers and hashes. */
export function keptInLogSince(today: Day): Day {
  return addYears(today, -logKeptYears);
}

/** When the mark that keeps a late feed from bringing a child back is itself forgotten. */
export function forgetsMarkOn(dateOfBirth: Day): Day {
  return attainsOn(dateOfBirth, latestAge);
}

/** Whether a date of birth alone refuses what is said of somebody. */
export function isGrownUp(dateOfBirth: Day, today: Day): boolean {
  return attainsOn(dateOfBirth, leavingAge) <= today;
}

const leaversAtOnce = 50;
const shareAtOnce = 0.02; // a day's is 1 in 6,600; a hundred days' of a copy that stood still, 1 in 60

/**
 * Whether so many may leave by themselves. More at once than ever should is a clock that was set wrong, and a person looks
 * first: a record that was removed is nowhere.
 */
export function mayLeaveByThemselves(leaving: number, children: number): boolean {
  return leaving <= Math.max(leaversAtOnce, Math.ceil(children * shareAtOnce));
}
