import { roles, type Role } from '../roles.ts';
import { byRole } from './by-role.ts';
import { careAndWatch } from './care-and-watch.ts';
import { findingAndAsking } from './finding-and-asking.ts';
import type { CoursePart } from './part.ts';

/** The text of the course; raised when what it teaches changes, so that a pass says what was learnt. */
export const courseVersion = 1;

// Ours: five in six, so that one slip is allowed and a part that was not read is not.
const passShare = 5 / 6;

const courseParts = [...findingAndAsking, ...careAndWatch, ...byRole];

/** The parts of the course for a role, in order. */
export function courseFor(role: Role): readonly CoursePart[] {
  return courseParts.filter((part) => part.for.includes(roles[role].kind));
}

/** One part of it, by its place in an address. */
export function coursePart(role: Role, id: string): CoursePart | undefined {
  return courseFor(role).find((part) => part.id === id);
}

/** The questions of the check at the end, each with its box and the part that answers it. */
export function checkFor(role: Role) {
  return courseFor(role).flatMap((part) =>
    part.check.map((question, at) => ({ box: `${part.id}-${at + 1}`, part, question })),
  );
}

export type Marked =
  | { readonly ok: false; readonly unanswered: readonly string[] }
  | {
      readonly ok: true;
      readonly passed: boolean;
      readonly right: number;
      readonly of: number;
      /** The parts to read again, in order. */
      readonly readAgain: readonly CoursePart[];
    };

/** Marks the check: which boxes are empty, or how many answers are right and whether that passes. */
export function markCheck(role: Role, answerOf: (box: string) => string | undefined): Marked {
  const questions = checkFor(role);
  const isAnswer = (typed: string | undefined): boolean => ['0', '1', '2'].includes(typed ?? '');
  const unanswered = questions.map(({ box }) => box).filter((box) => !isAnswer(answerOf(box)));
  if (unanswered.length > 0) return { ok: false, unanswered };
  const wrong = questions.filter(({ box, question }) => answerOf(box) !== String(question.right));
  const right = questions.length - wrong.length;
  return {
    ok: true,
    passed: right >= Math.ceil(questions.length * passShare),
    right,
    of: questions.length,
    readAgain: [...new Set(wrong.map(({ part }) => part))],
  };
}
