import type { Day } from './calendar.ts';
import type { FeedFormat } from './feed-formats.ts';
import type { SupplierTerms } from './supplier.ts';

/** How far one file is. */
export type BatchState = (typeof batchStates)[number];

export const batchStates = [
  'staging', // its rows are read and kept, and no child is touched
  'waiting', // read whole: it waits to be judged and matched
  'matching', // its rows are taken into child records
  'done',
  'stopped', // no child was touched, and none will be
  'same file', // it came before: nothing was read of it twice
] as const;

export function isBatchState(word: string): word is BatchState {
  return batchStates.some((state) => state === word);
}

/** Why a file was stopped before it touched a child. */
export type StopReason = keyof typeof stopSays;

/** Each reason for stopping as its supplier is told. */
export const stopSays = {
  'cut off': 'The file ends before its end. Send it again, whole.',
  unreadable: 'The file cannot be read. Check that it is in the format that was named, and send it again.',
  empty: 'The file has no row. Check what made it, and send it again.',
  'another sender': 'The file names another organisation as its sender.',
  'older file': 'The file was written before the last one that was taken in. Send the newest.',
  faults: 'Too many rows were refused. Correct what makes the file, and send it again.',
  'unknown children':
    'Too few of its children are known here. Check that it is of the right place and that its columns are right.',
  organisation: 'The organisation that answers for this supplier is not accredited now.',
} as const satisfies Readonly<Record<string, string>>;

export function isStopReason(word: string): word is StopReason {
  return Object.hasOwn(stopSays, word);
}

/** How a file came in. */
export type WayIn = (typeof waysIn)[number];

export const waysIn = ['command', 'page', 'machine'] as const;

export function isWayIn(word: string): word is WayIn {
  return waysIn.some((way) => way === word);
}

/** One file that came: how far it is, and what came of it so far. */
export type Batch = {
  readonly batchId: number;
  readonly supplierId: number;
  readonly format: FeedFormat;
  readonly broughtAs: WayIn;
  readonly broughtBy: number | null;
  /** The day that ages and periods in it are reckoned from. */
  readonly readOn: Day;
  readonly state: BatchState;
  readonly stoppedBecause: StopReason | null;
  readonly sameAs: number | null;
  readonly writtenOn: Day | null;
  readonly restarts: number;
  readonly beganAt: Date;
  readonly stagedAt: Date | null;
  readonly endedAt: Date | null;
  readonly bytesRead: number;
  readonly bytesExpected: number | null;
  readonly childrenDone: number;
  readonly othersDone: number;
  readonly rowsDone: number;
  readonly counts: BatchCounts;
};

/** What came of the rows of a file. `read` counts every row; the others add up to it once the batch is done. */
export type BatchCounts = {
  readonly read: number;
  readonly linked: number;
  readonly created: number;
  readonly waiting: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly notTaken: number;
};

/** What a file is judged by once it has been read whole. */
export type Judged = {
  readonly counts: Pick<BatchCounts, 'read' | 'refused'>;
  readonly terms: Pick<SupplierTerms, 'faultsAtMost' | 'knownAtLeast'>;
  /** Of the children looked up beforehand, how many are here already. */
  readonly sample: { readonly children: number; readonly known: number };
  readonly writtenOn: Day | null;
  /** When the last file of this supplier and format that was taken in was written. */
  readonly lastWrittenOn: Day | null;
};

// Ours: messages come one by one too, and a share of one row says nothing.
const fewestJudged = 20;

/** Why a file that was read whole is stopped all the same; undefined where it may touch children. */
export function judge({ counts, terms, sample, writtenOn, lastWrittenOn }: Judged): StopReason | undefined {
  if (counts.read === 0) return 'empty';
  if (writtenOn !== null && lastWrittenOn !== null && writtenOn < lastWrittenOn) return 'older file';
  if (counts.read >= fewestJudged && counts.refused > terms.faultsAtMost * counts.read) return 'faults';
  if (sample.children >= fewestJudged && sample.known < terms.knownAtLeast * sample.children)
    return 'unknown children';
  return undefined;
}
