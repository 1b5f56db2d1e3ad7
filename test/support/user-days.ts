import type { Access, Child, Tie, UserDay } from '../../src/domain/misuse/usage.ts';
import { dayOfTests } from './population.ts';

/** A child far from everybody, unless told otherwise. */
export function aChild(childId: number, of: Partial<Child> = {}): Child {
  return {
    childId,
    givenName: 'jo',
    familyName: `name${childId}`,
    bornOn: dayOfTests,
    otherNames: [],
    homes: [
      {
        line: `${childId} Some Street ${childId}`,
        postcode: `AB1 ${childId}`,
        isPresent: true,
        council: 350,
      },
    ],
    schools: [childId],
    isShielded: false,
    isWellKnown: false,
    isCanary: false,
    ...of,
  };
}

/** An opening at ten in the morning, so many minutes later. */
export function anOpening(child: number, of: Partial<Access> = {}): Access {
  return {
    eventId: `event ${child}`,
    at: child,
    hour: 10,
    kind: 'opening',
    children: [child],
    isUrgent: false,
    reason: 'concern about the child',
    number: null,
    ...of,
  };
}

export const untied: Tie = { explanations: [], isCarer: false, sharesCarer: false, isColleagues: false };

/** A social worker's day with these accesses to these children, after a year of usual work. */
export function aDay(
  children: readonly Child[],
  of: Partial<UserDay> = {},
  ties: ReadonlyMap<number, Tie> = new Map(),
): UserDay {
  return {
    user: {
      accountId: 1,
      role: 'social worker',
      givenName: 'una',
      familyName: 'quillfeather',
      formerNames: [],
      bornOn: null,
      home: { line: '1 Own Road', postcode: 'ZZ9 9ZZ' },
      councils: [350],
    },
    day: dayOfTests,
    accesses: children.map(({ childId }) => anOpening(childId)),
    children: new Map(children.map((child) => [child.childId, child])),
    ties,
    habit: {
      activeDays: 80,
      lastActiveOn: dayOfTests,
      hours: 0b111111111100000000,
      unexplained: 0.2,
      bareLooks: 0.1,
      urgent: 0,
      withoutWork: 0,
      unexplainedThen: 0,
      askedBefore: [],
    },
    peers: {
      unexplained: { mean: 0.2, deviation: 0.5 },
      bareLooks: { mean: 0.1, deviation: 0.3 },
      unexplainedHigh: 3,
      urgentHigh: 2,
      hours: 0,
    },
    ...of,
  };
}
