import type { Actor } from '../domain/actor.ts';
import { parseContactPointNumber } from '../domain/identifiers.ts';
import { londonDay } from '../domain/calendar.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { findChildrenByNumber } from '../store/child-numbers.ts';
import type { Transaction } from '../store/connection.ts';
import { addWellKnown, askToRemove, listWellKnown, removeWellKnown } from '../store/well-known.ts';
import { noteDone, noteRefused, refused } from './administering.ts';
import type { ServiceContext } from './context.ts';
import type { ListPage } from './organisations.ts';

/** A child on the list. A reviewer sees no name: the number's last characters tell one from another. */
export type WellKnown = Awaited<ReturnType<typeof listWellKnown>>[number];

const onePage = 50;

/** The children whom many people know of, last added first. That the list was looked at is written down. */
export async function seeWellKnown(
  { database, now }: ServiceContext,
  actor: Actor,
  page: number,
): Promise<Outcome<ListPage<WellKnown>>> {
  return database.transact(async (tx) => {
    const entry = { act: 'see well-known families' } as const;
    const fault = await refused(tx, actor, now(), { action: 'see well-known families' }, entry);
    if (fault !== undefined) return failed(fault);
    const found = await listWellKnown(tx, onePage + 1, (page - 1) * onePage, londonDay(now()));
    await noteDone(tx, actor, now(), entry);
    return done({ rows: found.slice(0, onePage), page, hasMore: found.length > onePage });
  });
}

/** Puts the child with this ContactPoint number on the list: every look at the family is asked about from then on. */
export async function addToList(
  context: ServiceContext,
  actor: Actor,
  typed: string,
): Promise<Outcome<'added'>> {
  const number = parseContactPointNumber(typed);
  if (!number.ok) return failed({ ...number.fault, kind: 'invalid', field: 'number' });
  return keeping(context, actor, async (tx) => {
    const childId = (await findChildrenByNumber(tx, 'contactpoint', [number.value])).get(number.value);
    if (childId === undefined) return failed(nobody);
    const added = await addWellKnown(tx, childId, actor.accountId, context.now());
    if (!added) return failed(already);
    await noteDone(tx, actor, context.now(), { ...entry, aboutChild: childId }, 'added');
    return done('added');
  });
}

/** Takes a child off the list, which two people do: the first asks, and another does it. */
export async function takeOffList(
  context: ServiceContext,
  actor: Actor,
  childId: number,
): Promise<Outcome<'asked' | 'taken off'>> {
  return keeping(context, actor, async (tx) => {
    const asked = await askToRemove(tx, childId, actor.accountId, context.now());
    if (!asked && !(await removeWellKnown(tx, childId, actor.accountId))) return failed(askedAlready);
    const what = asked ? 'asked' : 'taken off';
    await noteDone(tx, actor, context.now(), { ...entry, aboutChild: childId }, what);
    return done(what);
  });
}

const entry = { act: 'keep well-known families' } as const;

async function keeping<Value>(
  { database, now }: ServiceContext,
  actor: Actor,
  work: (tx: Transaction) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  return database.transact(async (tx) => {
    const fault = await refused(tx, actor, now(), { action: 'keep well-known families' }, entry);
    if (fault !== undefined) return failed(fault);
    const kept = await work(tx);
    if (!kept.ok) await noteRefused(tx, actor, now(), entry, kept.fault.kind);
    return kept;
  });
}

const nobody: Fault = {
  kind: 'invalid',
  field: 'number',
  says: 'No child has this ContactPoint number. Check it with whoever told you of the family',
};
const already: Fault = { kind: 'invalid', field: 'number', says: 'This child is on the list already' };
const askedAlready: Fault = {
  kind: 'stale',
  says: 'Another reviewer has to take this child off the list: you asked for it, or it was done already. Nothing was changed.',
};
