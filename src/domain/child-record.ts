import type { Day } from './calendar.ts';
import type { Gender } from './gender.ts';
import type { ContactPointNumber } from './identifiers.ts';
import type { Rhythm } from './lateness.ts';
import type { OwnWork } from './involvement.ts';
import type { OrganisationKind } from './organisation-kinds.ts';
import type { NumbersShown } from './policy.ts';
import type { ParentalResponsibility, Relationship } from './relationships.ts';
import { serviceKinds, type ServiceKind } from './service-kinds.ts';

/** Where a child is, in the law's six answers (2007 Regulations). */
export type Whereabouts = (typeof whereaboutsKnown)[number];

export const whereaboutsKnown = [
  'current',
  'last known',
  'no known address',
  'left England, means to return',
  'left England, does not mean to return',
  'left England, return unknown',
] as const;

export function isWhereabouts(word: string): word is Whereabouts {
  return whereaboutsKnown.some((known) => known === word);
}

/** The record as it is stored: everything, before the rules have taken out what this reader may not see. */
export type StoredRecord = {
  readonly who: Identity;
  readonly numbers: Numbers;
  readonly shielded: boolean;
  readonly closed?: Closing;
  readonly whereabouts: Whereabouts;
  readonly responsibleCouncil: string | null;
  /** The council that the child lives in, whose duty desk answers. */
  readonly livesIn: number | null;
  readonly homes: readonly Home[];
  readonly carers: readonly Carer[];
  readonly education: readonly Education[];
  readonly practices: readonly Practice[];
  readonly involvements: readonly Involvement[];
  readonly sources: readonly Source[];
};

/** What is shown of any child, shielded or not (law). */
export type Identity = {
  readonly givenNames: string;
  readonly familyName: string;
  readonly preferredName: string | null;
  readonly dateOfBirth: Day;
  readonly birthStanding: string;
  readonly gender: Gender;
  readonly contactPointNumber: ContactPointNumber;
};

export type Numbers = { readonly nhsNumber: string | null; readonly upn: string | null };
export type Closing = { readonly on: Day; readonly because: string };

/** An address that is somebody's home: the child's own, or a carer's elsewhere. */
export type Home = {
  readonly addressNo: number;
  readonly standing: 'current' | 'last known' | 'carer';
  readonly line: string;
  readonly town: string | null;
  readonly postcode: string | null;
  readonly council: string | null;
  readonly since: Day | null;
};

export type Carer = {
  readonly name: string;
  readonly isCouncil: boolean;
  readonly relationship: Relationship;
  readonly parentalResponsibility: ParentalResponsibility;
  readonly addressNo: number | null;
  readonly telephone: string | null;
  readonly email: string | null;
};

export type Education = {
  readonly kind: string;
  readonly name: string | null;
  readonly town: string | null;
  readonly since: Day | null;
  readonly endedOn: Day | null;
  readonly successor: string | null;
  readonly contact: Contact | null;
};

export type Practice = {
  readonly code: string;
  readonly name: string | null; // absent where the register has no such practice
  readonly since: Day | null;
  readonly endedOn: Day | null;
  readonly contact: Contact | null;
};

/** A team that can be reached, with its hours in the compact form. */
export type Contact = {
  readonly organisation: string;
  readonly team: string;
  readonly telephone: string;
  readonly email: string | null;
  readonly hours: string;
};

/** A duty desk, and the council that it answers for. */
export type CouncilDesk = { readonly council: number; readonly contact: Contact };

export type Involvement = {
  /** Its number within the record. */
  readonly no: number;
  readonly serviceKind: ServiceKind;
  /** Whose it is, as the reader stands to it. */
  readonly own: OwnWork;
  /** Of a sensitive service: whether consent in force, or cause, stands behind it today. */
  readonly onBasis: boolean;
  readonly isLead: boolean;
  readonly assessmentExists: boolean;
  readonly person: Person | null;
  readonly contact: Contact;
  readonly startedOn: Day;
  readonly endedOn: Day | null;
  readonly confirmedOn: Day | null;
};

export type Person = {
  readonly name: string;
  readonly jobTitle: string;
  readonly telephone: string | null;
  readonly email: string | null;
};

/** A supplier's row behind the record: who said it, and when first and last. */
export type Source = {
  readonly supplier: string;
  readonly says: readonly string[];
  readonly firstSeenOn: Day;
  readonly lastSeenOn: Day;
  /** What it would say, if there were any. */
  readonly maySay?: readonly Topic[];
  readonly rhythm?: Rhythm;
};

/** What a record may be without, and a supplier is asked for. */
export type Topic = 'school' | 'GP practice';

/** The record as this reader may see it. What is not in it cannot be shown by any page. */
export type VisibleRecord = OpenRecord | WithheldRecord | ClosedRecord;

export type OpenRecord = Omit<StoredRecord, 'shielded' | 'closed'> & {
  readonly kind: 'open';
  /** How many say so is not told: only that there is one. */
  readonly sensitiveServiceInvolved: boolean;
};

/** A shielded child: who it is, and nothing that has a place. */
export type WithheldRecord = { readonly kind: 'withheld'; readonly who: Identity };

/** A record that is closed and waits to be removed. */
export type ClosedRecord = { readonly kind: 'closed'; readonly who: Identity };

/** What of the reader decides what they may see. */
export type Reader = { readonly numbersShown: NumbersShown; readonly organisationKind: OrganisationKind };

/** Takes out of a record what its reader may not see: a closed record's and a shielded child's place and people, sensitive services, other bodies' numbers. */
export function withhold(stored: StoredRecord, reader: Reader, today: Day): VisibleRecord {
  const { shielded, closed, ...record } = stored;
  if (closed !== undefined) return { kind: 'closed', who: record.who };
  if (shielded) return { kind: 'withheld', who: record.who };
  return {
    ...record,
    kind: 'open',
    numbers: ownNumbers(record.numbers, reader.numbersShown),
    involvements: leadFirst(record.involvements.filter((one) => isShownTo(reader, one, today))),
    sensitiveServiceInvolved: record.involvements.some((one) => isHinted(reader, one, today)),
  };
}

// A sensitive service is seen by its own people, and by the relay that brokers calls to it; youth justice is not told to
// schools and practices (what ministers said of the 2007 Regulations; product.md section 4).
function isShownTo({ organisationKind }: Reader, one: Involvement, today: Day): boolean {
  if (!serviceKinds[one.serviceKind].sensitive)
    return one.serviceKind !== 'youth justice' || !isSchoolOrPractice(organisationKind);
  if (organisationKind === 'contact relay') return isPresentOnBasis(one, today);
  return one.own !== 'others' && (one.onBasis || hasEnded(one.endedOn, today));
}

function isHinted(reader: Reader, one: Involvement, today: Day): boolean {
  return (
    serviceKinds[one.serviceKind].sensitive && isPresentOnBasis(one, today) && !isShownTo(reader, one, today)
  );
}

function isPresentOnBasis({ onBasis, endedOn }: Involvement, today: Day): boolean {
  return onBasis && !hasEnded(endedOn, today);
}

/** Whether such a body is one of those that youth justice is not told to. */
export function isSchoolOrPractice(kind: OrganisationKind): boolean {
  return kind === 'school' || kind === 'GP practice';
}

/** Whether something with this last day is over today. */
export function hasEnded(endedOn: Day | null, today: Day): boolean {
  return endedOn !== null && endedOn < today;
}

/** The kinds of field that a record shows, as the log names them. */
export function fieldsShown(record: VisibleRecord): readonly string[] {
  if (record.kind !== 'open') return ['identity'];
  const isSensitive = record.involvements.some((one) => serviceKinds[one.serviceKind].sensitive);
  const services = isSensitive ? ['services', 'sensitive services'] : ['services'];
  return ['identity', 'address', 'carers', 'education', 'GP practice', ...services];
}

function ownNumbers(numbers: Numbers, shown: NumbersShown): Numbers {
  return {
    nhsNumber: shown === 'nhs' || shown === 'all' ? numbers.nhsNumber : null,
    upn: shown === 'upn' || shown === 'all' ? numbers.upn : null,
  };
}

function leadFirst(involvements: readonly Involvement[]): readonly Involvement[] {
  return [...involvements.filter((one) => one.isLead), ...involvements.filter((one) => !one.isLead)];
}
