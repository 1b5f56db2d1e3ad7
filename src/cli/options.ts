import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { failed, type Outcome } from '../domain/outcome.ts';

/** Reads a verb's options and words; what is not declared is a fault in one line. */
export function readOptions<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
) {
  try {
    return {
      ok: true,
      value: parseArgs({ args: [...args], options, allowPositionals: true, strict: true }),
    } as const;
  } catch (error) {
    return failed({ kind: 'invalid', says: firstSentence(error) });
  }
}

/** A whole number given as an option, between two bounds. */
export function wholeNumberOption(given: string, name: string, least: number, most: number): Outcome<number> {
  const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return { ok: true, value };
  return failed({ kind: 'invalid', says: `--${name} takes a whole number from ${least} to ${most}` });
}

function firstSentence(error: unknown): string {
  return error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') : 'the options are wrong';
}
