import { queues } from '../domain/desk.ts';
import type { Postcode } from '../domain/identifiers.ts';
import type { RecordRows } from '../domain/record-rows.ts';
import { recordFor } from '../domain/settled-record.ts';
import type { StatedCarer } from '../domain/settled-carers.ts';
import { settle, type LinkedRow, type SettledChild } from '../domain/standing.ts';
import type { PersonName } from '../domain/source-row.ts';
import { addWorkingDays } from '../domain/working-days.ts';
import { readRecords, writeRecords, type RecordChange } from '../store/child-settling.ts';
import type { Transaction } from '../store/connection.ts';
import { findClosedNames } from '../store/closed-names.ts';
import { raiseShields } from '../store/feed-shields.ts';
import { findLinkedRows } from '../store/linked-rows.ts';
import { noteMoves, type Crossing } from '../store/moves.ts';
import { findCouncils } from '../store/postcodes.ts';
import { extendShields } from '../store/shield-cover.ts';
import { findStatedCarers } from '../store/source-carers.ts';

/** Works out each child's record anew from all that is linked to it, writes what differs, and answers the children changed. */
export async function settleChildren(
  tx: Transaction,
  childIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const before = await readRecords(tx, childIds);
  const linked = await findLinkedRows(tx, childIds);
  const stated = await findStatedCarers(tx, childIds);
  const changes = await planRecords(tx, linked, stated, before);
  const changed = await writeRecords(tx, changes);
  await shieldSettled(tx, changes, [...changed]);
  await noteMoves(tx, crossings(changes, linked));
  return changed;
}

// An address that comes for the first time, or goes, crosses no border.
function crossings(
  changes: readonly PlannedChange[],
  linked: ReadonlyMap<number, readonly LinkedRow[]>,
): readonly Crossing[] {
  return changes.flatMap(({ childId, before, after }) => {
    const [from, to] = [councilIn(before), councilIn(after)];
    if (from === null || to === null || from === to) return [];
    const days = (linked.get(childId) ?? []).map((row) => row.lastSeenOn).toSorted();
    const toldOn = days.at(-1);
    if (toldOn === undefined) return [];
    return [{ childId, from, to, toldOn, dueOn: addWorkingDays(toldOn, queues['border move'].dueIn) }];
  });
}

function councilIn(record: RecordRows | undefined): number | null {
  const home = record?.addresses.find(({ standing }) => standing === 'current' || standing === 'last known');
  return home?.councilCode ?? null;
}

/** A change with what it was worked out from. */
export type PlannedChange = RecordChange & { readonly settled: SettledChild };

/** What the record of each child is to be. */
export async function planRecords(
  tx: Transaction,
  linked: ReadonlyMap<number, readonly LinkedRow[]>,
  stated: ReadonlyMap<number, readonly StatedCarer[]>,
  before: ReadonlyMap<number, RecordRows>,
): Promise<readonly PlannedChange[]> {
  const councilOf = await councilsFor(tx, linked, stated);
  const closedNames = await findClosedNames(tx, [...before.keys()]);
  return [...linked].map(([childId, rows]) => {
    const known = before.get(childId);
    const settled = settle(rows, keptName(known, closedNames.get(childId)));
    const was = known === undefined ? {} : { before: known };
    const after = recordFor({ settled, stated: stated.get(childId) ?? [], councilOf, ...was });
    return { childId, settled, after, ...was };
  });
}

function keptName(known: RecordRows | undefined, closed: readonly PersonName[] | undefined) {
  return known === undefined || closed === undefined ? undefined : { closed, kept: known.child };
}

/** Every name that is known of a child beside the present one, and is not closed. */
export async function formerNames(tx: Transaction, childId: number): Promise<readonly PersonName[]> {
  const before = await readRecords(tx, [childId]);
  const linked = await findLinkedRows(tx, [childId]);
  const [planned] = await planRecords(tx, linked, new Map(), before);
  return planned?.settled.formerNames ?? [];
}

/** Shields the children whose whereabouts a supplier keeps from others, and those whom a shield reaches by what was written. */
export async function shieldSettled(
  tx: Transaction,
  changes: readonly PlannedChange[],
  written: readonly number[],
): Promise<void> {
  const restricted = changes.flatMap(({ childId, settled: { restrictedSince } }) =>
    restrictedSince === undefined ? [] : [{ childId, on: restrictedSince }],
  );
  await raiseShields(tx, restricted);
  await extendShields(tx, written);
}

async function councilsFor(
  tx: Transaction,
  linked: ReadonlyMap<number, readonly LinkedRow[]>,
  stated: ReadonlyMap<number, readonly StatedCarer[]>,
): Promise<(postcode: Postcode) => number | null> {
  const postcodes = new Set<Postcode>();
  for (const rows of [...linked.values(), ...stated.values()])
    for (const { says } of rows)
      if (says.address?.postcode !== undefined) postcodes.add(says.address.postcode);
  const councils = await findCouncils(tx, [...postcodes]);
  return (postcode) => councils.get(postcode) ?? null;
}
