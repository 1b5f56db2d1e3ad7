import { daysBetween } from '../calendar.ts';
import { explainedAs } from './explained.ts';
import { findingOf } from './finding-events.ts';
import type { Finding, FindingKind } from './finding.ts';
import { findNumbers, findSequences } from './rules-of-sequence.ts';
import type { Access, Child, Spread, UserDay } from './usage.ts';
import { eachFurther, limits } from './weights.ts';

/** Finds what is unusual in a day as a whole. Only accesses that nothing explains are counted. */
export function findPatterns(day: UserDay): readonly Finding[] {
  const unexplained = day.accesses.filter(
    (access) => access.kind !== 'refused' && explainedAs(access, day.ties) === 'not',
  );
  const openings = unexplained.filter(({ kind }) => kind === 'opening');
  const bareLooks = unexplained.filter(({ kind }) => kind === 'bare look');
  return [
    ...findSequences(unexplained, day.children),
    ...findNumbers(day.accesses.filter(({ kind }) => kind === 'bare look')),
    ...shieldedProbing(day),
    ...volume(day, openings),
    ...bareLooking(day, bareLooks),
    ...hours(day, unexplained),
    ...area(day, unexplained),
    ...dormant(day, unexplained),
    ...urgent(day, openings),
    ...withoutWork(day, openings),
  ];
}

// A refusal shows that somebody tried.
function shieldedProbing({ accesses, children, ties }: UserDay): readonly Finding[] {
  const shielded = accesses.filter(
    (access) =>
      access.kind !== 'bare look' &&
      explainedAs(access, ties) === 'not' &&
      access.children.some((child) => children.get(child)?.isShielded === true),
  );
  const different = new Set(shielded.flatMap((access) => access.children));
  if (different.size < limits.shieldedChildren) return [];
  return findingOf(
    'shielded probing',
    `tried ${different.size} shielded children whom nothing ties to the user`,
    shielded,
  );
}

function volume({ habit, peers }: UserDay, openings: readonly Access[]): readonly Finding[] {
  const count = new Set(openings.flatMap(({ children }) => children)).size;
  if (count < limits.volume || !isBeyond(count, peers.unexplained, habit.unexplained)) return [];
  return findingOf(
    'volume',
    `opened ${count} children whom nothing explains, far more than others in the role`,
    openings,
  );
}

function bareLooking({ habit, peers }: UserDay, looks: readonly Access[]): readonly Finding[] {
  const count = looks.length;
  if (count < limits.bareLooks || !isBeyond(count, peers.bareLooks, habit.bareLooks)) return [];
  return findingOf('search without opening', `looked at ${count} lists or names and opened nobody`, looks);
}

function isBeyond(count: number, { mean, deviation }: Spread, own: number): boolean {
  return count > mean + limits.deviations * Math.max(deviation, 0.5) && count > limits.timesOwnHabit * own;
}

function hours({ habit, peers }: UserDay, unexplained: readonly Access[]): readonly Finding[] {
  if (habit.activeDays < limits.knownDays) return [];
  const usual = habit.hours | peers.hours;
  const known = (hour: number): boolean => ((usual >> ((hour + 24) % 24)) & 1) === 1;
  const unusual = unexplained.filter(({ hour }) => !known(hour - 1) && !known(hour) && !known(hour + 1));
  return growing('hours', 'looked at an hour at which neither the user nor the role usually does', unusual);
}

function area({ user, children }: UserDay, unexplained: readonly Access[]): readonly Finding[] {
  if (user.councils.length === 0) return [];
  const far = unexplained.filter(({ children: shown }) => {
    const known = shown.map((child) => children.get(child)).filter((child) => child !== undefined);
    return known.length > 0 && known.every((child) => isFar(child, user.councils));
  });
  return growing('area', 'looked at a child who lives in no council that the user works in', far);
}

// One look is easily chance; the more children, the less.
function growing(kind: FindingKind, says: string, accesses: readonly Access[]): readonly Finding[] {
  const further = Math.min(3, new Set(accesses.flatMap(({ children }) => children.slice(0, 1))).size - 1);
  return findingOf(kind, says, accesses).map((finding) => ({
    ...finding,
    weight: finding.weight + eachFurther * further,
  }));
}

function isFar({ homes }: Child, councils: readonly number[]): boolean {
  const theirs = homes.flatMap(({ council }) => (council === null ? [] : [council]));
  return theirs.length > 0 && theirs.every((council) => !councils.includes(council));
}

function dormant({ habit, day }: UserDay, unexplained: readonly Access[]): readonly Finding[] {
  if (habit.lastActiveOn === null) return [];
  const idle = daysBetween(habit.lastActiveOn, day);
  if (idle < limits.dormantDays) return [];
  return growing(
    'dormant account',
    `looked after ${idle} days in which the account had lain unused`,
    unexplained,
  );
}

function urgent({ habit, peers }: UserDay, openings: readonly Access[]): readonly Finding[] {
  const today = openings.filter(({ isUrgent }) => isUrgent);
  const count = habit.urgent + today.length;
  if (count < limits.urgent || count < limits.timesPeers * peers.urgentHigh) return [];
  if (habit.askedBefore.includes('emergency overused')) return [];
  return findingOf(
    'emergency overused',
    `said it was urgent ${count} times in four weeks, far more than others in the role`,
    today,
  );
}

function withoutWork({ habit, peers }: UserDay, openings: readonly Access[]): readonly Finding[] {
  const { withoutWork: count, unexplainedThen } = habit;
  if (count < limits.withoutWork || count < limits.timesPeers * peers.unexplainedHigh) return [];
  if (count < 0.8 * unexplainedThen || habit.askedBefore.includes('opening without work')) return [];
  return findingOf(
    'opening without work',
    `${count} of the ${unexplainedThen} earlier openings that nothing explained led to no work`,
    openings,
  );
}
