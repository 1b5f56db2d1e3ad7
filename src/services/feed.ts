import type { Day } from '../domain/calendar.ts';
import type { ContactPointNumber } from '../domain/identifiers.ts';
import type { SupplierCode } from '../domain/standing.ts';

/** Who a feed is from, and where its new numbers come from. */
export type Feed = {
  readonly supplier: SupplierCode;
  readonly supplierId: number;
  readonly today: Day;
  readonly numbers: NewNumbers;
};

/** Numbers for new records, from a source that nobody can foretell. */
export type NewNumbers = {
  readonly childId: () => number;
  readonly contactPointNumber: () => ContactPointNumber;
};

/** What came of one row of a child: it told something new of a child who is here, or of a new one; a person decides; or nothing. */
export type TakenChild = 'linked' | 'new' | 'waiting' | 'unchanged';
