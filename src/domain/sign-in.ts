import type { Fault } from './outcome.ts';

/** What a person types on the first page of signing in. */
export type Typed = { readonly userName: string; readonly password: string; readonly pin: string };

export const signInLimits = {
  // NIST SP 800-63B-4 section 3.2.2 allows at most 100 failures in a row; ten in five minutes makes the hundred
  // take most of an hour. After the hundred only an administrator can help.
  account: { guesses: 10, inARow: 100 },
  // Ours: a hospital of 10,000 staff behind one address has about 500 signing in in its busiest five minutes, and one
  // in twenty mistyping. More than that is somebody guessing.
  source: { begun: 1000, failures: 100 },
  // Ours: 330,000 users, a sixth of them in the busiest five minutes, one in twenty mistyping, is about 2,750. Past
  // twice that somebody guesses from many places: each place is then held to few, and nobody is locked out.
  overall: { failures: 5000, failuresOfEachSource: 10 },
} as const;

const minute = 60_000;

export const throttleWindowMs = 5 * minute; // ours: ten guesses in five minutes
export const attemptLastsMs = 5 * minute; // between the password page and the token page; ours
export const coveredAfterMs = 3 * minute; // product.md section 2
export const attemptsKeptMs = 60 * minute; // then swept; ours

const idleMs = 15 * minute; // NIST SP 800-63B-4 section 2.3.3 allows 15 minutes at its highest level
const wholeMs = 12 * 60 * minute; // and 12 hours in all
const seenEveryMs = minute; // one write a minute a person, not one a page
const seenEverySharedMs = 10_000; // where three minutes count, they are counted closer; ours
const clocksDifferMs = minute; // between machines that answer for one another

// One message for every failure, so that nobody learns which part was right, or which names there are.
export const signInRefused: Fault = {
  kind: 'refused',
  says:
    'Your user name, password, PIN or code is wrong, too many tries were made, or more than 5 minutes passed. ' +
    'Start again with a new code. If it still does not work after 5 minutes, ask your account administrator.',
};

type Box = { readonly name: string; readonly longest: number; readonly tooLong: string };

const boxes: Readonly<Record<keyof Typed, Box>> = {
  userName: { name: 'user name', longest: 64, tooLong: 'User name must be 64 characters or fewer' },
  // Passwords are at most 128 characters when they are set; spelt in parts, the same characters may be more.
  password: { name: 'password', longest: 512, tooLong: 'Password must be 128 characters or fewer' },
  pin: { name: 'PIN', longest: 32, tooLong: 'PIN must be 6 to 8 digits' },
};

/** What is plainly wrong with what was typed, box by box; it tells nothing of any account. */
export function faultsInTyped(typed: Typed): readonly Fault[] {
  const faults = [
    faultInBox('userName', typed.userName),
    faultInBox('password', typed.password),
    faultInBox('pin', typed.pin),
  ];
  return faults.filter((fault) => fault !== undefined);
}

/** What is plainly wrong with what was typed into one box; undefined where it may be right. */
export function faultInBox(field: keyof Typed, typed: string): Fault | undefined {
  const says = whatIsWrong(typed, boxes[field]);
  return says === undefined ? undefined : { kind: 'invalid', field, says };
}

/** What is plainly wrong with a code; undefined where it may be one. */
export function faultInCode(typed: string): Fault | undefined {
  if (typed.length <= 32 && /^[0-9]{6}$/.test(tidyCode(typed))) return undefined;
  const says =
    typed === '' ? 'Enter the code on your token' : 'Code must be the 6 digits on your token, like 123456';
  return { kind: 'invalid', field: 'code', says };
}

/** A code as its token shows it, without the spaces that people put in the middle. */
export function tidyCode(typed: string): string {
  return typed.replaceAll(/\s/g, '');
}

/** A user name as it is kept: the same name however it is typed. */
export function foldUserName(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/** The place that tries are counted against: an IPv4 address, or the /64 that one IPv6 subscriber has (RFC 6177). */
export function sourceOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain.slice(0, 64);
  const [before = '', after = ''] = plain.split('::');
  const head = before.split(':').filter((group) => group !== '');
  const tail = after.split(':').filter((group) => group !== '');
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  const groups = [...head, ...(plain.includes('::') ? zeros : []), ...tail];
  return groups
    .slice(0, 4)
    .map((group) =>
      group
        .replace(/^0+(?=.)/, '')
        .toLowerCase()
        .slice(0, 4),
    )
    .join(':');
}

/** Whether a source has failed too often lately; fewer are borne while failures come from everywhere. */
export function isSourceOverLimit(failures: {
  readonly ofSource: number;
  readonly overall: number;
}): boolean {
  const isFlood = failures.overall >= signInLimits.overall.failures;
  return (
    failures.ofSource >= (isFlood ? signInLimits.overall.failuresOfEachSource : signInLimits.source.failures)
  );
}

/** The whole seconds that a session has left; none where it is over, or where the clock was set back under it. */
export function secondsLeft(session: { readonly begunAt: Date; readonly seenAt: Date }, now: Date): number {
  const idleFor = now.getTime() - session.seenAt.getTime();
  if (idleFor < -clocksDifferMs) return 0;
  const left = Math.min(idleMs - idleFor, wholeMs - (now.getTime() - session.begunAt.getTime()));
  return Math.max(0, Math.floor(Math.min(left, idleMs) / 1000));
}

/** Whether it is time to write down that the session is in use. */
export function isDueToBeSeen(seenAt: Date, now: Date, sharesMachines: boolean): boolean {
  return now.getTime() - seenAt.getTime() >= (sharesMachines ? seenEverySharedMs : seenEveryMs);
}

/** Wrong codes for a covered page that end the session; ours. */
export const wrongCodesBorne = 3;

/** Whether a session shows nothing until its user gives a code: somebody covered it, or nobody used it for three minutes. */
export function isCovered(
  session: { readonly seenAt: Date; readonly coveredAt: Date | null; readonly sharesMachines: boolean },
  now: Date,
): boolean {
  if (!session.sharesMachines) return false;
  return session.coveredAt !== null || now.getTime() - session.seenAt.getTime() >= coveredAfterMs;
}

function whatIsWrong(typed: string, { name, longest, tooLong }: Box): string | undefined {
  if (typed.trim() === '') return `Enter your ${name}`;
  if (typed.length > longest) return tooLong;
  if (!typed.isWellFormed() || /\p{Cc}/u.test(typed))
    return `Your ${name} has a character that cannot be read: type it again`;
  return name === 'PIN' && !/^[0-9]{6,8}$/.test(typed) ? tooLong : undefined;
}
