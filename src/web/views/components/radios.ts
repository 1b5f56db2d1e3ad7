import type { Html } from '../html.ts';
import { choices, type ChoicesOptions } from './choices.ts';

export type RadiosOptions = Omit<ChoicesOptions, 'chosen'> & {
  /** None, unless a person chose it. */
  readonly value?: string | undefined;
};

/** One answer out of a few. */
export function radios({ value, ...options }: RadiosOptions): Html {
  return choices('radios', { ...options, chosen: value === undefined ? [] : [value] });
}
