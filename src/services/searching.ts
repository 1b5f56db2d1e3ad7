import type { Day } from '../domain/calendar.ts';
import type { SearchCriteria } from '../domain/criteria.ts';
import type { NameKnowledge } from '../domain/matching/name-knowledge.ts';
import { firstProbes, furtherProbes, lastProbes, type Probes } from '../domain/search-probes.ts';
import { isPromising, isSettled, rank, type Ranking } from '../domain/search-ranking.ts';
import { isGrownUp } from '../domain/retention.ts';
import { scorerFor, type Candidate } from '../domain/search-scoring.ts';
import type { Transaction } from '../store/connection.ts';
import { findLeft } from '../store/leaving-gate.ts';
import { findCandidates, findNumbered } from '../store/search.ts';
import type { Search, Ticket } from '../store/ticket.ts';

/** The one search: criteria in, ranked children out. Looks where all agrees, and further as long as that leaves a doubt. */
export async function findMatches(
  tx: Transaction,
  ticket: Ticket<Search>,
  criteria: SearchCriteria,
  knowledge: NameKnowledge,
  today: Day,
): Promise<Ranking> {
  const scorer = scorerFor(criteria, knowledge);
  if (criteria.number !== undefined) {
    const byPlace = criteria.postcode !== undefined;
    const numbered = await findNumbered(tx, ticket, criteria.number, byPlace);
    return rank(scorer, await whoAreHere(tx, numbered, today), 'by number');
  }
  const look = async (probes: Probes) =>
    whoAreHere(tx, await findCandidates(tx, ticket, probes, criteria), today);
  const first = await look(firstProbes(criteria));
  const ranking = rank(scorer, first);
  if (isSettled(ranking)) return ranking;
  const further = await look(furtherProbes(criteria, knowledge, today));
  const better = rank(scorer, [...first, ...further]);
  if (isPromising(better)) return better;
  const last = await look(lastProbes(criteria, today));
  return rank(scorer, [...first, ...further, ...last]);
}

// Whoever came of age and has not asked to stay is neither listed nor counted, though they may still stand in an index. Almost
// nobody found is of that age: nothing is asked then. Whoever left for another reason is left out by the list itself.
async function whoAreHere(
  tx: Transaction,
  found: readonly Candidate[],
  today: Day,
): Promise<readonly Candidate[]> {
  const grown = found
    .filter(({ dateOfBirth }) => isGrownUp(dateOfBirth, today))
    .map(({ childId }) => childId);
  if (grown.length === 0) return found;
  const left = await findLeft(tx, [...new Set(grown)], today);
  return found.filter(({ childId }) => !left.has(childId));
}
