import { reachNow, readHours, showHours } from './opening-hours.ts';

/** When a team is reached: at an instant, and week by week. */
export type TeamReach = {
  readonly reachNow: { readonly open: boolean; readonly says: string };
  readonly hoursText: string;
};

// Most teams keep the hours of many others, and what is said of them changes by the minute at most.
const mostRemembered = 5_000;
let minuteRemembered = Number.NaN;
const remembered = new Map<string, TeamReach>();

/** The words for hours as they are stored. */
export function teamReach(stored: string, instant: Date): TeamReach {
  const minute = Math.floor(instant.getTime() / 60_000);
  if (minute !== minuteRemembered || remembered.size >= mostRemembered) remembered.clear();
  minuteRemembered = minute;
  const before = remembered.get(stored);
  if (before !== undefined) return before;
  const hours = readHours(stored);
  const reach = { reachNow: reachNow(hours, instant), hoursText: showHours(hours) };
  remembered.set(stored, reach);
  return reach;
}
