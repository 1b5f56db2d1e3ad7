import { createHmac } from 'node:crypto';
import type { Day } from './calendar.ts';
import { foldName } from './names.ts';

/** What a supplier's row says by which the same child could come again. */
export type MarkedFacts = {
  readonly supplierId: number;
  readonly supplierKey: string;
  readonly nhsNumber?: string | null;
  readonly upn?: string | null;
  readonly givenNames: string;
  readonly familyName: string;
  readonly dateOfBirth: Day;
  readonly postcode?: string | null;
};

/**
 * The keyed hashes of what a row says: its numbers, its key at the supplier, and name, birth and postcode together. Nobody
 * without the key can find by trying whose they are. A name and a birth alone are not marked: two children may share them.
 */
export function marksOf(facts: MarkedFacts, key: Buffer): readonly Buffer[] {
  const { supplierId, supplierKey, nhsNumber, upn, givenNames, familyName, dateOfBirth, postcode } = facts;
  const given = foldName(givenNames).split(' ')[0] ?? '';
  return [
    mark(key, ['key', String(supplierId), supplierKey]),
    ...(isSaid(nhsNumber) ? [mark(key, ['nhs', nhsNumber])] : []),
    ...(isSaid(upn) ? [mark(key, ['upn', upn])] : []),
    ...(isSaid(postcode) ? [mark(key, ['home', given, foldName(familyName), dateOfBirth, postcode])] : []),
  ];
}

function isSaid(value: string | null | undefined): value is string {
  return value !== undefined && value !== null && value !== '';
}

function mark(key: Buffer, parts: readonly string[]): Buffer {
  return createHmac('sha256', key)
    .update(['leaving mark', ...parts].join('\u001f'))
    .digest();
}
