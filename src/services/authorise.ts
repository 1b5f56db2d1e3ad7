import { randomUUID } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import { faultOf, ruleOf, type Decision } from '../domain/budget.ts';
import {
  sealEntry,
  sealPart,
  type Act,
  type ActOutcome,
  type EntryBody,
  type EntryPart,
} from '../domain/log.ts';
import type { Mediation } from '../domain/mediation.ts';
import { failed, type Fault } from '../domain/outcome.ts';
import { may, type Grant, type Request } from '../domain/policy.ts';
import { databaseFault, type Transaction } from '../store/connection.ts';
import { findLeft, hasLeft } from '../store/leaving-gate.ts';
import { appendEntry } from '../store/log.ts';
import { issueTicket, type Ticket, type TicketScope } from '../store/issue-ticket.ts';
import { decideBefore, spend } from './spending.ts';

/** An act about children that is to be decided, written down and done. */
export type ChildAct<Scope extends TicketScope> = {
  readonly act: Act;
  readonly request: Request;
  readonly scope: Scope;
  readonly terms?: Readonly<Record<string, string>>;
};

/** What the work under a ticket answers, and what the log is to say was shown. */
export type Shown<Answer> = {
  readonly answer: Answer;
  readonly childIds: readonly number[];
  readonly fields: readonly string[];
  /** Why nothing was done after all, where somebody else was quicker: written down as refused. */
  readonly refusedBecause?: string;
};

/** By what an answer can be found in the log again: the id of its entry, and the hash that its proof will show. */
export type Receipt = { readonly eventId: string; readonly entryHash: Buffer };

/** What an act under a ticket answers: with its receipt, where it was done. */
export type Ticketed<Answer> =
  | { readonly ok: true; readonly value: Answer; readonly receipt: Receipt }
  | { readonly ok: false; readonly fault: Fault };

/** What a person is told where a search could not be done in time; the work itself is undone. */
export const tooMuchToRead: Fault = {
  kind: 'too-many',
  says: 'That was too much to look through. Add more detail and try again.',
};

/** Of anything else: no detail would make it quicker. */
export const tookTooLong: Fault = {
  kind: 'unavailable',
  says: 'That took too long, and nothing was shown. Try again in a minute.',
};

/**
 * Policy decides; the work reads under a ticket; what it found is counted against the actor's budgets; the entry is
 * written in the same transaction, before anything is answered. A refusal, and work that timed out, are written down too.
 */
export async function underTicket<Scope extends TicketScope, Answer>(
  tx: Transaction,
  actor: Actor,
  now: Date,
  asked: ChildAct<Scope>,
  work: (ticket: Ticket<Scope>) => Promise<Shown<Answer>>,
): Promise<Ticketed<Answer>> {
  const verdict = may(actor, asked.request);
  if (!verdict.allowed) {
    await write(
      tx,
      now,
      { ...entryOf(actor, asked), outcome: 'refused', why: verdict.rule },
      partsOf(actor, asked, []),
    );
    const { says, field } = verdict;
    return failed(field === undefined ? { kind: 'refused', says } : { kind: 'invalid', says, field });
  }
  const decision = decideBefore(actor, asked.request.action);
  if (decision.kind !== 'go') return refuseMore(tx, actor, now, asked, verdict.grant, decision);
  return doAndWrite(tx, actor, now, asked, verdict.grant, work);
}

/** Writes down an act that shows no child: a sign-in, an import, a route refused. */
export async function recordAct(
  tx: Transaction,
  now: Date,
  done: {
    readonly act: Act;
    readonly accountId: number | null;
    readonly toAccount?: number;
    readonly family?: number;
    readonly organisation?: number;
    readonly outcome: ActOutcome;
    readonly why?: string;
    readonly counts?: Readonly<Record<string, number>>;
    readonly erased?: readonly string[];
    /** The child whom it is about, where nothing of the child is shown; or several. */
    readonly aboutChild?: number;
    readonly aboutChildren?: readonly number[];
    /** For whom it was done. */
    readonly mediation?: Mediation;
  },
): Promise<Receipt> {
  const { accountId, mediation, aboutChild, aboutChildren = [], ...body } = done;
  const about = aboutChild === undefined ? aboutChildren : [aboutChild];
  const parts = [...colleagueParts(mediation), ...about.map(childPart)];
  return write(tx, now, { ...body, ...mediatedOf(mediation), account: accountId }, parts);
}

async function doAndWrite<Scope extends TicketScope, Answer>(
  tx: Transaction,
  actor: Actor,
  now: Date,
  asked: ChildAct<Scope>,
  grant: Grant,
  work: (ticket: Ticket<Scope>) => Promise<Shown<Answer>>,
): Promise<Ticketed<Answer>> {
  const body = { ...entryOf(actor, asked), ...groundsOf(grant) };
  try {
    const {
      answer,
      childIds,
      fields,
      refusedBecause: why,
    } = await tx.attempt(async () => {
      const ticket = issueTicket(grant, asked.scope);
      const { shown, decision, isGone } = await doAndSpend(tx, actor, now, asked, () => work(ticket));
      if (isGone) throw new HasLeft();
      if (decision.kind !== 'go') throw new OverBudget(decision);
      return shown;
    });
    const parts = partsOf(actor, asked, childIds);
    const ended = why === undefined ? ({ outcome: 'done' } as const) : ({ outcome: 'refused', why } as const);
    const shown = { ...body, ...ended, fields, shown: childIds.length };
    return { ok: true, value: answer, receipt: await write(tx, now, shown, parts) };
  } catch (error) {
    if (error instanceof OverBudget) return refuseMore(tx, actor, now, asked, grant, error.decision);
    if (error instanceof HasLeft) {
      await write(tx, now, { ...body, outcome: 'refused', why: 'has left' }, partsOf(actor, asked, []));
      return failed(noSuchRecord);
    }
    if (databaseFault(error) !== 'timed out') throw error;
    await spendOnNothing(tx, actor, now, asked);
    await write(tx, now, { ...body, outcome: 'timed out', shown: 0 }, partsOf(actor, asked, []));
    return failed(asked.scope.kind === 'search' ? tooMuchToRead : tookTooLong);
  }
}

// Of one child it is known beforehand what is counted, found or not: both are asked for at once.
async function doAndSpend<Answer>(
  tx: Transaction,
  actor: Actor,
  now: Date,
  { scope, request }: ChildAct<TicketScope>,
  work: () => Promise<Shown<Answer>>,
) {
  if (scope.kind !== 'one child') {
    const shown = await work();
    const [left, decision] = await Promise.all([
      findLeft(tx, shown.childIds, londonDay(now)),
      spend(tx, actor, now, request.action, shown.childIds),
    ]);
    return { shown, decision, isGone: left.size > 0 };
  }
  const [isGone, decision, shown] = await Promise.all([
    hasLeft(tx, scope.childId, londonDay(now)),
    spend(tx, actor, now, request.action, [scope.childId]),
    work(),
  ]);
  return { shown, decision, isGone };
}

type Refused = Exclude<Decision, { readonly kind: 'go' }>;

// Thrown so that the work and its count are undone together; it goes no further than this file.
class OverBudget extends Error {
  readonly decision: Refused;

  constructor(decision: Refused) {
    super('A budget is used up');
    this.decision = decision;
  }
}

// Thrown so that whatever the work did is undone: the record closed at midnight, whether or not it is removed yet.
class HasLeft extends Error {
  constructor() {
    super('The record has left');
  }
}

/** What is told of a record that is not here, whatever became of it. */
export const noSuchRecord: Fault = {
  kind: 'not-found',
  says: 'That record is not here. It may have been removed, or the link may be from an earlier sign-in.',
};

async function refuseMore(
  tx: Transaction,
  actor: Actor,
  now: Date,
  asked: ChildAct<TicketScope>,
  grant: Grant,
  decision: Refused,
) {
  const body = { ...entryOf(actor, asked), ...groundsOf(grant) };
  await write(tx, now, { ...body, outcome: 'refused', why: ruleOf(decision) }, partsOf(actor, asked, []));
  return failed(faultOf(decision));
}

// A search that ran too long is one all the same, or slow ones would cost nothing.
async function spendOnNothing(tx: Transaction, actor: Actor, now: Date, asked: ChildAct<TicketScope>) {
  try {
    await tx.attempt(() => spend(tx, actor, now, asked.request.action, []));
  } catch (error) {
    if (databaseFault(error) !== 'timed out') throw error;
  }
}

function entryOf(actor: Actor, asked: ChildAct<TicketScope>) {
  const { accountId: account, organisationId: organisation, role, mediation } = actor;
  return { act: asked.act, account, organisation, role, ...mediatedOf(mediation) };
}

// Both are named (product.md section 2, mediated access): the colleague's organisation here, their name in a part.
function mediatedOf(mediation: Mediation | undefined) {
  if (mediation === undefined) return {};
  const { organisationKind, organisationCode } = mediation;
  const named = organisationCode === null ? organisationKind : `${organisationKind} ${organisationCode}`;
  return { mediated: true, colleaguesOrganisation: named } as const;
}

function colleagueParts(mediation: Mediation | undefined): readonly EntryPart[] {
  if (mediation === undefined) return [];
  const { name, organisationName: organisation, identified } = mediation;
  return [sealPart('colleague', null, { name, organisation, identified })];
}

function childPart(childId: number): EntryPart {
  return sealPart('child', childId, { child: childId });
}

function groundsOf({ reason, footing }: Grant) {
  return { ...(reason === undefined ? {} : { reason }), ...(footing === undefined ? {} : { footing }) };
}

function partsOf(
  { mediation }: Actor,
  asked: ChildAct<TicketScope>,
  shown: readonly number[],
): readonly EntryPart[] {
  const ids = asked.scope.kind === 'one child' ? [asked.scope.childId] : shown;
  const children = ids.map(childPart);
  const terms = asked.terms === undefined ? [] : [sealPart('search terms', null, asked.terms)];
  return [...terms, ...colleagueParts(mediation), ...children];
}

async function write(
  tx: Transaction,
  recordedAt: Date,
  body: Omit<EntryBody, 'event' | 'parts' | 'at'>,
  parts: readonly EntryPart[],
): Promise<Receipt> {
  const eventId = randomUUID();
  const entry = sealEntry({
    ...body,
    event: eventId,
    at: recordedAt.toISOString(),
    parts: parts.map((part) => part.hash.toString('hex')),
  });
  await appendEntry(tx, { eventId, recordedAt, accountId: body.account, act: body.act, entry, parts });
  return { eventId, entryHash: entry.entryHash };
}
