import type { Database } from '../store/connection.ts';
import { readWaiting } from '../store/vital-signs.ts';
import { logLag, type LogContext } from './sequence-log.ts';

/** Whether the service is well, in numbers; none is about a child. */
export type VitalSigns = {
  /** 1 where the database answers and takes writing. */
  readonly databaseAnswers: number;
  readonly logWaiting: number;
  readonly logWaitingSeconds: number;
  readonly logAlarms: number;
  readonly casesWaiting: number;
};

// Whoever asks for them, however often, the database is asked once in this while.
const keptMs = 1_000;

/** Reads them when they are wanted, at most once a second. */
export function watchVitalSigns(looked: Looked): () => Promise<VitalSigns | undefined> {
  let last: { readonly at: number; readonly read: Promise<VitalSigns | undefined> } | undefined;
  return async () => {
    if (last === undefined || performance.now() - last.at > keptMs)
      last = { at: performance.now(), read: readVitalSigns(looked) };
    return last.read;
  };
}

type Looked = { readonly database: Database; readonly log: Pick<LogContext, 'reading' | 'now'> };

// Undefined while the database is away or takes no writing.
async function readVitalSigns({ database, log }: Looked): Promise<VitalSigns | undefined> {
  try {
    const waiting = await database.look(readWaiting);
    if (waiting === undefined || waiting.readOnly) return undefined;
    const { waiting: logWaiting, seconds: logWaitingSeconds } = await logLag(log);
    const { logAlarms, casesWaiting } = waiting;
    return { databaseAnswers: 1, logWaiting, logWaitingSeconds, logAlarms, casesWaiting };
  } catch {
    return undefined; // that it is away is the sign
  }
}
