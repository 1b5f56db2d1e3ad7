import type { Day } from '../calendar.ts';
import type { Role } from '../roles.ts';
import type { Explanation } from './explanations.ts';
import type { FindingKind } from './finding.ts';

/**
 * One look at children: the opening of a record, or a look at a list or a name that led to no opening. `children` are
 * those shown; `refused` is an opening that the rules refused, which counts as no access.
 */
export type Access = {
  readonly eventId: string;
  readonly at: number; // ms since 1970
  readonly hour: number; // of the London day
  readonly kind: 'opening' | 'bare look' | 'refused';
  readonly children: readonly number[];
  readonly isUrgent: boolean;
  /** Made for a colleague without an account, whom the entry names. */
  readonly isMediated?: boolean;
  readonly reason: string | null;
  /** The number searched by, where it was one: for those who try one after another. */
  readonly number: string | null;
};

/** Whoever looked, with what only the review may know of them. Names are folded. */
export type User = {
  readonly accountId: number;
  readonly role: Role;
  readonly givenName: string;
  readonly familyName: string;
  readonly formerNames: readonly string[];
  readonly bornOn: Day | null;
  readonly home: Home | null;
  /** Councils of the organisation, and of the children that the user works with. */
  readonly councils: readonly number[];
};

export type Home = {
  readonly line: string;
  readonly postcode: string;
};

/** A child as the rules see it. Names are folded. */
export type Child = {
  readonly childId: number;
  readonly givenName: string;
  readonly familyName: string;
  readonly bornOn: Day;
  /** The child's former family names, and those of carers. */
  readonly otherNames: readonly string[];
  readonly homes: readonly (Home & { readonly isPresent: boolean; readonly council: number | null })[];
  readonly schools: readonly number[];
  readonly isShielded: boolean;
  readonly isWellKnown: boolean;
  readonly isCanary: boolean;
};

/** What stands between one user and one child. */
export type Tie = {
  readonly explanations: readonly Explanation[];
  /** The user stands on the record as a carer. */
  readonly isCarer: boolean;
  /** Somebody cares for this child and for one of whom the user is a carer. */
  readonly sharesCarer: boolean;
  /** Somebody of the user's own team cares for the child, or lives with it. */
  readonly isColleagues: boolean;
};

/** What the user has done in the weeks before. */
export type Habit = {
  readonly activeDays: number; // of the last 90
  readonly lastActiveOn: Day | null;
  readonly hours: number; // a bit for each hour of the day ever worked in
  readonly unexplained: number; // a day
  readonly bareLooks: number; // a day
  readonly urgent: number; // openings in the last 28 days
  /** Openings of four to eight weeks ago that nothing explained and no work of the organisation followed. */
  readonly withoutWork: number;
  /** How many of those there were in all. */
  readonly unexplainedThen: number;
  /** What takes weeks to come about is asked about once in as many weeks. */
  readonly askedBefore: readonly FindingKind[];
};

/** What others in the same role do, by active day, in the last 28 days. */
export type Peers = {
  readonly unexplained: Spread;
  readonly bareLooks: Spread;
  /** What one account in fifty passes: unexplained accesses, and urgent openings, in the 28 days. */
  readonly unexplainedHigh: number;
  readonly urgentHigh: number;
  readonly hours: number; // a bit for each hour that one of their days in thirty has
};

export type Spread = { readonly mean: number; readonly deviation: number };

/** One user's day, with all that it is judged by. */
export type UserDay = {
  readonly user: User;
  readonly day: Day;
  readonly accesses: readonly Access[]; // in time
  readonly children: ReadonlyMap<number, Child>;
  readonly ties: ReadonlyMap<number, Tie>;
  readonly habit: Habit;
  readonly peers: Peers;
};

/** How rare a family name is: the share of people whom one would meet with it. */
export type NameRarity = (folded: string) => number;
