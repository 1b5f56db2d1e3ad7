import type { Actor } from '../domain/actor.ts';
import { londonDay, type Day } from '../domain/calendar.ts';
import { isQueue, keepsDesk, queueNames, type Queue } from '../domain/desk.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { mayEver } from '../domain/policy.ts';
import { areKeysOff, arrangeItem, findColleagues, lockItem, switchKeys } from '../store/desk-items.ts';
import { countQueues, findNextItem, listQueue, readFigures, type ListedItem } from '../store/desk-queues.ts';
import { findCouncilOfOrganisation } from '../store/desks.ts';
import type { Transaction } from '../store/connection.ts';
import { refused, noteDone } from './administering.ts';
import { recordAct, underTicket, type Receipt } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { fillWithWaiting } from './fill-desk.ts';
import type { ListPage } from './organisations.ts';

const onePage = 20;
const mostPages = 5000;
const figuresOver = 28 * 86_400_000; // four weeks: ours

/** How much waits in one queue, and how long. */
export type QueueCount = {
  readonly queue: Queue;
  readonly waiting: number;
  readonly overdue: number;
  readonly mine: number;
  readonly deferred: number;
  readonly oldest: Day | null;
};

/** What was settled in four weeks, and how well. */
export type DeskFigures = NonNullable<Awaited<ReturnType<typeof readFigures>>>;

export type DeskSeen = {
  readonly counts: readonly QueueCount[];
  readonly figures: DeskFigures | undefined;
  readonly keysOff: boolean;
};

/** The actor's desk: what waits in each queue, and how the work goes. Numbers, and no child. */
export async function seeDesk({ database, now }: ServiceContext, actor: Actor): Promise<Outcome<DeskSeen>> {
  const present = now();
  return database.transact(async (tx) => {
    const fault = await refused(tx, actor, present, { action: 'see desk' }, { act: 'see desk' });
    if (fault !== undefined) return failed(fault);
    await fillWithWaiting(tx, present);
    const council = await councilOf(tx, actor);
    const since = new Date(present.getTime() - figuresOver);
    return done({
      counts: await countedIn(tx, council, londonDay(present), actor.accountId),
      figures: await readFigures(tx, council, since, actor.accountId),
      keysOff: await areKeysOff(tx, actor.accountId),
    });
  });
}

/** How much of the actor's desk waits and is overdue; undefined for those who keep none. */
export async function deskWaiting({ database, now }: ServiceContext, actor: Actor) {
  if (!keepsDesk(actor) || !mayEver(actor.kind, 'see desk')) return undefined;
  const counts = await database.look(async (tx) =>
    countQueues(tx, await councilOf(tx, actor), londonDay(now()), actor.accountId),
  );
  return {
    waiting: counts.reduce((sum, one) => sum + one.waiting, 0),
    overdue: counts.reduce((sum, one) => sum + one.overdue, 0),
  };
}

/** One page of a queue: whom each item is about, and when it is due. Each child shown is written down. */
export async function seeQueue(
  { database, now }: ServiceContext,
  actor: Actor,
  queue: Queue,
  page: number,
): Promise<Outcome<ListPage<ListedItem> & { readonly receipt: Receipt }>> {
  if (!Number.isInteger(page) || page < 1 || page > mostPages) return failed(noSuchItem);
  const present = now();
  return database.transact(async (tx) => {
    const scope = { kind: 'desk', councilCode: await councilOf(tx, actor) } as const;
    const asked = { act: 'see desk', request: { action: 'see desk' }, scope } as const;
    const read = await underTicket(tx, actor, present, asked, async (ticket) => {
      await fillWithWaiting(tx, present);
      const wanted = { limit: onePage + 1, offset: (page - 1) * onePage };
      const found = await listQueue(tx, ticket, queue, londonDay(present), wanted);
      const rows = found.slice(0, onePage);
      const childIds = [...new Set(rows.map((row) => row.child_id))];
      const answer = { rows, page, hasMore: found.length > onePage };
      return { answer, childIds, fields: ['name', 'date of birth'] };
    });
    return read.ok ? done({ ...read.value, receipt: read.receipt }) : read;
  });
}

/** The item to take up next in a queue; undefined where nothing is left. */
export async function nextItem(
  { database, now }: ServiceContext,
  actor: Actor,
  queue: Queue,
  notItem = 0,
): Promise<number | undefined> {
  return database.look(async (tx) => {
    const wanted = { queue, today: londonDay(now()), accountId: actor.accountId, notItem };
    return findNextItem(tx, await councilOf(tx, actor), wanted);
  });
}

/** How an item is to be kept: in whose hands, and till when it is put off. */
export type Arrangement =
  | { readonly kind: 'assign'; readonly to: number | null }
  | { readonly kind: 'defer'; readonly until: Day }
  | { readonly kind: 'defer no longer' };

/** Gives an item to a colleague, takes it or lets it go, or puts it off till a day. */
export async function arrange(
  { database, now }: ServiceContext,
  actor: Actor,
  itemId: number,
  arrangement: Arrangement,
): Promise<Outcome<'done'>> {
  const present = now();
  return database.transact(async (tx) => {
    const item = await lockItem(tx, itemId, actor.organisationId);
    const request = { action: 'arrange desk item', isOfCouncil: item?.is_of_council === true } as const;
    const about = item === undefined ? {} : { aboutChild: item.child_id };
    const entry = { act: 'arrange desk item', ...about } as const;
    const fault = await refused(tx, actor, present, request, entry);
    if (fault !== undefined || item === undefined) return failed(fault ?? noSuchItem);
    if (item.settled_at !== null) return failed(settledAlready);
    const checked = await checkedArrangement(tx, actor, arrangement, londonDay(present));
    if (checked !== undefined) return failed(checked);
    const before = { assignedTo: item.assigned_to, deferredUntil: item.deferred_until };
    await arrangeItem(tx, itemId, { ...before, ...changeOf(arrangement) });
    await noteDone(tx, actor, present, entry);
    return done('done' as const);
  });
}

async function checkedArrangement(
  tx: Transaction,
  { organisationId }: Actor,
  arrangement: Arrangement,
  today: Day,
): Promise<Fault | undefined> {
  if (arrangement.kind === 'defer') return arrangement.until > today ? undefined : notLater;
  if (arrangement.kind !== 'assign' || arrangement.to === null) return undefined;
  const found = await findColleagues(tx, organisationId);
  return found.some((one) => one.account_id === arrangement.to) ? undefined : noColleague;
}

function changeOf(arrangement: Arrangement) {
  if (arrangement.kind === 'assign') return { assignedTo: arrangement.to };
  return { deferredUntil: arrangement.kind === 'defer' ? arrangement.until : null };
}

/** Switches the actor's one-letter keys off or on. */
export async function setKeys({ database, now }: ServiceContext, actor: Actor, off: boolean) {
  return database.transact(async (tx): Promise<Outcome<'done'>> => {
    const fault = await refused(tx, actor, now(), { action: 'set desk keys' }, { act: 'set desk keys' });
    if (fault !== undefined) return failed(fault);
    await switchKeys(tx, actor.accountId, off);
    await recordAct(tx, now(), { act: 'set desk keys', accountId: actor.accountId, outcome: 'done' });
    return done('done' as const);
  });
}

/** The council whose desk an actor keeps; null for one that works everywhere. */
export async function councilOf(tx: Transaction, { organisationId }: Actor): Promise<number | null> {
  return (await findCouncilOfOrganisation(tx, organisationId)) ?? null;
}

async function countedIn(
  tx: Transaction,
  council: number | null,
  today: Day,
  accountId: number,
): Promise<readonly QueueCount[]> {
  const counts = await countQueues(tx, council, today, accountId);
  const none = { waiting: 0, overdue: 0, mine: 0, deferred: 0, oldest: null };
  return queueNames
    .filter((queue) => isQueue(queue))
    .map((queue) => ({ ...none, ...counts.find((one) => one.queue === queue), queue }));
}

export const noSuchItem: Fault = {
  kind: 'not-found',
  says: 'There is nothing like that on your desk. Start again from the menu.',
};
export const settledAlready: Fault = {
  kind: 'stale',
  says: 'Somebody, or a later file, has settled this meanwhile. Nothing was changed.',
};
const notLater: Fault = { kind: 'invalid', field: 'until', says: 'Enter a day after today' };
const noColleague: Fault = { kind: 'invalid', field: 'to', says: 'Select one of your colleagues' };
