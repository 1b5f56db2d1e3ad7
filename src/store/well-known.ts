import type { Day } from '../domain/calendar.ts';
import { boolean, bigint, day, instant, integer, nullable, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { isOpenOn } from './leaving-gate.ts';
import { statement } from './statement.ts';

const list = statement({
  name: 'well-known-children',
  text: `select child_id, right(contactpoint_number, 3) as ending, added_at, adder.full_name as added_by,
      removal_asked_by, asker.full_name as asked_by
    from well_known_child
    join child using (child_id)
    join account as adder on adder.account_id = added_by
    left join account as asker on asker.account_id = removal_asked_by
    where ${isOpenOn('$3')}
    order by added_at desc, child_id
    limit $1 offset $2`,
  takes: [integer, integer, day],
  gives: {
    child_id: bigint,
    ending: text,
    added_at: instant,
    added_by: text,
    removal_asked_by: nullable(integer),
    asked_by: nullable(text),
  },
});

const add = statement({
  name: 'add-well-known-child',
  text: `insert into well_known_child (child_id, added_by, added_at)
    values ($1, $2, $3)
    on conflict (child_id) do nothing
    returning true as added`,
  takes: [bigint, integer, instant],
  gives: { added: boolean },
});

// The first to ask is kept; whoever asks after them, and is another, takes the child off.
const askRemoval = statement({
  name: 'ask-to-take-off-well-known-child',
  text: `update well_known_child set removal_asked_by = $2, removal_asked_at = $3
    where child_id = $1 and removal_asked_by is null
    returning true as asked`,
  takes: [bigint, integer, instant],
  gives: { asked: boolean },
});

const remove = statement({
  name: 'take-off-well-known-child',
  text: `delete from well_known_child where child_id = $1 and removal_asked_by <> $2 returning true as removed`,
  takes: [bigint, integer],
  gives: { removed: boolean },
});

/** Who is on the list, last added first. Of a child it tells the end of the number alone. */
export function listWellKnown(tx: Transaction, limit: number, offset: number, today: Day) {
  return list.rows(tx, limit, offset, today);
}

/** Puts a child on the list; false where they were on it. */
export async function addWellKnown(tx: Transaction, childId: number, by: number, at: Date): Promise<boolean> {
  return (await add.first(tx, childId, by, at)) !== undefined;
}

/** The first of two asks to take a child off; false where somebody asked before. */
export async function askToRemove(tx: Transaction, childId: number, by: number, at: Date): Promise<boolean> {
  return (await askRemoval.first(tx, childId, by, at)) !== undefined;
}

/** The second of two takes a child off; false where the first is the same person, or nobody asked. */
export async function removeWellKnown(tx: Transaction, childId: number, by: number): Promise<boolean> {
  return (await remove.first(tx, childId, by)) !== undefined;
}
