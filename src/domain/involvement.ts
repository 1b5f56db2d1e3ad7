import { daysBetween, type Day } from './calendar.ts';

// Contacts are confirmed every term (product.md section 4). The longest gap between the same point of two terms,
// September to January, is 4 months and a few days.
const confirmedWithinDays = 130;

/** Whether a contact was last confirmed too long ago to be relied on. */
export function isStale(confirmedOn: Day | null, today: Day): boolean {
  return confirmedOn === null || daysBetween(confirmedOn, today) > confirmedWithinDays;
}
