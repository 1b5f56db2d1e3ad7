import { londonDay, type Day } from '../domain/calendar.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import { feedBands } from '../domain/row-matching/bands.ts';
import { decideByLikeness } from '../domain/row-matching/decide.ts';
import { firstKeys } from '../domain/row-matching/lookups.ts';
import { subjectOfRow, type CandidateChild } from '../domain/row-matching/subject.ts';
import { rowWeigher, type Comparing, type WeighedCandidate } from '../domain/row-matching/weigh-row.ts';
import type { LinkedRow } from '../domain/standing.ts';
import { addWorkingDays } from '../domain/working-days.ts';
import type { Database, Transaction } from '../store/connection.ts';
import { findLinkedRows } from '../store/linked-rows.ts';
import { findClosest } from '../store/match-candidates.ts';
import { countRoughly } from '../store/match-facts.ts';
import {
  addRematchChanges,
  beginRematch,
  carryOut,
  findApprover,
  lockRematch,
  takeBack,
  type RematchChange,
  type RematchSummary,
} from '../store/rematches.ts';
import { readDecided, readWaiting, type RowToWeigh } from '../store/rows-to-weigh.ts';
import { lockFeeds } from '../store/source-rows.ts';
import { recordAct } from './authorise.ts';
import { hasOtherNumber } from './matching-rows.ts';
import { settleChildren } from './settle-children.ts';

const stepSize = 500; // rows a transaction

/**
 * Weighs anew, by the present model, each link that another one decided and each row that waits since, and writes down what would
 * change. Nothing changes until a person has approved it.
 */
export async function proposeRematch(
  database: Database,
  comparing: Comparing,
  now: Date,
): Promise<RematchSummary> {
  const { version } = comparing.model;
  const rematchId = await database.transact((tx) => beginRematch(tx, version, now));
  for (const read of [readDecided, readWaiting])
    for (let behind: number | undefined = 0; behind !== undefined;) {
      const from: number = behind;
      behind = await database.transact(async (tx) => {
        const rows = await read(tx, version, from, stepSize);
        await addRematchChanges(tx, rematchId, rows.length, await weighAnew(tx, comparing, rows));
        return rows.at(-1)?.sourceRowId;
      });
    }
  const summary = await database.transact((tx) => lockRematch(tx, rematchId));
  if (summary === undefined) throw new Error('A proposal was not written');
  return summary;
}

async function weighAnew(
  tx: Transaction,
  comparing: Comparing,
  rows: readonly RowToWeigh[],
): Promise<readonly RematchChange[]> {
  const children = await countRoughly(tx);
  const closest = await findClosest(
    tx,
    rows.map(({ says }, row) => ({ row, ...firstKeys(says) })),
  );
  const linked = await findLinkedRows(tx, [
    ...new Set(rows.flatMap((row) => (row.linked === null ? [] : [row.linked.childId]))),
  ]);
  return rows.flatMap((row, at) => {
    const bands = feedBands[row.supplier];
    const weigh = rowWeigher(comparing, children, bands.known);
    const own = row.linked === null ? undefined : asOthersSay(row.linked.childId, row, linked);
    const found = (closest.get(at) ?? []).filter(({ childId }) => childId !== own?.childId);
    const candidates = [...(own === undefined ? [] : [own]), ...found].filter(
      (candidate) => !hasOtherNumber(row.says, candidate),
    );
    const subject = subjectOfRow(row.says);
    const weighed = candidates.map((candidate) => weigh(subject, candidate));
    const likeness = decideByLikeness(weighed, bands, { isKnownToSupplier: () => false });
    return changeOf(row, weighed, likeness);
  });
}

/** The child as all others say: what the row itself put into the record is no evidence for it. */
function asOthersSay(
  childId: number,
  { sourceRowId, says }: RowToWeigh,
  linked: ReadonlyMap<number, readonly LinkedRow[]>,
): CandidateChild | undefined {
  const others = (linked.get(childId) ?? []).filter(
    (one) => one.sourceRowId !== sourceRowId && one.says.supplierKey !== says.supplierKey,
  );
  const [first] = others;
  if (first === undefined) return undefined;
  return {
    childId,
    names: others.map(({ says: { givenNames, familyName } }) => ({ givenNames, familyName })),
    dateOfBirth: first.says.dateOfBirth,
    gender: first.says.gender,
    homes: others.flatMap(({ says: { address } }) => address ?? []),
    parents: [],
    nhsNumber: others.find((one) => one.says.nhsNumber !== undefined)?.says.nhsNumber,
    isShielded: false,
  };
}

function changeOf(
  { sourceRowId, linked }: RowToWeigh,
  weighed: readonly WeighedCandidate[],
  likeness: ReturnType<typeof decideByLikeness>,
): readonly RematchChange[] {
  const change = { sourceRowId, from: linked };
  const linksTo = likeness.kind === 'link' ? likeness.to : undefined;
  if (linked === null) {
    if (linksTo === undefined) return [];
    const { candidate, bits, evidence } = linksTo;
    return [{ ...change, kind: 'link', because: null, toChildId: candidate.childId, weight: bits, evidence }];
  }
  const own = weighed.find(({ candidate }) => candidate.childId === linked.childId);
  if (own === undefined) return []; // only this row speaks of the child: there is nothing to weigh it against
  const { bits: weight, evidence } = own;
  if (linksTo === own)
    return [{ ...change, kind: 'weight', because: null, toChildId: linked.childId, weight, evidence }];
  const because = likeness.kind === 'a person decides' ? likeness.because : 'weighed anew';
  return [{ ...change, kind: 'doubt', because, toChildId: linked.childId, weight, evidence }];
}

/** Who approves or takes back. */
type Approver = { readonly accountId: number; readonly at: Date; readonly today: Day };

const daysToDecide = 5; // working days, as any row that waits

/** The same by user name, with its entry in the log: for the command. Whoever runs it answers for who they say they are. */
export async function moveRematchAs(
  database: Database,
  userName: string,
  rematchId: number,
  move: 'apply' | 'reverse',
  now: Date,
): Promise<Outcome<RematchSummary>> {
  return database.transact(async (tx) => {
    const accountId = await findApprover(tx, userName);
    if (accountId === undefined)
      return failed({
        kind: 'invalid',
        says: 'Name a record keeper or an account administrator who is active.',
      });
    const moved = await moveRematch(tx, rematchId, move, { accountId, at: now, today: londonDay(now) });
    if (!moved.ok) return moved;
    const { links, doubts, weights } = moved.value;
    const act = move === 'apply' ? 'rematch' : 'reverse rematch';
    await recordAct(tx, now, { act, accountId, outcome: 'done', counts: { links, doubts, weights } });
    return moved;
  });
}

/** Carries out a proposal that a person approves, or takes back one that was carried out; what people decided since stays. */
export async function moveRematch(
  tx: Transaction,
  rematchId: number,
  move: 'apply' | 'reverse',
  approver: Approver,
): Promise<Outcome<RematchSummary>> {
  await lockFeeds(tx);
  const summary = await lockRematch(tx, rematchId);
  if (summary === undefined) return failed({ kind: 'not-found', says: 'There is no such re-matching.' });
  if (summary.state !== (move === 'apply' ? 'proposed' : 'applied'))
    return failed({ kind: 'stale', says: `That re-matching is ${summary.state}.` });
  const mover = { ...approver, decideBy: addWorkingDays(approver.today, daysToDecide) };
  const moved = move === 'apply' ? carryOut : takeBack;
  const children = [...new Set(await moved(tx, summary, mover))];
  await settleChildren(tx, children);
  return done({ ...summary, state: move === 'apply' ? 'applied' : 'reversed' });
}

export type { RematchSummary } from '../store/rematches.ts';
