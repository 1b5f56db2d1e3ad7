import type { Installation } from '../services/installation.ts';

/** One verb of the program: `contactpoint NAME …`. */
export type Verb = {
  readonly name: string;
  readonly summary: string; // one line, for the list
  readonly help: string; // the whole of `contactpoint NAME --help`
  /** Answers the exit code: 0 done, 1 failed or refused, 2 wrong use. */
  readonly run: (args: readonly string[], context: CliContext) => Promise<number>;
};

/** What a verb works with. Results go to `out`, progress and complaints to `err`. */
export type CliContext = {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** True where `err` is a terminal that can draw over its own line. */
  readonly interactive: boolean;
  /** Draws one line over the last one drawn, on a terminal; adds it elsewhere. Undefined ends the line. */
  readonly draw: (line: string | undefined) => void;
  readonly now: () => Date;
  /** Starts or finds the database; `close` stops what this process started. */
  readonly open: () => Promise<OpenInstallation>;
};

export type OpenInstallation = Installation & {
  /** True where it is our own embedded PostgreSQL. */
  readonly embedded: boolean;
  readonly applicationUrl: string;
  /** The sequencer's own login, where it has one. */
  readonly sequencerUrl?: string | undefined;
};

/** A verb's wrong use: one line, and where to read more. Exit code 2. */
export function wrongUse(context: CliContext, verb: Verb, says: string): number {
  context.err(`contactpoint ${verb.name}: ${says}`);
  context.err(`Try: contactpoint ${verb.name} --help`);
  return 2;
}
