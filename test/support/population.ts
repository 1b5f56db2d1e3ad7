import { isDay, type Day } from '../../src/domain/calendar.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { populate, type Credentials, type Populated } from '../../src/population/populate.ts';
import { makeVerifier, sealSeed } from '../../src/services/credentials.ts';
import { loadRegisters } from '../../src/services/load-registers.ts';
import type { Database } from '../../src/store/connection.ts';
import { withDatabase, type TestDatabase } from './database.ts';

export type SmallPopulation = {
  readonly children?: number;
  readonly council?: number;
  readonly seed?: number;
  readonly today?: Day;
};

/** The secrets that the practice users of a test are sealed under. */
export const testSecrets = { pepper: Buffer.alloc(32, 1), seal: Buffer.alloc(32, 2) };

export const testCredentials: Credentials = {
  makeVerifier: (password, pin) => makeVerifier(password, pin, testSecrets.pepper),
  sealSeed: (seed, userName) => sealSeed(seed, userName, testSecrets.seal),
};

/** A few hundred children of one council, whose part of the registers is loaded and no more. */
export async function populateSmall(
  owner: Database,
  credentials: Credentials = testCredentials,
  { children = 300, council = 350, seed = 1, today = dayOfTests }: SmallPopulation = {},
): Promise<Outcome<Populated>> {
  await loadRegisters({ owner, onlyCouncil: council });
  const extent = { kind: 'council', councilCode: council, children } as const;
  return populate({ owner, credentials, extent, seed, today });
}

/** The day on which the invented children of tests have their ages. */
export const dayOfTests: Day = fixedDay('2026-11-23');

/** A fresh database with 300 invented children of Bolton and the practice users. Made once for all test files of a run. */
export async function withPopulatedDatabase(t: Parameters<typeof withDatabase>[0]): Promise<TestDatabase> {
  return withDatabase(t, {
    name: 'bolton',
    sources: [
      'src/population',
      'data/registers',
      'src/domain/search-keys.ts',
      'src/domain/source-row.ts',
      'src/services/load-registers.ts',
      'src/services/credentials.ts',
      'test/support/population.ts',
    ],
    fill: async (owner) => {
      const made = await populateSmall(owner);
      if (!made.ok) throw new Error(made.fault.says);
    },
  });
}

function fixedDay(text: string): Day {
  if (!isDay(text)) throw new Error('Not a day');
  return text;
}
