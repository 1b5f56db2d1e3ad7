import { emailFault, telephoneFault } from './contact-details.ts';
import { done, type Fault } from './outcome.ts';
import { isFooting, type Footing } from './reasons.ts';

/** How soon somebody asks to be contacted. Urgent never waits in a queue: the page gives the number first. */
export const urgencies = {
  now: 'Within the hour. I have rung, or am about to',
  today: 'Today',
  'this week': 'This week',
} as const;

export type Urgency = keyof typeof urgencies;

/** How whoever asks is reached. */
export const waysToReach = {
  telephone: 'By telephone',
  'relay uk': 'By Relay UK (text relay)',
  email: 'By e-mail',
} as const;

export type WayToReach = keyof typeof waysToReach;

/** What can become of a request. The first three wait for an answer. */
export const requestStates = {
  asked: 'Asked',
  seen: 'Seen',
  'passed on': 'Passed on',
  accepted: 'Accepted',
  declined: 'Declined',
  done: 'Done',
  withdrawn: 'Taken back',
} as const;

export type RequestState = keyof typeof requestStates;

/** Whether a request in this state waits for its answer. */
export function waitsForAnswer(state: RequestState): boolean {
  return state === 'asked' || state === 'seen' || state === 'passed on';
}

/** Who has been told that a request waits too long. */
export type Chased = 'not yet' | 'reminded' | 'team' | 'management';

/** Of whom it is asked: by name, through the relay, of whoever helps a shielded child, or of another child's worker. */
export type RequestKind = 'named' | 'relayed' | 'withheld' | 'any other child' | 'other child';

export type TypedRequest = {
  readonly reachBy: string;
  readonly telephone: string;
  readonly email: string;
  readonly urgency: string;
  readonly footing: string;
};

export type NewContactRequest = {
  readonly reachBy: WayToReach;
  readonly telephone: string | null;
  readonly email: string | null;
  readonly urgency: Urgency;
  readonly footing: Footing;
};

type Read =
  | { readonly ok: true; readonly value: NewContactRequest }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads what is typed of a request; or all that is wrong with it. */
export function readContactRequest(typed: TypedRequest): Read {
  const { reachBy, urgency, footing } = typed;
  const faults = [
    isUrgency(urgency) ? undefined : boxFault('urgency', 'Select how soon you need to talk'),
    isWayToReach(reachBy) ? detailFault(typed) : boxFault('reachBy', 'Select how they can reach you'),
    isFooting(footing) ? undefined : boxFault('footing', 'Select who has agreed, or why nobody was asked'),
    footing === 'not asked yet' ? boxFault('footing', notAskedYet) : undefined,
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0 || !isUrgency(urgency) || !isWayToReach(reachBy) || !isFooting(footing))
    return { ok: false, faults };
  const isEmail = reachBy === 'email';
  const telephone = isEmail ? null : typed.telephone.trim();
  return done({ reachBy, urgency, footing, telephone, email: isEmail ? typed.email.trim() : null });
}

// A record may be opened on it; to talk, somebody has to have agreed, or there is a cause not to ask (product.md section 2).
export const notAskedYet =
  'Ask the child or a parent first. If you cannot, select why: a request is not sent on “not asked yet”';

function detailFault({ reachBy, telephone, email }: TypedRequest): Fault | undefined {
  return reachBy === 'email' ? emailFault('email', email) : telephoneFault('telephone', telephone);
}

const hour = 3_600_000;

// After so many hours each step is taken: a reminder, the whole team, the management team. Ours: half of what was asked for, what
// was asked for, and twice that; "today" as eight working hours, "this week" as five days.
const hoursUntil: Readonly<Record<Urgency, readonly [number, number, number]>> = {
  now: [0.5, 1, 2],
  today: [2, 4, 8],
  'this week': [24, 72, 120],
};

const steps: readonly Chased[] = ['not yet', 'reminded', 'team', 'management'];

/** The next step, once a request has waited on: who is told now. */
export function nextChased(chased: Chased): Chased {
  return steps[steps.indexOf(chased) + 1] ?? 'management';
}

/** When the step after this one is due, for what was asked or passed on at an instant; null after the last. */
export function chaseAt(urgency: Urgency, chased: Chased, since: Date): Date | null {
  const hours = hoursUntil[urgency][steps.indexOf(chased)];
  return hours === undefined ? null : new Date(since.getTime() + hours * hour);
}

export function isUrgency(word: string): word is Urgency {
  return Object.hasOwn(urgencies, word);
}

export function isWayToReach(word: string): word is WayToReach {
  return Object.hasOwn(waysToReach, word);
}

export function isRequestState(word: string): word is RequestState {
  return Object.hasOwn(requestStates, word);
}

export function isChased(word: string): word is Chased {
  return steps.some((step) => step === word);
}

export function isRequestKind(word: string): word is RequestKind {
  return ['named', 'relayed', 'withheld', 'any other child', 'other child'].includes(word);
}

/** Whom somebody asks: one service by its number on the record, the service that is not named, whoever helps a shielded child, or the workers of a carer's other children. */
export type Whom =
  { readonly kind: 'work'; readonly no: number } | { readonly kind: 'relay' | 'withheld' | 'others' };

// In one number, so that a sealed name can stand for it in an address.
const firstBlind = 100_000;
const blind = ['relay', 'withheld', 'others'] as const;

export function numberOfWhom(whom: Whom): number {
  return whom.kind === 'work' ? whom.no : firstBlind + blind.indexOf(whom.kind);
}

export function whomOfNumber(number: number): Whom | undefined {
  if (number < firstBlind) return { kind: 'work', no: number };
  const kind = blind[number - firstBlind];
  return kind && { kind };
}

function boxFault(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}
