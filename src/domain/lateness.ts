import { addDays, type Day } from './calendar.ts';

/** How often a supplier's files come, and when the last one did. */
export type Rhythm = {
  readonly everyDays: number | null;
  readonly lastOn: Day | null;
  /** From when the rhythm counts, where no file has come yet. */
  readonly since: Day | null;
};

/** The day by which a file should have come and did not; undefined where none is late, or none is due. */
export function lateSince({ everyDays, lastOn, since }: Rhythm, today: Day): Day | undefined {
  const from = lastOn ?? since;
  if (everyDays === null || from === null) return undefined;
  const due = addDays(from, everyDays);
  return due < today ? due : undefined;
}
