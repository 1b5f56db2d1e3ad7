import type { Fault } from './outcome.ts';

/** How a session ended, where somebody or something ended it. Closed. */
export type SessionEnd = keyof typeof ends;

type Told = { readonly word: string; readonly listed: string; readonly says: string };

const ends = {
  'signed out': { word: 'signed-out', listed: 'Signed out', says: 'You signed out.' },
  'signed in elsewhere': {
    word: 'elsewhere',
    listed: 'Ended by signing in again',
    says:
      'Somebody signed in with your user name on another machine or in another browser. Only one can be signed in at a ' +
      'time. If it was not you, tell your account administrator now.',
  },
  'account shut': {
    word: 'account',
    listed: 'Ended because the account could not be used',
    says: 'Your account cannot be used now. Sign in again to see why.',
  },
  'token lost': {
    word: 'token',
    listed: 'Ended because a token was reported lost',
    says: 'Your security token was reported lost, so you were signed out. Ask your account administrator for a new one.',
  },
  'wrong codes': {
    word: 'codes',
    listed: 'Ended after three wrong codes',
    says: 'Three wrong codes were given for a covered page, so you were signed out.',
  },
} as const satisfies Readonly<Record<string, Told>>;

/** A session that is over; `because` is left out where it ran out by itself, or never was. */
export type SessionOver = Fault & { readonly because?: SessionEnd };

/** What somebody is told whose session ran out, or is not known. */
export const sessionOver: SessionOver = {
  kind: 'stale',
  says: 'You are signed out. You signed out, signed in somewhere else, or did nothing for 15 minutes. Sign in again.',
};

/** What somebody is told whose session was ended. */
export function sessionEndedBy(because: SessionEnd): SessionOver {
  return { kind: 'stale', says: ends[because].says, because };
}

export function isSessionEnd(word: string): word is SessionEnd {
  return Object.hasOwn(ends, word);
}

/** How a list of sessions names an end. */
export function listedEnd(because: SessionEnd): string {
  return ends[because].listed;
}

/** The word by which an address names an end: no more of it stands there. */
export function wordOfEnd(because: SessionEnd): string {
  return ends[because].word;
}

/** What the word in an address stands for; undefined where it stands for none. */
export function saysOfEnd(word: string | undefined): string | undefined {
  return Object.values(ends).find((end) => end.word === word)?.says;
}
