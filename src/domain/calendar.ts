import type { Brand } from './brand.ts';
import { done, failed } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** A day of the Gregorian calendar as YYYY-MM-DD, so that days sort as text and travel to the database as they are. */
export type Day = Brand<string, 'Day'>;

export type DayParts = { readonly year: number; readonly month: number; readonly dayOfMonth: number };

/** Monday is 1 and Sunday 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

export const weekdayNames = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** What London's clocks and calendars show. */
export type LondonTime = { readonly day: Day; readonly weekday: Weekday; readonly minutes: number };

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const londonClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  hourCycle: 'h23',
});

/** Whether a text is a real day as it is stored. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const { year, month, dayOfMonth } = split(text);
  return year >= 1 && month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysInMonth(year, month);
}

/** Reads a day written YYYY-MM-DD. */
export function parseDay(text: string): Outcome<Day> {
  if (isDay(text)) return done(text);
  return failed({ kind: 'invalid', says: 'Enter a real date as year-month-day, like 2014-03-27' });
}

/** The day of a year, a month from 1 to 12 and a day of it; undefined where there is none. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day | undefined {
  const text = `${padded(year, 4)}-${padded(month, 2)}-${padded(dayOfMonth, 2)}`;
  return isDay(text) ? text : undefined;
}

/** The day that is known to be real. Throws if it is not. */
export function realDay(year: number, month: number, dayOfMonth: number): Day {
  const day = dayOf(year, month, dayOfMonth);
  if (day === undefined) throw new RangeError('There is no such day');
  return day;
}

/** A day's year, month and day of the month. */
export function partsOf(day: Day): DayParts {
  return split(day);
}

/** As a person reads it: 27 March 2014. */
export function showDay(day: Day): string {
  const { year, month, dayOfMonth } = split(day);
  return `${dayOfMonth} ${monthNames[month - 1] ?? ''} ${year}`;
}

/** Below 0 where a comes first, above 0 where b does. */
export function compareDays(a: Day, b: Day): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The day so many days later, or earlier. */
export function addDays(day: Day, days: number): Day {
  return dayNumbered(numberOf(day) + days);
}

/** How many days later the second is. */
export function daysBetween(from: Day, to: Day): number {
  return numberOf(to) - numberOf(from);
}

/** The same date so many years later, or earlier; from 29 February to a common year, 1 March. */
export function addYears(day: Day, years: number): Day {
  const { year, month, dayOfMonth } = split(day);
  return dayOf(year + years, month, dayOfMonth) ?? realDay(year + years, 3, 1);
}

/**
 * The day on which a person attains an age: from its beginning (Family Law Reform Act 1969, section 9). A person born on
 * 29 February attains it on 1 March of a common year, the day after their last full day of the age before.
 */
export function attainsOn(dateOfBirth: Day, years: number): Day {
  return addYears(dateOfBirth, years);
}

/** The age in whole years; below 0 before birth. */
export function ageOn(dateOfBirth: Day, today: Day): number {
  const years = split(today).year - split(dateOfBirth).year;
  return attainsOn(dateOfBirth, years) <= today ? years : years - 1;
}

/** The age as it is said: 12 days, 4 months, 23 months, 3 years. Months until 2 as the NHS does (CUI, Patient Banner). */
export function showAge(dateOfBirth: Day, today: Day): string {
  if (today < dateOfBirth) return 'not yet born';
  const months = monthsBetween(dateOfBirth, today);
  if (months >= 24) return `${ageOn(dateOfBirth, today)} years`;
  if (months >= 1) return counted(months, 'month');
  const days = daysBetween(dateOfBirth, today);
  return days === 0 ? 'born today' : counted(days, 'day');
}

/** Which day of the week it is. */
export function weekdayOf(day: Day): Weekday {
  const weekday = ((((numberOf(day) + 3) % 7) + 7) % 7) + 1; // day 0, 1 January 1970, was a Thursday
  if (!isWeekday(weekday)) throw new RangeError('A week has seven days');
  return weekday;
}

/** Whether a number is a day of the week. */
export function isWeekday(number: number): number is Weekday {
  return Number.isInteger(number) && number >= 1 && number <= 7;
}

/** The day that it is in London at an instant. */
export function londonDay(instant: Date): Day {
  return londonTime(instant).day;
}

/** When the clock hour of an instant began: London's clocks are whole hours from UTC. */
export function hourOf(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 3_600_000) * 3_600_000);
}

/** The day, the day of the week and the minutes since midnight, as London's clocks show an instant. */
export function londonTime(instant: Date): LondonTime {
  const minute = Math.floor(instant.getTime() / 60_000);
  if (latest?.minute !== minute) latest = { minute, time: readLondonClock(instant) };
  return latest.time;
}

// Every page asks for the present several times, and the clock is slow to read: the latest minute is remembered.
let latest: { readonly minute: number; readonly time: LondonTime } | undefined;

function readLondonClock(instant: Date): LondonTime {
  const shown = londonClock.formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(shown.find((one) => one.type === type)?.value);
  const day = realDay(part('year'), part('month'), part('day'));
  return { day, weekday: weekdayOf(day), minutes: part('hour') * 60 + part('minute') };
}

function split(day: string): DayParts {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), dayOfMonth: Number(day.slice(8)) };
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function monthsBetween(from: Day, to: Day): number {
  const a = split(from);
  const b = split(to);
  const months = (b.year - a.year) * 12 + b.month - a.month;
  return b.dayOfMonth < a.dayOfMonth ? months - 1 : months;
}

// Days since 1 January 1970, by eras of 400 years that begin on 1 March (Hinnant, chrono-compatible low-level date algorithms).
function numberOf(day: Day): number {
  const { year, month, dayOfMonth } = split(day);
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + dayOfMonth - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

function dayNumbered(number: number): Day {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return realDay(year, month, dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1);
}

function counted(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}
