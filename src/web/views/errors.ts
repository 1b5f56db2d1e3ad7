import type { Fault } from '../../domain/outcome.ts';

/** What is wrong with one field, for the summary at the top and beside the field, in the same words. */
export type FieldError = {
  readonly says: string;
  /** Absent where the form as a whole is wrong. */
  readonly field?: string;
  /** The id of the box that the summary leads to. */
  readonly id?: string;
};

/**
 * Faults as errors of fields. A field's box has the field's name as id, unless `boxes` names another:
 * a date's, for instance, leads to its day: `{ born: 'born-day' }`.
 */
export function fieldErrors(
  faults: readonly Fault[],
  boxes: Readonly<Record<string, string>> = {},
): readonly FieldError[] {
  return faults.map(({ says, field }) =>
    field === undefined ? { says } : { says, field, id: boxes[field] ?? field },
  );
}

/** The words beside one field, if it is wrong. */
export function errorOf(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find((error) => error.field === field)?.says;
}
