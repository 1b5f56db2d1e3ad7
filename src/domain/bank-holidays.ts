import { addDays, realDay, weekdayOf } from './calendar.ts';
import type { Day, Weekday } from './calendar.ts';

// Proclaimed for one year only (www.gov.uk/bank-holidays): the early May holiday moved to VE Day; the Platinum Jubilee
// and the State Funeral; the Coronation.
const moved: ReadonlyMap<Day, Day> = new Map([
  [realDay(2020, 5, 4), realDay(2020, 5, 8)],
  [realDay(2022, 5, 30), realDay(2022, 6, 2)],
]);
const added: Readonly<Record<number, readonly Day[]>> = {
  2022: [realDay(2022, 6, 3), realDay(2022, 9, 19)],
  2023: [realDay(2023, 5, 8)],
};

/** England's bank holidays of a year, in order, with substitute days (Banking and Financial Dealings Act 1971). Right from 2013 on. */
export function bankHolidays(year: number): readonly Day[] {
  const easter = easterSunday(year);
  const monday: Weekday = 1;
  const days = [
    substituted(realDay(year, 1, 1)),
    addDays(easter, -2),
    addDays(easter, 1),
    firstOnOrAfter(realDay(year, 5, 1), monday),
    firstOnOrAfter(realDay(year, 5, 25), monday),
    firstOnOrAfter(realDay(year, 8, 25), monday),
    ...christmas(year),
    ...(added[year] ?? []),
  ];
  return days.map((day) => moved.get(day) ?? day).sort();
}

/** Whether a day is one of England's bank holidays. */
export function isBankHoliday(day: Day): boolean {
  return holidaysOf(Number(day.slice(0, 4))).has(day);
}

/** Easter Sunday of a year in the Gregorian calendar (Butcher's computus, Nature, 1876). */
export function easterSunday(year: number): Day {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const sum = epact + weekday - 7 * late + 114;
  return realDay(year, Math.floor(sum / 31), (sum % 31) + 1);
}

const yearsKept = new Map<number, ReadonlySet<Day>>();

function holidaysOf(year: number): ReadonlySet<Day> {
  const kept = yearsKept.get(year) ?? new Set(bankHolidays(year));
  yearsKept.set(year, kept); // at most 9999: a day has four digits of year
  return kept;
}

function christmas(year: number): readonly Day[] {
  const christmasDay = realDay(year, 12, 25);
  const boxingDay = realDay(year, 12, 26);
  if (weekdayOf(christmasDay) === 6) return [addDays(christmasDay, 2), addDays(christmasDay, 3)];
  if (weekdayOf(christmasDay) === 7) return [boxingDay, addDays(christmasDay, 2)];
  return [christmasDay, substituted(boxingDay)];
}

// A weekend's holiday is had on the Monday after it.
function substituted(day: Day): Day {
  return weekdayOf(day) >= 6 ? firstOnOrAfter(day, 1) : day;
}

function firstOnOrAfter(day: Day, weekday: Weekday): Day {
  return addDays(day, (weekday - weekdayOf(day) + 7) % 7);
}
