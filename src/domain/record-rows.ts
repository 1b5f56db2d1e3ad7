import type { Day } from './calendar.ts';
import type { Whereabouts } from './child-record.ts';
import type { Gender } from './gender.ts';
import type { NhsNumber, Postcode, Upn } from './identifiers.ts';
import type { ParentalResponsibility, Relationship } from './relationships.ts';

/** What stands in the tables for one child, as far as suppliers' words settle it. */
export type RecordRows = {
  readonly child: ChildRow;
  readonly addresses: readonly AddressRow[];
  readonly carers: readonly CarerRow[];
  readonly registrations: readonly RegistrationRow[];
  readonly entries: readonly EntryRow[];
};

export type ChildRow = {
  readonly givenNames: string;
  readonly familyName: string;
  readonly preferredName: string | null;
  readonly dateOfBirth: Day;
  readonly gender: Gender;
  readonly nhsNumber: NhsNumber | null;
  readonly upn: Upn | null;
  readonly whereabouts: Whereabouts;
  readonly leavesOn: Day;
  /** Until when a young person asked to stay; null for everybody who leaves at 18. */
  readonly staysUntil: Day | null;
  readonly closedOn: Day | null;
  readonly closedBecause: ClosedBecause | null;
};

export type ClosedBecause = 'died' | 'left England' | 'withdrew' | 'another record';

export function isClosedBecause(word: string): word is ClosedBecause {
  return word === 'died' || word === 'left England' || word === 'withdrew' || word === 'another record';
}

export type AddressStanding = 'current' | 'last known' | 'carer' | 'former';

export function isAddressStanding(word: string): word is AddressStanding {
  return word === 'current' || word === 'last known' || word === 'carer' || word === 'former';
}

export type AddressRow = {
  readonly addressNo: number;
  readonly standing: AddressStanding;
  readonly councilCode: number | null;
  readonly since: Day | null;
  readonly line: string;
  readonly town: string | null;
  readonly postcode: Postcode | null;
};

export type CarerRow = {
  readonly carerNo: number;
  readonly addressNo: number | null;
  /** Where a council is the carer, and there is no name. */
  readonly councilCode: number | null;
  readonly personId: number | null;
  readonly givenNames: string | null;
  readonly familyName: string | null;
  readonly relationship: Relationship;
  readonly parentalResponsibility: ParentalResponsibility;
  readonly telephone: string | null;
  readonly email: string | null;
  /** Whose word it is and under what key; null where a person recorded it here. */
  readonly supplierId: number | null;
  readonly carerKey: string | null;
};

export type RegistrationRow = {
  readonly practiceCode: string;
  readonly startedOn: Day | null;
  readonly endedOn: Day | null;
};

export type EntryKind = 'present' | 'former name' | 'former address';

export function isEntryKind(word: string): word is EntryKind {
  return word === 'present' || word === 'former name' || word === 'former address';
}

export type EntryRow = {
  readonly entryNo: number;
  readonly kind: EntryKind;
  readonly givenNames: string;
  readonly familyName: string;
  readonly dateOfBirth: Day;
  readonly gender: Gender;
  readonly postcode: Postcode | null;
};
