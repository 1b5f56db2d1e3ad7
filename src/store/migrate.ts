import { readdirSync, readFileSync } from 'node:fs';
import type { Transaction } from './connection.ts';
import { instant, integer, text } from './columns.ts';
import { statement } from './statement.ts';

const migrationsFolder = new URL('./migrations/', import.meta.url);

// Any number will do, so long as every copy of the program asks for the same one.
const migrationLock = 20_260_101;

// PostgreSQL 15 is the oldest that the suite runs against.
const oldestServer = 150_000;

// A lock that is waited for holds up everybody who comes after: a migration gives up sooner, and is tried again.
const lockWaitMs = 1_000;

// Two years: every release migrates, and none is two years apart. Beyond it the log's unplanned partition takes over.
const logMonthsAhead = 24;

const serverVersion = statement({
  name: 'server-version',
  text: `select current_setting('server_version_num')::integer as version`,
  takes: [],
  gives: { version: integer },
});

const appliedMigrations = statement({
  name: 'applied-migrations',
  text: `select file_name from migration order by file_name limit 10000`,
  takes: [],
  gives: { file_name: text },
});

const makeMonths = statement({
  name: 'make-log-months',
  text: `select make_log_months(date_trunc('month', $1::timestamptz)::date, $2::integer)::text as made`,
  takes: [instant, integer],
  gives: { made: text },
});

const noteMigration = statement({
  name: 'note-migration',
  text: `insert into migration (file_name) values ($1)`,
  takes: [text],
  gives: {},
});

/** Applies the migrations not yet applied, in order, and answers their names. Two at once: the second waits, then finds nothing to do. */
export async function migrate(tx: Transaction): Promise<readonly string[]> {
  await refuseOldServer(tx);
  await tx.run(`select pg_advisory_xact_lock(${migrationLock})`);
  await tx.run(`set local lock_timeout = ${lockWaitMs}`); // from here: a second migration may wait for the first
  await tx.run(`create table if not exists migration (
    file_name text primary key,
    applied_at timestamptz not null default now()
  )`);
  const applied = new Set((await appliedMigrations.rows(tx)).map((row) => row.file_name));
  const waiting = migrationFiles().filter((file) => !applied.has(file));
  for (const file of waiting) await applyMigration(tx, file);
  await tx.run('grant select on migration to contactpoint_application'); // which asks whether it fits the database
  await makeLogMonths(tx, new Date());
  return waiting;
}

/** Applies one of them and notes it. */
export async function applyMigration(tx: Transaction, file: string): Promise<void> {
  await tx.run(readFileSync(new URL(file, migrationsFolder), 'utf8'));
  await noteMigration.rows(tx, file);
}

/** Makes the access log's months from that instant's on; those that are there stay. */
export async function makeLogMonths(tx: Transaction, from: Date): Promise<void> {
  await makeMonths.rows(tx, from, logMonthsAhead);
}

/** The names of migrations that this program has and the database has not. */
export async function missingMigrations(tx: Transaction): Promise<readonly string[]> {
  const applied = new Set((await appliedMigrations.rows(tx)).map((row) => row.file_name));
  return migrationFiles().filter((file) => !applied.has(file));
}

/** Lets a login act in the application's role, and in no other. */
export async function admitApplication(tx: Transaction, login: string): Promise<void> {
  await admit(tx, 'contactpoint_application', login);
}

/** Lets a login act in the sequencer's role. */
export async function admitSequencer(tx: Transaction, login: string): Promise<void> {
  await admit(tx, 'contactpoint_sequencer', login);
}

async function admit(tx: Transaction, role: string, login: string): Promise<void> {
  await tx.run(`grant ${role} to "${login.replaceAll('"', '""')}"`);
}

async function refuseOldServer(tx: Transaction): Promise<void> {
  const found = await serverVersion.first(tx);
  if (found !== undefined && found.version < oldestServer)
    throw new Error(
      `PostgreSQL ${Math.floor(found.version / 10_000)} is too old: ContactPoint needs 15 or later`,
    );
}

/** The names of all migrations, in order. */
export function migrationFiles(): readonly string[] {
  return readdirSync(migrationsFolder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
}
