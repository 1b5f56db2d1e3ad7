import { londonDay } from '../domain/calendar.ts';
import type { Database } from '../store/connection.ts';
import { readFeedSigns, readWaiting } from '../store/vital-signs.ts';
import { logLag, type LogContext } from './sequence-log.ts';

/** Whether the service is well, in numbers; none is about a child. */
export type VitalSigns = {
  /** 1 where the database answers and takes writing. */
  readonly databaseAnswers: number;
  readonly logWaiting: number;
  readonly logWaitingSeconds: number;
  readonly logAlarms: number;
  readonly casesWaiting: number;
  /** Files of suppliers that are here and not matched yet. */
  readonly filesWaiting: number;
  /** Suppliers whose file should have come and did not, and by how many days the latest of them is late. */
  readonly feedsLate: number;
  readonly feedLateDays: number;
};

// Whoever asks for them, however often, the database is asked once in this while.
const keptMs = 1_000;
// A country's schools are many suppliers, and a file is late by days.
const feedsKeptMs = 60_000;

/** Reads them when they are wanted, at most once a second. */
export function watchVitalSigns(looked: Looked): () => Promise<VitalSigns | undefined> {
  const feeds = keptFor(feedsKeptMs, async () =>
    looked.database.look((tx) => readFeedSigns(tx, londonDay(looked.log.now()))),
  );
  return keptFor(keptMs, async () => readVitalSigns(looked, feeds));
}

function keptFor<Value>(ms: number, read: () => Promise<Value>): () => Promise<Value> {
  let last: { readonly at: number; readonly value: Promise<Value> } | undefined;
  return async () => {
    if (last === undefined || performance.now() - last.at > ms) {
      const began = { at: performance.now(), value: read() };
      last = began;
      began.value.catch(() => {
        if (last === began) last = undefined; // what could not be read is read anew
      });
    }
    return last.value;
  };
}

type Looked = { readonly database: Database; readonly log: Pick<LogContext, 'reading' | 'now'> };

// Undefined while the database is away or takes no writing.
async function readVitalSigns(
  { database, log }: Looked,
  feeds: () => Promise<Awaited<ReturnType<typeof readFeedSigns>>>,
): Promise<VitalSigns | undefined> {
  try {
    const waiting = await database.look(readWaiting);
    if (waiting === undefined || waiting.readOnly) return undefined;
    const { waiting: logWaiting, seconds: logWaitingSeconds } = await logLag(log);
    const { logAlarms, casesWaiting } = waiting;
    const { filesWaiting, feedsLate, feedLateDays } = await feeds();
    return {
      databaseAnswers: 1,
      logWaiting,
      logWaitingSeconds,
      logAlarms,
      casesWaiting,
      filesWaiting,
      feedsLate,
      feedLateDays,
    };
  } catch {
    return undefined; // that it is away is the sign
  }
}
