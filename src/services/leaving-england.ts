import type { Actor } from '../domain/actor.ts';
import { londonDay, type Day } from '../domain/calendar.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { leavesAt } from '../domain/retention.ts';
import type { Transaction } from '../store/connection.ts';
import { closeAsLeftEngland, readWhenLeaves, takeBackLeftEngland } from '../store/leaving-words.ts';
import type { OneChild, Ticket } from '../store/ticket.ts';
import { noSuchRecord, underTicket, type Receipt, type Shown } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { settleChildren } from './settle-children.ts';

/** When a record leaves, and what a record keeper can say about it. */
export type Leaving = NonNullable<Awaited<ReturnType<typeof readWhenLeaves>>>;

type LeavingAct = 'see leaving' | 'record leaving England' | 'take back leaving England';
type At = { readonly tx: Transaction; readonly ticket: Ticket<OneChild>; readonly today: Day };

/** When the record leaves, and why. */
export async function seeLeaving(
  context: ServiceContext,
  actor: Actor,
  childId: number,
): Promise<Outcome<Leaving & { readonly receipt: Receipt }>> {
  return onLeaving(context, actor, childId, 'see leaving', (leaving) => Promise.resolve(done(leaving)));
}

/** A record keeper says that the child left England and does not mean to return: closed at once, and removed after 28 days. */
export async function recordLeftEngland(context: ServiceContext, actor: Actor, childId: number) {
  return onLeaving(
    context,
    actor,
    childId,
    'record leaving England',
    async (leaving, { tx, ticket, today }) => {
      const closed = { on: today, because: 'left England' } as const;
      const leavesOn = leavesAt(leaving.dateOfBirth, { closed });
      if (!(await closeAsLeftEngland(tx, ticket, { on: today, leavesOn }))) return failed(closedAlready);
      return done(leaving);
    },
  );
}

/** The word is taken back: the record is open again, with whatever suppliers said meanwhile. */
export async function openAgainInEngland(context: ServiceContext, actor: Actor, childId: number) {
  return onLeaving(context, actor, childId, 'take back leaving England', async (leaving, { tx, ticket }) => {
    if (!(await takeBackLeftEngland(tx, ticket, leavesAt(leaving.dateOfBirth, {}))))
      return failed(notClosedSo);
    await settleChildren(tx, [childId]);
    return done(leaving);
  });
}

async function onLeaving(
  { database, now }: ServiceContext,
  actor: Actor,
  childId: number,
  act: LeavingAct,
  work: (leaving: Leaving, at: At) => Promise<Outcome<Leaving>>,
): Promise<Outcome<Leaving & { readonly receipt: Receipt }>> {
  const present = now();
  const asked = { act, request: { action: act }, scope: { kind: 'one child', childId } } as const;
  const came = await database.transact((tx) =>
    underTicket(tx, actor, present, asked, async (ticket): Promise<Shown<Outcome<Leaving>>> => {
      const leaving = await readWhenLeaves(tx, ticket);
      const at = { tx, ticket, today: londonDay(present) };
      const answer = leaving === undefined ? failed(noSuchRecord) : await work(leaving, at);
      if (answer.ok) return { answer, childIds: [childId], fields: ['name', 'date of birth', 'leaving'] };
      return { answer, childIds: [], fields: [], refusedBecause: answer.fault.kind };
    }),
  );
  if (!came.ok) return came;
  return came.value.ok ? done({ ...came.value.value, receipt: came.receipt }) : came.value;
}

const closedAlready: Fault = {
  kind: 'stale',
  says: 'This record is closed already. Nothing was changed.',
};
const notClosedSo: Fault = {
  kind: 'stale',
  says: 'Nobody said that this child left England, or it was taken back already. Nothing was changed.',
};
