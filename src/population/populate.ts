import type { Day } from '../domain/calendar.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import { readCouncils } from '../store/area-registers.ts';
import { databaseFault, type Database, type Transaction } from '../store/connection.ts';
import { populationTables, workforceTables, type RowCounts } from '../store/population-load.ts';
import { decideShields } from '../store/population-shields.ts';
import {
  emptyTables,
  markPopulated,
  markPractice,
  readSizes,
  setCounters,
} from '../store/population-state.ts';
import { makeAgain, setAside, whatIsAway } from '../store/set-aside.ts';
import { almanacOf } from './almanac.ts';
import { sourceRowsBelow } from './source-lines.ts';
import { nameOf, shareOut, type Extent, type Share } from './extent.ts';
import type { Population } from './generate.ts';
import { loadAreas, type Loaded } from './load-areas.ts';
import { readNames } from './names.ts';
import { numbersOf } from './numbers.ts';
import { bringPracticeAccounts, type Credentials } from './practice-accounts.ts';
import { whyNotPopulate } from './room.ts';

export type { Extent } from './extent.ts';
export type { Credentials } from './practice-accounts.ts';

export type Wanted = {
  readonly owner: Database;
  readonly credentials: Credentials;
  readonly extent: Extent;
  readonly seed: number;
  readonly today: Day;
  /** Empties a practice copy first. */
  readonly again?: boolean;
  readonly progress?: (progress: Progress) => void;
};

export type Progress = { readonly doing: string; readonly done: number; readonly of: number };

/** What was made, and what it took. */
export type Populated = {
  readonly name: string;
  readonly children: number;
  readonly rows: Readonly<Record<string, number>>;
  readonly loadSeconds: number;
  readonly buildSeconds: number;
  readonly tableBytes: number;
  readonly indexBytes: number;
};

const fewChildren = 2_000; // up to so many, the indexes are kept up row by row: building them again would take longer

/**
 * Fills an empty, migrated database, into which the registers were loaded, with invented people, and makes it a practice
 * copy for good. Until the last transaction nobody can sign in, so that half a population is never taken for a whole one.
 */
export async function populate(wanted: Wanted): Promise<Outcome<Populated>> {
  try {
    return await populateWhole(wanted);
  } catch (error) {
    if (databaseFault(error) !== 'full') throw error;
    const says = 'The disk of the database is full: make room and populate again, or ask for fewer children.';
    return failed({ kind: 'unavailable', says });
  }
}

async function populateWhole(wanted: Wanted): Promise<Outcome<Populated>> {
  const { owner, extent } = wanted;
  const councils = await owner.transact(readCouncils);
  const shares = shareOut(councils, extent);
  if (!shares.ok) return shares;
  const children = shares.value.reduce((sum, one) => sum + one.children, 0);
  const refusal = await owner.transact((tx) => whyNotPopulate(tx, children, wanted.again === true));
  if (refusal !== undefined) return failed({ kind: 'refused', says: refusal });

  const began = performance.now();
  await owner.transact((tx) => makeRoom(tx, children));
  const counts: RowCounts = new Map();
  const loaded = await loadAreas(wanted, populationOf(wanted), shares.value, councils, counts);
  const loadedAt = performance.now();
  await buildAgain(wanted);
  const sizes = await owner.transact((tx) => complete(tx, wanted, loaded, shares.value));
  return done({
    name: nameOf(extent, shares.value),
    children,
    rows: Object.fromEntries(counts),
    loadSeconds: (loadedAt - began) / 1000,
    buildSeconds: (performance.now() - loadedAt) / 1000,
    ...sizes,
  });
}

function populationOf({ seed, today }: Wanted): Population {
  return { seed, names: readNames(), numbers: numbersOf(seed), almanac: almanacOf(today) };
}

// What is here is nothing, or what an earlier attempt left unfinished, or what `again` gives up.
async function makeRoom(tx: Transaction, children: number): Promise<void> {
  await emptyTables(tx);
  await markPractice(tx);
  await setAside(tx, Object.keys(populationTables), children > fewChildren);
}

async function buildAgain({ owner, progress }: Wanted): Promise<void> {
  const away = await owner.transact(whatIsAway);
  for (const [built, aside] of away.entries()) {
    progress?.({ doing: `Building indexes and keys of ${aside.table_name}`, done: built, of: away.length });
    await owner.transact((tx) => makeAgain(tx, aside));
  }
}

async function complete(tx: Transaction, wanted: Wanted, loaded: Loaded, shares: readonly Share[]) {
  const { credentials, today, extent, seed } = wanted;
  const { organisations: organisation, teams: team, practitioners: practitioner } = loaded.founding;
  await setCounters(tx, { organisation, team, practitioner, source_row: sourceRowsBelow(loaded.children) });
  await bringPracticeAccounts(tx, loaded.hired, credentials, today);
  await decideShields(tx, today);
  const tables = [...Object.keys(populationTables), ...Object.keys(workforceTables)];
  for (const table of [...tables, 'account']) await tx.run(`analyze ${table}`);
  await markPopulated(tx, nameOf(extent, shares), seed);
  return readSizes(tx, tables);
}
