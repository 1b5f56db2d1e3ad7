import { addYears, dayOf, monthNames, showDay } from './calendar.ts';
import type { Day } from './calendar.ts';
import { done, failed } from './outcome.ts';
import type { Fault, Outcome } from './outcome.ts';

/** What was typed into the three boxes of a date. */
export type TypedDay = { readonly day: string; readonly month: string; readonly year: string };

export type DayBox = keyof TypedDay;

/** What is wrong with a typed date, and which of its boxes to mark. */
export type TypedDayFault = Fault & { readonly boxes: readonly DayBox[] };

const allBoxes: readonly DayBox[] = ['day', 'month', 'year'];

// ContactPoint holds children, and some young people until 25 (2007 Regulations): an older date is a mistake.
export const oldestYears = 25;

/** Reads a date from three boxes; the month may be a name. `what` begins each message: Date of birth. */
export function parseTypedDay(typed: TypedDay, what = 'Date of birth'): Outcome<Day, TypedDayFault> {
  const empty = allBoxes.filter((box) => typed[box].trim() === '');
  if (empty.length === 3) return wrong(`Enter a ${what.toLowerCase()}, like 27 3 2014`, allBoxes);
  if (empty.length > 0) return wrong(`${what} must include a ${empty.join(' and ')}, like 27 3 2014`, empty);
  const [dayOfMonth, month, year] = [digits(typed.day), monthOf(typed.month), digits(typed.year)];
  if (year !== '' && year.length < 4) {
    return wrong(`${what} must include all four digits of the year, like 2014`, ['year']);
  }
  const day = dayOf(Number(year || '0'), month, Number(dayOfMonth || '0'));
  return day === undefined ? wrong(`${what} must be a real date, like 27 3 2014`, allBoxes) : done(day);
}

/** Why a date cannot be the birth of a child in ContactPoint; undefined where it can. */
export function dateOfBirthFault(day: Day, today: Day): TypedDayFault | undefined {
  if (day > today) return fault('Date of birth must be today or in the past', allBoxes);
  const oldest = addYears(today, -oldestYears);
  if (day >= oldest) return undefined;
  return fault(
    `Date of birth must be ${showDay(oldest)} or later: ContactPoint holds nobody over 25`,
    allBoxes,
  );
}

// One, two or four digits as typed; nothing where there is anything else.
function digits(typed: string): string {
  const text = typed.length > 20 ? '' : typed.normalize('NFKC').trim();
  return /^\d{1,4}$/.test(text) ? text : '';
}

// 3, 03, March, mar and Mar. are all 3; 0 is no month.
function monthOf(typed: string): number {
  if (typed.length > 20) return 0;
  const name = typed.normalize('NFKC').trim().toLowerCase().replace(/\.$/, '');
  if (/^\d{1,2}$/.test(name)) return Number(name);
  if (name.length < 3) return 0;
  return monthNames.findIndex((month) => month.toLowerCase().startsWith(name)) + 1;
}

function wrong(says: string, boxes: readonly DayBox[]): Outcome<never, TypedDayFault> {
  return failed(fault(says, boxes));
}

function fault(says: string, boxes: readonly DayBox[]): TypedDayFault {
  return { kind: 'invalid', says, boxes };
}
