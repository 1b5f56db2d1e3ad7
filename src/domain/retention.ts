import { addYears, attainsOn, type Day } from './calendar.ts';

/** The age at which a record is removed (product.md section 8; the 2007 Regulations). */
export const leavingAge = 18;

/** The day on which a record is to be removed: the 18th birthday, or a year after it was closed where that is sooner. */
export function leavesOn(dateOfBirth: Day, closedOn?: Day): Day {
  const grownUpOn = attainsOn(dateOfBirth, leavingAge);
  if (closedOn === undefined) return grownUpOn;
  const forgottenOn = addYears(closedOn, 1);
  return forgottenOn < grownUpOn ? forgottenOn : grownUpOn;
}
