import type { Day } from '../domain/calendar.ts';
import type { Whereabouts } from '../domain/child-record.ts';
import type { ContactPointNumber, NhsNumber, OdsPracticeCode, Upn } from '../domain/identifiers.ts';
import type { CopyText } from '../store/copy-text.ts';
import type { PopulationTable } from '../store/population-load.ts';
import type { Almanac } from './almanac.ts';
import type { Working } from './involvements.ts';
import type { Child, DaysAgo, Household } from './people.ts';
import type { Schooling } from './schooling.ts';

/** Everything about one child, ready to be written down. */
export type ChildFacts = {
  readonly household: Household;
  readonly child: Child;
  readonly schooling: Schooling;
  readonly practice: OdsPracticeCode | null;
  readonly workings: readonly Working[];
  readonly whereabouts: Whereabouts;
  readonly isEstimate: boolean;
  readonly diedAgo: DaysAgo | null;
  /** How long ago the suppliers first and last spoke of the child, and the family name changed. */
  readonly firstSeenAgo: DaysAgo;
  readonly lastSeenAgo: DaysAgo;
  readonly renamedAgo: DaysAgo;
};

/** The text of each table, as it grows. */
export type PopulationTexts = Readonly<Record<PopulationTable, CopyText>>;

/** A child as it is being written down: the facts, with what several tables say of it worked out once. */
export type Known = {
  readonly texts: PopulationTexts;
  readonly almanac: Almanac;
  readonly facts: ChildFacts;
  readonly id: string;
  readonly born: Day;
  readonly contactPoint: ContactPointNumber;
  readonly nhs: NhsNumber;
  readonly upn: Upn | undefined;
  readonly isAtHome: boolean;
  /** The NHS keeps the child's whereabouts from others. */
  readonly isRestricted: boolean;
};

/** Whether the child lived somewhere before, and not only the family. */
export function hasMoved({ household, child }: ChildFacts): boolean {
  return household.formerHome !== null && child.bornAgo > household.movedAgo;
}
