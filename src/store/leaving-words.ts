import { addDays, type Day } from '../domain/calendar.ts';
import { isWhereabouts } from '../domain/child-record.ts';
import { isClosedBecause } from '../domain/record-rows.ts';
import { bigint, day, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { OneChild, Ticket } from './ticket.ts';

// What people say of when a record leaves. The removal itself: store/leaving.ts.

const lookAt = statement({
  name: 'when-record-leaves',
  text: `select given_names, family_name, date_of_birth, birth_standing, whereabouts, leaves_on, closed_on, closed_because
    from child
    where child_id = $1
    for update`,
  takes: [bigint],
  gives: {
    given_names: text,
    family_name: text,
    date_of_birth: day,
    birth_standing: text,
    whereabouts: oneOf(isWhereabouts),
    leaves_on: day,
    closed_on: nullable(day),
    closed_because: nullable(oneOf(isClosedBecause)),
  },
});

const closeForEngland = statement({
  name: 'close-record-left-england',
  text: `update child
    set closed_on = $2, closed_because = 'left England', leaves_on = $3,
      whereabouts = 'left England, does not mean to return'
    where child_id = $1 and closed_on is null
    returning child_id`,
  takes: [bigint, day, day],
  gives: { child_id: bigint },
});

// Where the child is, is what the addresses say again, as on the day before.
const openAgain = statement({
  name: 'open-record-left-england',
  text: `update child
    set closed_on = null, closed_because = null, leaves_on = $2,
      whereabouts = coalesce((
        select standing from child_address
        where child_address.child_id = child.child_id and standing in ('current', 'last known')
      ), 'no known address')
    where child_id = $1 and closed_because = 'left England'
    returning child_id`,
  takes: [bigint, day],
  gives: { child_id: bigint },
});

// A person's word stands in for a certain date: from then on the record leaves as any other.
const sayGrownUp = statement({
  name: 'say-grown-up',
  text: `update child
    set birth_standing = 'stated', leaves_on = $2
    where child_id = $1 and birth_standing = 'estimated'`,
  takes: [bigint, day],
  gives: {},
});

/** When the record under the ticket leaves and why, held until the work is over; undefined where it is not here. */
export async function readWhenLeaves(tx: Transaction, { scope }: Ticket<OneChild>) {
  const row = await lookAt.first(tx, scope.childId);
  if (row === undefined) return undefined;
  return {
    name: `${row.given_names} ${row.family_name}`,
    dateOfBirth: row.date_of_birth,
    birthStanding: row.birth_standing,
    whereabouts: row.whereabouts,
    leavesOn: row.leaves_on,
    closedOn: row.closed_on,
    closedBecause: row.closed_because,
  };
}

/** Closes the record, since the child left England for good; false where it is closed. */
export async function closeAsLeftEngland(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  { on, leavesOn }: { readonly on: Day; readonly leavesOn: Day },
): Promise<boolean> {
  return (await closeForEngland.first(tx, scope.childId, on, leavesOn)) !== undefined;
}

/** Opens it again; false where it was not closed so. */
export async function takeBackLeftEngland(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  leavesOn: Day,
): Promise<boolean> {
  return (await openAgain.first(tx, scope.childId, leavesOn)) !== undefined;
}

/** Lets a record go at the next midnight whose date of birth was an estimate: a person said that it is right enough. */
export async function letLeaveTonight(tx: Transaction, childId: number, today: Day): Promise<void> {
  await sayGrownUp.rows(tx, childId, addDays(today, 1));
}
