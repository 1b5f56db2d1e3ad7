import { londonDay } from '../domain/calendar.ts';
import type { Database } from '../store/connection.ts';
import { replayAccounts, replayRemovals, replayShields } from '../store/replay.ts';
import { lockShields } from '../store/shield-cover.ts';
import { recordAct } from './authorise.ts';

/** What was done again on a copy that was restored. */
export type Replayed = {
  readonly accounts: number;
  readonly shielded: number;
  readonly removed: number;
};

/**
 * After a restore, does again on it what was done to protect people since the instant that it was restored to: accounts that were
 * suspended or closed, shields, removals, as a later copy knows them. In the owners' logins of both; adds an entry to the log, without which no
 * new log begins. Nothing that protects is taken away.
 */
export async function replayProtections(here: Database, later: Database, now: () => Date): Promise<Replayed> {
  const today = londonDay(now());
  return here.transact((tx) =>
    later.look(async (from) => {
      await lockShields(tx);
      await tx.run('set local statement_timeout = 0'); // a whole council's shields are put on in one statement
      const accounts = await replayAccounts(tx, from, now());
      const shielded = await replayShields(tx, from, today);
      const removed = await replayRemovals(tx, from, today);
      const counts = { accounts, shielded, removed };
      await recordAct(tx, now(), { act: 'replay protections', accountId: null, outcome: 'done', counts });
      return counts;
    }),
  );
}

/** Says that people have made them again by hand, as no later copy is left to read them from. */
export async function replayedByHand(here: Database, now: () => Date): Promise<void> {
  const said = { act: 'replay protections', accountId: null, outcome: 'done', why: 'by hand' } as const;
  await here.transact((tx) => recordAct(tx, now(), said));
}
