import { isBankHoliday } from './bank-holidays.ts';
import { addDays, londonTime, showDay, weekdayOf, weekdayNames, weekdays } from './calendar.ts';
import type { Day, LondonTime, Weekday } from './calendar.ts';
import { done, failed } from './outcome.ts';
import type { Fault, Outcome } from './outcome.ts';

/** When a team can be reached, week by week, by London's clocks. */
export type WeeklyHours = {
  readonly spans: readonly Span[];
  /** On a bank holiday: the hours of its day of the week, or others instead, its night among them. None is closed. */
  readonly bankHolidays: 'as usual' | readonly Stretch[];
};

/** Minutes since midnight. A stretch that runs past midnight closes at more than 1,440, and never lasts over 24 hours. */
export type Stretch = { readonly opens: number; readonly closes: number };

/** A stretch that begins on a day of the week. */
export type Span = Stretch & { readonly weekday: Weekday };

const midnight = 24 * 60;

/** Whether somebody answers at an instant, and until when or from when, in words. */
export function reachNow(
  hours: WeeklyHours,
  instant: Date,
): { readonly open: boolean; readonly says: string } {
  const now = londonTime(instant);
  const ahead = stretchesFrom(hours, now.day);
  const present = ahead.find(({ opens, closes }) => opens <= now.minutes && now.minutes < closes);
  if (present !== undefined) return { open: true, says: `Open now, ${until(present.closes, now)}` };
  const next = ahead.find(({ opens }) => opens > now.minutes);
  return {
    open: false,
    says: next === undefined ? 'Closed now' : `Closed now. Opens at ${openingWords(next.opens, now)}`,
  };
}

/** Whether somebody of several teams answers at every minute of the 168 hours of a week, on bank holidays too. */
export function coversWholeWeek(teams: readonly WeeklyHours[]): boolean {
  const yesOrNo = [false, true];
  return weekdays.every((weekday) =>
    yesOrNo.every((holiday) =>
      yesOrNo.every((holidayBefore) => coversDay(teams, weekday, holiday, holidayBefore)),
    ),
  );
}

// What began the day before, and may run past midnight, matters; so then does whether that was a holiday.
function coversDay(
  teams: readonly WeeklyHours[],
  weekday: Weekday,
  holiday: boolean,
  holidayBefore: boolean,
): boolean {
  const before = weekday === 1 ? 7 : weekdays[weekday - 2];
  const stretches = teams.flatMap((hours) => [
    ...stretchesOn(hours, before ?? 7, holidayBefore).map((stretch) => later(stretch, -midnight)),
    ...stretchesOn(hours, weekday, holiday),
  ]);
  return joinedUp(stretches).some(({ opens, closes }) => opens <= 0 && closes >= midnight);
}

// A weekly hour can fall on bank holidays three weeks running (Thursday 25 December, Thursday 1 January).
const daysAhead = 28;

// From the day before, whose last stretch may still run; in minutes from today's midnight; those that touch made one.
function stretchesFrom(hours: WeeklyHours, today: Day): readonly Stretch[] {
  const all = Array.from({ length: daysAhead + 1 }, (_, at) => at - 1).flatMap((away) => {
    const day = addDays(today, away);
    return stretchesOn(hours, weekdayOf(day), isHoliday(day)).map((stretch) =>
      later(stretch, away * midnight),
    );
  });
  return joinedUp(all);
}

/** The stretches that begin on a day of the week, or on a bank holiday. */
export function stretchesOn(
  { spans, bankHolidays }: WeeklyHours,
  weekday: Weekday,
  holiday: boolean,
): readonly Stretch[] {
  if (holiday && bankHolidays !== 'as usual') return bankHolidays;
  return spans.filter((span) => span.weekday === weekday);
}

// At a weekend Christmas is a bank holiday on another day, and kept on its own as well.
function isHoliday(day: Day): boolean {
  return isBankHoliday(day) || ['01-01', '12-25', '12-26'].includes(day.slice(5));
}

/** Stretches that touch, made one. */
export function joinedUp(stretches: readonly Stretch[]): readonly Stretch[] {
  const joined: Stretch[] = [];
  for (const stretch of stretches.toSorted((a, b) => a.opens - b.opens)) {
    const last = joined.at(-1);
    if (last === undefined || stretch.opens > last.closes) joined.push(stretch);
    else joined[joined.length - 1] = { opens: last.opens, closes: Math.max(last.closes, stretch.closes) };
  }
  return joined;
}

/** The same stretch so many minutes later, or earlier. */
export function later({ opens, closes }: Stretch, minutes: number): Stretch {
  return { opens: opens + minutes, closes: closes + minutes };
}

function until(minutes: number, now: LondonTime): string {
  return minutes >= daysAhead * midnight ? 'at any hour' : `until ${closingWords(minutes, now)}`;
}

// Midnight ends the day before.
function closingWords(minutes: number, now: LondonTime): string {
  const away = Math.ceil(minutes / midnight) - 1;
  return `${showTime(minutes - away * midnight)} ${dayWords(away, now)}`;
}

function openingWords(minutes: number, now: LondonTime): string {
  const away = Math.floor(minutes / midnight);
  const time = minutes - away * midnight;
  return time === 0 ? closingWords(minutes, now) : `${showTime(time)} ${dayWords(away, now)}`;
}

function dayWords(away: number, now: LondonTime): string {
  if (away === 0) return 'today';
  if (away === 1) return 'tomorrow';
  const day = addDays(now.day, away);
  return `on ${weekdayNames[weekdayOf(day) - 1] ?? ''} ${showDay(day).slice(0, -5)}`;
}

/** Hours in words: Monday to Friday, 9am to 5pm; closed on bank holidays. */
export function showHours(hours: WeeklyHours): string {
  if (coversWholeWeek([hours])) return 'At any hour';
  const lines = sameDays(hours).map(
    ({ days, stretches }) => `${showDays(days)}, ${showStretches(stretches)}`,
  );
  if (hours.bankHolidays === 'as usual') return lines.join('; ');
  if (hours.bankHolidays.length === 0) return [...lines, 'closed on bank holidays'].join('; ');
  return [...lines, `bank holidays, ${showStretches(hours.bankHolidays)}`].join('; ');
}

/**
 * Hours in the form that is stored: `Mon-Fri 09:00-12:30,13:30-17:00; Sat 10:00-12:00; not bank holidays`, or
 * `bank holidays 10:00-16:00`; past midnight as `Fri 17:00-09:00`, all day as `00:00-24:00`.
 */
export function formatHours(hours: WeeklyHours): string {
  const lines = sameDays(hours).map(
    ({ days, stretches }) => `${formatDays(days)} ${formatStretches(stretches)}`,
  );
  if (hours.bankHolidays === 'as usual') return lines.join('; ');
  if (hours.bankHolidays.length === 0) return [...lines, 'not bank holidays'].join('; ');
  return [...lines, `bank holidays ${formatStretches(hours.bankHolidays)}`].join('; ');
}

const longestHours = 300; // letters: seven days of three stretches, and bank holidays, are 190
const lineShape = /^(bank holidays|[a-z,-]+) ([\d:,-]+)$/;
const stretchShape = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]|24(?=:00)):([0-5]\d)$/;

/** Reads hours in the form that is stored. */
export function parseHours(text: string): Outcome<WeeklyHours> {
  const lines = text.length > longestHours ? [] : text.toLowerCase().split(';');
  let hours: WeeklyHours = { spans: [], bankHolidays: 'as usual' };
  for (const line of lines) {
    const read = readLine(line.trim());
    if (read === undefined) return failed(notHours);
    hours = {
      spans: [...hours.spans, ...(read.spans ?? [])],
      bankHolidays: read.bankHolidays ?? hours.bankHolidays,
    };
  }
  if (hours.spans.length === 0) return failed(notHours);
  return done({ ...hours, spans: hours.spans.toSorted(earlierFirst) });
}

/** Hours as the database holds them. Throws if they are none, for only hours that were read are stored. */
export function readHours(stored: string): WeeklyHours {
  const hours = parseHours(stored);
  if (!hours.ok) throw new Error('The hours stored are not in their form');
  return hours.value;
}

const notHours: Fault = {
  kind: 'invalid',
  says: 'Enter hours by day, like Mon-Fri 09:00-17:00; Sat 10:00-12:00; not bank holidays',
};

function readLine(line: string): Partial<WeeklyHours> | undefined {
  if (line === 'not bank holidays') return { bankHolidays: [] };
  const [, days = '', times = ''] = lineShape.exec(line) ?? [];
  const stretches = allOf(times.split(',').map(readStretch));
  if (stretches === undefined) return undefined;
  if (days === 'bank holidays') return { bankHolidays: stretches };
  const meant = allOf(days.split(',').map(readDays));
  if (meant === undefined) return undefined;
  return { spans: meant.flat().flatMap((weekday) => stretches.map((stretch) => ({ weekday, ...stretch }))) };
}

// A stretch that closes no later than it opens runs past midnight.
function readStretch(text: string): Stretch | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = stretchShape.exec(text) ?? [];
  if (fromHour === undefined) return undefined;
  const opens = Number(fromHour) * 60 + Number(fromMinute);
  const closes = Number(toHour) * 60 + Number(toMinute);
  return { opens, closes: closes > opens ? closes : closes + midnight };
}

// One day, or from one to another, past Sunday too.
function readDays(text: string): readonly Weekday[] | undefined {
  const [first = -1, last = first, ...more] = text.split('-').map((day) => shortNames.indexOf(day));
  if (first < 0 || last < 0 || more.length > 0) return undefined;
  const count = ((last - first + 7) % 7) + 1;
  return [...weekdays, ...weekdays].slice(first, first + count);
}

const shortNames = weekdayNames.map((name) => name.slice(0, 3).toLowerCase());

type SameDays = { readonly days: readonly Weekday[]; readonly stretches: readonly Stretch[] };

// The days of the week that have the same hours, together; days without any left out.
function sameDays({ spans }: WeeklyHours): readonly SameDays[] {
  const groups = new Map<string, SameDays>();
  for (const weekday of weekdays) {
    const stretches = spans.filter((span) => span.weekday === weekday);
    const key = formatStretches(stretches);
    groups.set(key, { days: [...(groups.get(key)?.days ?? []), weekday], stretches });
  }
  return [...groups.values()].filter(({ stretches }) => stretches.length > 0);
}

// Days that follow one another, as first and last.
function runsOf(days: readonly Weekday[]): readonly (readonly [Weekday, Weekday])[] {
  const firsts = days.filter((day) => !days.some((other) => other === day - 1));
  const lasts = days.filter((day) => !days.some((other) => other === day + 1));
  return firsts.map((first, at) => [first, lasts[at] ?? first]);
}

function formatDays(days: readonly Weekday[]): string {
  const name = (day: Weekday): string => weekdayNames[day - 1]?.slice(0, 3) ?? '';
  return runsOf(days)
    .map(([first, last]) => (first === last ? name(first) : `${name(first)}-${name(last)}`))
    .join(',');
}

function showDays(days: readonly Weekday[]): string {
  if (days.length === 7) return 'Every day';
  const name = (day: Weekday): string => weekdayNames[day - 1] ?? '';
  const runs = runsOf(days).map(([first, last]) =>
    first === last ? name(first) : `${name(first)} to ${name(last)}`,
  );
  return runs.join(' and ');
}

function formatStretches(stretches: readonly Stretch[]): string {
  return stretches
    .map(
      ({ opens, closes }) =>
        `${formatTime(opens)}-${formatTime(closes > midnight ? closes - midnight : closes)}`,
    )
    .join(',');
}

function showStretches(stretches: readonly Stretch[]): string {
  return stretches.map(({ opens, closes }) => `${showTime(opens)} to ${showTime(closes)}`).join(' and ');
}

function formatTime(minutes: number): string {
  const [hour, past] = [Math.floor(minutes / 60), minutes % 60];
  return `${String(hour).padStart(2, '0')}:${String(past).padStart(2, '0')}`;
}

function earlierFirst(a: Span, b: Span): number {
  return a.weekday - b.weekday || a.opens - b.opens || a.closes - b.closes;
}

function allOf<Value>(values: readonly (Value | undefined)[]): readonly Value[] | undefined {
  const there = values.filter((value) => value !== undefined);
  return there.length === values.length ? there : undefined;
}

/** A time as people say it: 9am, 5:30pm, midday, midnight. */
function showTime(minutes: number): string {
  if (minutes % midnight === 0) return 'midnight';
  if (minutes === midnight / 2) return 'midday';
  const hour = Math.floor(minutes / 60) % 24;
  const past = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${past}${hour < 12 ? 'am' : 'pm'}`;
}
