import { compareDays, partsOf, realDay, type Day } from './calendar.ts';

/** Employers of December's cases have reported by then, and most appeals are heard. */
const publishedFrom = { month: 3, dayOfMonth: 1 } as const;

/** The last year whose numbers are due on a day, and the day from which they are. */
export function yearDue(today: Day): number {
  const { year } = partsOf(today);
  const from = realDay(year, publishedFrom.month, publishedFrom.dayOfMonth);
  return compareDays(today, from) < 0 ? year - 2 : year - 1;
}

/** The day on which the numbers of a year are published. */
export function publishedFor(year: number): Day {
  return realDay(year + 1, publishedFrom.month, publishedFrom.dayOfMonth);
}

// Ours, as the Office for National Statistics does with counts of people: fewer than five could be recognised, and without
// rounding a total less the others would tell them.
const fewest = 5;

/** A number of people as it is published: none, fewer than five, or to the nearest five. */
export function publishedNumber(people: number): string {
  if (people === 0) return 'None';
  return people < fewest ? 'Fewer than 5' : `About ${Math.round(people / fewest) * fewest}`;
}
