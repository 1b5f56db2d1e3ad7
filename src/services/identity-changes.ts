import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import type { DeskRequest } from '../domain/desk.ts';
import { isIdentityChange, type IdentityChange } from '../domain/identity-change.ts';
import { parseChildNumber } from '../domain/identifiers.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { addClosedNames } from '../store/closed-names.ts';
import type { Transaction } from '../store/connection.ts';
import {
  addIdentityChange,
  endIdentityChange,
  findOpenNumbered,
  holdIdentity,
  listWaiting,
  readWhose,
} from '../store/identity-changes.ts';
import { closeOldRecord } from '../store/old-records.ts';
import type { Decider } from '../store/possible-matches.ts';
import { lockFeeds } from '../store/source-rows.ts';
import { noSuchRecord, underTicket, type Receipt, type Shown } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { councilOf } from './desk.ts';
import { formerNames, settleChildren } from './settle-children.ts';

/** Whose identity it is, and what waits for a second person; the new record is never told. */
export type SeenIdentity = NonNullable<Awaited<ReturnType<typeof readWhose>>> & {
  readonly waits?: { readonly kind: IdentityChange; readonly isOwn: boolean };
};

type Holding = NonNullable<Awaited<ReturnType<typeof holdIdentity>>>;
type Work = {
  readonly tx: Transaction;
  readonly held: Holding;
  readonly decider: Decider;
};

/** What waits for a second record keeper of the actor's council. */
export async function seeIdentityChanges({ database, now }: ServiceContext, actor: Actor) {
  return database.transact(async (tx) => {
    const scope = { kind: 'desk', councilCode: await councilOf(tx, actor) } as const;
    const request = { action: 'see identity changes' } as const;
    return underTicket(tx, actor, now(), { act: 'see identity changes', request, scope }, async (ticket) => {
      const rows = await listWaiting(tx, ticket, londonDay(now()));
      return { answer: rows, childIds: rows.map((row) => row.childId), fields: ['name', 'date of birth'] };
    });
  });
}

/** What can be done about a child's identity, or waits to be. */
export async function seeIdentityChange(
  context: ServiceContext,
  actor: Actor,
  childId: number,
): Promise<Outcome<SeenIdentity & { readonly receipt: Receipt }>> {
  const { database, now } = context;
  return database.transact(async (tx) => {
    const held = await holdIdentity(tx, childId, actor.organisationId);
    const request = { action: 'see identity change', isOfCouncil: held?.isOfCouncil === true } as const;
    const asked = { act: 'see identity change', request, scope: { kind: 'one child', childId } } as const;
    const read = await underTicket(tx, actor, now(), asked, async (ticket) => {
      const answer = await readWhose(tx, ticket);
      return { answer, childIds: [childId], fields: ['name', 'date of birth'] };
    });
    if (!read.ok || read.value === undefined) return read.ok ? failed(noSuchRecord) : read;
    const waits = held?.waits;
    const seen =
      waits === undefined ? {} : { waits: { kind: waits.kind, isOwn: waits.askedBy === actor.accountId } };
    return done({ ...read.value, ...seen, receipt: read.receipt });
  });
}

/** The first of two people asks: to close the names of before, or the record of a child who has a new one. */
export async function askForIdentityChange(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  said: { readonly kind: string; readonly number: string },
): Promise<Outcome<'done'>> {
  const { kind } = said;
  if (!isIdentityChange(kind)) return failed(noKind);
  return onIdentity(
    context,
    actor,
    childId,
    ({ isOfCouncil }) => ({ action: 'ask for identity change', isOfCouncil }),
    async ({ tx, decider }) => {
      const led = kind === 'new record' ? await ledTo(tx, childId, said.number, decider) : done(null);
      if (!led.ok) return led;
      const { accountId: askedBy, at: askedAt } = decider;
      const added = await addIdentityChange(tx, childId, { kind, newChildId: led.value, askedBy, askedAt });
      return added ? done('done' as const) : failed(waitsAlready);
    },
  );
}

/** The second of two people carries it out, or drops it. Who closes a record types the number of the new one again. */
export async function decideIdentityChange(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  said: { readonly carriesOut: boolean; readonly number: string },
): Promise<Outcome<IdentityChange | 'dropped'>> {
  return onIdentity(
    context,
    actor,
    childId,
    ({ isOfCouncil, waits }) => ({
      action: 'decide identity change',
      isOfCouncil,
      askedBy: waits?.askedBy ?? 0,
    }),
    async (work): Promise<Outcome<IdentityChange | 'dropped'>> => {
      const { tx, held, decider } = work;
      if (held.waits === undefined) return failed(decidedBefore);
      const { changeNo, kind } = held.waits;
      if (!said.carriesOut) {
        await endIdentityChange(tx, childId, changeNo, 'dropped', decider);
        return done('dropped');
      }
      const carried = await carryOut(work, childId, said.number);
      if (!carried.ok) return carried;
      await endIdentityChange(tx, childId, changeNo, 'carried out', decider);
      return done(kind);
    },
  );
}

async function carryOut({ tx, held, decider }: Work, childId: number, number: string) {
  if (held.waits?.kind === 'close former names') {
    await addClosedNames(tx, childId, await formerNames(tx, childId));
    await settleChildren(tx, [childId]);
    return done('done' as const);
  }
  const led = await ledTo(tx, childId, number, decider);
  if (!led.ok) return led;
  if (led.value !== held.waits?.newChildId) return failed(otherNumber);
  const closed = await closeOldRecord(tx, childId, led.value, decider);
  return closed ? done('done' as const) : failed(decidedBefore);
}

// The answer says nothing of whom the number leads to.
async function ledTo(
  tx: Transaction,
  childId: number,
  typed: string,
  { today }: Decider,
): Promise<Outcome<number>> {
  const number = parseChildNumber(typed);
  if (!number.ok) return failed({ ...number.fault, field: 'number' });
  const found = await findOpenNumbered(tx, number.value, today);
  return found === undefined || found === childId ? failed(noNewRecord) : done(found);
}

async function onIdentity<Answer extends string>(
  { database, now }: ServiceContext,
  actor: Actor,
  childId: number,
  requestFor: (held: Holding) => Extract<DeskRequest, { readonly isOfCouncil: boolean }>,
  work: (at: Work) => Promise<Outcome<Answer>>,
): Promise<Outcome<Answer>> {
  const at = now();
  const decider = { accountId: actor.accountId, at, today: londonDay(at) };
  return database.transact(async (tx) => {
    await lockFeeds(tx);
    const found = await holdIdentity(tx, childId, actor.organisationId);
    const held = found ?? { isOfCouncil: false, waits: undefined };
    const request = requestFor(held);
    const asked = { act: request.action, request, scope: { kind: 'one child', childId } } as const;
    const came = await underTicket(tx, actor, at, asked, async (): Promise<Shown<Outcome<Answer>>> => {
      const answer = await work({ tx, held, decider });
      const refused = answer.ok ? {} : { refusedBecause: answer.fault.kind };
      return { answer, childIds: answer.ok ? [childId] : [], fields: [], ...refused };
    });
    return came.ok ? came.value : came;
  });
}

const noKind: Fault = { kind: 'invalid', field: 'kind', says: 'Select what is to be done' };
const noNewRecord: Fault = {
  kind: 'invalid',
  field: 'number',
  says: 'Enter the number of the new record: this one leads to no other open record',
};
const otherNumber: Fault = {
  kind: 'invalid',
  field: 'number',
  says: 'Enter the number of the new record: this is not the one that the first person entered',
};
const waitsAlready: Fault = {
  kind: 'stale',
  says: 'Something waits for a second person already. Nothing was changed.',
};
const decidedBefore: Fault = {
  kind: 'stale',
  says: 'Somebody else decided this first, or the record was closed since. Nothing was changed.',
};
