import { addYears, daysBetween, partsOf, realDay, showDay, type Day } from './calendar.ts';
import { emailFault, telephoneFault } from './contact-details.ts';
import { done, type Fault } from './outcome.ts';
import { parseTypedDay, type TypedDay } from './typed-day.ts';

// Contacts are confirmed every term (product.md section 4). The longest gap between the same point of two terms,
// September to January, is 4 months and a few days.
const confirmedWithinDays = 130;

/** Whether a contact was last confirmed too long ago to be relied on. */
export function isStale(confirmedOn: Day | null, today: Day): boolean {
  return confirmedOn === null || daysBetween(confirmedOn, today) > confirmedWithinDays;
}

/** Whose work with a child it is: the reader's own, their team's, or somebody else's. */
export type OwnWork = 'mine' | 'team' | 'others';

export function isOwnWork(word: string): word is OwnWork {
  return word === 'mine' || word === 'team' || word === 'others';
}

/** The first day of the term that a day falls in: the autumn, spring and summer terms of England's schools, in whole months. */
export function termBegan(today: Day): Day {
  const { year, month } = partsOf(today);
  if (month >= 9) return realDay(year, 9, 1);
  return month >= 5 ? realDay(year, 5, 1) : realDay(year, 1, 1);
}

/** Which number and address others are given: the person's own, the team's, or another for this child alone. */
export type ReachedBy = (typeof waysToReach)[number];

const waysToReach = ['own', 'team', 'other'] as const;

export function isReachedBy(word: string): word is ReachedBy {
  return waysToReach.some((way) => way === word);
}

/** How somebody is reached about one child. */
export type Reaching = {
  readonly reachedBy: ReachedBy;
  readonly telephone: string | null;
  readonly email: string | null;
};

/** What is typed of one's own work with a child. */
export type InvolvementTyped = {
  readonly team: string;
  readonly since: TypedDay;
  readonly reachedBy: string;
  readonly telephone: string;
  readonly email: string;
};

export type NewInvolvement = Reaching & { readonly teamId: number; readonly startedOn: Day };

type Read<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Between which days work with a child can have begun. */
export type Since = { readonly dateOfBirth: Day; readonly today: Day };

/** Reads one's own work with a child, in a team of those given; or all that is wrong with it. */
export function readInvolvement(
  typed: InvolvementTyped,
  teamIds: readonly number[],
  since: Since,
): Read<NewInvolvement> {
  const teamId = teamIds.find((one) => String(one) === typed.team);
  const started = parseTypedDay(typed.since, 'Date that you began');
  const reaching = readReaching(typed);
  const faults = [
    teamId === undefined ? boxFault('team', 'Select the team that you work in') : undefined,
    started.ok ? sinceFault(started.value, since) : boxFault('since', started.fault.says),
    ...(reaching.ok ? [] : reaching.faults),
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0 || teamId === undefined || !started.ok || !reaching.ok) return { ok: false, faults };
  return done({ teamId, startedOn: started.value, ...reaching.value });
}

function sinceFault(day: Day, { dateOfBirth, today }: Since): Fault | undefined {
  if (day > today) return boxFault('since', 'Date that you began must be today or in the past');
  return day < dateOfBirth
    ? boxFault('since', 'Date that you began must not be before the child was born')
    : undefined;
}

function readReaching({ reachedBy, telephone, email }: InvolvementTyped): Read<Reaching> {
  if (!isReachedBy(reachedBy))
    return {
      ok: false,
      faults: [boxFault('reachedBy', 'Select how others reach you about this child')],
    };
  if (reachedBy !== 'other') return done({ reachedBy, telephone: null, email: null });
  const faults = [
    telephoneFault('telephone', telephone),
    email.trim() === '' ? undefined : emailFault('email', email),
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0) return { ok: false, faults };
  return done({ reachedBy, telephone: telephone.trim(), email: email.trim() === '' ? null : email.trim() });
}

/** Reads the last day of work that began on a day: it may lie ahead, by a year at most (ours). */
export function readEnd(typed: TypedDay, startedOn: Day, today: Day): Read<Day> {
  const read = parseTypedDay(typed, 'Last day');
  if (!read.ok) return { ok: false, faults: [boxFault('ends', read.fault.says)] };
  const latest = addYears(today, 1);
  if (read.value < startedOn)
    return wrong('ends', `Last day must be ${showDay(startedOn)}, when the work began, or later`);
  return read.value > latest ? wrong('ends', `Last day must be ${showDay(latest)} or earlier`) : read;
}

function wrong(field: string, says: string): { readonly ok: false; readonly faults: readonly Fault[] } {
  return { ok: false, faults: [boxFault(field, says)] };
}

function boxFault(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}
