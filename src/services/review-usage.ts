import { addDays, londonDay, type Day } from '../domain/calendar.ts';
import { isCertain, isDrawn, roomFor } from '../domain/misuse/allowance.ts';
import { isAlert, judge, type Judged } from '../domain/misuse/judge.ts';
import type { NameRarity, Peers, User, UserDay } from '../domain/misuse/usage.ts';
import type { Database, Transaction } from '../store/connection.ts';
import { forgetScores, raiseAlert, readRoom, releaseAlerts } from '../store/misuse-alerts.ts';
import { readPeers, writeUsage } from '../store/usage-days.ts';
import { findTouched, noteProgress, readLooks, readProgress } from '../store/usage-log.ts';
import { nameOrigins } from './name-origins.ts';
import { accessesOf, looks } from './usage-accesses.ts';
import { gatherDays } from './usage-day.ts';

/** What the review works with: a pool in the role contactpoint_misuse, and the clock. */
export type Reviewing = { readonly database: Database; readonly now: () => Date };

/** What a round of review came to. */
export type Reviewed = { readonly entries: number; readonly days: number };

const entriesAtOnce = 20_000;
const accountsAtOnce = 500;
const monthsKept = 366; // days: scores are kept twelve months (trust.md, Misuse 4)
const openingsKept = 90; // days: work is looked for up to eight weeks after

/**
 * Reviews what the log has had since the last time, account by account and day by day, and raises alerts. An account's
 * day is judged as a whole, again whenever it goes on. Stopped anywhere, it begins where it was and finds the same.
 */
export async function reviewUsage(reviewing: Reviewing): Promise<Reviewed> {
  const { database, now } = reviewing;
  const { reviewed, last } = await database.transact(readProgress);
  const { share } = await nameOrigins();
  const users = new Map<number, User>();
  let days = 0;
  for (let above = reviewed; above < last; above += entriesAtOnce) {
    const upTo = Math.min(last, above + entriesAtOnce);
    days += await reviewEntries(reviewing, above, upTo, { rarity: share, users });
    await database.transact((tx) => noteProgress(tx, upTo, now()));
  }
  return { entries: last - reviewed, days };
}

/** Forgets scores, habits and unexplained openings that are past their time. */
export async function forgetUsage({ database, now }: Reviewing): Promise<void> {
  const today = londonDay(now());
  const openingsBefore = new Date(now().getTime() - openingsKept * 86_400_000);
  await database.transact((tx) => forgetScores(tx, addDays(today, -monthsKept), openingsBefore));
}

async function reviewEntries(
  reviewing: Reviewing,
  above: number,
  upTo: number,
  known: Known,
): Promise<number> {
  const touched = await reviewing.database.transact((tx) => findTouched(tx, above, upTo, looks));
  for (const [day, rows] of Map.groupBy(touched, (row) => row.day)) {
    const peers = await peersOf(reviewing.database, day);
    for (let first = 0; first < rows.length; first += accountsAtOnce) {
      const accounts = rows.slice(first, first + accountsAtOnce).map((row) => row.account_id);
      await reviewing.database.transact((tx) =>
        reviewDay(tx, { day, accounts, upTo, peers, ...known, raisedAt: reviewing.now() }),
      );
    }
    await reviewing.database.transact(async (tx) =>
      releaseAlerts(tx, day, roomFor(await readRoom(tx, day)), reviewing.now()),
    );
  }
  return touched.length;
}

/** What one round knows throughout: a user is read once for all the days that are caught up with. */
type Known = { readonly rarity: NameRarity; readonly users: Map<number, User> };

type Part = Known & {
  readonly day: Day;
  readonly accounts: readonly number[];
  readonly upTo: number;
  readonly peers: PeersOf;
  readonly raisedAt: Date;
};

async function reviewDay(tx: Transaction, part: Part): Promise<void> {
  const { day, accounts, upTo, peers, rarity, users, raisedAt } = part;
  const looked = accessesOf(await readLooks(tx, accounts, day, upTo, looks));
  const days = await gatherDays(tx, day, looked, { users, peers });
  const judged = days.map((one) => ({ ...one, ...judge(one, rarity) }));
  await writeUsage(tx, day, judged.map(countedOf));
  for (const one of judged) await raiseIfNeeded(tx, one, raisedAt);
}

type JudgedDay = UserDay & Judged;

function countedOf(judged: JudgedDay) {
  const { user, openings, bareLooks, explained, urgent, score, unexplained } = judged;
  const hours = judged.accesses.reduce((mask, { hour }) => mask | (1 << hour), 0);
  return { accountId: user.accountId, openings, bareLooks, explained, urgent, hours, score, unexplained };
}

async function raiseIfNeeded(tx: Transaction, judged: JudgedDay, raisedAt: Date): Promise<void> {
  const { user, day, score, findings, explained, openings, bareLooks } = judged;
  const drawn = judged.accesses.filter(({ eventId, kind }) => kind !== 'refused' && isDrawn(eventId));
  const found = isAlert(judged);
  if (!found && drawn.length === 0) return;
  const shown = found ? findings.flatMap(({ events }) => events) : drawn.map(({ eventId }) => eventId);
  await raiseAlert(tx, {
    accountId: user.accountId,
    day,
    score,
    raisedAt,
    randomDip: !found,
    // Those that are not certain wait for the day's gravest to be chosen, which follows at once.
    state: !found || isCertain(score) ? 'new' : 'held',
    accesses: openings + bareLooks,
    explained,
    eventIds: [...new Set(shown)],
    findings,
  });
}

type PeersOf = (role: UserDay['user']['role']) => Peers;

const nobody: Peers = {
  unexplained: { mean: 1, deviation: 1 },
  bareLooks: { mean: 1, deviation: 1 },
  unexplainedHigh: 0,
  urgentHigh: 0,
  hours: 0,
};

// Once a day is enough for four weeks' means, and at every round would cost more than the round.
const known = new WeakMap<Database, { readonly day: Day; readonly peers: PeersOf }>();

async function peersOf(database: Database, day: Day): Promise<PeersOf> {
  const kept = known.get(database);
  if (kept?.day === day) return kept.peers;
  const byRole = await database.transact((tx) => readPeers(tx, day));
  const peers: PeersOf = (role) => byRole.get(role) ?? nobody;
  known.set(database, { day, peers });
  return peers;
}
