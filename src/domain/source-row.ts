import { hash } from 'node:crypto';
import type { Day } from './calendar.ts';
import type { Gender } from './gender.ts';
import type { DfeNumber, NhsNumber, Upn, Urn, Postcode, OdsPracticeCode } from './identifiers.ts';
import type { ParentalResponsibility, Relationship } from './relationships.ts';
import type { ServiceKind } from './service-kinds.ts';

/** What one supplier says of one child: values as said, after each was parsed. Absent means that the supplier said nothing. */
export type SourceChild = {
  readonly supplierKey: string;
  readonly givenNames: string;
  readonly familyName: string;
  readonly preferredName?: string;
  /** Names that the supplier itself says are no longer used. */
  readonly formerNames?: readonly PersonName[];
  readonly dateOfBirth: Day;
  readonly gender: Gender;
  readonly nhsNumber?: NhsNumber;
  readonly upn?: Upn;
  readonly schoolUrn?: number;
  readonly schoolPlace?: SchoolPlace;
  readonly practiceCode?: OdsPracticeCode;
  readonly address?: SourceAddress;
  readonly diedOn?: Day;
  /** The supplier keeps this child's whereabouts from others: no place came, and the record is born shielded. */
  readonly restricted: boolean;
};

/** A child's place at a school, by whichever number the supplier knows the school. Without an end it is the present one. */
export type SchoolPlace = {
  readonly school: Urn | DfeNumber;
  readonly startedOn?: Day;
  readonly endedOn?: Day;
};

export type PersonName = {
  readonly givenNames: string;
  readonly familyName: string;
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
  /** The supplier says that the relationship is over. */
  readonly ended?: true;
};

/**
 * What a council says of its service's part in the life of a child that it knows by `supplierKey`: that it is involved, since when and
 * until when. Nothing of why. There is no name, so that it finds a child who is here and never makes one.
 */
export type SourceInvolvement = {
  readonly supplierKey: string;
  readonly councilCode: number;
  readonly service: ServiceKind;
  readonly upn?: Upn;
  readonly dateOfBirth: Day;
  readonly startedOn: Day;
  readonly endedOn?: Day;
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

/** One thing that a feed yields. `dropped` names the elements that came and are not kept; `place` is where in the file. */
export type FeedItem =
  | {
      readonly kind: 'child';
      readonly child: SourceChild;
      /** The supplier's own count of its versions of this child: the highest is the present one. */
      readonly version?: number;
      readonly dropped: readonly string[];
    }
  | {
      readonly kind: 'carer';
      readonly carer: SourceCarer;
      readonly place: string;
      readonly dropped: readonly string[];
    }
  | {
      readonly kind: 'involvement';
      readonly involvement: SourceInvolvement;
      readonly place: string;
      readonly dropped: readonly string[];
    }
  | { readonly kind: 'fault'; readonly fault: RowFault; readonly place: string }
  | { readonly kind: 'not taken'; readonly message: string }
  | {
      /** What a file says of itself, before any of its rows: when it was written, and the register code of who sends it. */
      readonly kind: 'about';
      readonly writtenOn?: Day;
      readonly sender?: string;
    };

// Every field that either may have: a new one that is left out does not compile.
const everyField = {
  address: true,
  carerKey: true,
  dateOfBirth: true,
  diedOn: true,
  email: true,
  ended: true,
  schoolPlace: true,
  familyName: true,
  formerNames: true,
  gender: true,
  givenNames: true,
  nhsNumber: true,
  parentalResponsibility: true,
  practiceCode: true,
  preferredName: true,
  relationship: true,
  restricted: true,
  schoolUrn: true,
  supplierKey: true,
  telephone: true,
  upn: true,
} as const satisfies Readonly<Record<keyof SourceChild | keyof SourceCarer, true>>;
const fields: readonly string[] = Object.keys(everyField);

/** A key for somebody to whom the supplier gave none, from what tells them from others: the same again is the same key. */
export function keyFrom(kind: string, parts: readonly string[]): string {
  return `${kind} ${hash('sha256', parts.join('\u001f'), 'hex').slice(0, 24)}`;
}

/** A 48-bit digest of what was said: the same values again are the same row. Short because it is compared only within one supplier's key. */
export function digestOf(said: SourceChild | SourceCarer): number {
  return Number.parseInt(hash('sha256', canonicalOf(said), 'hex').slice(0, 12), 16);
}

// What is present, by name, in one order whichever way it was put together. A field added later changes no digest of before.
function canonicalOf(said: SourceChild | SourceCarer): string {
  const values: Readonly<Record<string, unknown>> = said;
  let text = '';
  for (const field of fields) {
    const value = field === 'address' ? said.address && addressText(said.address) : values[field];
    if (value !== undefined)
      text += `${field}\u001f${typeof value === 'string' ? value : JSON.stringify(value)}\u001f`;
  }
  return text;
}

function addressText({ line, town, postcode }: SourceAddress): string {
  return `${line}\u001e${town ?? ''}\u001e${postcode ?? ''}`;
}
