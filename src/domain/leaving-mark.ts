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
  const { supplierId, supplierKey, nhsNumber, upn, postcode } = facts;
  return [
    mark(key, ['key', String(supplierId), supplierKey]),
    ...(isSaid(nhsNumber) ? [markOfNumber('nhs', nhsNumber, key)] : []),
    ...(isSaid(upn) ? [markOfNumber('upn', upn, key)] : []),
    ...(isSaid(postcode) ? [markOfHome({ ...facts, postcode }, key)] : []),
  ];
}

/** The mark of a number alone. */
export function markOfNumber(kind: 'nhs' | 'upn', number: string, key: Buffer): Buffer {
  return mark(key, [kind, number]);
}

/** The mark of a name, a birth and a postcode together. */
export function markOfHome(
  facts: Pick<MarkedFacts, 'givenNames' | 'familyName' | 'dateOfBirth'> & { readonly postcode: string },
  key: Buffer,
): Buffer {
  const given = foldName(facts.givenNames).split(' ')[0] ?? '';
  return mark(key, ['home', given, foldName(facts.familyName), facts.dateOfBirth, facts.postcode]);
}

function isSaid(value: string | null | undefined): value is string {
  return value !== undefined && value !== null && value !== '';
}

function mark(key: Buffer, parts: readonly string[]): Buffer {
  return createHmac('sha256', key)
    .update(['leaving mark', ...parts].join('\u001f'))
    .digest();
}
