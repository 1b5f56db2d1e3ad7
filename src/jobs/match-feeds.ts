import type { ServiceContext } from '../services/context.ts';
import { matchNextBatch } from '../services/match-batch.ts';
import { randomNumbers } from '../services/new-numbers.ts';

/** Matches what suppliers have sent, the oldest first, until nothing waits or the program is to stop between two blocks. */
export async function matchFeeds(
  { database, now, secrets }: ServiceContext,
  stop: AbortSignal,
): Promise<void> {
  const matching = { database, now, numbers: randomNumbers, markKey: secrets.pepper };
  const goOn = (): boolean => !stop.aborted;
  while (goOn() && (await matchNextBatch(matching, goOn)));
}

const betweenLooks = 1_000; // milliseconds: whoever brings a file watches its page

/** The same again and again until stopped. `complain` hears of a failure, after which it is tried anew. */
export async function matchFeedsUntilStopped(
  services: ServiceContext,
  stop: AbortSignal,
  complain: () => void,
): Promise<void> {
  while (!stop.aborted) {
    let pause = betweenLooks;
    try {
      await matchFeeds(services, stop);
    } catch {
      complain();
      pause = betweenFailures;
    }
    await paused(pause, stop);
  }
}

const betweenFailures = 60_000;

async function paused(milliseconds: number, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  await new Promise<void>((resolve) => {
    const ended = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', ended);
      resolve();
    };
    const timer = setTimeout(ended, milliseconds);
    stop.addEventListener('abort', ended);
  });
}
