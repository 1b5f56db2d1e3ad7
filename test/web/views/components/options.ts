import { z } from 'zod';
import { trusted, wordsOf } from './fixtures.ts';

// The shapes in which the macros' options come, read into the shapes in which our components take them.

export const optionalText = z.string().optional();

/** The two ways in which the macros take words. */
export const said = { text: z.union([z.string(), z.number()]).optional(), html: z.string().optional() };

export const words = z.strictObject(said).transform(wordsOf);

const sizes = ['s', 'm', 'l', 'xl'] as const;

/** A class like govuk-label--m, read as a size. */
export function sized(prefix: string) {
  return z
    .enum(sizes.map((size) => `${prefix}--${size}`))
    .transform((name) => sizes.find((size) => name.endsWith(`--${size}`)))
    .optional();
}

export const labelled = z
  .strictObject({ ...said, classes: sized('govuk-label') })
  .transform((given) => ({ label: wordsOf(given), labelSize: given.classes }));

export const legend = z
  .strictObject({ ...said, classes: sized('govuk-fieldset__legend') })
  .transform((given) => ({ legend: wordsOf(given), legendSize: given.classes }));

/** What stands beside a field. */
export const beside = { hint: words.optional(), errorMessage: words.optional() };

/** A value, which the fixtures give as text or as a number. */
export const typed = z.union([z.string(), z.number()]).transform(String);

export const markup = z.strictObject({ html: z.string().transform(trusted) });
