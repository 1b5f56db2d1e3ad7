import type { ServiceContext } from '../services/context.ts';
import { matchNextBatch } from '../services/match-batch.ts';
import { randomNumbers } from '../services/new-numbers.ts';

/** Matches what suppliers have sent, the oldest first, until nothing waits or the program is to stop between two blocks. */
export async function matchFeeds({ database, now }: ServiceContext, stop: AbortSignal): Promise<void> {
  const matching = { database, now, numbers: randomNumbers };
  const goOn = (): boolean => !stop.aborted;
  while (goOn() && (await matchNextBatch(matching, goOn)));
}
