import type { Actor } from '../domain/actor.ts';
import { addDays, londonDay } from '../domain/calendar.ts';
import { runningOut, warnDays, type RunningOut } from '../domain/running-out.ts';
import { findManagedRunningOut } from '../store/managed-people.ts';
import type { ServiceContext } from './context.ts';

/** Somebody whom the actor manages, and what of theirs runs out soon. */
export type ManagedPerson = { readonly fullName: string; readonly soon: readonly RunningOut[] };

/** Those whom the actor manages and whose security check or training runs out within 30 days. */
export async function seeManagedRunningOut(
  { database, now }: ServiceContext,
  { accountId }: Pick<Actor, 'accountId'>,
): Promise<readonly ManagedPerson[]> {
  const today = londonDay(now());
  const days = { today, until: addDays(today, warnDays) };
  const people = await database.look((tx) => findManagedRunningOut(tx, accountId, days));
  return people.map(({ fullName, ...account }) => ({
    fullName,
    soon: runningOut({ ...account, accreditedUntil: null }, today),
  }));
}
