import { addDays, addYears, type Day } from './calendar.ts';
import type { Account } from './account-standing.ts';
import { trainingYears, vettingYears } from './enrolment.ts';

/** What of an account runs out soon, and the last day on which it counts. */
export type RunningOut = {
  readonly what: 'security check' | 'ContactPoint training' | 'accreditation';
  readonly lastDay: Day;
};

export const warnDays = 30; // so long before, user and manager are told

/** What runs out within 30 days, the soonest first; what has run out already stops the account, and is no warning. */
export function runningOut(
  account: Pick<Account, 'vettedOn' | 'trainedOn' | 'accreditedUntil'>,
  today: Day,
): readonly RunningOut[] {
  const last = (on: Day | null, years: number) => (on === null ? null : addDays(addYears(on, years), -1));
  const lastDays = [
    { what: 'security check', lastDay: last(account.vettedOn, vettingYears) },
    { what: 'ContactPoint training', lastDay: last(account.trainedOn, trainingYears) },
    { what: 'accreditation', lastDay: account.accreditedUntil },
  ] as const;
  const until = addDays(today, warnDays);
  return lastDays
    .flatMap(({ what, lastDay }) =>
      lastDay !== null && lastDay >= today && lastDay < until ? [{ what, lastDay }] : [],
    )
    .toSorted((a, b) => (a.lastDay < b.lastDay ? -1 : 1));
}
