import { findingOf } from './finding-events.ts';
import type { Finding } from './finding.ts';
import type { Access, Child } from './usage.ts';
import { limits } from './weights.ts';

/** Finds those who walk through children in an order that no work has: along a street, down a register, by number. */
export function findSequences(
  unexplained: readonly Access[],
  children: ReadonlyMap<number, Child>,
): readonly Finding[] {
  const steps = unexplained.flatMap((access) => {
    const child =
      access.children.length > limits.fewShown ? undefined : children.get(access.children[0] ?? 0);
    return child === undefined ? [] : [{ access, child }];
  });
  return [
    ...together(steps, streetsOf, homeOf, limits.sameStreet, 'of one street'),
    ...together(steps, ({ schools }) => schools.map(String), idOf, limits.sameSchool, 'of one school'),
    ...alphabetical(steps),
  ];
}

type Step = { readonly access: Access; readonly child: Child };

function together(
  steps: readonly Step[],
  groupsOf: (child: Child) => readonly string[],
  apart: (child: Child) => string,
  enough: number,
  what: string,
): readonly Finding[] {
  const groups = new Map<string, Step[]>();
  for (const step of steps)
    for (const group of groupsOf(step.child)) groups.set(group, [...(groups.get(group) ?? []), step]);
  return [...groups.values()].flatMap((same) => {
    const different = new Set(same.map(({ child }) => apart(child))).size;
    if (different < enough) return [];
    return findingOf(
      'in sequence',
      `${different} ${what}, one after another`,
      same.map(({ access }) => access),
    );
  });
}

function streetsOf({ homes }: Child): readonly string[] {
  const present = homes.filter(({ isPresent }) => isPresent);
  return present.map(({ line, postcode }) => `${streetOf(line)} ${postcode.split(' ')[0]}`);
}

function streetOf(line: string): string {
  return line.toLowerCase().replace(/^(?:flat \d+, )?\d+[a-z]? /, '');
}

function homeOf({ homes, childId }: Child): string {
  return homes.find(({ isPresent }) => isPresent)?.line ?? String(childId);
}

function idOf({ childId }: Child): string {
  return String(childId);
}

/** The longest run in which no family name stands before the one before it. Families of one name count once. */
function alphabetical(steps: readonly Step[]): readonly Finding[] {
  let run: Step[] = [];
  let longest: Step[] = [];
  for (const step of steps) {
    const last = run.at(-1)?.child.familyName;
    if (last === step.child.familyName) continue;
    run = last === undefined || last < step.child.familyName ? [...run, step] : [step];
    if (run.length > longest.length) longest = run;
  }
  if (longest.length < limits.alphabetical) return [];
  return findingOf(
    'in sequence',
    `${longest.length} in the order of the alphabet`,
    longest.map(({ access }) => access),
  );
}

/** Finds numbers tried about each other, up or down. A number that nobody has shows nobody, and was tried all the same. */
export function findNumbers(accesses: readonly Access[]): readonly Finding[] {
  const tried = accesses.flatMap((access) => {
    const rank = rankOf(access);
    return rank === undefined ? [] : [{ access, rank }];
  });
  let run: typeof tried = [];
  let longest: typeof tried = [];
  for (const one of tried.sort((a, b) => a.rank - b.rank)) {
    const step = one.rank - (run.at(-1)?.rank ?? Number.NEGATIVE_INFINITY);
    if (step === 0) continue;
    run = step <= limits.numberStep ? [...run, one] : [one];
    if (run.length > longest.length) longest = run;
  }
  if (longest.length < limits.numbers) return [];
  return findingOf(
    'in sequence',
    `${longest.length} numbers, each close to another`,
    longest.map(({ access }) => access),
  );
}

// An NHS number without its check digit, which jumps from one to the next.
function rankOf(access: Access): number | undefined {
  const digits = access.number?.replaceAll(/\D/g, '') ?? '';
  return digits.length === 10 ? Number(digits.slice(0, 9)) : undefined;
}
