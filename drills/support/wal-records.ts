import { join } from 'node:path';
import { debianBin, runAs, tryAs } from './debian.ts';

/** A record of the write-ahead log: where it begins, in bytes from the log's own beginning, and how long it is. */
export type WalRecord = { readonly lsn: bigint; readonly length: number };

/** From one place of the log to another, as PostgreSQL writes them: 0/1A2B3C4D. */
export type WalSpan = { readonly archive: string; readonly from: string; readonly to: string };

const waldump = join(debianBin, 'pg_waldump');

/** The records that a recovery over that span reads. */
export async function walRecords(span: WalSpan): Promise<readonly WalRecord[]> {
  const said = await runAs(waldump, spanArgs(span));
  const lines = said.matchAll(/len \(rec\/tot\): +\d+\/ *(\d+), tx: +\d+, lsn: ([0-9A-F]+\/[0-9A-F]+)/g);
  return [...lines].map(([, length, lsn = '']) => ({ lsn: lsnOf(lsn), length: Number(length) }));
}

/** Whether every record of the span reads as it was written. */
export async function walReads(span: WalSpan): Promise<boolean> {
  return (await tryAs(waldump, [...spanArgs(span), '--quiet'])).code === 0;
}

/** Where a byte of a record stands: its segment's file and the place there. */
export function placeOfByte(
  { lsn }: WalRecord,
  nth: number,
): { readonly segment: string; readonly at: number } {
  let at = lsn;
  for (let left = BigInt(nth); ;) {
    const toPagesEnd = pageSize - (at % pageSize);
    if (left < toPagesEnd) return placeOf(at + left);
    left -= toPagesEnd;
    at += toPagesEnd;
    at += at % segmentSize === 0n ? 40n : 24n; // a page's header, longer on a segment's first: access/xlog_internal.h
  }
}

/** A place of the log as the name of its segment, on the first timeline, and the place there. */
export function placeOf(lsn: bigint): { readonly segment: string; readonly at: number } {
  const hex = (number: bigint): string => number.toString(16).toUpperCase().padStart(8, '0');
  const perFile = 0x1_0000_0000n / segmentSize;
  const nth = lsn / segmentSize;
  return { segment: `00000001${hex(nth / perFile)}${hex(nth % perFile)}`, at: Number(lsn % segmentSize) };
}

/** Reads a place of the log as PostgreSQL writes it. */
export function lsnOf(written: string): bigint {
  const [high = '0', low = '0'] = written.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

const pageSize = 8192n;
const segmentSize = 16n * 1024n * 1024n;

function spanArgs({ archive, from, to }: WalSpan): readonly string[] {
  return ['--path', archive, '--start', from, '--end', to];
}
