import { partsOf, type Day } from '../../src/domain/calendar.ts';

/** A day as it is typed into three boxes. */
export function typedFor(day: Day) {
  const { year, month, dayOfMonth } = partsOf(day);
  return { day: String(dayOfMonth), month: String(month), year: String(year) };
}
