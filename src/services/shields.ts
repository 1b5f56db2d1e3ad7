import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import type { Act } from '../domain/log.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { decidesShields, type ShieldRequest } from '../domain/shield-rules.ts';
import { isReasonToLift, isReviewAfter, remindFrom, reviewOn } from '../domain/shielding.ts';
import type { Transaction } from '../store/connection.ts';
import { decideProtection, findCovered, holdProtection } from '../store/protections.ts';
import { lockShields } from '../store/shield-cover.ts';
import { findCouncilOfOrganisation } from '../store/desks.ts';
import { countWaiting, readShield, readShields, type ListedShield } from '../store/shield-list.ts';
import {
  askToLiftProtection,
  askToNarrow,
  keepChildCovered,
  keepProtection,
  liftProtection,
  narrowProtection,
} from '../store/shield-lifting.ts';
import { underTicket, type Receipt, type Ticketed } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import type { ListPage } from './organisations.ts';

const onePage = 20;

/** One page of the shields that the actor's council decides about, those that wait for somebody first. */
export async function seeShields(
  { database, now }: ServiceContext,
  actor: Actor,
  page: number,
): Promise<Outcome<ListPage<ListedShield> & { readonly receipt: Receipt }>> {
  return database.transact(async (tx) => {
    const scope = {
      kind: 'shields',
      councilCode: await councilOf(tx, actor),
    } as const;
    const asked = { act: 'see shields', request: { action: 'see shields' }, scope } as const;
    const read = await underTicket(tx, actor, now(), asked, async (ticket) => {
      const found = await readShields(tx, ticket, {
        limit: onePage + 1,
        offset: (page - 1) * onePage,
        today: londonDay(now()),
      });
      const rows = found.slice(0, onePage);
      const childIds = [...new Set(rows.flatMap(({ children }) => children.map((one) => one.childId)))];
      return {
        answer: { rows, page, hasMore: found.length > onePage },
        childIds,
        fields: ['identity', 'shield'],
      };
    });
    return read.ok ? done({ ...read.value, receipt: read.receipt }) : read;
  });
}

// Organisations that work everywhere decide about the shields of no council.
async function councilOf(tx: Transaction, { organisationId }: Actor): Promise<number | null> {
  return (await findCouncilOfOrganisation(tx, organisationId)) ?? null;
}

/** One shield with the children that it covers. */
export async function seeShield(
  { database, now }: ServiceContext,
  actor: Actor,
  protectionId: number,
): Promise<Outcome<ListedShield & { readonly receipt: Receipt }>> {
  return database.transact(async (tx) => {
    const held = await holdProtection(tx, protectionId, actor.organisationId);
    const request = { action: 'see shield', isOfCouncil: held?.isOfCouncil === true } as const;
    const scope = { kind: 'shields', councilCode: held?.councilCode ?? null } as const;
    const read = await underTicket(
      tx,
      actor,
      now(),
      { act: 'see shield', request, scope },
      async (ticket) => {
        const answer = await readShield(tx, ticket, protectionId, londonDay(now()));
        const childIds = answer?.children.map((one) => one.childId) ?? [];
        return { answer, childIds, fields: ['identity', 'shield'] };
      },
    );
    if (!read.ok) return failed(asAbsent(read.fault, held?.isOfCouncil));
    return read.value === undefined ? failed(noSuchShield) : done({ ...read.value, receipt: read.receipt });
  });
}

/** What waits for the actor's council, where the actor is one who decides. */
export async function shieldsWaiting({ database, now }: ServiceContext, actor: Actor) {
  if (!decidesShields(actor)) return undefined;
  return database.look(async (tx) =>
    countWaiting(tx, await councilOf(tx, actor), remindFrom(londonDay(now()))),
  );
}

/** Decides that a shield stays, and after how long it is looked at again. */
export async function keepShield(
  context: ServiceContext,
  actor: Actor,
  protectionId: number,
  after: string,
): Promise<Outcome<'done'>> {
  if (!isReviewAfter(after)) return failed(noReview);
  const present = context.now();
  const today = londonDay(present);
  return step(
    context,
    actor,
    protectionId,
    (held) => ({ action: 'decide shield', ...held }),
    (tx) =>
      decideProtection(tx, protectionId, actor.accountId, present, {
        reviewOn: reviewOn(after, today),
        reviewFrom: remindFrom(today),
      }),
  );
}

/** The first of two people: asks to lift the shield, or to take one child out of it. */
export async function askToLift(
  context: ServiceContext,
  actor: Actor,
  protectionId: number,
  asked: { readonly because: string; readonly childId?: number },
): Promise<Outcome<'done'>> {
  const { because, childId } = asked;
  if (!isReasonToLift(because)) return failed(noLiftReason);
  return step(
    context,
    actor,
    protectionId,
    ({ isOfCouncil }) => ({ action: 'ask to lift shield', isOfCouncil }),
    (tx) =>
      childId === undefined
        ? askToLiftProtection(tx, protectionId, actor.accountId, context.now(), because)
        : askToNarrow(tx, protectionId, childId, actor.accountId),
    childId,
  );
}

/** The second of two people: lifts the shield or takes the child out, or keeps it on. */
export async function settleLift(
  context: ServiceContext,
  actor: Actor,
  protectionId: number,
  decided: { readonly lifts: boolean; readonly childId?: number },
): Promise<Outcome<'done'>> {
  const { lifts, childId } = decided;
  const at = context.now();
  const on = londonDay(at);
  const by = actor.accountId;
  return step(
    context,
    actor,
    protectionId,
    ({ isOfCouncil, liftAskedBy }) => ({ action: 'lift shield', isOfCouncil, liftAskedBy: liftAskedBy ?? 0 }),
    async (tx) => {
      if (childId !== undefined)
        return lifts
          ? narrowProtection(tx, protectionId, childId, { by, on })
          : keepChildCovered(tx, protectionId, childId);
      if (!lifts) return keepProtection(tx, protectionId);
      return (await liftProtection(tx, protectionId, by, { at, on })) !== undefined;
    },
    childId,
  );
}

type Held = {
  readonly isOfCouncil: boolean;
  readonly askedBy: number | null;
  readonly liftAskedBy: number | null;
};

// One step in the life of a shield: held, decided by policy, done by one, written down with the children it covers.
async function step(
  { database, now }: ServiceContext,
  actor: Actor,
  protectionId: number,
  request: (
    held: Held,
  ) => Exclude<ShieldRequest, { readonly action: 'see shields' | 'open shielded record' }>,
  work: (tx: Transaction) => Promise<boolean>,
  childId?: number,
): Promise<Outcome<'done'>> {
  return database.transact(async (tx) => {
    await lockShields(tx);
    const held = await holdProtection(tx, protectionId, actor.organisationId);
    const covered = held === undefined ? [] : await findCovered(tx, protectionId);
    const meant = childId === undefined ? covered : covered.filter((one) => one.childId === childId);
    const isHere = held?.isOfCouncil === true && !held.isLifted && meant.length > 0;
    const asked = request({
      isOfCouncil: isHere,
      askedBy: held?.askedBy ?? null,
      liftAskedBy: childId === undefined ? (held?.liftAskedBy ?? null) : (meant[0]?.liftAskedBy ?? null),
    });
    const act: Act = asked.action;
    const scope = { kind: 'shields', councilCode: held?.councilCode ?? null } as const;
    const childIds = meant.map((one) => one.childId);
    const stepped: Ticketed<boolean> = await underTicket(
      tx,
      actor,
      now(),
      { act, request: asked, scope },
      async () => {
        const answer = await work(tx);
        return { answer, childIds, fields: [], ...(answer ? {} : { refusedBecause: 'decided already' }) };
      },
    );
    if (!stepped.ok) return failed(asAbsent(stepped.fault, isHere));
    return stepped.value ? done('done') : failed(decidedBefore);
  });
}

// A shield of another council is answered as though there were none.
function asAbsent(fault: Fault, isOfCouncil: boolean | undefined): Fault {
  return isOfCouncil === true || fault.kind !== 'refused' ? fault : noSuchShield;
}

export const noSuchShield: Fault = {
  kind: 'not-found',
  says: 'There is no such shield here: it may have been lifted. Start again from the menu.',
};
const decidedBefore: Fault = {
  kind: 'stale',
  says: 'Somebody else decided this first, or it has gone on since you opened it. Nothing was changed.',
};
const noReview: Fault = { kind: 'invalid', field: 'after', says: 'Select when it is to be looked at again' };
const noLiftReason: Fault = { kind: 'invalid', field: 'because', says: 'Select why it is to come off' };
