import type { Day } from '../domain/calendar.ts';
import { isQueue } from '../domain/desk.ts';
import { bigint, boolean, day, instant, integer, nullable, oneOf, real, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { ofDesk } from './desk-queues.ts';
import { statement } from './statement.ts';
import type { Desk, Ticket } from './ticket.ts';

const one = statement({
  name: 'desk-item',
  text: `select item_id, child_id, queue, other, council_code, found_on, due_on, assigned_to, deferred_until, settled_at, settled_as,
      (select full_name from account where account_id = assigned_to) as assigned_name,
      (select full_name from account where account_id = settled_by) as settled_name,
      ${ofDesk.replace('$1', '(select council_code from organisation where organisation_id = $2)')} as is_of_council
    from desk_item
    where item_id = $1
    for update`,
  takes: [bigint, integer],
  gives: {
    item_id: bigint,
    child_id: bigint,
    queue: oneOf(isQueue),
    other: bigint,
    council_code: nullable(smallint),
    found_on: day,
    due_on: day,
    assigned_to: nullable(integer),
    deferred_until: nullable(day),
    settled_at: nullable(instant),
    settled_as: nullable(text),
    assigned_name: nullable(text),
    settled_name: nullable(text),
    is_of_council: boolean,
  },
});

const arrange = statement({
  name: 'arrange-desk-item',
  text: `update desk_item set assigned_to = $2, deferred_until = $3 where item_id = $1 and settled_at is null`,
  takes: [bigint, nullable(integer), nullable(day)],
  gives: {},
});

const settle = statement({
  name: 'settle-desk-item',
  text: `update desk_item set settled_at = $2, settled_by = $3, settled_as = $4
    where queue = $5 and other = $6 and (child_id = $1 or $5 = 'possible match' or $5 = 'born shielded' ) and settled_at is null`,
  takes: [bigint, instant, integer, text, text, bigint],
  gives: {},
});

const colleagues = statement({
  name: 'record-keepers-of-organisation',
  text: `select account_id, full_name
    from account
    where organisation_id = $1 and role = 'record keeper' and state = 'active'
    order by full_name, account_id
    limit 200`,
  takes: [integer],
  gives: { account_id: integer, full_name: text },
});

const candidates = statement({
  name: 'candidates-for-desk',
  text: `select child_id, weight, evidence, is_shielded
    from match_candidate
    where source_row_id = $1 and not exists (
      select from record_merge
      where undone_at is null and match_candidate.child_id in (first_child_id, second_child_id)
    )
    order by weight desc, child_id
    limit 5`,
  takes: [bigint],
  gives: { child_id: bigint, weight: real, evidence: text, is_shielded: boolean },
});

const match = statement({
  name: 'possible-match-for-desk',
  text: `select because, state, born_child_id from possible_match where source_row_id = $1`,
  takes: [bigint],
  gives: { because: text, state: text, born_child_id: nullable(bigint) },
});

const pair = statement({
  name: 'possible-duplicate-for-desk',
  text: `select because, weight, evidence, state, same_asked_by
    from possible_duplicate
    where child_id = $1 and other_child_id = $2
    for update`,
  takes: [bigint, bigint],
  gives: { because: text, weight: real, evidence: text, state: text, same_asked_by: nullable(integer) },
});

const askSame = statement({
  name: 'ask-to-merge-duplicate',
  text: `update possible_duplicate set same_asked_by = $3, same_asked_at = $4
    where child_id = $1 and other_child_id = $2 and state = 'waiting' and same_asked_by is null`,
  takes: [bigint, bigint, integer, instant],
  gives: {},
});

const decidePair = statement({
  name: 'decide-possible-duplicate',
  text: `update possible_duplicate set state = 'decided', decision = $3, decided_by_account = $4, decided_at = $5
    where child_id = $1 and other_child_id = $2 and state = 'waiting'`,
  takes: [bigint, bigint, text, integer, instant],
  gives: {},
});

const withoutKeys = statement({
  name: 'desk-without-keys',
  text: `select exists (select from desk_without_keys where account_id = $1) as is_off`,
  takes: [integer],
  gives: { is_off: boolean },
});

const keysOff = statement({
  name: 'switch-desk-keys-off',
  text: `insert into desk_without_keys (account_id) values ($1) on conflict do nothing`,
  takes: [integer],
  gives: {},
});

const keysOn = statement({
  name: 'switch-desk-keys-on',
  text: `delete from desk_without_keys where account_id = $1`,
  takes: [integer],
  gives: {},
});

export type DeskItem = NonNullable<Awaited<ReturnType<typeof lockItem>>>;

/** An item, held until the transaction ends, and whether it is on the desk of the organisation's council. */
export async function lockItem(tx: Transaction, itemId: number, organisationId: number) {
  return one.first(tx, itemId, organisationId);
}

/** Puts an item in somebody's hands or in nobody's, and puts it off. */
export async function arrangeItem(
  tx: Transaction,
  itemId: number,
  { assignedTo, deferredUntil }: { readonly assignedTo: number | null; readonly deferredUntil: Day | null },
): Promise<void> {
  await arrange.rows(tx, itemId, assignedTo, deferredUntil);
}

/** Takes an item off the desk, as settled by somebody. */
export async function settleItem(
  tx: Transaction,
  { child_id: childId, queue, other }: Pick<DeskItem, 'child_id' | 'queue' | 'other'>,
  settledAs: string,
  { accountId, at }: { readonly accountId: number; readonly at: Date },
): Promise<void> {
  await settle.rows(tx, childId, at, accountId, settledAs, queue, other);
}

/** The record keepers of an organisation, to whom an item can be given. */
export async function findColleagues(tx: Transaction, organisationId: number) {
  return colleagues.rows(tx, organisationId);
}

/** The row that waits, and the children it may be of, the likeliest first. */
export async function readMatch(tx: Transaction, _ticket: Ticket<Desk>, sourceRowId: number) {
  const found = await match.first(tx, sourceRowId);
  return found === undefined ? undefined : { ...found, candidates: await candidates.rows(tx, sourceRowId) };
}

/** A pair that waits, held until the transaction ends. */
export async function lockPair(tx: Transaction, childId: number, otherChildId: number) {
  return pair.first(tx, childId, otherChildId);
}

/** The first of two people says that the pair is one child. */
export async function askToMergePair(
  tx: Transaction,
  [childId, otherChildId]: readonly [number, number],
  { accountId, at }: { readonly accountId: number; readonly at: Date },
): Promise<void> {
  await askSame.rows(tx, childId, otherChildId, accountId, at);
}

/** Writes down what was decided about a pair. */
export async function decidePossibleDuplicate(
  tx: Transaction,
  [childId, otherChildId]: readonly [number, number],
  decision: 'same child' | 'not the same child',
  { accountId, at }: { readonly accountId: number; readonly at: Date },
): Promise<void> {
  await decidePair.rows(tx, childId, otherChildId, decision, accountId, at);
}

/** Whether somebody has switched the one-letter keys off. */
export async function areKeysOff(tx: Transaction, accountId: number): Promise<boolean> {
  return (await withoutKeys.first(tx, accountId))?.is_off === true;
}

/** Switches somebody's one-letter keys off or on. */
export async function switchKeys(tx: Transaction, accountId: number, off: boolean): Promise<void> {
  await (off ? keysOff : keysOn).rows(tx, accountId);
}
