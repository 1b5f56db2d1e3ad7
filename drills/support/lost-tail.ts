import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  cpSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './browser.ts';
import { startCluster, type DebianCluster } from './debian-cluster.ts';
import type { Sql } from './installation.ts';
import { newJournal, write } from './journal.ts';
import { untilNumbered } from './numbered.ts';
import type { Person } from './people.ts';
import type { Sought } from './searches.ts';
import { keysFolder, serveWith, settingsFor, type Served } from './served.ts';
import { lsnOf, placeOf } from './wal-records.ts';

/** What became of a log whose last entries were lost with the end of the WAL. */
export type LostTail = {
  readonly lostEntries: number;
  /** The alarm that stopped the signing, where nothing but the witness had seen the lost entries. */
  readonly stoppedBy: string;
  readonly signedAfterIt: number;
  /** On a machine of the pages that had seen the lost entries. */
  readonly pagesRefused: boolean;
};

/** Who looks up whom, with keys of which folder. */
export type Users = {
  readonly keys: string;
  readonly next: () => Person;
  readonly children: readonly Sought[];
};

/**
 * Lives on the cluster in this folder with a witness, kills the server, takes away the end of its WAL and lives on: as with a disk that
 * said it had written and had not.
 */
export async function loseTheTail(place: string, users: Users): Promise<LostTail> {
  const witness = await startWitness(join(users.keys, 'log', 'verifier'));
  try {
    const { size, cutAt } = await liveUntilKilled(place, users, witness.named);
    cutWal(place, cutAt);
    const cluster = await startCluster(place);
    try {
      const lostEntries = size - (await treeSize(cluster.sql));
      const stopped = await stoppedByWitness(cluster, users, witness.named);
      return { lostEntries, ...stopped, pagesRefused: await isRefused(cluster, users) };
    } finally {
      await cluster.stop();
    }
  } finally {
    await witness.stop();
  }
}

const program = fileURLToPath(new URL('../../witness/main.ts', import.meta.url));

async function startWitness(log: string): Promise<{ named: string; stop: () => Promise<void> }> {
  const folder = keysFolder();
  const args = [program, '--folder', folder, '--log', log, '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGTERM')) await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const named = /^Witness (\S+)$/.exec(line)?.[1];
    if (named !== undefined) return { named, stop };
  }
  throw new Error('The witness did not start');
}

/** Answers how long the log was that the witness signed, and where in the WAL the disk stopped writing. */
async function liveUntilKilled(place: string, users: Users, witness: string) {
  // So that only the WAL knows what came last: pages of tables are written at checkpoints, and there is none.
  appendFileSync(
    join(place, 'postgresql.conf'),
    `bgwriter_lru_maxpages = 0\nautovacuum = off\ncheckpoint_timeout = 1h\n`,
  );
  const cluster = await startCluster(place);
  const served = await serveWith({ ...settingsFor(cluster.urls, users.keys), LOG_WITNESSES: witness });
  await lookUp(served, users, 3_000);
  await untilSigned(cluster.sql);
  await cluster.sql('checkpoint');
  const [[cutAt = ''] = []] = await cluster.sql('select pg_current_wal_insert_lsn()::text');
  await lookUp(served, users, 5_000);
  const size = await untilSigned(cluster.sql);
  await pause(1_500); // the pages look each second how far the log came
  await served.pages.stop();
  await served.sequencer.stop();
  await cluster.stop('SIGKILL');
  await pause(2_000); // until its children have noticed
  return { size, cutAt: cutAt ?? '' };
}

async function lookUp({ port }: Served, { next, children }: Users, ms: number): Promise<void> {
  const stop = new AbortController();
  const writing = [1, 2].map(async () => write(newJournal(), { port, next, children }, stop.signal));
  await pause(ms);
  stop.abort();
  await Promise.all(writing);
}

/** Waits until the witness has signed all that there is; answers how much that is. */
async function untilSigned(sql: Sql): Promise<number> {
  await untilNumbered(sql);
  for (let tries = 0; tries < 100; tries += 1) {
    const size = await treeSize(sql);
    const [[signed] = []] = await sql('select max(tree_size) from log_cosignature');
    if (Number(signed) === size) return size;
    await pause(300);
  }
  throw new Error('The witness does not sign');
}

async function treeSize(sql: Sql): Promise<number> {
  return Number((await sql('select tree_size from log_tree'))[0]?.[0]);
}

function cutWal(place: string, written: string): void {
  const folder = join(place, 'pg_wal');
  const { segment, at } = placeOf(lsnOf(written));
  const file = join(folder, segment);
  const open = openSync(file, 'r+');
  writeSync(open, Buffer.alloc(statSync(file).size - at), 0, undefined, at);
  closeSync(open);
  for (const name of readdirSync(folder))
    if (/^[0-9A-F]{24}$/.test(name) && name > segment) rmSync(join(folder, name));
}

/** Lives on where every machine that had seen the longer log is lost too: only the witness knows. */
async function stoppedByWitness({ urls, sql }: DebianCluster, users: Users, witness: string) {
  const keys = keysFolder();
  cpSync(users.keys, keys, { recursive: true });
  for (const seen of ['checkpoint', 'seen']) rmSync(join(keys, 'log', seen), { force: true });
  const served = await serveWith({ ...settingsFor(urls, keys), LOG_WITNESSES: witness });
  try {
    await lookUp(served, users, 500);
    const stoppedBy = await openAlarm(sql);
    const size = await treeSize(sql);
    await lookUp(served, users, 500);
    await pause(2_000);
    return { stoppedBy, signedAfterIt: (await treeSize(sql)) - size };
  } finally {
    await served.remove();
  }
}

async function openAlarm(sql: Sql): Promise<string> {
  for (let tries = 0; tries < 50; tries += 1) {
    const [[kind] = []] = await sql(
      `select kind from log_alarm where ended_at is null and kind in ('witness ahead', 'witness disagrees')`,
    );
    if (kind !== undefined && kind !== null) return kind;
    await pause(300);
  }
  return '';
}

async function isRefused({ urls }: DebianCluster, { keys, next }: Users): Promise<boolean> {
  const served = await serveWith(settingsFor(urls, keys));
  const browser = openBrowser(served.port);
  try {
    const { status } = await browser.get('/find', next().cookie);
    const ready = await browser.get('/ready', '');
    return status === 503 && /older copy/.test(ready.body);
  } finally {
    browser.close();
    await served.remove();
  }
}
