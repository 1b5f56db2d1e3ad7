import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Database } from '../../src/store/connection.ts';
import { admitApplication, migrate } from '../../src/store/migrate.ts';

export type TestDatabase = {
  /** The login that migrates. */
  readonly owner: Database;
  /** The role that the running service acts in. */
  readonly application: Database;
  readonly ownerUrl: string;
  readonly applicationUrl: string;
};

/** Where clean-up is registered: a test's own context, or `{ after }` of node:test for a whole file. */
type Cleaning = { readonly after: (work: () => Promise<void>) => void };

// Any number will do, so long as every test file asks for the same one.
const templateLock = 20_260_102;

/** What stands in a database besides its tables. `sources` are the files and folders that it is made from: when they change it is made again. */
export type Filling = {
  readonly name: string;
  readonly sources: readonly string[];
  readonly fill: (owner: Database) => Promise<void>;
};

const nothing: Filling = { name: '', sources: [], fill: () => Promise.resolve() };

/** A fresh, migrated database for one test file, filled where asked, dropped afterwards. */
export async function withDatabase(t: Cleaning, filling: Filling = nothing): Promise<TestDatabase> {
  const cluster = await findCluster();
  const maintenance = connect({ url: cluster.ownerUrl, connections: 1, statementTimeoutMs: 0 });
  const name = `contactpoint_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const template = await findTemplate(maintenance, cluster, filling);
  await outsideTransaction(maintenance, `create database ${name} template ${template}`);

  const ownerUrl = withName(cluster.ownerUrl, name);
  const applicationUrl = withName(cluster.applicationUrl, name);
  const owner = connect({ url: ownerUrl, connections: 2, statementTimeoutMs: 0 });
  const role = 'contactpoint_application';
  const application = connect({
    url: applicationUrl,
    role,
    connections: 4,
    statementTimeoutMs: 30_000,
    pipelined: true,
  });
  t.after(async () => {
    await Promise.all([owner.close(), application.close()]);
    await outsideTransaction(maintenance, `drop database ${name} with (force)`);
    await maintenance.close();
  });
  return { owner, application, ownerUrl, applicationUrl };
}

type Cluster = {
  readonly ownerUrl: string;
  readonly applicationUrl: string;
};

// `npm test` starts one cluster for all files and names it here. A file run by itself starts its own, once.
async function findCluster(): Promise<Cluster> {
  const ownerUrl = process.env['TEST_DATABASE_OWNER_URL'] ?? '';
  if (ownerUrl !== '') return { ownerUrl, applicationUrl: process.env['TEST_DATABASE_URL'] ?? ownerUrl };
  own ??= startOwn();
  return own;
}

let own: Promise<Cluster> | undefined;

async function startOwn(): Promise<Cluster> {
  const { startEmbedded } = await import('../../src/database/embedded.ts');
  const dataDirectory = join(tmpdir(), `contactpoint-test-${process.pid}-${randomBytes(4).toString('hex')}`);
  const { ownerUrl, applicationUrl, stop } = await startEmbedded({ dataDirectory, durable: false });
  // When nothing is left to do: every test's own clean-up has run by then.
  process.once('beforeExit', () => {
    void stop().then(() => rmSync(dataDirectory, { recursive: true, force: true }));
  });
  return { ownerUrl, applicationUrl };
}

// Migrating takes longer than cloning, so it is done once for each state of the migrations.
async function findTemplate(maintenance: Database, cluster: Cluster, filling: Filling): Promise<string> {
  const template = `contactpoint_template_${filling.name}${digestOfSources(filling)}`;
  await maintenance.transact(async (tx) => {
    await tx.run('set local idle_in_transaction_session_timeout = 0'); // filling may take long on a busy machine
    await tx.run(`select pg_advisory_xact_lock(${templateLock})`);
    if (await exists(cluster.ownerUrl, template)) return;
    await makeTemplate(cluster, template, filling);
  });
  return template;
}

async function makeTemplate(
  { ownerUrl, applicationUrl }: Cluster,
  template: string,
  { fill }: Filling,
): Promise<void> {
  const making = `${template}_making`;
  const maintenance = connect({ url: ownerUrl, connections: 1, statementTimeoutMs: 0 });
  await outsideTransaction(maintenance, `drop database if exists ${making} with (force)`);
  await outsideTransaction(maintenance, `create database ${making} template template0`);
  const fresh = connect({ url: withName(ownerUrl, making), connections: 2, statementTimeoutMs: 0 });
  await fresh.transact(async (tx) => {
    await migrate(tx);
    await admitApplication(tx, userOf(applicationUrl));
  });
  await fill(fresh);
  await fresh.close();
  await outsideTransaction(maintenance, `alter database ${making} rename to ${template}`);
  await maintenance.close();
}

async function exists(ownerUrl: string, name: string): Promise<boolean> {
  const maintenance = connect({ url: ownerUrl, connections: 1, statementTimeoutMs: 0 });
  const found = await maintenance.transact((tx) =>
    tx.client.query(`select 1 from pg_database where datname = $1`, [name]),
  );
  await maintenance.close();
  return found.rows.length === 1;
}

// PostgreSQL makes and drops databases only outside a transaction.
async function outsideTransaction(database: Database, sql: string): Promise<void> {
  await database.transact(async (tx) => {
    await tx.client.query('commit');
    await tx.client.query(sql);
    await tx.client.query('begin');
  });
}

function withName(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}

function userOf(url: string): string {
  return decodeURIComponent(/^postgres(?:ql)?:\/\/([^:@/]+)/.exec(url)?.[1] ?? '');
}

function digestOfSources({ sources }: Filling): string {
  const hash = createHash('sha256');
  for (const source of ['src/store/migrations', ...sources]) {
    const place = join(import.meta.dirname, '../..', source);
    const files = statSync(place).isDirectory()
      ? readdirSync(place, { recursive: true, withFileTypes: true })
          .filter((found) => found.isFile())
          .map((found) => join(found.parentPath, found.name))
          .sort()
      : [place];
    for (const file of files) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
