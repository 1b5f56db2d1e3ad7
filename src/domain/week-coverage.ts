import { weekdayNames, weekdays, type Weekday } from './calendar.ts';
import { joinedUp, later, stretchesOn, type Stretch, type WeeklyHours } from './opening-hours.ts';

/** One row of a week: whether somebody answers through the whole of each of its 24 hours. */
export type CoveredDay = { readonly day: string; readonly hours: readonly boolean[] };

const midnight = 24 * 60;
const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);
const eitherWay = [false, true];

/**
 * Which hours of the week several teams answer between them: a row for each weekday, and one for bank holidays, which
 * may fall on any. All are covered exactly where `coversWholeWeek` says so.
 */
export function weekCoverage(teams: readonly WeeklyHours[]): readonly CoveredDay[] {
  const ordinary = weekdays.map((weekday) => ({
    day: weekdayNames[weekday - 1] ?? '',
    hours: hoursWhere(eitherWay.map((before) => stretchesAround(teams, weekday, false, before))),
  }));
  const holiday = weekdays.flatMap((weekday) =>
    eitherWay.map((before) => stretchesAround(teams, weekday, true, before)),
  );
  return [...ordinary, { day: 'Bank holiday', hours: hoursWhere(holiday) }];
}

// An hour is covered only where it is in every case: after an ordinary day and after a bank holiday.
function hoursWhere(cases: readonly (readonly Stretch[])[]): readonly boolean[] {
  return hoursOfDay.map((hour) => cases.every((stretches) => holds(stretches, hour * 60)));
}

function holds(stretches: readonly Stretch[], from: number): boolean {
  return stretches.some(({ opens, closes }) => opens <= from && closes >= from + 60);
}

// What began the day before may run past midnight.
function stretchesAround(
  teams: readonly WeeklyHours[],
  weekday: Weekday,
  holiday: boolean,
  holidayBefore: boolean,
): readonly Stretch[] {
  const before = weekdays[(weekday + 5) % 7] ?? 7;
  return joinedUp(
    teams.flatMap((hours) => [
      ...stretchesOn(hours, before, holidayBefore).map((stretch) => later(stretch, -midnight)),
      ...stretchesOn(hours, weekday, holiday),
    ]),
  );
}
