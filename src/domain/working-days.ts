import { isBankHoliday } from './bank-holidays.ts';
import { addDays, weekdayOf, type Day } from './calendar.ts';

/** Whether offices are open: Monday to Friday, and no bank holiday of England. */
export function isWorkingDay(day: Day): boolean {
  return weekdayOf(day) <= 5 && !isBankHoliday(day);
}

/** So many working days after a day; the day itself is not counted, whatever it is. */
export function addWorkingDays(from: Day, count: number): Day {
  let day = from;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}

/** How many working days there are after the first day, up to and with the last; 0 where the last is not later. */
export function workingDaysBetween(from: Day, to: Day): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day)) count += 1;
  return count;
}
