import { addDays, londonDay, type Day } from '../domain/calendar.ts';
import { queues } from '../domain/desk.ts';
import { termBegan } from '../domain/involvement.ts';
import { addWorkingDays } from '../domain/working-days.ts';
import type { Transaction } from '../store/connection.ts';
import { fillFromRound, fillWithDoubts, fillWithEstimated } from '../store/desk-filling.ts';
import type { ServiceContext } from './context.ts';

// At one round a minute all of a council of 70,000 in a little over an hour.
const recordsAtOnce = 1000;

/** Puts on the desks what waits for a person, and looks at the next records for what is not right. Called by the clock. */
export async function fillDesk({ database, now }: ServiceContext, count = recordsAtOnce): Promise<number> {
  const present = now();
  return database.transact(async (tx) => {
    await fillWithWaiting(tx, present);
    const today = londonDay(present);
    return fillFromRound(tx, count, {
      now: present,
      today,
      factsDueOn: addWorkingDays(today, queues['disagreeing facts'].dueIn),
      restDueOn: addWorkingDays(today, queues['no school or GP'].dueIn),
      staleBefore: staleBefore(today),
    });
  });
}

/** The rows and pairs that wait alone: whoever looks at the desk sees those of a minute ago too. */
export async function fillWithWaiting(tx: Transaction, now: Date): Promise<void> {
  const today = londonDay(now);
  const dueOn = addWorkingDays(today, queues['possible duplicate'].dueIn);
  await fillWithDoubts(tx, { now, today, dueOn });
  const estimatedDueOn = addWorkingDays(today, queues['estimated birthday'].dueIn);
  await fillWithEstimated(tx, { now, today, dueOn: estimatedDueOn });
}

/** The first day of the term before this one: a contact that nobody confirmed since is stale. */
export function staleBefore(today: Day): Day {
  return termBegan(addDays(termBegan(today), -1));
}
