import { addDays, addYears, londonDay, type Day } from './calendar.ts';
import { addWorkingDays } from './working-days.ts';

/** Why a child's place is shielded. Closed; never shown on a page about the child. */
export type ShieldReason = (typeof shieldReasons)[number];

export const shieldReasons = [
  'risk of violence',
  'domestic abuse',
  'adoption or new identity',
  'witness protection',
  'restricted by the NHS',
  'other risk to safety',
] as const;

export function isShieldReason(word: string): word is ShieldReason {
  return shieldReasons.some((known) => known === word);
}

/** The reasons that a person may give; the others are a supplier's. */
export const reasonsToAsk = {
  'risk of violence': 'Somebody may be violent to them',
  'domestic abuse': 'They have left domestic abuse, or are living with it',
  'adoption or new identity': 'They were adopted, or have a new identity',
  'witness protection': 'They are protected witnesses',
  'other risk to safety': 'Another risk to somebody’s safety',
} as const satisfies Partial<Readonly<Record<ShieldReason, string>>>;

export type AskedReason = keyof typeof reasonsToAsk;

export function isReasonToAsk(word: string): word is AskedReason {
  return Object.hasOwn(reasonsToAsk, word);
}

/** Why a shield is to come off. Closed. */
export const reasonsToLift = {
  'danger is over': 'The danger is over',
  'the family asked': 'The person who is protected asks for it',
  'asked by mistake': 'It was put on by mistake',
} as const;

export type LiftReason = keyof typeof reasonsToLift;

export function isReasonToLift(word: string): word is LiftReason {
  return Object.hasOwn(reasonsToLift, word);
}

const daysToDecide = 5; // working days: product.md section 5

/** The last day on which a shield asked for at this instant is to be decided. */
export function decideBy(askedAt: Date): Day {
  return addWorkingDays(londonDay(askedAt), daysToDecide);
}

/** After how long a shield that stays is looked at again: ours. */
export const reviewsAfter = {
  '3 months': 'In 3 months',
  '6 months': 'In 6 months',
  '12 months': 'In a year',
} as const;

export type ReviewAfter = keyof typeof reviewsAfter;

export function isReviewAfter(word: string): word is ReviewAfter {
  return Object.hasOwn(reviewsAfter, word);
}

/** The day of the next look at a shield that stays. */
export function reviewOn(after: ReviewAfter, today: Day): Day {
  const days: Readonly<Record<ReviewAfter, Day>> = {
    '3 months': addDays(today, 91),
    '6 months': addDays(today, 182),
    '12 months': addYears(today, 1),
  };
  return days[after];
}

/** What a shield waits for today. */
export type ShieldState =
  'to be decided' | 'decision overdue' | 'second person' | 'to be reviewed' | 'stands';

/** What is known of a shield, as far as it says what it waits for. */
export type ShieldClock = {
  readonly decidedAt: Date | null;
  readonly decideBy: Day;
  readonly reviewOn: Day | null;
  readonly liftAskedBy: number | null;
};

const remindDays = 14; // ours: before the day of the review

/** Reviews due up to this day are said today. */
export function remindFrom(today: Day): Day {
  return addDays(today, remindDays);
}

/** What this shield waits for: it stands meanwhile, whatever it is. */
export function stateOfShield(shield: ShieldClock, today: Day): ShieldState {
  if (shield.liftAskedBy !== null) return 'second person';
  if (shield.decidedAt === null) return today > shield.decideBy ? 'decision overdue' : 'to be decided';
  return shield.reviewOn !== null && shield.reviewOn <= remindFrom(today) ? 'to be reviewed' : 'stands';
}
