import type { FeedBands } from '../domain/row-matching/bands.ts';
import type { CandidateChild, Subject } from '../domain/row-matching/subject.ts';
import type { Comparing, RowWeigher, WeighedCandidate } from '../domain/row-matching/weigh-row.ts';
import type { SourceChild } from '../domain/source-row.ts';
import type { SupplierCode } from '../domain/standing.ts';
import type { Transaction } from '../store/connection.ts';
import type { Candidate } from './match-decisions.ts';

/** Whose rows they are. */
export type RowsOf = { readonly supplier: SupplierCode; readonly supplierId: number };

export type Row = { readonly says: SourceChild };

/** What deciding about one block of rows works with. */
export type Matching = {
  readonly tx: Transaction;
  readonly feed: RowsOf;
  readonly rows: readonly Row[];
  readonly comparing: Comparing;
  readonly bands: FeedBands;
  readonly weigh: RowWeigher;
  /** Whom a person has said that a key never means. */
  readonly never: ReadonlyMap<string, ReadonlySet<number>>;
  readonly childOfKey: ReadonlyMap<string, number>;
};

/** A different NHS number outweighs any likeness: twins share everything else. */
export function hasOtherNumber(says: SourceChild, { nhsNumber }: CandidateChild): boolean {
  return says.nhsNumber !== undefined && nhsNumber !== undefined && says.nhsNumber !== nhsNumber;
}

/** Weighs one row against each candidate. */
export function weighAll(
  subject: Subject,
  candidates: readonly CandidateChild[],
  weigh: RowWeigher,
): readonly WeighedCandidate[] {
  return candidates.map((candidate) => weigh(subject, candidate));
}

/** A candidate as it is kept: without what was read of the child. */
export function shownAs({ candidate, bits, evidence }: WeighedCandidate): Candidate {
  return { of: { childId: candidate.childId }, bits, evidence, isShielded: candidate.isShielded };
}

/** Each value once. */
export function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)];
}

/** The supplier's keys of rows, each once. */
export function distinctKeys(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.map(({ says }) => says.supplierKey))];
}
