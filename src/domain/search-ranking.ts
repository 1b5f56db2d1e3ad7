import type { SearchCriteria } from './criteria.ts';
import type { Day } from './calendar.ts';
import type { Gender } from './gender.ts';
import { foldName, soundOf, tokensOf } from './names.ts';

/** An entry that the indexes found, to be held against what was asked. */
export type Candidate = {
  readonly childId: number;
  readonly kind: 'present' | 'former name' | 'former address';
  readonly givenNames: string;
  readonly familyName: string;
  readonly dateOfBirth: Day;
  readonly gender: Gender;
  readonly postcode: string | null;
};

/** A child worth showing, with why it is there when not everything agrees. */
export type Match = {
  readonly childId: number;
  readonly agrees: boolean;
  readonly score: number;
  readonly why: readonly string[];
};

export type Ranking = { readonly kind: 'found'; readonly matches: readonly Match[] } | { readonly kind: 'too many' };

/** At most this many children are shown (product.md section 3). */
export const mostShown = 20;

type Agreement = { readonly points: number; readonly why?: string };

const exact: Agreement = { points: 3 };
const none: Agreement = { points: 0 };

/** Holds each candidate against what was asked; exact before near. Too many: over twenty agree with every criterion, after folding. */
export function rank(criteria: SearchCriteria, candidates: readonly Candidate[]): Ranking {
  const best = new Map<number, Match>();
  for (const candidate of candidates) {
    const match = hold(criteria, candidate);
    if (match === undefined) continue;
    const before = best.get(match.childId);
    if (before === undefined || before.score < match.score) best.set(match.childId, match);
  }
  const matches = [...best.values()].sort(betterFirst);
  if (matches.filter((match) => match.agrees).length > mostShown) return { kind: 'too many' };
  return { kind: 'found', matches: matches.slice(0, mostShown) };
}

/** The match of one candidate; undefined where some criterion does not agree even nearly. */
function hold(criteria: SearchCriteria, candidate: Candidate): Match | undefined {
  const agreements = agreementsOf(criteria, candidate);
  if (agreements.some((agreement) => agreement.points === 0)) return undefined;
  const former = candidate.kind === 'present' ? [] : [candidate.kind];
  const why = [...agreements.flatMap((agreement) => agreement.why ?? []), ...former];
  const points = agreements.reduce((sum, agreement) => sum + agreement.points, 0);
  // A former name or address counts for less than a present one that agrees as well.
  return { childId: candidate.childId, agrees: why.length === 0, score: points - 0.5 * former.length, why };
}

function agreementsOf(criteria: SearchCriteria, candidate: Candidate): readonly Agreement[] {
  const { givenName, familyName, dateOfBirth, yearOfBirth, gender, postcode } = criteria;
  const found: Agreement[] = [];
  if (givenName !== undefined) found.push(compareNames('given name', givenName, candidate.givenNames));
  if (familyName !== undefined) found.push(compareNames('family name', familyName, candidate.familyName));
  if (dateOfBirth !== undefined) found.push(dateOfBirth === candidate.dateOfBirth ? exact : none);
  if (yearOfBirth !== undefined) found.push(candidate.dateOfBirth.startsWith(String(yearOfBirth)) ? exact : none);
  if (gender !== undefined) found.push(agreeOnGender(gender, candidate.gender));
  if (postcode !== undefined) found.push(postcode === candidate.postcode ? exact : none);
  return found;
}

function compareNames(which: string, asked: string, recorded: string): Agreement {
  const wanted = foldName(asked);
  const tokens = tokensOf(recorded);
  // Records hold middle names that nobody gives: the first given name alone agrees.
  if (wanted === foldName(recorded) || (which === 'given name' && wanted === tokens[0])) return exact;
  if (tokens.includes(wanted)) return { points: 2, why: `${which}: one of several` };
  if (tokens.some((token) => token.startsWith(wanted))) return { points: 2, why: `${which} begins so` };
  const sound = soundOf(asked);
  return tokens.some((token) => soundOf(token) === sound) ? { points: 1, why: `${which} sounds alike` } : none;
}

// "Not specified" contradicts nothing.
function agreeOnGender(asked: Gender, recorded: Gender): Agreement {
  if (asked === recorded) return exact;
  return recorded === 'not specified' ? { points: 1, why: 'gender not specified' } : none;
}

function betterFirst(a: Match, b: Match): number {
  return b.score - a.score || a.childId - b.childId;
}
