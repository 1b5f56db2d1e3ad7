import type { Gender } from '../domain/gender.ts';
import type { Postcode } from '../domain/identifiers.ts';
import type { ParentalResponsibility, Relationship } from '../domain/relationships.ts';
import type { ShieldReason } from '../domain/shielding.ts';
import type { Neighbourhood } from './area.ts';
import type { Sex } from './schools.ts';

/** Days before today; below 0 for one to come. */
export type DaysAgo = number;

/** How a household came to be as it is. */
export type HouseholdKind =
  | 'two parents'
  | 'lone parent'
  | 'two homes'
  | 'step family'
  | 'kinship'
  | 'adoptive'
  | 'looked after'
  | 'young mother'
  | 'guardian';

/** An address and where it is; outside the area its postcode has no neighbourhood here. */
export type Home = {
  readonly line: string;
  readonly town: string;
  readonly postcode: Postcode;
  readonly councilCode: number;
  readonly neighbourhood: Neighbourhood;
};

export type Adult = {
  readonly personId: number;
  readonly givenNames: string;
  readonly familyName: string;
  readonly bornAgo: DaysAgo;
  readonly telephone: string | null;
  readonly email: string | null;
};

/** One who cares for a child: a person, or the council under a care order. */
export type Caring = {
  readonly adult: Adult | null; // null where it is the council
  readonly relationship: Relationship;
  readonly responsibility: ParentalResponsibility;
  readonly lives: 'with the child' | 'second home' | 'elsewhere';
};

export type Child = {
  /** Its place in the whole population, from which its numbers follow. */
  readonly place: number;
  readonly bornAgo: DaysAgo;
  readonly sex: Sex;
  readonly gender: Gender;
  readonly givenNames: string;
  readonly preferredName: string | null;
  readonly familyName: string;
  readonly formerFamilyName: string | null;
  readonly carers: readonly Caring[];
};

/** A household: children with one home, and those who care for them. */
export type Household = {
  readonly kind: HouseholdKind;
  readonly home: Home;
  readonly secondHome: Home | null;
  /** Where they lived before, and when they moved. */
  readonly formerHome: Home | null;
  readonly movedAgo: DaysAgo;
  /** Where a council cares for the children: it, which need not be the one that they live in. */
  readonly responsibleCouncil: number;
  readonly shield: {
    readonly because: ShieldReason;
    readonly personId: number | null;
    readonly raisedAgo: DaysAgo;
  } | null;
  /** How likely the family is to need a service, beside others: 1 for the mean. */
  readonly need: number;
  readonly children: readonly Child[];
};
