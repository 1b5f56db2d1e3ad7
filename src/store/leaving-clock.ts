import type { Day } from '../domain/calendar.ts';
import { boolean, day, instant } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const readClock = statement({
  name: 'read-leaving-clock',
  text: `select closed_to, held_at is not null as is_held from leaving_clock`,
  takes: [],
  gives: { closed_to: day, is_held: boolean },
});

const moveClock = statement({
  name: 'move-leaving-clock',
  text: `update leaving_clock
    set closed_to = greatest(closed_to, $1), held_at = null
    where closed_to < $1 or held_at is not null`,
  takes: [day],
  gives: {},
});

const holdClock = statement({
  name: 'hold-leaving',
  text: `update leaving_clock set held_at = $1 where held_at is null returning true as held`,
  takes: [instant],
  gives: { held: boolean },
});

/** The latest day that the job has closed records to, and whether it waits for a person. */
export async function readLeavingClock(
  tx: Transaction,
): Promise<{ readonly closedTo: Day; readonly isHeld: boolean }> {
  const row = await readClock.first(tx);
  if (row === undefined) throw new Error('The leaving clock is not there');
  return { closedTo: row.closed_to, isHeld: row.is_held };
}

/** Moves the day on, never back, and ends a hold. */
export async function moveLeavingClock(tx: Transaction, today: Day): Promise<void> {
  await moveClock.rows(tx, today);
}

/** Holds the job until a person says so; false where it was held. */
export async function holdLeaving(tx: Transaction, at: Date): Promise<boolean> {
  return (await holdClock.first(tx, at)) !== undefined;
}
