import { hash } from 'node:crypto';
import { isNamed } from './log.ts';

/** An entry as it stands in the database. `salted` is salt ‖ body, as it was hashed. */
export type StoredEntry = {
  readonly number: number;
  readonly eventId: string;
  readonly recordedAt: number; // microseconds since 1970
  readonly accountId: number | null;
  readonly act: string;
  readonly saltLength: number;
  readonly salted: Buffer;
  readonly entryHash: Buffer;
};

/** A part as it stands in the database. */
export type StoredPart = {
  readonly partNo: number;
  readonly kind: string;
  readonly childId: number | null;
  readonly saltLength: number;
  readonly salted: Buffer;
  readonly partHash: string; // in hex
};

/** What is wrong with an entry by itself; or the hashes of its parts, of which those in `missing` are not there. */
export type EntryVerdict =
  | { readonly fits: false; readonly says: string }
  | { readonly fits: true; readonly missing: readonly Buffer[] };

/** Holds an entry against its own hash, its columns against its body, and its parts against their hashes. */
export function judgeEntry(entry: StoredEntry, parts: readonly StoredPart[]): EntryVerdict {
  if (binaryHash(entry.salted) !== entry.entryHash.toString('latin1'))
    return wrong('its body or salt was altered');
  const text = entry.salted.toString('utf8', entry.saltLength);
  const named = partsWhereAllFits(entry, text) ?? partsNamed(entry, text);
  if (typeof named === 'string') return wrong(named);
  for (const part of parts) {
    const says = faultOfPart(part, named[part.partNo]);
    if (says !== undefined) return wrong(says);
  }
  if (parts.length === named.length && parts.length < 2) return { fits: true, missing: [] };
  const there = new Set(parts.map((part) => part.partNo));
  if (there.size < parts.length) return wrong('a part of it stands twice');
  const missing = named.filter((_hash, place) => !there.has(place)).map((hex) => Buffer.from(hex, 'hex'));
  return { fits: true, missing };
}

/** Whether the body of an erasure names the part, and fits its own hash. */
export function tellsOfErasure(
  { salt, body, entry_hash }: { readonly salt: Buffer; readonly body: string; readonly entry_hash: Buffer },
  partHash: Buffer,
): boolean {
  if (!saltedHash(salt, body).equals(entry_hash)) return false;
  return listOf(readBody(body)?.['erased']).includes(partHash.toString('hex'));
}

/** SHA-256(salt ‖ body). */
export function saltedHash(salt: Buffer, body: string): Buffer {
  return hash('sha256', Buffer.concat([salt, Buffer.from(body)]), 'buffer');
}

// A character for each byte: some millions are made when the log is checked, and Node answers these three times as fast as bytes.
function binaryHash(salted: Buffer): string {
  return hash('sha256', salted, 'binary');
}

/** The parts that a body names, or what is wrong with it. */
function partsNamed(entry: StoredEntry, text: string): readonly string[] | string {
  const body = readBody(text);
  if (body === undefined) return 'its body cannot be read';
  const column = columnThatDiffers(entry, body);
  return column === undefined ? listOf(body['parts']) : `its ${column} is not what its body says`;
}

// A body as the service writes it has its names in one order and no spaces, so that it can be compared where it stands. Reading it
// as JSON takes three times as long, and is done with whatever is not plainly the same.
function partsWhereAllFits(entry: StoredEntry, text: string): readonly string[] | undefined {
  const begins = `{"account":${entry.accountId},"act":"${entry.act}","at":"`;
  const at = text.slice(begins.length, begins.length + instantLength);
  if (!text.startsWith(begins) || Date.parse(at) * 1000 !== entry.recordedAt) return undefined;
  if (!text.includes(`,"event":"${entry.eventId}",`, begins.length + instantLength)) return undefined;
  const list = text.indexOf(',"parts":["', begins.length);
  const first = list + 11;
  const isOnlyOne = list >= 0 && text.startsWith('"]', first + hashLength);
  return isOnlyOne ? [text.slice(first, first + hashLength)] : undefined;
}

const instantLength = 24; // 2026-11-23T10:00:00.000Z
const hashLength = 64; // in hex

function columnThatDiffers(entry: StoredEntry, body: Readonly<Record<string, unknown>>): string | undefined {
  if (body['event'] !== entry.eventId) return 'event id';
  const at = body['at'];
  if (typeof at !== 'string' || Date.parse(at) * 1000 !== entry.recordedAt) return 'instant';
  if (body['account'] !== entry.accountId) return 'account';
  return body['act'] === entry.act ? undefined : 'act';
}

function faultOfPart(part: StoredPart, named: string | undefined): string | undefined {
  if (named === undefined) return 'a part was added to it';
  if (part.partHash !== named) return `part ${part.partNo} of it is another`;
  if (hash('sha256', part.salted, 'hex') !== named) return `part ${part.partNo} of it was altered`;
  const isRight = part.kind === 'child' ? namesItsChild(part) : part.childId === null;
  return isRight ? undefined : `part ${part.partNo} of it stands under another child`;
}

function namesItsChild({ salted, saltLength, childId }: StoredPart): boolean {
  const text = salted.toString('utf8', saltLength);
  return text === `{"child":${childId}}` || readBody(text)?.['child'] === childId;
}

function readBody(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(body);
    return isNamed(read) && !Array.isArray(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function wrong(says: string): EntryVerdict {
  return { fits: false, says };
}
