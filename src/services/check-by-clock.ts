import { patrolLog } from './check-log.ts';
import type { LogContext } from './sequence-log.ts';

/** The check that goes round: its log, and what it need not verify again. */
export type ClockCheck = { readonly log: LogContext; readonly verified: Set<string> };

/** One round, from where the last one came to, in whatever process that was. Answers what was found, in words. */
export async function checkByClock({ log, verified }: ClockCheck): Promise<string | undefined> {
  const kept = Number(log.files.read('round') ?? '0');
  const patrol = { position: Number.isSafeInteger(kept) && kept >= 0 ? kept : 0, verified };
  const checked = await patrolLog(log, patrol);
  if (checked !== undefined) log.files.write('round', String(patrol.position));
  return checked?.finding?.says;
}
