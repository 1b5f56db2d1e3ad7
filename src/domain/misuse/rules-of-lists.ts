import { findEach } from './finding-events.ts';
import type { Finding } from './finding.ts';
import type { UserDay } from './usage.ts';

/** Finds who looked at a decoy, or at a child of the reviewers' list. */
export function findLists(day: UserDay): readonly Finding[] {
  return [
    ...findEach(day, 'canary', ({ isCanary }) => isCanary && 'opened a decoy'),
    ...findEach(
      day,
      'well-known family',
      ({ isWellKnown }) => isWellKnown && 'looked at a well-known family',
    ),
  ];
}
