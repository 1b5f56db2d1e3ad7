import { addDays, addYears, attainsOn, daysBetween, partsOf, realDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';

/**
 * Days reckoned back from today, worked out once: a population asks for tens of millions. `ago` is in days, 0 for today;
 * one to come is below 0.
 */
export type Almanac = {
  readonly today: Day;
  /** Whoever was born fewer days ago than this is a child. */
  readonly childhood: number;
  readonly day: (ago: number) => Day;
  /** The 18th birthday of one born so long ago. */
  readonly leavesOn: (ago: number) => Day;
  readonly year: (ago: number) => number;
  /** The year in whose September one born so long ago begins in reception: the school year in which they turn five. */
  readonly startsSchoolIn: (ago: number) => number;
  /** The year in whose September the present school year began. */
  readonly schoolYear: number;
  readonly septemberAgo: (year: number) => number;
};

const longest = 366 * 90;
const furthest = 366 * 19; // ahead: the 18th birthday of one born today

/** The almanac of one day. */
export function almanacOf(today: Day): Almanac {
  const childhood = daysBetween(addYears(today, -18), today);
  const past = Array.from({ length: longest }, (_, ago) => addDays(today, -ago));
  const ahead = Array.from({ length: furthest }, (_, days) => addDays(today, days));
  const day = (ago: number): Day => (ago < 0 ? ahead[-ago] : past[Math.min(ago, longest - 1)]) ?? today;
  const leaving = past.slice(0, childhood).map((born) => attainsOn(born, 18));
  const starting = past.slice(0, childhood).map(startOfSchool);
  const { year, month } = partsOf(today);
  const septembers = new Map(
    Array.from({ length: 120 }, (_, before) => [
      year + 20 - before,
      daysBetween(realDay(year + 20 - before, 9, 1), today),
    ]),
  );
  return {
    today,
    childhood,
    day,
    leavesOn: (ago) => leaving[ago] ?? today,
    year: (ago) => Number(day(ago).slice(0, 4)),
    startsSchoolIn: (ago) => starting[ago] ?? 0,
    schoolYear: month >= 9 ? year : year - 1,
    septemberAgo: (of) => septembers.get(of) ?? 0,
  };
}

function startOfSchool(born: Day): number {
  const { year, month } = partsOf(born);
  return month >= 9 ? year + 5 : year + 4;
}
