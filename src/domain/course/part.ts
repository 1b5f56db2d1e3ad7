import type { UserKind } from '../roles.ts';

/** Asked with three answers, of which one is right. */
export type Question = {
  readonly asks: string;
  readonly answers: readonly [string, string, string];
  /** Which of the answers is right, from 0. */
  readonly right: 0 | 1 | 2;
  readonly because: string;
};

/** A page of the course. */
export type CoursePart = {
  readonly id: string;
  readonly title: string;
  /** To read it and try what it says. */
  readonly minutes: number;
  readonly for: readonly UserKind[];
  readonly says: readonly string[];
  readonly remember: readonly string[];
  /** Something to do on a practice copy, with its address. */
  readonly exercise?: { readonly says: string; readonly href: `/${string}` };
  /** Asked on its page, with the answer told at once. */
  readonly question: Question;
  /** Asked in the check at the end. */
  readonly check: readonly [Question, Question];
};

/** Whom a part of the course is for: kinds of user. */
export const everybody = ['practitioner', 'record keeper', 'account administrator', 'reviewer'] as const;

/** Those who open records. */
export const opening = ['practitioner', 'record keeper'] as const;
