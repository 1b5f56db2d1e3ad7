import { showDay, type Day } from './calendar.ts';
import type { Source, Topic } from './child-record.ts';
import { lateSince } from './lateness.ts';

/** Why a record shows nothing of a topic: the absences that must not be taken for one another (product.md section 1). */
export type Absence =
  | { readonly kind: 'says none'; readonly supplier: string; readonly on: Day }
  | { readonly kind: 'late'; readonly supplier: string; readonly since: Day }
  | { readonly kind: 'never supplied' };

/** Why nothing is shown. What is hidden by rule never comes here: its page is another one. */
export function absenceOf(topic: Topic, sources: readonly Source[], today: Day): Absence {
  const asked = sources.filter(({ maySay }) => maySay?.includes(topic) === true);
  // A late file may hold what is missed: that weighs more than an older word of none.
  for (const { supplier, rhythm } of asked) {
    const since = rhythm && lateSince(rhythm, today);
    if (since !== undefined) return { kind: 'late', supplier, since };
  }
  const [said] = asked;
  if (said === undefined) return { kind: 'never supplied' };
  return { kind: 'says none', supplier: said.supplier, on: said.lastSeenOn };
}

/** An absence as a person reads it. */
export function absenceSays(topic: Topic, absence: Absence): string {
  if (absence.kind === 'says none')
    return `${absence.supplier} named no ${topic} when it last spoke of the child, on ${showDay(absence.on)}.`;
  if (absence.kind === 'late')
    return `No ${topic} is shown: the file of ${absence.supplier} is late. It was due by ${showDay(absence.since)}.`;
  return `No supplier has told of a ${topic}. That does not mean that there is none.`;
}
