import { addYears, compareDays, londonDay, type Day } from './calendar.ts';
import {
  caseOutcomes,
  isCaseOutcome,
  isFamilyTold,
  type CaseOutcome,
  type FamilyTold,
} from './case-words.ts';
import type { Fault } from './outcome.ts';
import { addWorkingDays } from './working-days.ts';

/** How far a case has come. */
export type CaseState = (typeof caseStates)[number];

export const caseStates = [
  'open', // a reviewer looks at it
  'second person', // serious outcomes are proposed: another reviewer decides
  'closed',
] as const;

export function isCaseState(word: string): word is CaseState {
  return caseStates.some((state) => state === word);
}

/** What a reviewer finds a case to be. */
export type CaseDecision = {
  /** Deliberate use without permission or good reason. */
  readonly deliberate: boolean;
  readonly outcomes: readonly CaseOutcome[];
  /** Null where the case is not serious. */
  readonly family: FamilyTold | null;
};

/** A decision as a form sends it. */
export type DecisionTyped = {
  readonly deliberate: string;
  readonly outcomes: readonly string[];
  readonly family: string;
};

/** What is decided, or all that is wrong with it. */
export function readDecision(
  typed: DecisionTyped,
):
  | { readonly ok: true; readonly value: CaseDecision }
  | { readonly ok: false; readonly faults: readonly Fault[] } {
  const outcomes = typed.outcomes.filter(isCaseOutcome);
  const deliberate = typed.deliberate === 'yes';
  const faults = [
    ...(typed.deliberate === 'yes' || typed.deliberate === 'no' ? [] : [noDeliberate]),
    ...outcomeFaults(deliberate, outcomes),
    ...(isSerious(outcomes) && !isFamilyTold(typed.family) ? [noFamily] : []),
  ];
  if (faults.length > 0) return { ok: false, faults };
  const family = isSerious(outcomes) && isFamilyTold(typed.family) ? typed.family : null;
  return { ok: true, value: { deliberate, outcomes, family } };
}

/** Whether outcomes need a second person, and begin the breach clock. */
export function isSerious(outcomes: readonly CaseOutcome[]): boolean {
  return outcomes.some((outcome) => caseOutcomes[outcome].serious);
}

// Deliberate use always ends access (product.md section 9), and nothing else does: a mistake is not punished for good.
function outcomeFaults(deliberate: boolean, outcomes: readonly CaseOutcome[]): readonly Fault[] {
  const has = (outcome: CaseOutcome): boolean => outcomes.includes(outcome);
  const wrong = (says: string): readonly Fault[] => [{ kind: 'invalid', field: 'outcomes', says }];
  if (outcomes.length === 0) return wrong('Select what the case comes to');
  if (has('explained') && outcomes.length > 1) return wrong('Select “Explained” alone, or other outcomes');
  if (deliberate && !has('access ended'))
    return wrong('Select “Access ended for good”: deliberate misuse always ends access');
  if (!deliberate && has('access ended'))
    return wrong('Access ends for good only for deliberate misuse. Select another outcome');
  if (has('access ended') && !has('employer told'))
    return wrong('Select “Employer told”: an employer has to report what it did');
  return [];
}

const noDeliberate: Fault = {
  kind: 'invalid',
  field: 'deliberate',
  says: 'Select whether it was deliberate use without good reason',
};
const noFamily: Fault = {
  kind: 'invalid',
  field: 'family',
  says: 'Select whether the family is told',
};

const reportWithin = 20; // working days: product.md section 9
const barredYears = 6; // product.md section 9: at least
const breachHours = 72; // UK GDPR article 33(1)

/** The last day on which a user who was asked at an instant can answer in time: the next working day. */
export function answerDueOn(askedAt: Date): Day {
  return addWorkingDays(londonDay(askedAt), 1);
}

/** The last day on which an employer can report what it did. */
export function reportDueOn(decidedAt: Date): Day {
  return addWorkingDays(londonDay(decidedAt), reportWithin);
}

/** The day before which nobody whose access was ended on a day may have an account. */
export function barredUntil(endedOn: Day): Day {
  return addYears(endedOn, barredYears);
}

/** When a breach has to have been told, from the moment of knowing. Hours run through nights and holidays. */
export function breachDueAt(knownSince: Date): Date {
  return new Date(knownSince.getTime() + breachHours * 3_600_000);
}

/** How a clock that ends with a day stands: warned of for its last five days. */
export function clockOf(dueOn: Day, today: Day): 'running' | 'soon' | 'over' {
  if (compareDays(dueOn, today) < 0) return 'over';
  return compareDays(dueOn, addWorkingDays(today, 5)) <= 0 ? 'soon' : 'running';
}

/** What whoever reported it learns: that it was looked at and what came of it, and nothing else of the user. */
export function reporterLearns(state: CaseState, outcomes: readonly CaseOutcome[]): string {
  if (state !== 'closed') return 'A reviewer is looking at this. You will be told when it is decided.';
  if (outcomes.includes('explained')) return 'A reviewer looked at this and found a good reason for it.';
  if (outcomes.includes('access ended'))
    return 'A reviewer found no good reason for this. The person can no longer use ContactPoint.';
  return 'A reviewer looked at this and found that it should not have happened. The person was dealt with.';
}
