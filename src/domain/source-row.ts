import { createHash } from 'node:crypto';
import type { Day } from './calendar.ts';
import type { Gender } from './gender.ts';
import type { NhsNumber, Upn, Postcode, OdsPracticeCode } from './identifiers.ts';
import type { ParentalResponsibility, Relationship } from './relationships.ts';

/** What one supplier says of one child: values as said, after each was parsed. Absent means that the supplier said nothing. */
export type SourceChild = {
  readonly supplierKey: string;
  readonly givenNames: string;
  readonly familyName: string;
  readonly preferredName?: string;
  readonly dateOfBirth: Day;
  readonly gender: Gender;
  readonly nhsNumber?: NhsNumber;
  readonly upn?: Upn;
  readonly schoolUrn?: number;
  readonly practiceCode?: OdsPracticeCode;
  readonly address?: SourceAddress;
  readonly diedOn?: Day;
  /** The supplier keeps this child's whereabouts from others: no place came, and the record is born shielded. */
  readonly restricted: boolean;
};

/** What one supplier says of one carer of a child that it knows by `supplierKey`. */
export type SourceCarer = {
  readonly supplierKey: string;
  readonly carerKey: string;
  readonly givenNames: string;
  readonly familyName: string;
  readonly relationship: Relationship;
  readonly parentalResponsibility: ParentalResponsibility;
  readonly telephone?: string;
  readonly email?: string;
  readonly address?: SourceAddress;
};

export type SourceAddress = {
  readonly line: string;
  readonly town?: string;
  readonly postcode?: Postcode;
};

/** A fault in what a supplier sent: which element, and what was wanted there. Never the value, which may be a child's. */
export type RowFault = {
  readonly element: string;
  readonly reason: string;
  readonly wanted: string;
};

/** One thing that a feed yields. */
export type FeedItem =
  | { readonly kind: 'child'; readonly child: SourceChild }
  | { readonly kind: 'carer'; readonly carer: SourceCarer }
  | { readonly kind: 'fault'; readonly fault: RowFault }
  | { readonly kind: 'not taken'; readonly message: string };

/** A 53-bit digest of what was said: the same values again are the same row. Short because it is compared only within one supplier's key. */
export function digestOf(said: SourceChild | SourceCarer): number {
  const canonical = JSON.stringify(Object.entries(said).sort(byKey));
  return createHash('sha256').update(canonical).digest().readUIntBE(0, 6);
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
