import type { Day } from '../../src/domain/calendar.ts';
import type { FeedItem } from '../../src/domain/source-row.ts';
import { sampleDay } from './pds.ts';

type SaidItem = Exclude<FeedItem, { readonly kind: 'about' }>;
type Reader = (bytes: AsyncIterable<Uint8Array>, today: Day) => AsyncIterable<FeedItem>;

/** Everything that a reader makes of a file that comes in chunks of a size, without what the file says of itself. */
export async function readAll(
  reader: Reader,
  file: string | Uint8Array,
  chunkSize = 65_536,
  today: Day = sampleDay,
): Promise<readonly SaidItem[]> {
  const items: SaidItem[] = [];
  for await (const item of reader(chunksOf(file, chunkSize), today))
    if (item.kind !== 'about') items.push(item);
  return items;
}

/** A file's bytes in chunks. */
export async function* chunksOf(file: string | Uint8Array, chunkSize = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
}

/** The faults of a file as a person reads them, without their places. */
export function faultsOf(items: readonly FeedItem[]): readonly string[] {
  return items.flatMap((item) =>
    item.kind === 'fault' ? `${item.fault.element}: ${item.fault.reason}` : [],
  );
}
