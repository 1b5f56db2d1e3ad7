import { explainedAs } from './explained.ts';
import type { Finding, FindingKind } from './finding.ts';
import type { Access, Child, UserDay } from './usage.ts';
import { limits, slightlyExplained, weights, type Despite } from './weights.ts';

/** A finding of a kind at its full weight; nothing where no access shows it. */
export function findingOf(kind: FindingKind, says: string, accesses: readonly Access[]): readonly Finding[] {
  if (accesses.length === 0) return [];
  return [{ kind, weight: weights[kind].weight, says, events: accesses.map(({ eventId }) => eventId) }];
}

/** Whether a rule speaks of a child, and in what words; false where it does not. What stands beside takes the place of the kind's own. */
export type Speaks = (
  child: Child,
  access: Access,
) => string | false | readonly [says: string, weight: number, despite?: Despite];

/** The findings of a rule over each access to each child that was looked for, less what explains it. */
export function findEach(day: UserDay, kind: FindingKind, speaks: Speaks): readonly Finding[] {
  return day.accesses.flatMap((access) => {
    if (access.kind === 'refused' || access.children.length > limits.fewShown) return [];
    return access.children.flatMap((childId) => {
      const child = day.children.get(childId);
      const said = child === undefined ? false : speaks(child, access);
      if (said === false) return [];
      const usual = weights[kind];
      const [says, weight, despite = usual.despite] = typeof said === 'string' ? [said, usual.weight] : said;
      const left = weight - lostTo(explainedAs(access, day.ties), despite, weight);
      return left > 0 ? [{ kind, weight: left, says, events: [access.eventId] }] : [];
    });
  });
}

function lostTo(explained: ReturnType<typeof explainedAs>, despite: Despite, weight: number): number {
  if (despite === 'everything' || explained === 'not') return 0;
  return despite === 'slight explanations' && explained === 'slight' ? slightlyExplained : weight;
}
