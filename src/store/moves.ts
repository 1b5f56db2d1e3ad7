import type { Day } from '../domain/calendar.ts';
import { arrayOf, bigint, boolean, day, instant, integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { Desk, Ticket } from './ticket.ts';

const isOpen = `accepted_at is null and ended_on is null`;

// A child who moved back before anybody accepted has not moved; one who moved on has moved from where the first council was.
const endOvertaken = statement({
  name: 'end-overtaken-moves',
  text: `update council_move
    set ended_on = greatest(told_on, found_on)
    from unnest($1::bigint[], $2::smallint[], $3::date[]) as moved (child_id, to_council, told_on)
    where council_move.child_id = moved.child_id and ${isOpen} and council_move.to_council <> moved.to_council`,
  takes: [arrayOf(bigint), arrayOf(smallint), arrayOf(day)],
  gives: {},
});

const note = statement({
  name: 'note-council-moves',
  text: `insert into council_move (child_id, move_no, from_council, to_council, found_on)
    select moved.child_id,
      1 + coalesce((select max(move_no) from council_move where council_move.child_id = moved.child_id), 0),
      moved.from_council, moved.to_council, moved.told_on
    from unnest($1::bigint[], $2::smallint[], $3::smallint[], $4::date[]) as moved (child_id, from_council, to_council, told_on)
    where from_council <> to_council
      and not exists (select from council_move where council_move.child_id = moved.child_id and ${isOpen})`,
  takes: [arrayOf(bigint), arrayOf(smallint), arrayOf(smallint), arrayOf(day)],
  gives: {},
});

// Nothing of a shielded child tells the council that was left where they went: only the new one has a task.
const putOnDesks = statement({
  name: 'put-moves-on-desks',
  text: `insert into desk_item (child_id, queue, other, council_code, found_on, due_on)
    select council_move.child_id, 'border move', council.code, council.code, found_on, due_on
    from council_move
    join unnest($1::bigint[], $2::date[]) as due (child_id, due_on) using (child_id)
    cross join lateral (values (to_council, true), (from_council, false)) as council (code, is_new)
    where ${isOpen}
      and (is_new or not exists (select from shield where shield.child_id = council_move.child_id and lifted_on is null))
    on conflict (child_id, queue, other) do update
      set settled_at = null, settled_by = null, settled_as = null, assigned_to = null, deferred_until = null,
        found_on = excluded.found_on, due_on = excluded.due_on
      where desk_item.settled_at is not null`,
  takes: [arrayOf(bigint), arrayOf(day)],
  gives: {},
});

const takeOffDesks = statement({
  name: 'take-moves-off-desks',
  text: `update desk_item
    set settled_at = now(), settled_as = 'by itself'
    where child_id = any ($1) and queue = 'border move' and settled_at is null and not exists (
      select from council_move
      where council_move.child_id = desk_item.child_id and ${isOpen} and other in (from_council, to_council)
    )`,
  takes: [arrayOf(bigint)],
  gives: {},
});

const find = statement({
  name: 'open-council-move',
  text: `select move_no, from_council, to_council, former.name as from_name, present.name as to_name, found_on,
      (select in_care.name from carer join council as in_care using (council_code)
        where carer.child_id = council_move.child_id order by carer_no limit 1) as in_care_of,
      exists (select from carer where carer.child_id = council_move.child_id and council_code is not null) as is_placed
    from council_move
    join council as former on former.council_code = from_council
    join council as present on present.council_code = to_council
    where child_id = $1 and ${isOpen}`,
  takes: [bigint],
  gives: {
    move_no: smallint,
    from_council: smallint,
    to_council: smallint,
    from_name: text,
    to_name: text,
    found_on: day,
    in_care_of: nullable(text),
    is_placed: boolean,
  },
});

const accept = statement({
  name: 'accept-council-move',
  text: `update council_move
    set accepted_by = $3, accepted_at = $4, responsible = $5
    where child_id = $1 and move_no = $2 and ${isOpen}
    returning case when $5 = 'to' then to_council else from_council end as responsible_council`,
  takes: [bigint, smallint, integer, instant, text],
  gives: { responsible_council: smallint },
});

// A child in a council's care stays that council's, whatever the address says.
const setResponsible = statement({
  name: 'set-responsible-council',
  text: `update child set responsible_council = $2 where child_id = $1`,
  takes: [bigint, smallint],
  gives: {},
});

const settleBoth = statement({
  name: 'settle-items-of-move',
  text: `update desk_item
    set settled_at = $2, settled_by = $3, settled_as = 'accepted'
    where child_id = $1 and queue = 'border move' and settled_at is null`,
  takes: [bigint, instant, integer],
  gives: {},
});

/** A child whose address is in another council than before; when that was told, and by when it should be accepted. */
export type Crossing = {
  readonly childId: number;
  readonly from: number;
  readonly to: number;
  readonly toldOn: Day;
  readonly dueOn: Day;
};

/** Opens the task of both councils for each child who crossed a border, and ends what a further move overtook. */
export async function noteMoves(tx: Transaction, crossings: readonly Crossing[]): Promise<void> {
  if (crossings.length === 0) return;
  const childIds = crossings.map(({ childId }) => childId);
  const to = crossings.map((one) => one.to);
  const toldOn = crossings.map((one) => one.toldOn);
  await endOvertaken.rows(tx, childIds, to, toldOn);
  await note.rows(
    tx,
    childIds,
    crossings.map(({ from }) => from),
    to,
    toldOn,
  );
  await takeOffDesks.rows(tx, childIds);
  await putOnDesks.rows(
    tx,
    childIds,
    crossings.map(({ dueOn }) => dueOn),
  );
}

/** The move of a child that nobody has accepted yet. */
export async function findMove(tx: Transaction, _ticket: Ticket<Desk>, childId: number) {
  return find.first(tx, childId);
}

/** Accepts a move: the tasks of both councils end, and one of the two is responsible. False where it was settled meanwhile. */
export async function acceptMove(
  tx: Transaction,
  {
    childId,
    moveNo,
    responsible,
  }: { readonly childId: number; readonly moveNo: number; readonly responsible: 'to' | 'from' },
  { accountId, at }: { readonly accountId: number; readonly at: Date },
): Promise<boolean> {
  const accepted = await accept.first(tx, childId, moveNo, accountId, at, responsible);
  if (accepted === undefined) return false;
  await setResponsible.rows(tx, childId, accepted.responsible_council);
  await settleBoth.rows(tx, childId, at, accountId);
  return true;
}
