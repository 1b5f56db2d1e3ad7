import type { Database } from '../store/connection.ts';
import { makeLogMonths } from '../store/migrate.ts';

const day = 86_400_000;
let madeOn = 0;

/** Makes the months of the access log ahead, once a day; only the owner may. */
export async function keepLogMonths(owner: Database, now: Date): Promise<void> {
  const today = Math.floor(now.getTime() / day);
  if (today === madeOn) return;
  await owner.transact((tx) => makeLogMonths(tx, now));
  madeOn = today;
}
