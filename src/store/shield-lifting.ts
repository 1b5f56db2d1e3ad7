import type { Day } from '../domain/calendar.ts';
import { bigint, day, instant, integer, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { followShields } from './search-entries.ts';
import { statement } from './statement.ts';

const askLift = statement({
  name: 'ask-to-lift-protection',
  text: `update protection
    set lift_asked_by = $2, lift_asked_at = $3, lift_because = $4
    where protection_id = $1 and lifted_at is null and lift_asked_by is null
    returning protection_id`,
  takes: [bigint, integer, instant, text],
  gives: { protection_id: bigint },
});

// Whoever asked cannot be the one, whatever the page said: the constraint says so too.
const lift = statement({
  name: 'lift-protection',
  text: `update protection
    set lifted_by = $2, lifted_at = $3
    where protection_id = $1 and lifted_at is null and lift_asked_by <> $2
    returning protection_id`,
  takes: [bigint, integer, instant],
  gives: { protection_id: bigint },
});

const keepOn = statement({
  name: 'keep-protection',
  text: `update protection
    set lift_asked_by = null, lift_asked_at = null, lift_because = null
    where protection_id = $1 and lifted_at is null and lift_asked_by is not null
    returning protection_id`,
  takes: [bigint],
  gives: { protection_id: bigint },
});

const liftShields = statement({
  name: 'lift-shields-of-protection',
  text: `update shield
    set lifted_on = $3, lifted_by = $2, lift_asked_by = protection.lift_asked_by
    from protection
    where protection.protection_id = $1 and shield.protection_id = protection.protection_id and lifted_on is null
    returning child_id`,
  takes: [bigint, integer, day],
  gives: { child_id: bigint },
});

const askNarrow = statement({
  name: 'ask-to-narrow-protection',
  text: `update shield set lift_asked_by = $3
    where protection_id = $1 and child_id = $2 and lifted_on is null and lift_asked_by is null
    returning child_id`,
  takes: [bigint, bigint, integer],
  gives: { child_id: bigint },
});

const narrow = statement({
  name: 'narrow-protection',
  text: `update shield set lifted_on = $4, lifted_by = $3
    where protection_id = $1 and child_id = $2 and lifted_on is null and lift_asked_by <> $3
    returning child_id`,
  takes: [bigint, bigint, integer, day],
  gives: { child_id: bigint },
});

const keepCovered = statement({
  name: 'keep-covered',
  text: `update shield set lift_asked_by = null
    where protection_id = $1 and child_id = $2 and lifted_on is null and lift_asked_by is not null
    returning child_id`,
  takes: [bigint, bigint],
  gives: { child_id: bigint },
});

/** The first of two people: asks to lift the whole of it. False where somebody has asked already, or it is lifted. */
export async function askToLiftProtection(
  tx: Transaction,
  protectionId: number,
  by: number,
  at: Date,
  because: string,
): Promise<boolean> {
  return (await askLift.first(tx, protectionId, by, at, because)) !== undefined;
}

/** The second of two people lifts it: answers the children whose shields of it were lifted, undefined where nobody asked. */
export async function liftProtection(
  tx: Transaction,
  protectionId: number,
  by: number,
  { at, on }: { readonly at: Date; readonly on: Day },
): Promise<readonly number[] | undefined> {
  if ((await lift.first(tx, protectionId, by, at)) === undefined) return undefined;
  const rows = await liftShields.rows(tx, protectionId, by, on);
  const childIds = rows.map((row) => row.child_id);
  await followShields(tx, childIds);
  return childIds;
}

/** Keeps a shield that somebody asked to lift. */
export async function keepProtection(tx: Transaction, protectionId: number): Promise<boolean> {
  return (await keepOn.first(tx, protectionId)) !== undefined;
}

/** The first of two people: asks to take one child out. */
export async function askToNarrow(
  tx: Transaction,
  protectionId: number,
  childId: number,
  by: number,
): Promise<boolean> {
  return (await askNarrow.first(tx, protectionId, childId, by)) !== undefined;
}

/** The second of two people takes the child out. */
export async function narrowProtection(
  tx: Transaction,
  protectionId: number,
  childId: number,
  { by, on }: { readonly by: number; readonly on: Day },
): Promise<boolean> {
  if ((await narrow.first(tx, protectionId, childId, by, on)) === undefined) return false;
  await followShields(tx, [childId]);
  return true;
}

/** Keeps a child covered whom somebody asked to take out. */
export async function keepChildCovered(
  tx: Transaction,
  protectionId: number,
  childId: number,
): Promise<boolean> {
  return (await keepCovered.first(tx, protectionId, childId)) !== undefined;
}
