import type { Day } from '../domain/calendar.ts';
import { bandOf } from '../domain/linkage/bands.ts';
import type { LinkedRow } from '../domain/standing.ts';
import { addWorkingDays } from '../domain/working-days.ts';
import { raiseBornShields } from '../store/born-shields.ts';
import { addChildren, writeRecords } from '../store/child-settling.ts';
import type { Transaction } from '../store/connection.ts';
import {
  addPossibleMatches,
  overtakePossibleMatches,
  type MatchCandidate,
  type PossibleMatch,
} from '../store/possible-matches.ts';
import { addSourceRows, linkRows, type KnownRow, type Link, type NewRow } from '../store/source-rows.ts';
import type { Feed, NewNumbers, TakenChild } from './feed.ts';
import { freeNumbers } from './free-numbers.ts';
import type { Candidate, Decision } from './match-decisions.ts';
import { matchRows } from './match-rows.ts';
import { matchingModel } from './matching-model.ts';
import { planRecords, shieldSettled } from './settle-children.ts';

/** What came of rows that were said for the first time, and the children who were here before and are to be settled. */
export type LinkedFresh = {
  readonly existing: ReadonlySet<number>;
  readonly outcomes: readonly TakenChild[];
};

/**
 * Adds rows and ties each to the child that the match step names, or to a new one, born shielded where it resembles a shielded
 * child. What a person has to decide stays untied until then.
 */
export async function linkFresh(
  tx: Transaction,
  feed: Feed,
  fresh: readonly NewRow[],
  known: ReadonlyMap<string, readonly KnownRow[]>,
): Promise<LinkedFresh> {
  if (fresh.length === 0) return { existing: new Set(), outcomes: [] };
  const ids = await addSourceRows(tx, feed.supplierId, feed.today, fresh);
  const decisions = await matchRows(tx, feed, fresh, childOfKey(known));
  const { model } = await matchingModel();
  const children = childrenOf(decisions, feed.numbers);
  const plan = decisions.map((decision, at): Planned => {
    const [row, sourceRowId, childId] = [fresh[at], ids[at], children[at]];
    if (row === undefined || sourceRowId === undefined || childId === undefined)
      throw new RangeError('A row without a decision');
    return { decision, row, sourceRowId, childId };
  });
  const followed = followKeys(plan, known);
  await makeRecords(tx, feed, plan, [
    ...plan.flatMap((one) => linkOf(one, model.version)),
    ...followed.links,
  ]);
  await overtakePossibleMatches(tx, followed.waiting);
  await addPossibleMatches(tx, model.version, possibleMatches(plan, children, feed.today));
  return { existing: followed.existing, outcomes: decisions.map(outcomeOf) };
}

type Planned = {
  readonly decision: Decision;
  readonly row: NewRow;
  readonly sourceRowId: number;
  readonly childId: number | null; // null while a person decides
};

function childOfKey(known: ReadonlyMap<string, readonly KnownRow[]>): ReadonlyMap<string, number> {
  const children = new Map<string, number>();
  for (const [key, rows] of known)
    for (const { childId } of rows) if (childId !== null) children.set(key, childId);
  return children;
}

function childrenOf(decisions: readonly Decision[], numbers: NewNumbers): readonly (number | null)[] {
  const children: (number | null)[] = [];
  for (const decision of decisions) {
    if (decision.kind === 'link') children.push(decision.childId);
    else if (decision.kind === 'same new child') children.push(children[decision.asRow] ?? null);
    else children.push(decision.kind === 'new child' ? numbers.childId() : null);
  }
  return children;
}

function linkOf({ decision, sourceRowId, childId }: Planned, modelVersion: string): readonly Link[] {
  if (childId === null) return [];
  if (decision.kind !== 'link')
    return [{ childId, sourceRowId, decidedBy: decision.kind === 'new child' ? 'new child' : 'number' }];
  const { by } = decision;
  if (by.by !== 'model') return [{ childId, sourceRowId, decidedBy: by.by }];
  const { bits, evidence } = by;
  const seen = { weight: bits, evidence, modelVersion, band: bandOf(bits, false) };
  return [{ childId, sourceRowId, decidedBy: 'model', seen }];
}

type Followed = {
  readonly links: readonly Link[];
  readonly existing: ReadonlySet<number>;
  readonly waiting: readonly number[];
};

/** What was waiting under a key follows the row by which the key found its child; a newer doubt takes its place. */
function followKeys(plan: readonly Planned[], known: ReadonlyMap<string, readonly KnownRow[]>): Followed {
  const links: Link[] = [];
  const existing = new Set<number>();
  const waiting = new Set<number>();
  for (const { decision, row, childId } of plan) {
    if (decision.kind === 'link') existing.add(decision.childId);
    for (const { sourceRowId, childId: before } of known.get(row.says.supplierKey) ?? []) {
      if (before !== null || waiting.has(sourceRowId)) continue;
      waiting.add(sourceRowId);
      if (childId === null) continue;
      links.push({ childId, sourceRowId, decidedBy: 'key' });
      existing.add(childId);
    }
  }
  return { links, existing, waiting: [...waiting] };
}

const daysToDecide = 5; // working days, as for a shield: ours
const daysToClear = 1; // working day: a record born shielded hides where its child is found (product.md section 5)

function possibleMatches(
  plan: readonly Planned[],
  children: readonly (number | null)[],
  today: Day,
): readonly PossibleMatch[] {
  const kept = (candidates: readonly Candidate[]): readonly MatchCandidate[] =>
    candidates.flatMap(({ of, bits, evidence, isShielded }) => {
      const childId = 'childId' in of ? of.childId : (children[of.asRow] ?? null);
      return childId === null ? [] : [{ childId, weight: bits, evidence, isShielded }];
    });
  return plan.flatMap(({ decision, sourceRowId, childId }): readonly PossibleMatch[] => {
    if (decision.kind === 'a person decides') {
      const { because, among } = decision;
      const decideBy = addWorkingDays(today, daysToDecide);
      return [{ sourceRowId, bornChildId: null, because, decideBy, candidates: kept(among) }];
    }
    if (!isBornShielded(decision)) return [];
    const because = 'resembles a shielded child';
    const decideBy = addWorkingDays(today, daysToClear);
    return [{ sourceRowId, bornChildId: childId, because, decideBy, candidates: kept(decision.resembles) }];
  });
}

function isBornShielded(decision: Decision): decision is Extract<Decision, { kind: 'new child' }> {
  return decision.kind === 'new child' && decision.resembles.length > 0;
}

function outcomeOf({ kind }: Decision): TakenChild {
  if (kind === 'new child') return 'new';
  return kind === 'a person decides' ? 'waiting' : 'linked';
}

/** Makes the records of children that are new here, and ties all rows. */
async function makeRecords(
  tx: Transaction,
  feed: Feed,
  plan: readonly Planned[],
  links: readonly Link[],
): Promise<void> {
  const newRows = new Map<number, LinkedRow[]>();
  for (const { decision, childId, sourceRowId, row } of plan) {
    if (childId === null || decision.kind === 'link') continue;
    const own = newRows.get(childId);
    const said = linkedRow(feed, sourceRowId, row);
    if (own === undefined) newRows.set(childId, [said]);
    else own.push(said);
  }
  const changes = await planRecords(tx, newRows, new Map(), new Map());
  const numbers = await freeNumbers(tx, feed.numbers, changes.length);
  const added = changes.flatMap(({ childId, after: { child } }, at) => {
    const contactPointNumber = numbers[at];
    return contactPointNumber === undefined ? [] : [{ childId, child, contactPointNumber }];
  });
  await addChildren(tx, added);
  await linkRows(tx, feed.today, links);
  await writeRecords(tx, changes);
  await shieldSettled(
    tx,
    changes,
    changes.map(({ childId }) => childId),
  );
  const born = plan.flatMap(({ decision, childId }) =>
    childId !== null && isBornShielded(decision) ? [childId] : [],
  );
  await raiseBornShields(tx, born, feed.today);
}

function linkedRow(feed: Feed, sourceRowId: number, { says, version, digest }: NewRow): LinkedRow {
  const { supplier, supplierId, today } = feed;
  return { sourceRowId, supplierId, supplier, firstSeenOn: today, lastSeenOn: today, version, digest, says };
}
