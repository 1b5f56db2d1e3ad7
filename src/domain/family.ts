import { ageOn, type Day } from './calendar.ts';
import type { Fault } from './outcome.ts';

/** What a record keeper saw that proves who somebody is. Closed; nothing is uploaded. */
export const identitySeen = {
  passport: 'A passport',
  'driving licence': 'A driving licence',
  'identity card': 'An identity card with a photograph',
  'known to a professional': 'A professional who knows them, in person',
} as const satisfies Readonly<Record<string, string>>;

/** What a record keeper saw that proves parental responsibility. Closed. */
export const responsibilitySeen = {
  'birth certificate': 'A birth certificate that names them',
  'court order': 'A court order',
  'adoption certificate': 'An adoption certificate',
  'agreement registered with the court': 'An agreement registered with the court',
} as const satisfies Readonly<Record<string, string>>;

/** By whom the invitation is given to the person. */
export const handedOverBy = {
  school: 'By the school',
  surgery: 'By the surgery',
  worker: 'By a worker',
  post: 'By post, only to a young person of 16 or over',
} as const satisfies Readonly<Record<string, string>>;

/** What a record keeper answers about an invitation. */
export type InvitationTyped = {
  /** `child`, or the number of a carer on the record. */
  readonly whom: string;
  readonly identity: string;
  readonly responsibility: string;
  readonly handOver: string;
  /** Somebody disputes who has responsibility: then another record keeper has to second it. */
  readonly disputed: boolean;
};

const days = 86_400_000;
const minutes = 60_000;

export const invitationLastsMs = 14 * days; // product.md section 7
export const setupLastsMs = 60 * minutes; // as an activation's; ours
export const familyIdleMs = 10 * minutes; // a telephone is lent more than a desk; ours
export const familyWholeMs = 60 * minutes; // nobody reads one record for longer; ours
const clocksDifferMs = minutes; // between machines that answer for one another

const oldEnoughForPost = 16; // product.md section 7: never posted home before
const parentUntil = 16; // product.md section 7, as NHS proxy access

/** All that is wrong with an invitation as it was filled in. */
export function faultsInInvitation(typed: InvitationTyped, born: Day, today: Day): readonly Fault[] {
  const forChild = typed.whom === 'child';
  const faults = [
    typed.whom === '' && wrong('whom', 'Choose who is invited'),
    !Object.hasOwn(identitySeen, typed.identity) &&
      wrong('identity', 'Choose what you saw that proves who they are'),
    !forChild &&
      !Object.hasOwn(responsibilitySeen, typed.responsibility) &&
      wrong('responsibility', 'Choose what you saw that proves parental responsibility'),
    !Object.hasOwn(handedOverBy, typed.handOver) && wrong('handOver', 'Choose who hands it over'),
    typed.handOver === 'post' &&
      !(forChild && ageOn(born, today) >= oldEnoughForPost) &&
      wrong('handOver', 'It may be posted only to a young person of 16 or over: choose who hands it over'),
  ];
  return faults.filter((fault) => fault !== false);
}

function wrong(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}

/** What decides, at each request, whether somebody's family access stands. */
export type FamilyFacts = {
  readonly isParent: boolean;
  readonly dateOfBirth: Day;
  readonly leavesOn: Day;
  readonly closed: boolean;
  readonly shielded: boolean;
  /** Of the parent's own row on the record today; null where there is none any more. */
  readonly responsibility: string | null;
};

/** The rule by which family access does not stand today; undefined where it does. */
export function familyRefusedBy(facts: FamilyFacts, today: Day): string | undefined {
  if (facts.closed || facts.leavesOn <= today) return 'record closed';
  if (!facts.isParent) return undefined;
  // At once: who asked for the shield, and against whom, is for people to say and not for this page.
  if (facts.shielded) return 'shielded from parents';
  if (ageOn(facts.dateOfBirth, today) >= parentUntil) return 'child is 16';
  // Where no feed knows it, two people saw the evidence.
  const stands = facts.responsibility !== null && facts.responsibility !== 'no';
  return stands ? undefined : 'no parental responsibility';
}

/** Whether a family session is still good; a clock that was set back under it ends it. */
export function isFamilySessionGood(
  session: { readonly begunAt: Date; readonly seenAt: Date; readonly endedAt: Date | null },
  now: Date,
): boolean {
  const idle = now.getTime() - session.seenAt.getTime();
  const whole = now.getTime() - session.begunAt.getTime();
  return session.endedAt === null && idle >= -clocksDifferMs && idle < familyIdleMs && whole < familyWholeMs;
}

/** Whether a first name typed is one that the record holds: twins have one birthday, and two first names. */
export function isFirstNameOf(
  typed: string,
  who: { readonly givenNames: string; readonly preferredName: string | null },
): boolean {
  const first = firstOf(typed);
  return first !== '' && (first === firstOf(who.givenNames) || first === firstOf(who.preferredName ?? ''));
}

function firstOf(names: string): string {
  return fold(names).split(' ')[0] ?? '';
}

function fold(names: string): string {
  return names
    .slice(0, 200)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ');
}

// One message for every failure, so that nobody learns which part was right.
export const familyRefused: Fault = {
  kind: 'refused',
  says:
    'Something you typed is not right, or it was tried too often, or the time is over. Try again with a new code. ' +
    'If it still does not work, ask whoever gave you your paper.',
};
