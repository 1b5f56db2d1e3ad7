import type { Candidate, Score, Scorer } from './search-scoring.ts';

/** A child worth showing, with why it is there when not everything agrees. */
export type Match = {
  readonly childId: number;
  readonly agrees: boolean;
  /** Bits: log2 of how much likelier such agreement is for one child than for two. */
  readonly score: number;
  readonly why: readonly string[];
};

export type Ranking =
  { readonly kind: 'found'; readonly matches: readonly Match[] } | { readonly kind: 'too many' };

/** At most this many children are shown (product.md section 3). */
export const mostShown = 20;

/** Below so many bits a child who does not agree in full is not shown: 1,000 times likelier than by chance. */
export const leastShown = 10;

// Beside one who agrees so much better, another is there by chance: a share of a name and a day. Fewer names shown is fewer told.
const farBelowBest = 18;

// The trial's: posterior odds of about even among 12 million, and 16 times the next (performance.md).
const sureBits = 24;
const sureLead = 4;
const promisingBits = 20; // below it the best among 12 million is likelier somebody else: their number is 23.5 bits

/**
 * Exact above near above far; the order is total. Too many: over twenty agree with every criterion, after folding. Whoever a number
 * leads to is shown whatever else agrees.
 */
export function rank(
  scorer: Scorer,
  candidates: readonly Candidate[],
  found: 'by keys' | 'by number' = 'by keys',
): Ranking {
  const matches = [...matchesOf(scorer, candidates).values()].sort(betterFirst);
  if (matches[mostShown]?.agrees ?? false) return { kind: 'too many' };
  const least = Math.max(leastShown, (matches[0]?.score ?? 0) - farBelowBest);
  const floor = found === 'by number' ? -Infinity : least;
  const shown = matches.filter((match) => match.agrees || match.score >= floor);
  return { kind: 'found', matches: shown.slice(0, mostShown) };
}

/** Whether one child stands out so that looking further would find no better. */
export function isSettled(ranking: Ranking): boolean {
  if (ranking.kind === 'too many') return true;
  const [best, next] = ranking.matches;
  if (best === undefined || best.score < sureBits) return false;
  return next === undefined || best.score - next.score > sureLead;
}

/** Whether somebody agrees so well that unlikely mistakes need not be tried. */
export function isPromising(ranking: Ranking): boolean {
  return ranking.kind === 'too many' || (ranking.matches[0]?.score ?? 0) >= promisingBits;
}

function matchesOf(scorer: Scorer, candidates: readonly Candidate[]): ReadonlyMap<number, Match> {
  const best = new Map<number, Match>();
  const presentNames = new Map<number, Candidate>();
  for (const candidate of candidates)
    if (candidate.kind === 'present') presentNames.set(candidate.childId, candidate);
  for (const candidate of candidates) {
    const match = matchOf(candidate, scorer(candidate), presentNames.get(candidate.childId));
    const before = best.get(match.childId);
    if (before === undefined || betterFirst(match, before) < 0) best.set(match.childId, match);
  }
  return best;
}

function matchOf(candidate: Candidate, { bits, why }: Score, present: Candidate | undefined): Match {
  const former = formerWords(candidate, present);
  const all = former === undefined ? why : [...why, former];
  return { childId: candidate.childId, agrees: all.length === 0, score: bits, why: all };
}

// Most former names are former surnames; where the present entry was found too, it tells.
function formerWords({ kind, familyName }: Candidate, present: Candidate | undefined): string | undefined {
  if (kind === 'present') return undefined;
  if (kind === 'former address') return 'former address';
  return present?.familyName === familyName ? 'former given name' : 'former surname';
}

function betterFirst(a: Match, b: Match): number {
  return Number(b.agrees) - Number(a.agrees) || b.score - a.score || a.childId - b.childId;
}
