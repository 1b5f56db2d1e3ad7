import { setTimeout as pause } from 'node:timers/promises';
import { addDays, addYears, attainsOn, londonDay, type Day } from '../domain/calendar.ts';
import { marksOf } from '../domain/leaving-mark.ts';
import { termsNaming } from '../domain/leaving-terms.ts';
import {
  forgetsLogOn,
  forgetsMarkOn,
  isGrownUp,
  keptInLogSince,
  leavingAge,
  mayLeaveByThemselves,
} from '../domain/retention.ts';
import type { Database, Transaction } from '../store/connection.ts';
import {
  forgetDepartures,
  noteDeparturesCleared,
  noteDeparturesErased,
  noteDeparturesTold,
  readChildTables,
  readClearable,
  readToForget,
  readUnfinished,
} from '../store/departures.ts';
import { holdLeaving, moveLeavingClock, readLeavingClock } from '../store/leaving-clock.ts';
import { forgetOldMarks, keepMarks, type LeavingMark } from '../store/leaving-marks.ts';
import {
  countLeavers,
  lockLeavers,
  readLeaversNames,
  readLeaversRows,
  type Leaver,
} from '../store/leavers.ts';
import { forgetTypedSearches, removeGrownUpRows, removeLeavers } from '../store/leaving.ts';
import { lockFeeds } from '../store/source-rows.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { randomNumbers } from './new-numbers.ts';
import { eraseParts } from './erase-parts.ts';

/** The logins of the leaving job. */
export type Retiring = {
  readonly services: ServiceContext;
  /** In the role that removes children, and may do nothing else. */
  readonly leaving: Database;
  /** In the role that erases parts of the log. */
  readonly eraser: Database;
  /** Clears away the space of removed rows. */
  readonly owner: Database;
};

/** What a round did. `held`: more would leave than can be right, and a person has to say that they may. */
export type Retired = { readonly left: number; readonly held: boolean; readonly cleared: boolean };

/**
 * Removes whoever leaves as of today in London from every table, index and queue; tells the log; erases what was typed to find
 * them; and clears the space. Each step stands by itself, and what was broken off is taken up by the next round.
 */
export async function retireRecords(retiring: Retiring, goOn = false): Promise<Retired> {
  const { services, leaving } = retiring;
  const today = await dayToCloseTo(retiring);
  const held = !goOn && (await isTooMany(retiring, today));
  let left = 0;
  if (!held) {
    await leaving.transact((tx) => moveLeavingClock(tx, today));
    await eraseTermsThatName(retiring, today);
    left = await removeAll(retiring, today);
  }
  await tellOf(retiring);
  const cleared = await clearAway(retiring);
  await forgetWhatHasHadItsTime(retiring, londonDay(services.now()));
  return { left, held, cleared };
}

// How long the log keeps what was typed into searches (ours): a misuse is looked for within minutes, and asked about within weeks.
const typedKeptMs = 90 * 24 * 3_600_000;

// A clock that was set back takes nothing back.
async function dayToCloseTo({ services, leaving }: Retiring): Promise<Day> {
  const today = londonDay(services.now());
  const { closedTo } = await leaving.look(readLeavingClock);
  return closedTo > today ? closedTo : today;
}

const countedAtMost = 1_000_000;

async function isTooMany({ services, leaving }: Retiring, today: Day): Promise<boolean> {
  const { leaving: count, children } = await leaving.look((tx) => countLeavers(tx, today, countedAtMost));
  if (mayLeaveByThemselves(count, children)) return false;
  const isNew = await leaving.transact((tx) => holdLeaving(tx, services.now()));
  if (isNew)
    await services.database.transact((tx) =>
      recordAct(tx, services.now(), {
        act: 'hold leaving',
        accountId: null,
        outcome: 'done',
        counts: { leaving: count },
      }),
    );
  return true;
}

const namedAtOnce = 5000;

// While their names are still here: what is typed to find somebody often finds nobody, and then no child stands beside it.
async function eraseTermsThatName({ services, leaving, eraser }: Retiring, today: Day): Promise<void> {
  const names = await leaving.look((tx) => readLeaversNames(tx, today, namedAtOnce));
  if (names.length === 0) return;
  const since = new Date(services.now().getTime() - typedKeptMs);
  const erasing = { database: services.database, eraser, now: services.now };
  await eraseParts(erasing, { of: 'terms that name', since, ...termsNaming(names) });
}

const atOnce = 10; // children a transaction: each holds the lock of the feeds for some tens of milliseconds
const breathMs = 20; // between two, so that nobody who looks something up waits behind a row of them

async function removeAll({ services, leaving }: Retiring, today: Day): Promise<number> {
  let left = 0;
  for (;;) {
    const removed = await leaving.transact((tx) => removeSome(tx, services, today));
    if (removed === 0) break;
    left += removed;
    await pause(breathMs);
  }
  while ((await leaving.transact((tx) => removeGrownUpRows(tx, lastBirthOfGrownUps(today)))) > 0);
  if (left > 0) await leaving.transact((tx) => forgetTypedSearches(tx, services.now()));
  return left;
}

async function removeSome(tx: Transaction, { now, secrets }: ServiceContext, today: Day): Promise<number> {
  await lockFeeds(tx); // a feed that links a row to a child meanwhile would fail
  const leavers = await lockLeavers(tx, today, atOnce);
  if (leavers.length === 0) return 0;
  const childIds = leavers.map(({ childId }) => childId);
  const said = await readLeaversRows(tx, childIds);
  await keepMarks(
    tx,
    leavers.flatMap((leaver) => marksFor(leaver, said, secrets.pepper, today)),
  );
  const newIds = childIds.map(() => randomNumbers.childId());
  await removeLeavers(tx, childIds, said, { at: now(), forgetOn: forgetsLogOn(today), newIds });
  return leavers.length;
}

/** A mark for each thing by which the child could come again, where the date of birth that came with it would not refuse it. */
function marksFor(
  leaver: Leaver,
  said: Awaited<ReturnType<typeof readLeaversRows>>,
  key: Buffer,
  today: Day,
): readonly LeavingMark[] {
  const young = said.filter(
    ({ childId, dateOfBirth }) => childId === leaver.childId && !isGrownUp(dateOfBirth, today),
  );
  return young.flatMap((row) =>
    marksOf(row, key).map((mark) => ({
      mark,
      childId: leaver.childId,
      forgetOn: forgetsMarkOn(row.dateOfBirth),
    })),
  );
}

// Of a birth on 29 February the day is 1 March in a common year.
function lastBirthOfGrownUps(today: Day): Day {
  const born = addYears(today, -leavingAge);
  return attainsOn(born, leavingAge) <= today ? born : addDays(born, -1);
}

const toldAtOnce = 200;

async function tellOf({ services, leaving }: Retiring): Promise<void> {
  for await (const some of unfinished(leaving)) {
    const untold = some.filter(({ isTold }) => !isTold).map(({ childId }) => childId);
    if (untold.length === 0) continue;
    await services.database.transact((tx) => tell(tx, services.now(), untold));
    await leaving.transact((tx) => noteDeparturesTold(tx, untold, services.now()));
  }
}

async function tell(tx: Transaction, at: Date, aboutChildren: readonly number[]): Promise<void> {
  const counts = { left: aboutChildren.length };
  await recordAct(tx, at, { act: 'remove records', accountId: null, outcome: 'done', counts, aboutChildren });
}

async function* unfinished(leaving: Database) {
  for (let after = 0; ;) {
    const some = await leaving.look((tx) => readUnfinished(tx, after, toldAtOnce));
    if (some.length === 0) return;
    yield some;
    after = some.at(-1)?.childId ?? 0;
  }
}

/**
 * Erases what was typed to find who has left, and clears what removed rows left in tables, indexes and the planner's samples of
 * values. Only once everything is over that began before the removal, and so may still be read or be writing an entry: false
 * where that has to wait for the next round.
 */
async function clearAway(retiring: Retiring): Promise<boolean> {
  const { services, leaving, owner } = retiring;
  const waiting = await whenNobodyReads(owner);
  if (waiting === undefined) return true;
  if (!waiting.isClearable) return false;
  for await (const some of unfinished(leaving)) await eraseTerms(retiring, some);
  const names = await owner.look(readChildTables);
  await owner.look((tx) => clearTables(tx, names));
  await leaving.transact((tx) => noteDeparturesCleared(tx, waiting.until, services.now()));
  return true;
}

const looksForEnd = 20;
const betweenLooksMs = 100;

async function whenNobodyReads(owner: Database) {
  let waiting = await owner.look(readClearable);
  for (let look = 1; look < looksForEnd && waiting?.isClearable === false; look += 1) {
    await pause(betweenLooksMs);
    waiting = await owner.look(readClearable);
  }
  return waiting;
}

async function eraseTerms(
  { services, leaving, eraser }: Retiring,
  some: Awaited<ReturnType<typeof readUnfinished>>,
): Promise<void> {
  const childIds = some.filter(({ isErased }) => !isErased).map(({ childId }) => childId);
  if (childIds.length === 0) return;
  const erasing = { database: services.database, eraser, now: services.now };
  await eraseParts(erasing, { of: 'terms that showed', childIds });
  await leaving.transact((tx) => noteDeparturesErased(tx, childIds, services.now()));
}

// Resting as autovacuum does, and taking no lock that anybody waits for.
async function clearTables(tx: Transaction, names: readonly string[]): Promise<void> {
  await tx.run('set vacuum_cost_delay = 2'); // milliseconds: PostgreSQL's own for autovacuum
  for (const name of names) await tx.run(`vacuum (analyze, index_cleanup on, truncate off) "${name}"`);
  await tx.run('reset vacuum_cost_delay');
}

/**
 * Writes the tables of children anew, and the planner's samples: until then the bytes of removed rows stay in the free space of
 * their pages, where no statement reads them. Each table is closed to everybody meanwhile: for a night when the pages are shut.
 */
export async function rewriteTables(owner: Database): Promise<void> {
  const names = await owner.look(readChildTables);
  await owner.look(async (tx) => {
    for (const name of [...names, 'pg_statistic']) await tx.run(`vacuum (full) "${name}"`);
    await tx.run('analyze');
  });
}

async function forgetWhatHasHadItsTime(retiring: Retiring, today: Day): Promise<void> {
  const { services, leaving, eraser } = retiring;
  await leaving.transact((tx) => forgetOldMarks(tx, today));
  const erasing = { database: services.database, eraser, now: services.now };
  const typedBefore = new Date(services.now().getTime() - typedKeptMs);
  await eraseParts(erasing, { of: 'search terms', before: typedBefore });
  const namedBefore = new Date(`${keptInLogSince(today)}T00:00:00Z`);
  await eraseParts(erasing, { of: 'colleagues', before: namedBefore });
  for (;;) {
    const some = await leaving.look((tx) => readToForget(tx, today, toldAtOnce));
    if (some.length === 0) return;
    for (const childId of some) await eraseParts(erasing, { of: 'child', childId });
    await leaving.transact((tx) => forgetDepartures(tx, some));
  }
}
