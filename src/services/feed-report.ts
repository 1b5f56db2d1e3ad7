import type { RowFault } from '../domain/source-row.ts';

/** What came of an import, in numbers and reasons: no child is in it. */
export type FeedReport = {
  readonly files: readonly FileReport[];
  readonly read: number;
  readonly imported: number;
  readonly unchanged: number;
  readonly refused: readonly Refusal[];
  readonly notTaken: readonly Counted[];
  /** Elements that came and are not kept, by name. */
  readonly dropped: readonly Counted[];
};

export type FileReport = {
  readonly file: string;
  readonly read: number;
  readonly imported: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly notTaken: number;
};

/** One reason for which parts of a file were refused, how many, and where the first of them stand. */
export type Refusal = RowFault & {
  readonly file: string;
  readonly count: number;
  readonly places: readonly string[];
};

export type Counted = { readonly name: string; readonly count: number };

/** What an import has come to so far. Its size hangs on the kinds of things met, not on how many. */
export type Tally = {
  readonly taken: (file: string, outcome: 'imported' | 'unchanged', dropped: readonly string[]) => void;
  readonly refuse: (file: string, fault: RowFault, place: string) => void;
  readonly passOver: (file: string, message: string) => void;
  readonly report: () => FeedReport;
};

const placesKept = 3;

type FileCounts = { imported: number; unchanged: number; refused: number; notTaken: number };

/** An empty tally of these files, in their order. */
export function newTally(files: readonly string[]): Tally {
  const byFile = new Map<string, FileCounts>();
  for (const file of files) byFile.set(file, { imported: 0, unchanged: 0, refused: 0, notTaken: 0 });
  const refusals = new Map<string, Refusal>();
  const notTaken = new Map<string, number>();
  const dropped = new Map<string, number>();
  const count = (file: string, what: keyof FileCounts): void => {
    const counts = byFile.get(file);
    if (counts !== undefined) counts[what] += 1;
  };
  return {
    taken: (file, outcome, elements) => {
      count(file, outcome);
      for (const element of elements) dropped.set(element, (dropped.get(element) ?? 0) + 1);
    },
    refuse: (file, fault, place) => {
      count(file, 'refused');
      const key = [file, fault.element, fault.reason].join('\n');
      const before = refusals.get(key) ?? { ...fault, file, count: 0, places: [] };
      const places = before.places.length < placesKept ? [...before.places, place] : before.places;
      refusals.set(key, { ...before, count: before.count + 1, places });
    },
    passOver: (file, message) => {
      count(file, 'notTaken');
      notTaken.set(message, (notTaken.get(message) ?? 0) + 1);
    },
    report: () => {
      const reports = [...byFile].map(([file, counts]) => ({ file, read: total(counts), ...counts }));
      return {
        files: reports,
        read: sum(reports, 'read'),
        imported: sum(reports, 'imported'),
        unchanged: sum(reports, 'unchanged'),
        refused: [...refusals.values()],
        notTaken: counted(notTaken),
        dropped: counted(dropped),
      };
    },
  };
}

function total({ imported, unchanged, refused, notTaken }: FileCounts): number {
  return imported + unchanged + refused + notTaken;
}

function sum(reports: readonly FileReport[], what: 'read' | 'imported' | 'unchanged'): number {
  return reports.reduce((so, report) => so + report[what], 0);
}

function counted(counts: ReadonlyMap<string, number>): readonly Counted[] {
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => (a.name < b.name ? -1 : 1));
}
