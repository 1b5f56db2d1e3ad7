import type { StoredEntry, StoredPart } from '../domain/log-check.ts';
import type { Transaction } from './connection.ts';
import {
  copiedBigint,
  copiedBytes,
  copiedCharacters,
  copiedHex,
  copiedInstant,
  copiedInteger,
  copiedSmallint,
  copiedTogether,
  isNull,
  lengthOf,
  nextRow,
  readCopied,
  type CopiedRows,
} from './copy-binary.ts';
import { copyOut } from './copy.ts';

/** An entry with the parts that there are of it, in order. */
export type StoredWhole = { readonly entry: StoredEntry; readonly parts: readonly StoredPart[] };

/** The entries numbered from `from` to before `to`, in order; whatever stands twice comes twice. To be gone through once. */
export async function copyLog(tx: Transaction, from: number, to: number): Promise<Iterable<StoredWhole>> {
  const entries = await copyOut(
    tx,
    `select number, event_id::text, recorded_at, account_id, act, salt, body, entry_hash
    from log_entry
    where number >= ${whole(from)}
      and number < ${whole(to)}
    order by number`,
  );
  return together(entries, await copyParts(tx, timesOf(entries)));
}

type Times = { readonly first: number; readonly last: number }; // microseconds since 1970

/** The parts of a span of time: to find each by its entry would take three times as long. */
async function copyParts(tx: Transaction, { first, last }: Times): Promise<Buffer | undefined> {
  if (first > last) return undefined;
  return copyOut(
    tx,
    `select event_id::text, recorded_at, part_no, kind, child_id, salt, body, part_hash
    from log_part
    where recorded_at >= '${instant(first)}'
      and recorded_at <= '${instant(last + 1000)}'`,
  );
}

function* together(entries: Buffer, parts: Buffer | undefined): Iterable<StoredWhole> {
  const places = placesOf(parts);
  const partRows = parts === undefined ? undefined : readCopied(parts);
  for (const rows = readCopied(entries); nextRow(rows);) {
    const entry = entryIn(rows);
    const found = places.get(entry.eventId);
    yield {
      entry,
      parts: partRows === undefined || found === undefined ? noParts : partsAt(partRows, found, entry),
    };
  }
}

const noParts: readonly StoredPart[] = [];

// A part belongs to an entry by its id and its instant: one of another instant is none of its parts.
function partsAt(rows: CopiedRows, places: Places, { recordedAt }: StoredEntry): readonly StoredPart[] {
  if (typeof places !== 'number')
    return places.map((place) => partAt(rows, place)).filter((part) => part.recordedAt === recordedAt);
  const part = partAt(rows, places);
  return part.recordedAt === recordedAt ? [part] : noParts;
}

/** Most entries have one part: a list for each would be most of what has to be collected as garbage. */
type Places = number | number[];

/** Where the parts of each entry begin, by its id. */
function placesOf(parts: Buffer | undefined): ReadonlyMap<string, Places> {
  const places = new Map<string, Places>();
  if (parts === undefined) return places;
  const rows = readCopied(parts);
  for (let place = rows.next; nextRow(rows); place = rows.next) {
    const key = copiedCharacters(rows, 0);
    const known = places.get(key);
    if (known === undefined) places.set(key, place);
    else if (typeof known === 'number') places.set(key, [known, place]);
    else known.push(place);
  }
  return places;
}

function entryIn(rows: CopiedRows): StoredEntry {
  return {
    number: copiedBigint(rows, 0),
    eventId: copiedCharacters(rows, 1),
    recordedAt: copiedInstant(rows, 2),
    accountId: isNull(rows, 3) ? null : copiedInteger(rows, 3),
    act: copiedCharacters(rows, 4),
    saltLength: lengthOf(rows, 5),
    salted: copiedTogether(rows, 5),
    entryHash: copiedBytes(rows, 7),
  };
}

function partAt(rows: CopiedRows, place: number): StoredPart & { readonly recordedAt: number } {
  rows.next = place;
  nextRow(rows);
  return {
    recordedAt: copiedInstant(rows, 1),
    partNo: copiedSmallint(rows, 2),
    kind: copiedCharacters(rows, 3),
    childId: isNull(rows, 4) ? null : copiedBigint(rows, 4),
    saltLength: lengthOf(rows, 5),
    salted: copiedTogether(rows, 5),
    partHash: copiedHex(rows, 7),
  };
}

const furthest = 8.64e18; // microseconds: beyond it JavaScript has no instants, but PostgreSQL its infinities

function timesOf(entries: Buffer): Times {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const rows = readCopied(entries); nextRow(rows);) {
    const at = copiedInstant(rows, 2);
    if (Math.abs(at) > furthest) continue;
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  return { first, last };
}

function instant(microseconds: number): string {
  return new Date(Math.floor(microseconds / 1000)).toISOString();
}

function whole(number: number): number {
  if (!Number.isSafeInteger(number)) throw new RangeError('An entry has a whole number');
  return number;
}
