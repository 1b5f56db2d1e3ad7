import { randomBytes } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import { londonDay, type Day } from '../domain/calendar.ts';
import type { Contact } from '../domain/child-record.ts';
import { isTypedSearch, parseCriteria, type SearchCriteria, type TypedSearch } from '../domain/criteria.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { Match } from '../domain/search-ranking.ts';
import type { Transaction } from '../store/connection.ts';
import { findCouncilOfOrganisation, findCouncilOfPostcode, findDesks } from '../store/desks.ts';
import { listChildren, type ListedChild } from '../store/search.ts';
import { findSearch, keepSearch } from '../store/searches.ts';
import type { Search, Ticket } from '../store/ticket.ts';
import { underTicket, type Receipt, type Shown } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { hashSecret } from './credentials.ts';
import { nameKnowledge } from './name-tables.ts';
import { findMatches } from './searching.ts';

/** A search answered: the children who agree, best first; or that there are too many to show. */
export type Found = {
  readonly typed: TypedSearch;
  readonly answer: SearchAnswer;
  /** Whom to ring where nobody was found: the duty desks for the postcode typed, or of the searcher's own council. */
  readonly desks: readonly Contact[];
  /** Undefined where the work was cut short. */
  readonly receipt?: Receipt | undefined;
};

export type SearchAnswer =
  { readonly kind: 'too many' } | { readonly kind: 'found'; readonly rows: readonly FoundRow[] };

export type FoundRow = ListedChild & Pick<Match, 'agrees' | 'why'>;

/** Takes a search: what was typed is checked and kept for this session, under a secret by which its results are asked for. */
export async function takeSearch(
  { database, now }: ServiceContext,
  actor: Actor,
  typed: TypedSearch,
): Promise<
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly faults: readonly Fault[] }
> {
  const askedAt = now();
  const criteria = parseCriteria(typed, londonDay(askedAt));
  if (!criteria.ok) return criteria;
  const secret = randomBytes(16).toString('base64url');
  const kept = { searchHash: hashSecret(secret), sessionHash: actor.sessionHash, typed, askedAt };
  await database.look((tx) => keepSearch(tx, kept));
  return done(secret);
}

/** Goes round work in a transaction, to measure it. */
export type Clock = <Answer>(tx: Transaction, work: () => Promise<Answer>) => Promise<Answer>;

const noClock: Clock = (_tx, work) => work();

/**
 * Answers a search taken in this session. Each answer is written down with its terms and every child it shows. A clock,
 * where one is given, goes round finding and listing alone.
 */
export async function answerSearch(
  context: ServiceContext,
  actor: Actor,
  secret: string,
  clock = noClock,
): Promise<Outcome<Found>> {
  const now = context.now();
  return context.database.transact(async (tx) => {
    const typed = await findSearch(tx, hashSecret(secret), actor.sessionHash);
    if (!isTypedSearch(typed)) return failed(noSuchSearch);
    const criteria = parseCriteria(typed, londonDay(now));
    if (!criteria.ok) return failed(noSuchSearch);
    return answerTyped(tx, actor, now, { typed, criteria: criteria.value }, clock);
  });
}

/** Answers a search at once, without a page between: for a system that asks for its user. */
export async function searchAtOnce(
  { database, now }: ServiceContext,
  actor: Actor,
  typed: TypedSearch,
): Promise<
  { readonly ok: true; readonly value: Found } | { readonly ok: false; readonly faults: readonly Fault[] }
> {
  const present = now();
  const criteria = parseCriteria(typed, londonDay(present));
  if (!criteria.ok) return criteria;
  const read = { typed, criteria: criteria.value };
  const found = await database.transact((tx) => answerTyped(tx, actor, present, read, noClock));
  return found.ok ? found : { ok: false, faults: [found.fault] };
}

async function answerTyped(
  tx: Transaction,
  actor: Actor,
  now: Date,
  { typed, criteria }: { readonly typed: TypedSearch; readonly criteria: SearchCriteria },
  clock: Clock,
): Promise<Outcome<Found>> {
  const asked = {
    act: 'find child',
    request: { action: 'find child' },
    scope: { kind: 'search' },
    terms: termsOf(typed),
  } as const;
  const answered = await underTicket(tx, actor, now, asked, (ticket) =>
    clock(tx, () => searchUnder(tx, ticket, criteria, londonDay(now))),
  );
  if (!answered.ok) return answered.fault.kind === 'too-many' ? done(tooMany(typed)) : answered;
  const isNobody = answered.value.kind === 'found' && answered.value.rows.length === 0;
  const desks = isNobody ? await desksFor(tx, actor, criteria) : [];
  return done({ typed, answer: answered.value, desks, receipt: answered.receipt });
}

const noSuchSearch: Fault = {
  kind: 'not-found',
  says: 'That search is not here: it belongs to another sign-in, or is too old. Search again.',
};

// Work that was cut short tells no more than that detail is wanted.
function tooMany(typed: TypedSearch): Found {
  return { typed, answer: { kind: 'too many' }, desks: [] };
}

/** At most twenty children, as the list shows them, and what the log says was shown. */
async function searchUnder(
  tx: Transaction,
  ticket: Ticket<Search>,
  criteria: SearchCriteria,
  today: Day,
): Promise<Shown<SearchAnswer>> {
  const ranking = await findMatches(tx, ticket, criteria, await nameKnowledge(), today);
  if (ranking.kind === 'too many') return { answer: ranking, childIds: [], fields: [] };
  const childIds = ranking.matches.map((match) => match.childId);
  const byPlace = criteria.postcode !== undefined;
  const listed = await listChildren(tx, ticket, childIds, byPlace, today);
  const known = new Map(listed.map((child) => [child.childId, child]));
  const rows = ranking.matches.flatMap(({ childId, agrees, why }) => {
    const child = known.get(childId);
    return child === undefined ? [] : [{ ...child, agrees, why }];
  });
  const shownIds = rows.map((row) => row.childId);
  return {
    answer: { kind: 'found', rows },
    childIds: shownIds,
    fields: ['name', 'date of birth', 'part postcode'],
  };
}

function termsOf(typed: TypedSearch): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''));
}

// A postcode that nobody lives at still lies in some council's area: the register says, not the child.
async function desksFor(
  tx: Transaction,
  actor: Actor,
  { postcode }: SearchCriteria,
): Promise<readonly Contact[]> {
  const typedCouncil = postcode === undefined ? undefined : await findCouncilOfPostcode(tx, postcode);
  const council = typedCouncil ?? (await findCouncilOfOrganisation(tx, actor.organisationId));
  return council === undefined ? [] : findDesks(tx, council);
}
