import type { HowLong, WhoSees, Why } from './held-words.ts';

/** Something that is held of a child: in which columns of which table, what it is, why, for how long, and who sees it. */
export type Held = {
  readonly table: string;
  readonly columns: readonly string[];
  readonly what: string;
  readonly why: Why;
  readonly howLong: HowLong;
  readonly whoSees: WhoSees;
};

/** Something held, in few words: its columns with spaces between; why, for how long, and who sees it. */
export function held(
  table: string,
  columns: string,
  what: string,
  [why, howLong, whoSees]: readonly [Why, HowLong, WhoSees],
): Held {
  return { table, columns: columns.split(' '), what, why, howLong, whoSees };
}
