import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import { mayBeTwins, type DeskRequest } from '../domain/desk.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { Transaction } from '../store/connection.ts';
import {
  askToMergePair,
  decidePossibleDuplicate,
  lockItem,
  lockPair,
  settleItem,
  type DeskItem,
} from '../store/desk-items.ts';
import { liftBornShields } from '../store/born-shields.ts';
import { letLeaveTonight } from '../store/leaving-words.ts';
import { keepRecordsApart } from '../store/never-same.ts';
import type { Decider } from '../store/possible-matches.ts';
import { underTicket } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { noSuchItem, settledAlready } from './desk.ts';
import { mergeRecords } from './merge-records.ts';
import { randomNumbers } from './new-numbers.ts';
import { settlePossibleMatch } from './settle-match.ts';

/** What a record keeper says of an item. */
export type ItemSaid =
  | { readonly decision: 'same child'; readonly childId?: number }
  | {
      readonly decision:
        'not the same child' | 'new child' | 'not for this index' | 'put right' | 'right as it is';
    };

/** What came of it: settled, or a second person is to confirm it. */
export type ItemDecided = { readonly queue: DeskItem['queue']; readonly state: 'settled' | 'second person' };

/** Carries out what a record keeper decided about an item, and takes it off the desk. */
export async function decideItem(
  { database, now }: ServiceContext,
  actor: Actor,
  itemId: number,
  said: ItemSaid,
): Promise<Outcome<ItemDecided>> {
  const at = now();
  const decider: Decider = { accountId: actor.accountId, at, today: londonDay(at) };
  return database.transact(async (tx) => {
    const item = await lockItem(tx, itemId, actor.organisationId);
    const request = await requestFor(tx, item, said);
    const scope = { kind: 'desk', councilCode: item?.council_code ?? null } as const;
    const asked = { act: request.action, request, scope } as const;
    const decided = await underTicket(tx, actor, at, asked, async () => {
      const answer = await carriedOut(tx, item, said, decider);
      const childIds = answer.ok && item !== undefined ? [item.child_id] : [];
      const refusedBecause = answer.ok ? {} : { refusedBecause: answer.fault.kind };
      return { answer, childIds, fields: [], ...refusedBecause };
    });
    if (!decided.ok) return failed(item?.is_of_council === true ? decided.fault : noSuchItem);
    return decided.value;
  });
}

async function requestFor(
  tx: Transaction,
  item: DeskItem | undefined,
  { decision }: ItemSaid,
): Promise<Extract<DeskRequest, { readonly isOfCouncil: boolean }>> {
  const isOfCouncil = item?.is_of_council === true;
  if (item?.queue !== 'possible duplicate' || decision !== 'same child')
    return { action: 'decide desk item', isOfCouncil };
  const pair = await lockPair(tx, item.child_id, item.other);
  const askedBy = pair?.same_asked_by ?? null;
  return askedBy === null
    ? { action: 'merge records', isOfCouncil }
    : { action: 'confirm merge', isOfCouncil, askedBy };
}

// Undone as a whole where a later step is refused.
class Undone extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super('A decision was refused');
    this.fault = fault;
  }
}

async function carriedOut(
  tx: Transaction,
  item: DeskItem | undefined,
  said: ItemSaid,
  decider: Decider,
): Promise<Outcome<ItemDecided>> {
  if (item === undefined) return failed(noSuchItem);
  if (item.settled_at !== null) return failed(settledAlready);
  try {
    return await tx.attempt(async () => done(await settled(tx, item, said, decider)));
  } catch (error) {
    if (error instanceof Undone) return failed(error.fault);
    throw error;
  }
}

async function settled(
  tx: Transaction,
  item: DeskItem,
  said: ItemSaid,
  decider: Decider,
): Promise<ItemDecided> {
  const isRow = item.queue === 'possible match' || item.queue === 'born shielded';
  if (isRow) await settleRow(tx, item, said, decider);
  else if (item.queue === 'possible duplicate') {
    if ((await settlePair(tx, item, said, decider)) === 'second person')
      return { queue: item.queue, state: 'second person' };
  } else if (said.decision !== 'put right' && said.decision !== 'right as it is')
    throw new Undone(notAnAnswer);
  else if (item.queue === 'estimated birthday' && said.decision === 'right as it is')
    await letLeaveTonight(tx, item.child_id, decider.today); // not at once: who pressed the wrong button has the day
  await settleItem(tx, item, said.decision, decider);
  return { queue: item.queue, state: 'settled' };
}

async function settleRow(tx: Transaction, item: DeskItem, said: ItemSaid, decider: Decider): Promise<void> {
  const matchSaid = matchSaidOf(said);
  if (matchSaid === undefined) throw new Undone(notAnAnswer);
  const match = await settlePossibleMatch(tx, item.other, matchSaid, decider, randomNumbers);
  if (!match.ok) throw new Undone(match.fault);
  const { childId, mergeFrom } = match.value;
  if (childId === null || mergeFrom === null) return;
  // Cleared by a person: what shields the child whom it resembled goes on doing so.
  await liftBornShields(tx, [await merged(tx, [childId, mergeFrom], decider)], decider.today);
}

function matchSaidOf(said: ItemSaid) {
  if (said.decision === 'new child' || said.decision === 'not for this index')
    return { decision: said.decision } as const;
  if (said.decision !== 'same child' || said.childId === undefined) return undefined;
  return { decision: said.decision, childId: said.childId } as const;
}

async function settlePair(
  tx: Transaction,
  item: DeskItem,
  { decision }: ItemSaid,
  decider: Decider,
): Promise<'settled' | 'second person'> {
  if (decision !== 'same child' && decision !== 'not the same child') throw new Undone(notAnAnswer);
  const both = [item.child_id, item.other] as const;
  const pair = await lockPair(tx, ...both);
  if (pair?.state !== 'waiting') throw new Undone(settledAlready);
  if (decision === 'not the same child') await keepRecordsApart(tx, both[0], [both[1]], decider);
  else if (mayBeTwins(pair.evidence) && pair.same_asked_by === null) {
    await askToMergePair(tx, both, decider);
    return 'second person';
  }
  await decidePossibleDuplicate(tx, both, decision, decider);
  if (decision === 'same child') await merged(tx, both, decider);
  return 'settled';
}

async function merged(tx: Transaction, pair: readonly [number, number], decider: Decider): Promise<number> {
  const made = await mergeRecords(tx, pair, decider, randomNumbers);
  if (!made.ok) throw new Undone(made.fault);
  return made.value;
}

const notAnAnswer: Fault = { kind: 'invalid', field: 'decision', says: 'Select what it is' };
