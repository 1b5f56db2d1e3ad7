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
const promisingBits = 23.5; // log2 of 12 million: below it the best among so many is likelier somebody else

/**
 * Exact above near above far; the order is total. Too many: over twenty agree with every criterion, after folding. Whoever a number
 * leads to is shown whatever else agrees.
 */
export function rank(
  scorer: Scorer,
  candidates: readonly Candidate[],
  found: 'by keys' | 'by number' = 'by keys',
): Ranking {
  const matches = [...bestOf(scorer, candidates).values()].sort(betterFirst);
  if (matches[mostShown]?.agrees ?? false) return { kind: 'too many' };
  const least = Math.max(leastShown, (matches[0]?.score.bits ?? 0) - farBelowBest);
  const floor = found === 'by number' ? -Infinity : least;
  const shown = matches.filter((match) => match.agrees || match.score.bits >= floor).slice(0, mostShown);
  return { kind: 'found', matches: shown.map((held) => matchOf(held, candidates)) };
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

/** The entry by which a child agrees best. */
type Held = { readonly candidate: Candidate; readonly agrees: boolean; readonly score: Score };

function bestOf(scorer: Scorer, candidates: readonly Candidate[]): ReadonlyMap<number, Held> {
  const best = new Map<number, Held>();
  for (const candidate of candidates) {
    const score = scorer(candidate);
    const held = { candidate, agrees: score.why.length === 0 && candidate.kind === 'present', score };
    const before = best.get(candidate.childId);
    if (before === undefined || betterFirst(held, before) < 0) best.set(candidate.childId, held);
  }
  return best;
}

function betterFirst(a: Held, b: Held): number {
  return (
    Number(b.agrees) - Number(a.agrees) ||
    b.score.bits - a.score.bits ||
    a.candidate.childId - b.candidate.childId ||
    Number(b.candidate.kind === 'present') - Number(a.candidate.kind === 'present')
  );
}

function matchOf({ candidate, agrees, score }: Held, candidates: readonly Candidate[]): Match {
  const former = formerWords(candidate, candidates);
  const why = former === undefined ? score.why : [...score.why, former];
  return { childId: candidate.childId, agrees, score: score.bits, why };
}

// Most former names are former surnames; where the present entry was found too, it tells.
function formerWords(
  { childId, kind, familyName }: Candidate,
  candidates: readonly Candidate[],
): string | undefined {
  if (kind === 'present') return undefined;
  if (kind === 'former address') return 'former address';
  const present = candidates.find((other) => other.childId === childId && other.kind === 'present');
  return present?.familyName === familyName ? 'former given name' : 'former surname';
}
