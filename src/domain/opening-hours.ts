import { isBankHoliday } from './bank-holidays.ts';
import { addDays, isWeekday, londonTime, partsOf, monthNames, weekdayOf, type Day, type Weekday } from './calendar.ts';

/** One span in which somebody answers. A span whose end is not after its beginning runs over midnight. */
export type OpenSpan = { readonly weekday: Weekday; readonly opens: number; readonly closes: number }; // minutes since midnight

/** When a team answers: the same every week, with or without bank holidays. */
export type WeeklyHours = {
  readonly spans: readonly OpenSpan[];
  readonly bankHolidays: boolean;
};

/** Whether a team can be reached at an instant, and in words until when, or from when. */
export type Reach = { readonly open: boolean; readonly says: string };

const wholeDay = 24 * 60;
const wholeWeek = 7 * wholeDay;
const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const shortNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const notHolidays = 'not bank holidays';

/**
 * Reads hours from their compact form: "Mon-Fri 09:00-17:00; Sat 10:00-12:00; not bank holidays". 24:00 is the end of a day;
 * "Mon-Sun 00:00-24:00" is always. Throws on anything else: the form is written by the program alone.
 */
export function readHours(compact: string): WeeklyHours {
  const parts = compact.split(';').map((part) => part.trim());
  const bankHolidays = !parts.includes(notHolidays);
  return { spans: parts.filter((part) => part !== notHolidays).flatMap(readPart), bankHolidays };
}

/** The compact form of hours, which `readHours` reads back. */
export function writeHours({ spans, bankHolidays }: WeeklyHours): string {
  const parts = groupDays(spans).map(({ from, to, opens, closes }) => {
    const days = from === to ? shortNames[from - 1] : `${shortNames[from - 1]}-${shortNames[to - 1]}`;
    return `${days} ${clock(opens)}-${clock(closes)}`;
  });
  return [...parts, ...(bankHolidays ? [] : [notHolidays])].join('; ');
}

/** Hours as a person reads them: "Monday to Friday 9am to 5pm, not bank holidays". */
export function showHours(hours: WeeklyHours): string {
  if (coversWholeWeek([hours])) return 'At any hour';
  const parts = groupDays(hours.spans).map(({ from, to, opens, closes }) => {
    const days = from === to ? dayNames[from - 1] : `${dayNames[from - 1]} to ${dayNames[to - 1]}`;
    return `${days} ${spoken(opens)} to ${spoken(closes)}`;
  });
  return [...parts, ...(hours.bankHolidays ? [] : [notHolidays])].join(', ');
}

/** Whether the team answers now, by London's clock: "Open now, until 5pm", or when it opens next. */
export function reachNow(hours: WeeklyHours, instant: Date): Reach {
  if (coversWholeWeek([hours])) return { open: true, says: 'Open now, at any hour' };
  const { day, minutes } = londonTime(instant);
  const closes = closingAt(hours, day, minutes);
  if (closes !== undefined) return { open: true, says: `Open now, until ${spoken(closes % wholeDay)}` };
  const next = nextOpening(hours, day, minutes);
  if (next === undefined) return { open: false, says: 'Closed now' };
  return { open: false, says: `Closed now. Opens at ${spoken(next.opens)} ${whenIs(next.day, day)}` };
}

/** Whether these hours together leave no minute of the week without an answer, bank holidays included (168 hours: product.md section 4). */
export function coversWholeWeek(together: readonly WeeklyHours[]): boolean {
  return covers(together) && covers(together.filter((hours) => hours.bankHolidays));
}

function covers(together: readonly WeeklyHours[]): boolean {
  const stretches = together.flatMap(({ spans }) => spans.flatMap(stretchesOf)).sort((a, b) => a.from - b.from);
  let coveredTo = 0;
  for (const { from, to } of stretches) {
    if (from > coveredTo) return false;
    coveredTo = Math.max(coveredTo, to);
  }
  return coveredTo >= wholeWeek;
}

// A span as minutes of the week; one that runs past Sunday midnight begins the week too.
function stretchesOf({ weekday, opens, closes }: OpenSpan): readonly { from: number; to: number }[] {
  const from = (weekday - 1) * wholeDay + opens;
  const to = (weekday - 1) * wholeDay + endOf(opens, closes);
  return to <= wholeWeek ? [{ from, to }] : [{ from, to: wholeWeek }, { from: 0, to: to - wholeWeek }];
}

/** The minute, counted from today's midnight, at which what is open now closes; undefined where nothing is open. */
function closingAt(hours: WeeklyHours, today: Day, minutes: number): number | undefined {
  const yesterday = spansOn(hours, addDays(today, -1)).map((span) => endOf(span.opens, span.closes) - wholeDay);
  const begun = spansOn(hours, today).filter((span) => span.opens <= minutes);
  const ends = [...yesterday, ...begun.map((span) => endOf(span.opens, span.closes))];
  const last = Math.max(...ends.filter((end) => end > minutes));
  return Number.isFinite(last) ? last : undefined;
}

function nextOpening(hours: WeeklyHours, today: Day, minutes: number): { day: Day; opens: number } | undefined {
  // The longest closure is a run of bank holidays with weekends: two weeks is far past it.
  for (let ahead = 0; ahead <= 14; ahead += 1) {
    const day = addDays(today, ahead);
    const opens = spansOn(hours, day)
      .map((span) => span.opens)
      .filter((opening) => ahead > 0 || opening > minutes);
    if (opens.length > 0) return { day, opens: Math.min(...opens) };
  }
  return undefined;
}

function spansOn(hours: WeeklyHours, day: Day): readonly OpenSpan[] {
  if (!hours.bankHolidays && isBankHoliday(day)) return [];
  const weekday = weekdayOf(day);
  return hours.spans.filter((span) => span.weekday === weekday);
}

function endOf(opens: number, closes: number): number {
  return closes > opens ? closes : closes + wholeDay;
}

function whenIs(day: Day, today: Day): string {
  if (day === today) return 'today';
  if (day === addDays(today, 1)) return 'tomorrow';
  const { month, dayOfMonth } = partsOf(day);
  return `on ${dayNames[weekdayOf(day) - 1]} ${dayOfMonth} ${monthNames[month - 1]}`;
}

function readPart(part: string): readonly OpenSpan[] {
  const read = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))? (\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(part);
  if (read === null) throw new Error('Hours must be like "Mon-Fri 09:00-17:00"');
  const [, first = '', last = first, ...times] = read;
  const [openHour = 0, openMinute = 0, closeHour = 0, closeMinute = 0] = times.map(Number);
  const span = { opens: openHour * 60 + openMinute, closes: closeHour * 60 + closeMinute };
  return daysFrom(first, last).map((weekday) => ({ weekday, ...span }));
}

function daysFrom(first: string, last: string): readonly Weekday[] {
  const from = shortNames.findIndex((name) => name === first) + 1;
  const to = shortNames.findIndex((name) => name === last) + 1;
  return Array.from({ length: to - from + 1 }, (_each, at) => from + at).filter(isWeekday);
}

type DayGroup = { readonly from: Weekday; readonly to: Weekday; readonly opens: number; readonly closes: number };

// Neighbouring days with the same hours are said together.
function groupDays(spans: readonly OpenSpan[]): readonly DayGroup[] {
  const groups: DayGroup[] = [];
  for (const { weekday, opens, closes } of spans) {
    const at = groups.findIndex((group) => group.to === weekday - 1 && group.opens === opens && group.closes === closes);
    const before = groups[at];
    if (before === undefined) groups.push({ from: weekday, to: weekday, opens, closes });
    else groups[at] = { ...before, to: weekday };
  }
  return groups;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function spoken(minutes: number): string {
  if (minutes === 0 || minutes === wholeDay) return 'midnight';
  if (minutes === 12 * 60) return 'midday';
  const hour = Math.floor(minutes / 60);
  const rest = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${rest}${hour < 12 ? 'am' : 'pm'}`;
}
