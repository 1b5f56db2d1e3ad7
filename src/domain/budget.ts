import type { Fault } from './outcome.ts';

/** What one account has done, and what holds it or lets it on. The hour is the clock's; the day is London's. */
export type Spent = Counts & {
  readonly searchesThisHour: number;
  readonly saidWhyThisHour: boolean;
  readonly saidWhyToday: boolean;
  /** An account administrator lets this person go on today. */
  readonly raised: boolean;
  /** The organisation's accounts, or all accounts, have together done more in a day than their work explains. */
  readonly othersStopped: boolean;
};

/** What is counted over a day: of one account, or of many together. */
export type Counts = {
  readonly searches: number;
  /** Different children whose records were opened. */
  readonly opened: number;
  /** Children that searches listed, each time that one did. One's own caseload does not count. */
  readonly listed: number;
};

type Counted = 'searchesThisHour' | keyof Counts;
type Limit = { readonly soft: number; readonly hard: number };

/** Soft asks for a reason; hard asks for an administrator. */
export const limits = {
  // 60 an hour, 150 opened and 500 listed a day: trust.md, Access control 3. Half of a hard limit is soft: ours.
  searchesThisHour: { soft: 60, hard: Infinity },
  searches: { soft: Infinity, hard: 8 * 60 }, // ours: a working day of eight hours, each at the hour's limit
  opened: { soft: 75, hard: 150 },
  listed: { soft: 250, hard: 500 },
} as const satisfies Readonly<Record<Counted, Limit>>;

const raisedBy = 1.5; // ours: once a day, by half
const nearly = 0.8; // ours: from here on a person is told what is left

// product.md section 3: what one search may list. A test holds it to the search's own number.
const listedAtMost = 20;

export type Decision =
  | { readonly kind: 'go' }
  | { readonly kind: 'say why'; readonly over: Counted }
  | { readonly kind: 'stop'; readonly over: Counted | 'others' };

/** Decides of an act by what would be spent with it. */
export function decide(spent: Spent): Decision {
  if (spent.othersStopped && !spent.raised) return { kind: 'stop', over: 'others' };
  const hard = counted.find((each) => spent[each] > hardLimit(each, spent));
  if (hard !== undefined) return { kind: 'stop', over: hard };
  const soft = counted.find((each) => spent[each] > limits[each].soft && !saidWhy(each, spent));
  return soft === undefined ? { kind: 'go' } : { kind: 'say why', over: soft };
}

const counted = ['searchesThisHour', 'searches', 'opened', 'listed'] as const;

/**
 * Decides of one more search before it is made, as if it listed the most that a search may: so that whether it runs
 * tells nothing of what it would have found.
 */
export function decideOnSearch(spent: Spent): Decision {
  const { searchesThisHour, searches, listed } = spent;
  return decide({
    ...spent,
    searchesThisHour: searchesThisHour + 1,
    searches: searches + 1,
    listed: listed + listedAtMost,
  });
}

/** What a person is told where a budget is used up. */
export function faultOf(decision: Exclude<Decision, { readonly kind: 'go' }>): Fault {
  if (decision.over === 'others') return { kind: 'stopped', says: othersSays };
  const kind = decision.kind === 'stop' ? 'stopped' : 'reason-wanted';
  const limit = limits[decision.over][decision.kind === 'stop' ? 'hard' : 'soft'];
  return { kind, says: `With this you could go past ${limit} ${unit[decision.over]}.` };
}

const othersSays =
  'Your organisation, or all organisations together, have looked up far more children today than usual.';
const unit: Readonly<Record<Counted, string>> = {
  searchesThisHour: 'searches in one hour',
  searches: 'searches in one day',
  opened: 'children’s records opened in one day',
  listed: 'children listed by searches in one day',
};

/** The rule that refused, as the log names it. */
export function ruleOf(decision: Exclude<Decision, { readonly kind: 'go' }>): string {
  return `${decision.kind === 'stop' ? 'hard' : 'soft'} budget: ${decision.over}`;
}

/** What is nearly used up, in words; undefined while there is plenty. */
export function nearlyUsed(spent: Spent): string | undefined {
  const near = counted.find((each) => spent[each] >= nearly * nextLimit(each, spent));
  if (near === undefined) return undefined;
  return `You have used ${spent[near]} of ${nextLimit(near, spent)} ${unit[near]}.`;
}

/** Whether a person is stopped for the day, or will soon be. */
export function standingOf(spent: Spent): 'stopped' | 'nearly stopped' | 'free' {
  const atLimit = decide({ ...spent, opened: spent.opened + 1 }).kind === 'stop';
  if (atLimit || decideOnSearch(spent).kind === 'stop') return 'stopped';
  return counted.some((each) => spent[each] >= nearly * hardLimit(each, spent)) ? 'nearly stopped' : 'free';
}

/** What a reason is asked for now: for this hour, for this day, both or neither. */
export function whyAsked(spent: Spent): { readonly thisHour: boolean; readonly today: boolean } {
  const { searchesThisHour, opened, listed } = spent;
  return {
    thisHour: searchesThisHour >= limits.searchesThisHour.soft,
    today: opened >= limits.opened.soft || listed + listedAtMost > limits.listed.soft,
  };
}

function hardLimit(each: Counted, { raised }: Spent): number {
  return limits[each].hard * (raised ? raisedBy : 1);
}

function nextLimit(each: Counted, spent: Spent): number {
  return saidWhy(each, spent) ? hardLimit(each, spent) : Math.min(limits[each].soft, hardLimit(each, spent));
}

function saidWhy(each: Counted, { saidWhyThisHour, saidWhyToday }: Spent): boolean {
  return each === 'searchesThisHour' ? saidWhyThisHour : saidWhyToday;
}

/** From where on an account of today may be near a limit: fewer are free whatever else they did. */
export const nearLimits: Counts = {
  searches: nearly * limits.searches.hard,
  opened: nearly * limits.opened.hard,
  listed: nearly * limits.listed.hard,
};

// Ours: 330,000 users were to make 200,000 enquiries a day (product.md section 10), under one each. A fifth of their
// organisation's accounts at their own limits is some 50 times that. Never less than two accounts' worth, so that one
// person alone stops no colleague, nor twenty those of the whole country.
const caps = {
  organisation: { share: 1 / 5, atLeast: 2 },
  everybody: { share: 1 / 10, atLeast: 20 },
} as const;

/** No organisation is over its cap with less. */
export const lowestCap: Counts = {
  searches: caps.organisation.atLeast * limits.searches.hard,
  opened: caps.organisation.atLeast * limits.opened.hard,
  listed: caps.organisation.atLeast * limits.listed.hard,
};

/** Whether so many accounts have together done more in a day than they may. */
export function isOverCap(whose: keyof typeof caps, used: Counts, accounts: number): boolean {
  const { share, atLeast } = caps[whose];
  const worth = Math.max(atLeast, accounts * share);
  return (['searches', 'opened', 'listed'] as const).some((each) => used[each] > worth * limits[each].hard);
}

/** Why someone looks up more children than most work needs. Closed. */
export type BudgetReason = keyof typeof budgetReasons;

export const budgetReasons = {
  'duty desk': 'I am on a duty desk',
  'covering for colleagues': 'I am covering for colleagues who are away',
  'register or transfer': 'I am working through a register, a clinic list or a transfer of children',
  'major incident': 'There is a major incident',
  'training on invented children': 'I am training on invented children',
} as const satisfies Readonly<Record<string, string>>;

/** Whether a word is a reason here; training is one only where everybody is invented. */
export function isBudgetReason(word: string, practice: boolean): word is BudgetReason {
  return Object.hasOwn(budgetReasons, word) && (practice || word !== 'training on invented children');
}
