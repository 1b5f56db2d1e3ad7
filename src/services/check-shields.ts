import { londonDay } from '../domain/calendar.ts';
import {
  areShieldsChecked,
  countBrokenRules,
  keepShieldCheck,
  readLastShieldCheck,
} from '../store/shield-check.ts';
import type { ServiceContext } from './context.ts';

/** Once a day, after midnight: whether the rules that keep shielded children hidden hold in the database as it is. */
export async function checkShields({ database, now }: ServiceContext): Promise<void> {
  const present = now();
  const today = londonDay(present);
  await database.transact(async (tx) => {
    if (await areShieldsChecked(tx, today)) return;
    await tx.run('set local statement_timeout = 60000'); // nobody waits for it
    const { shielded, broken } = await countBrokenRules(tx);
    const names = Object.entries(broken).filter(([, count]) => count > 0);
    await keepShieldCheck(tx, today, present, { shielded, broken: names.map(([rule]) => rule) });
  });
}

/** What the last check found. */
export async function lastShieldCheck({ database }: ServiceContext) {
  return database.look(readLastShieldCheck);
}
