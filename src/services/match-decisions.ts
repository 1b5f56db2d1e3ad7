import type { Doubt } from '../domain/row-matching/decide.ts';
import type { Evidence } from '../domain/row-matching/evidence.ts';

/** Of whom a row is: a child who is here, a new one, the new one of an earlier row of the same block, or a person has to say. */
export type Decision =
  | { readonly kind: 'link'; readonly childId: number; readonly by: LinkedBy }
  /** `resembles`: the record is born shielded, since these shielded children may be the same. */
  | { readonly kind: 'new child'; readonly resembles: readonly Candidate[] }
  | { readonly kind: 'same new child'; readonly asRow: number }
  | { readonly kind: 'a person decides'; readonly because: Doubt; readonly among: readonly Candidate[] };

/** What linked a row: the supplier's own key, a number, or likeness with what it saw. */
export type LinkedBy =
  | { readonly by: 'key' | 'number' }
  | { readonly by: 'model'; readonly bits: number; readonly evidence: Evidence };

/** Somebody whom a row may be of: a child who is here, or the new one of an earlier row of the block. */
export type Candidate = {
  readonly of: { readonly childId: number } | { readonly asRow: number };
  readonly bits: number;
  readonly evidence: Evidence;
  readonly isShielded: boolean;
};

/** What has been decided so far, by the place of the row. */
export type Decided = Map<number, Decision>;
