import type { Day } from '../domain/calendar.ts';
import { isQueue, type Queue } from '../domain/desk.ts';
import { bigint, day, instant, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { Desk, Ticket } from './ticket.ts';

/** What is on a council's desk ($1), and what is on every desk, since it is not known where the child lives. */
export const ofDesk = `(council_code is not distinct from $1 or council_code is null)`;
const shown = `settled_at is null and (deferred_until is null or deferred_until <= $2)`;

const counts = statement({
  name: 'count-desk-queues',
  text: `select queue,
      count(*) filter (where ${shown})::integer as waiting,
      count(*) filter (where ${shown} and due_on < $2)::integer as overdue,
      count(*) filter (where ${shown} and assigned_to = $3)::integer as mine,
      count(*) filter (where settled_at is null and deferred_until > $2)::integer as deferred,
      min(found_on) filter (where ${shown}) as oldest
    from desk_item
    where ${ofDesk} and settled_at is null
    group by queue
    order by queue
    limit 20`,
  takes: [nullable(smallint), day, integer],
  gives: {
    queue: oneOf(isQueue),
    waiting: integer,
    overdue: integer,
    mine: integer,
    deferred: integer,
    oldest: nullable(day),
  },
});

const work = statement({
  name: 'desk-figures',
  text: `select
      count(*) filter (where settled_by is not null)::integer as settled,
      count(*) filter (where settled_by = $3)::integer as settled_by_me,
      count(*) filter (where settled_by is not null and (settled_at at time zone 'Europe/London')::date <= due_on)::integer as in_time,
      count(*) filter (where queue = 'born shielded' and settled_by is not null)::integer as shields_settled,
      count(*) filter (where queue = 'born shielded' and settled_as = 'new child')::integer as false_shields,
      (select count(*)::integer from record_merge where decided_at >= $2) as merged,
      (select count(*)::integer from record_merge where decided_at >= $2 and undone_at is not null) as unmerged
    from desk_item
    where ${ofDesk} and settled_at >= $2`,
  takes: [nullable(smallint), instant, integer],
  gives: {
    settled: integer,
    settled_by_me: integer,
    in_time: integer,
    shields_settled: integer,
    false_shields: integer,
    merged: integer,
    unmerged: integer,
  },
});

const listed = {
  item_id: bigint,
  child_id: bigint,
  given_names: text,
  family_name: text,
  date_of_birth: day,
  found_on: day,
  due_on: day,
  assigned_to: nullable(integer),
  assigned_name: nullable(text),
  deferred_until: nullable(day),
};

const inQueue = statement({
  name: 'desk-items-of-queue',
  text: `select item_id, desk_item.child_id, given_names, family_name, date_of_birth, found_on, due_on, assigned_to,
      account.full_name as assigned_name, deferred_until
    from desk_item
    join child using (child_id)
    left join account on account.account_id = assigned_to
    where ${ofDesk} and queue = $3 and settled_at is null
    order by (deferred_until is not null and deferred_until > $2), due_on, item_id
    limit $4 offset $5`,
  takes: [nullable(smallint), day, text, integer, integer],
  gives: listed,
});

const nextOne = statement({
  name: 'next-desk-item',
  text: `select item_id
    from desk_item
    where ${ofDesk} and queue = $3 and ${shown} and (assigned_to is null or assigned_to = $4) and item_id <> $5
    order by due_on, item_id
    limit 1`,
  takes: [nullable(smallint), day, text, integer, bigint],
  gives: { item_id: bigint },
});

/** What waits in each queue of a council's desk, as one record keeper sees it. No child is told of. */
export async function countQueues(
  tx: Transaction,
  councilCode: number | null,
  today: Day,
  accountId: number,
) {
  return counts.rows(tx, councilCode, today, accountId);
}

/** What was settled at a desk since an instant, and how well. */
export async function readFigures(
  tx: Transaction,
  councilCode: number | null,
  since: Date,
  accountId: number,
) {
  return work.first(tx, councilCode, since, accountId);
}

export type ListedItem = Awaited<ReturnType<typeof listQueue>>[number];

/** One page of a queue, what is due first; what was put off comes last. */
export async function listQueue(
  tx: Transaction,
  { scope }: Ticket<Desk>,
  queue: Queue,
  today: Day,
  { limit, offset }: { readonly limit: number; readonly offset: number },
) {
  return inQueue.rows(tx, scope.councilCode, today, queue, limit, offset);
}

/** The next item of a queue that this person may take; undefined where nothing is left. */
export async function findNextItem(
  tx: Transaction,
  councilCode: number | null,
  wanted: {
    readonly queue: Queue;
    readonly today: Day;
    readonly accountId: number;
    readonly notItem: number;
  },
): Promise<number | undefined> {
  const { today, queue, accountId, notItem } = wanted;
  return (await nextOne.first(tx, councilCode, today, queue, accountId, notItem))?.item_id;
}
