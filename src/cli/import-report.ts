import type { Counted, FeedReport, Refusal } from '../services/feed-report.ts';

/** The closing table of an import: file by file, then why things were refused, and what was not taken or kept. */
export function reportLines(report: FeedReport): readonly string[] {
  return [
    ...fileTable(report),
    ...section('Refused', report.refused.map(refusalLine)),
    ...section('Messages not taken', report.notTaken.map(countLine)),
    ...section('Elements not kept', report.dropped.map(countLine)),
  ];
}

const columns = ['read', 'imported', 'unchanged', 'refused', 'not taken'] as const;

function fileTable({ files }: FeedReport): readonly string[] {
  const rows = files.map(({ file, read, imported, unchanged, refused, notTaken }) => ({
    name: file,
    counts: [read, imported, unchanged, refused, notTaken],
  }));
  const totals = columns.map((_, at) => rows.reduce((so, row) => so + (row.counts[at] ?? 0), 0));
  const closing = files.length === 1 ? [] : [{ name: `${files.length} files`, counts: totals }];
  const all = [...rows, ...closing];
  const widest = Math.max(...all.map((row) => row.name.length));
  return [
    [''.padEnd(widest), ...columns.map((name) => name.padStart(10))].join(' '),
    ...all.map(({ name, counts }) => [name.padEnd(widest), ...counts.map(countCell)].join(' ')),
  ];
}

function countCell(count: number): string {
  return count.toLocaleString('en-GB').padStart(10);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function refusalLine({ file, element, reason, wanted, count, places }: Refusal): string {
  const more = count > places.length ? ', …' : '';
  return `${countCell(count)}  ${file}: ${element}: ${reason}; wanted: ${wanted} (${places.join(', ')}${more})`;
}

function countLine({ name, count }: Counted): string {
  return `${countCell(count)}  ${name}`;
}
