import { stopSays, type Batch, type BatchCounts } from '../domain/batch.ts';
import type { Counted, FeedReport, FileReport } from '../services/feed-report.ts';

/** The closing table of an import: file by file, then what stopped some, why rows were refused, and what was not taken or kept. */
export function reportLines(report: FeedReport): readonly string[] {
  const { files } = report;
  return [
    ...fileTable(report),
    ...section('Not taken in', files.flatMap(stopLine)),
    ...section('Refused', files.flatMap(refusalLines)),
    ...section('Messages not taken', together(files.map(({ notTaken }) => notTaken)).map(countLine)),
    ...section('Elements not kept', together(files.map(({ dropped }) => dropped)).map(countLine)),
  ];
}

const columns = {
  read: 'read',
  linked: 'linked',
  created: 'new',
  waiting: 'waiting',
  unchanged: 'unchanged',
  refused: 'refused',
  notTaken: 'not taken',
} as const satisfies Readonly<Record<keyof BatchCounts, string>>;

function fileTable({ files, counts }: FeedReport): readonly string[] {
  const rows = files.map(({ file, batch }) => ({
    name: `${file}, batch ${batch.batchId}`,
    cells: cells(batch.counts),
  }));
  const closing = files.length === 1 ? [] : [{ name: `${files.length} files`, cells: cells(counts) }];
  const all = [...rows, ...closing];
  const widest = Math.max(...all.map((row) => row.name.length));
  return [
    [''.padEnd(widest), ...Object.values(columns).map((name) => name.padStart(10))].join(' '),
    ...all.map((row) => [row.name.padEnd(widest), ...row.cells].join(' ')),
  ];
}

function cells(counts: BatchCounts): readonly string[] {
  const { read, linked, created, waiting, unchanged, refused, notTaken } = counts;
  return [read, linked, created, waiting, unchanged, refused, notTaken].map(countCell);
}

function countCell(count: number): string {
  return count.toLocaleString('en-GB').padStart(10);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function stopLine({ file, batch }: FileReport): readonly string[] {
  const says = endOf(batch);
  return says === undefined ? [] : [`${file}: ${says}`];
}

function endOf({ state, stoppedBecause, sameAs }: Batch): string | undefined {
  if (stoppedBecause !== null) return `stopped: ${stopSays[stoppedBecause]} No child was touched.`;
  if (state === 'same file') return `the same file came before, as batch ${sameAs}. Nothing was changed.`;
  return state === 'staging' ? 'another process is reading the same file.' : undefined;
}

function refusalLines({ file, refused }: FileReport): readonly string[] {
  return refused.map(({ element, reason, wanted, count, places }) => {
    const more = count > places.length ? ', …' : '';
    return `${countCell(count)}  ${file}: ${element}: ${reason}; wanted: ${wanted} (${places.join(', ')}${more})`;
  });
}

/** The same names of several files counted together. */
function together(lists: readonly (readonly Counted[])[]): readonly Counted[] {
  const counts = new Map<string, number>();
  for (const { name, count } of lists.flat()) counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function countLine({ name, count }: Counted): string {
  return `${countCell(count)}  ${name}`;
}
