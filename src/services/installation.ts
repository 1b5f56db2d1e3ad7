import { join } from 'node:path';
import { connect, databaseFault, type Database } from '../store/connection.ts';
import { isPopulated, readInstallation, readRegisters } from '../store/installation.ts';
import { admitApplication, admitSequencer, migrate, missingMigrations } from '../store/migrate.ts';
import type { Secrets, ServiceContext } from './context.ts';
import { openLogFiles, witnessesBeside } from './log-files.ts';
import type { LogContext } from './sequence-log.ts';

/** The database under its logins. */
export type Installation = {
  readonly owner: Database;
  readonly services: ServiceContext;
  /** In the role that looks for misuse. The application's login cannot take it. */
  readonly review: Database;
  /** For numbering the access log, in the sequencer's role. */
  readonly log: Omit<LogContext, 'practice'>;
  /** For removing who has left, and erasing parts of the log. The application's login can take neither role. */
  readonly leaving: Database;
  readonly eraser: Database;
  readonly close: () => Promise<void>;
};

export type InstallationSettings = {
  readonly ownerUrl: string;
  readonly applicationUrl: string;
  readonly reviewUrl: string;
  readonly sequencerUrl: string;
  readonly leavingUrl: string;
  /** Where the log's key, and the keys of witnesses, are kept. */
  readonly dataDirectory: string;
  readonly witnesses: string | undefined;
  readonly connections: number;
  readonly statementTimeoutMs: number;
  readonly secrets: Secrets;
  readonly now: () => Date;
};

/** Connects both logins; the application acts only in its own role, whatever its login could do. */
export function openInstallation(settings: InstallationSettings): Installation {
  const owner = connect({ url: settings.ownerUrl, connections: 4, statementTimeoutMs: 0 });
  const database = connect({
    url: settings.applicationUrl,
    role: 'contactpoint_application',
    connections: settings.connections,
    statementTimeoutMs: settings.statementTimeoutMs,
    pipelined: true,
  });
  const review = connect({
    url: settings.reviewUrl,
    role: 'contactpoint_misuse',
    connections: 1,
    statementTimeoutMs: 300_000, // a backlog of a day is read whole
  });
  const patient = { url: settings.leavingUrl, connections: 2, statementTimeoutMs: 300_000 };
  const leaving = connect({ ...patient, role: 'contactpoint_leaving' });
  const eraser = connect({ ...patient, role: 'contactpoint_eraser' });
  const log = openLog(settings);
  return {
    owner,
    review,
    log,
    leaving,
    eraser,
    services: { database, secrets: settings.secrets, now: settings.now },
    close: async () => {
      const all = [owner, log.database, log.reading, review, leaving, eraser, database];
      await Promise.all(all.map((one) => one.close()));
    },
  };
}

/** A later copy of a database that was restored, to be read as its owner. */
export function connectToLaterCopy(url: string): Database {
  return connect({ url, connections: 1, statementTimeoutMs: 0 });
}

/** The access log: numbered in the sequencer's role, read in the application's, which waits longer for it than a page does. */
function openLog(settings: InstallationSettings): Omit<LogContext, 'practice'> {
  const patient = { statementTimeoutMs: 60_000, connections: 3 };
  return {
    database: connect({ ...patient, url: settings.sequencerUrl, role: 'contactpoint_sequencer' }),
    reading: connect({ ...patient, url: settings.applicationUrl, role: 'contactpoint_application' }),
    files: openLogFiles(join(settings.dataDirectory, 'log')),
    witnesses: () => witnessesBeside(settings.dataDirectory, settings.witnesses),
    now: settings.now,
  };
}

/** Brings the database up to this program, and lets its logins in. Answers the migrations applied. */
export async function migrateInstallation(
  owner: Database,
  applicationUrl: string,
  sequencerUrl: string | undefined,
): Promise<readonly string[]> {
  return owner.transact(async (tx) => {
    const applied = await migrate(tx);
    await admitApplication(tx, loginOf(applicationUrl));
    if (sequencerUrl !== undefined) await admitSequencer(tx, loginOf(sequencerUrl));
    return applied;
  });
}

function loginOf(url: string): string {
  return decodeURIComponent(new URL(url.replace('@/', '@socket/')).username);
}

/** Why the database cannot be used as it is, in one line that says what to do; undefined where it can. */
export async function notReady(database: Database): Promise<string | undefined> {
  try {
    const missing = await database.transact(missingMigrations);
    if (missing.length === 0) return undefined;
    return 'The database is older than this program: run "npm run -s contactpoint -- migrate" first.';
  } catch (error) {
    return databaseSays(error);
  }
}

/** Whether anybody is there, whatever it holds. */
export async function databaseAnswers(database: Database): Promise<boolean> {
  try {
    await database.look((tx) => tx.run('select 1'));
    return true;
  } catch (error) {
    return databaseFault(error) === 'other'; // it refuses, so it is there: the role is made by the first migration
  }
}

/** A database's failure as one line that says what to do; any other error is thrown on. */
export function databaseSays(error: unknown): string {
  const fault = databaseFault(error);
  if (fault === undefined) throw error;
  if (fault === 'full') return 'The disk that holds the database is full: make room and try again.';
  if (fault === 'unreachable')
    return 'The database cannot be reached: check that it runs and that DATABASE_URL is right.';
  return 'The database refused: check that it is ContactPoint’s, that it is migrated, and that the login may use it.';
}

/** What this copy is: practice or not, populated or empty, and the registers behind it. */
export async function describeInstallation(database: Database) {
  return database.transact(async (tx) => ({
    ...(await readInstallation(tx)),
    populated: await isPopulated(tx),
    registers: await readRegisters(tx),
  }));
}

export { databaseFault } from '../store/connection.ts';
