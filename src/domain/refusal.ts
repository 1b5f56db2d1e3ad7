import type { Need } from './needs.ts';

/** Policy's no: the rule that refused, for the log, and what a person reads. */
export type Refusal = {
  readonly allowed: false;
  readonly rule: string;
  readonly says: string;
  readonly field?: 'reason' | 'footing';
  /** What would have been enough: the obligation to step up. */
  readonly needs?: Need;
};
