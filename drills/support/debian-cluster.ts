import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { debianBin, endServer, runAs, startAs, tryAs, untilListens } from './debian.ts';
import type { Sql } from './installation.ts';
import { freePort } from './product.ts';
import { sqlOnce, urlsAt } from './served.ts';

/** One PostgreSQL 15 of Debian's, with checksums of its pages and an archive of its WAL. */
export type DebianCluster = {
  readonly port: number;
  readonly place: string;
  readonly urls: { readonly owner: string; readonly application: string };
  readonly sql: Sql;
  /** Ends it by a signal: SIGINT as an operator does, SIGKILL as a crash. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
};

/** Where one of its programs is. */
export const clusterProgram = (name: string): string => join(debianBin, name);
const superuserPassword = 'drill-superuser';

/** What must be on the machine for it. */
export const clusterNeeds = ['postgres', 'pg_basebackup', 'pg_verifybackup'].map(clusterProgram);

/** Makes an empty cluster in the folder, its WAL archived beside it, and starts it. */
export async function makeCluster(folder: string): Promise<DebianCluster> {
  const [place, archive, password] = ['data', 'archive', 'password'].map((name) => join(folder, name));
  if (place === undefined || archive === undefined || password === undefined) throw new Error('No folder');
  await runAs('/bin/mkdir', ['-p', archive]);
  writeFileSync(password, superuserPassword);
  await runAs('/bin/chmod', ['644', password]).catch(() => undefined); // ours already
  const how = [
    '--username=postgres',
    '--auth=scram-sha-256',
    '--data-checksums',
    '--no-sync',
    '--encoding=UTF8',
  ];
  await runAs(clusterProgram('initdb'), [
    ...how,
    '--locale=C.UTF-8',
    `--pwfile=${password}`,
    `--pgdata=${place}`,
  ]);
  appendFileSync(
    join(place, 'postgresql.conf'),
    `archive_mode = on\narchive_command = 'cp %p ${archive}/%f'\nmax_wal_size = 4GB\njit = off\nwal_level = replica\n`,
  );
  return startCluster(place);
}

/** Starts a cluster that is there; answers once it takes connections, which a recovery may put off. */
export async function startCluster(place: string, seconds = 120): Promise<DebianCluster> {
  const port = await freePort();
  const listens = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const child = startAs(clusterProgram('postgres'), ['-D', place, '-p', String(port), ...listens]);
  const urls = urlsAt(port, superuserPassword);
  const cluster = {
    port,
    place,
    urls,
    sql: sqlOnce(urls.owner, 600_000),
    stop: async (signal: NodeJS.Signals = 'SIGINT') => endServer(child, signal),
  };
  await untilListens(port, seconds);
  const patience = performance.now() + seconds * 1000;
  const asked = sqlOnce(urls.owner.replace(/contactpoint$/, 'postgres'), 5_000);
  for (;;)
    try {
      const [[recovering] = []] = await asked('select pg_is_in_recovery()');
      if (recovering === 'f') return cluster;
      throw new Error('It is still recovering');
    } catch (error) {
      if (child.exitCode !== null || performance.now() > patience) {
        await endServer(child, 'SIGKILL');
        throw error;
      }
      await pause(200);
    }
}

/** How its superuser reaches one of its databases. */
export function superuserUrl(port: number, database: string): string {
  return `postgres://postgres:${superuserPassword}@127.0.0.1:${port}/${database}`;
}

/** A base backup with its manifest. */
export async function backUp({ port }: DebianCluster, place: string): Promise<void> {
  const url = superuserUrl(port, 'postgres');
  await runAs(clusterProgram('pg_basebackup'), ['-d', url, '-D', place, '-X', 'stream', '--checkpoint=fast']);
}

/** Whether every file of a backup is what its manifest says, and its WAL can be read. */
export async function verifies(place: string): Promise<boolean> {
  return (await tryAs(clusterProgram('pg_verifybackup'), [place])).code === 0;
}

/** Puts a copy of the backup into another place, and starts it to recover up to a named point, or to the end of the archive. */
export async function restore(
  backup: string,
  folder: string,
  name: string,
  point: string | undefined,
): Promise<DebianCluster> {
  const place = join(folder, name);
  await runAs('/bin/cp', ['-a', backup, place]);
  const target =
    point === undefined ? '' : `recovery_target_name = '${point}'\nrecovery_target_action = 'promote'\n`;
  appendFileSync(
    join(place, 'postgresql.conf'),
    `archive_mode = off\nrestore_command = 'cp ${join(folder, 'archive')}/%f %p'\n${target}`,
  );
  await runAs('/bin/sh', ['-c', `: > ${join(place, 'recovery.signal')}`]);
  return startCluster(place, 600);
}
