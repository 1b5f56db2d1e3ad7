import type { Actor } from '../domain/actor.ts';
import { decide, decideOnSearch, type Decision } from '../domain/budget.ts';
import { hourOf, londonDay } from '../domain/calendar.ts';
import type { Action } from '../domain/policy.ts';
import { countLookedUp, type Counting, type LookedUp } from '../store/budgets.ts';
import type { Transaction } from '../store/connection.ts';

/** Decides before a search is made whether there is room for what it may list, as far as the request knew when it came. */
export function decideBefore({ spent }: Actor, action: Action): Decision {
  return action === 'find child' && spent !== undefined ? decideOnSearch(spent) : { kind: 'go' };
}

/** Counts an act with the children that it is about to show, and decides by the count; to be undone where it says no. */
export async function spend(
  tx: Transaction,
  actor: Actor,
  now: Date,
  action: Action,
  childIds: readonly number[],
): Promise<Decision> {
  const lookedUp = lookedUpBy(action, childIds);
  if (lookedUp === undefined) return { kind: 'go' };
  return decide(await countLookedUp(tx, countingOf(actor, now), lookedUp));
}

/** What an account's counts are kept under at an instant. */
export function countingOf(
  { accountId, organisationId }: Pick<Actor, 'accountId' | 'organisationId'>,
  now: Date,
): Counting {
  return { accountId, organisationId, today: londonDay(now), hour: hourOf(now) };
}

// The children one works with cost nothing, nor does choosing one of those that a search listed and was counted for.
function lookedUpBy(action: Action, childIds: readonly number[]): LookedUp | undefined {
  if (action === 'find child') return { searches: 1, listed: childIds.length, opened: [] };
  if (!opening.has(action) || childIds.length === 0) return undefined;
  return { searches: 0, listed: 0, opened: childIds };
}

// A print shows a record again: the same child is counted once a day.
const opening: ReadonlySet<Action> = new Set([
  'open child record',
  'open shielded record',
  'print contacts',
  'print addresses',
]);
