import type { Day } from '../domain/calendar.ts';
import type { SearchCriteria } from '../domain/criteria.ts';
import type { NameKnowledge } from '../domain/matching/name-knowledge.ts';
import { firstProbes, furtherProbes, lastProbes } from '../domain/search-probes.ts';
import { isPromising, isSettled, rank, type Ranking } from '../domain/search-ranking.ts';
import { scorerFor } from '../domain/search-scoring.ts';
import type { Transaction } from '../store/connection.ts';
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
    return rank(scorer, await findNumbered(tx, ticket, criteria.number, byPlace), 'by number');
  }
  const first = await findCandidates(tx, ticket, firstProbes(criteria), criteria);
  const ranking = rank(scorer, first);
  if (isSettled(ranking)) return ranking;
  const further = await findCandidates(tx, ticket, furtherProbes(criteria, knowledge, today), criteria);
  const better = rank(scorer, [...first, ...further]);
  if (isPromising(better)) return better;
  const last = await findCandidates(tx, ticket, lastProbes(criteria, today), criteria);
  return rank(scorer, [...first, ...further, ...last]);
}
