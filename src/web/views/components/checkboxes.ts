import type { Html } from '../html.ts';
import { choices, type ChoicesOptions } from './choices.ts';

export type CheckboxesOptions = Omit<ChoicesOptions, 'chosen'> & {
  readonly values?: readonly string[] | undefined;
};

/** Any number of answers out of a few. */
export function checkboxes({ values, ...options }: CheckboxesOptions): Html {
  return choices('checkboxes', { ...options, chosen: values ?? [] });
}
