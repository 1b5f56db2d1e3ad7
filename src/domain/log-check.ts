import { hash } from 'node:crypto';
import { isNamed } from './log.ts';

/** An entry as it stands in the database. */
export type StoredEntry = {
  readonly number: number;
  readonly event_id: string;
  readonly recorded_at: Date;
  readonly account_id: number | null;
  readonly act: string;
  readonly salt: Buffer;
  readonly body: string;
  readonly entry_hash: Buffer;
};

/** A part as it stands in the database. */
export type StoredPart = {
  readonly part_no: number;
  readonly kind: string;
  readonly child_id: number | null;
  readonly salt: Buffer;
  readonly body: string;
  readonly part_hash: Buffer;
};

/** What is wrong with an entry by itself; or the hashes of its parts, of which those in `missing` are not there. */
export type EntryVerdict =
  | { readonly fits: false; readonly says: string }
  | { readonly fits: true; readonly missing: readonly Buffer[] };

/** Holds an entry against its own hash, its columns against its body, and its parts against their hashes. */
export function judgeEntry(entry: StoredEntry, parts: readonly StoredPart[]): EntryVerdict {
  if (!saltedHash(entry.salt, entry.body).equals(entry.entry_hash))
    return wrong('its body or salt was altered');
  const body = readBody(entry.body);
  if (body === undefined) return wrong('its body cannot be read');
  const column = columnThatDiffers(entry, body);
  if (column !== undefined) return wrong(`its ${column} is not what its body says`);
  const named = listOf(body['parts']);
  for (const part of parts) {
    const says = faultOfPart(part, named[part.part_no]);
    if (says !== undefined) return wrong(says);
  }
  if (parts.length === named.length) return { fits: true, missing: [] };
  const there = new Set(parts.map((part) => part.part_no));
  if (there.size < parts.length) return wrong('a part of it stands twice');
  const missing = named.filter((_hash, place) => !there.has(place)).map((hex) => Buffer.from(hex, 'hex'));
  return { fits: true, missing };
}

/** Whether the body of an erasure names the part, and fits its own hash. */
export function tellsOfErasure(
  { salt, body, entry_hash }: Pick<StoredEntry, 'salt' | 'body' | 'entry_hash'>,
  partHash: Buffer,
): boolean {
  if (!saltedHash(salt, body).equals(entry_hash)) return false;
  return listOf(readBody(body)?.['erased']).includes(partHash.toString('hex'));
}

/** SHA-256(salt ‖ body). */
export function saltedHash(salt: Buffer, body: string): Buffer {
  return hash('sha256', Buffer.concat([salt, Buffer.from(body)]), 'buffer');
}

function columnThatDiffers(entry: StoredEntry, body: Readonly<Record<string, unknown>>): string | undefined {
  if (body['event'] !== entry.event_id) return 'event id';
  if (body['at'] !== entry.recorded_at.toISOString()) return 'instant';
  if (body['account'] !== entry.account_id) return 'account';
  return body['act'] === entry.act ? undefined : 'act';
}

function faultOfPart(part: StoredPart, named: string | undefined): string | undefined {
  if (named === undefined) return 'a part was added to it';
  if (part.part_hash.toString('hex') !== named) return `part ${part.part_no} of it is another`;
  if (!saltedHash(part.salt, part.body).equals(part.part_hash))
    return `part ${part.part_no} of it was altered`;
  const child = readBody(part.body)?.['child'] ?? null;
  const isChild = part.kind === 'child';
  if (isChild ? child !== part.child_id : part.child_id !== null)
    return `part ${part.part_no} of it stands under another child`;
  return undefined;
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
