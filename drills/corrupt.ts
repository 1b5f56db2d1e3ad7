import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { openBrowser } from './support/browser.ts';
import { childrenAtHome } from './support/children.ts';
import {
  backUp,
  clusterNeeds,
  clusterProgram,
  makeCluster,
  startCluster,
  superuserUrl,
  verifies,
  type DebianCluster,
} from './support/debian-cluster.ts';
import { tryAs, withServers, type Ends } from './support/debian.ts';
import { byteOfUsedPage, flip, oneOf, type Flipped } from './support/flipping.ts';
import { newJournal, write } from './support/journal.ts';
import { loseTheTail, type LostTail, type Users } from './support/lost-tail.ts';
import { untilNumbered } from './support/numbered.ts';
import { peopleFor } from './support/people.ts';
import { fill, keysFolder, prepareLogins, serveWith, settingsFor } from './support/served.ts';
import { flipWal, recoverFromFlipped, restorePoint } from './support/wal-flips.ts';
import type { WalSpan } from './support/wal-records.ts';

/** `npm run drill -- corrupt`: bytes changed on the disk, and the end of the WAL lost. */
export const corruptDrill: NamedCommand = {
  name: 'corrupt',
  summary:
    'change bytes of tables, indexes, WAL and backup on the disk: each is found; lose the end of the WAL',
  help: `npm run drill -- corrupt [--flips N] [--children N] [--json]

On Debian's PostgreSQL 15, filled and written to by the product. One byte at a time, drawn by lot, put back afterwards:
  N bytes of used pages of tables and indexes (pg_checksums must find each; of five, pg_amcheck on the running server too),
  N bytes of WAL records that a recovery reads (pg_waldump must find each; of three, a recovery must refuse to end),
  N bytes of files of a base backup (pg_verifybackup must find each).
Then kills the server and loses the end of its WAL: recovery succeeds on what is left, and the witness must stop the signing of the
shorter log; a machine of the pages that has seen more must show nobody anything.

  --flips N     how many of each kind (100)
  --children N  invented children (2000)`,
  options: { flips: { type: 'string' }, children: { type: 'string' } },
  run: async (asked) => {
    const programs = ['pg_checksums', 'pg_amcheck', 'pg_waldump'].map(clusterProgram);
    return withServers([...clusterNeeds, ...programs], async (folder, ends) => drill(folder, asked, ends));
  },
};

async function drill(folder: string, asked: Asked, ends: Ends): Promise<Figures | undefined> {
  const flips = asked.number('flips', 100);
  const first = await makeCluster(folder);
  ends.push(async () => first.stop());
  const { backup, span, relations, users } = await liveOn(first, folder, asked);
  await first.stop();
  const inPages = await flipPages(first.place, relations, flips);
  asked.say(`${inPages.found} of ${inPages.flipped} flips in pages were found`);
  const found = await flipUnderServer(first.place, relations.filter(isCheckedRunning), 5);
  const inWal = await flipWal(span, flips);
  asked.say(`${inWal.found} of ${inWal.flipped} flips in WAL records were found`);
  const refusals = await recoverFromFlipped(folder, backup, span, 3);
  const inBackup = await flipBackup(backup, flips);
  asked.say(`${inBackup.found} of ${inBackup.flipped} flips in the backup were found`);
  const tail = await loseTheTail(first.place, users);
  return judge({ inPages, runningFound: found, inWal, recoveriesRefused: refusals, inBackup, tail });
}

type Outcome = {
  readonly inPages: Flipped;
  readonly runningFound: Flipped;
  readonly inWal: Flipped;
  readonly recoveriesRefused: Flipped;
  readonly inBackup: Flipped;
  readonly tail: LostTail;
};

function judge(outcome: Outcome): Figures | undefined {
  const { tail, ...flips } = outcome;
  const allFound = Object.values(flips).every(({ flipped, found }) => flipped > 0 && flipped === found);
  const isCaught = tail.stoppedBy !== '' && tail.signedAfterIt === 0 && tail.pagesRefused;
  if (allFound && isCaught && tail.lostEntries > 0) return { ...outcome };
  process.stderr.write(`It did not hold: ${JSON.stringify(outcome)}\n`);
  return undefined;
}

type Lived = {
  readonly backup: string;
  readonly span: WalSpan;
  readonly relations: readonly Relation[];
  readonly users: Users;
};

type Relation = { readonly file: string; readonly kind: string; readonly method: string };

// What a product writes: its tables, then a backup, then the WAL that a recovery from it reads.
async function liveOn(cluster: DebianCluster, folder: string, asked: Asked): Promise<Lived> {
  await prepareLogins(cluster.urls.owner);
  const keys = keysFolder();
  const settings = settingsFor(cluster.urls, keys);
  asked.say('Making invented children');
  await fill(settings, asked.number('children', 2_000));
  await cluster.sql('create extension amcheck');
  const backup = join(folder, 'backup');
  await backUp(cluster, backup);
  const [[from = ''] = []] = await cluster.sql('select pg_current_wal_insert_lsn()::text');
  await cluster.sql('checkpoint');
  const served = await serveWith(settings);
  const browser = openBrowser(served.port);
  const next = await peopleFor(cluster.sql, browser, 8_000);
  browser.close();
  const stop = new AbortController();
  const children = await childrenAtHome(cluster.sql, 1);
  const writing = [1, 2, 3, 4].map(async () =>
    write(newJournal(), { port: served.port, next, children }, stop.signal),
  );
  await pause(10_000);
  stop.abort();
  await Promise.all(writing);
  await untilNumbered(cluster.sql);
  await served.pages.stop();
  await served.sequencer.stop();
  const [[to = ''] = []] = await cluster.sql(`select pg_create_restore_point('${restorePoint}')::text`);
  await cluster.sql('select pg_switch_wal()');
  await pause(2_000); // until it is archived
  const relations = await relationsOf(cluster);
  const span = { archive: join(folder, 'archive'), from: from ?? '', to: to ?? '' };
  return { backup, span, relations, users: { keys, next, children } };
}

async function relationsOf({ sql, place }: DebianCluster): Promise<readonly Relation[]> {
  const rows = await sql(`
    select pg_relation_filepath(pg_class.oid), relkind, amname
    from pg_class
    join pg_am on pg_am.oid = relam
    where relkind in ('r', 'i') and pg_relation_size(pg_class.oid) > 0 and relnamespace = 'public'::regnamespace
    order by 1`);
  return rows.map(([file, kind, method]) => ({
    file: join(place, file ?? ''),
    kind: kind ?? '',
    method: method ?? '',
  }));
}

// By turns a table and an index, whatever their size: small ones have their turn too.
async function flipPages(place: string, relations: readonly Relation[], flips: number): Promise<Flipped> {
  let [flipped, found] = [0, 0];
  for (let nth = 0; nth < flips; nth += 1) {
    const some = relations.filter(({ kind }) => kind === (nth % 2 === 0 ? 'r' : 'i'));
    const { file } = oneOf(some);
    const at = byteOfUsedPage(file);
    if (at === undefined) continue;
    const changed = flip(file, at);
    flipped += 1;
    const checked = await tryAs(clusterProgram('pg_checksums'), ['--check', '-D', place]);
    if (checked.code !== 0) found += 1;
    else process.stderr.write(`Not found: byte ${at % 8192} of a page of ${file}\n`);
    changed.back();
  }
  return { flipped, found };
}

function isCheckedRunning({ method }: Relation): boolean {
  return method === 'heap' || method === 'btree'; // what pg_amcheck 15 reads
}

async function flipUnderServer(
  place: string,
  relations: readonly Relation[],
  flips: number,
): Promise<Flipped> {
  let [flipped, found] = [0, 0];
  for (let nth = 0; nth < flips; nth += 1) {
    const { file } = oneOf(relations);
    const at = byteOfUsedPage(file);
    if (at === undefined) continue;
    const changed = flip(file, at);
    flipped += 1;
    const cluster = await startCluster(place);
    const url = superuserUrl(cluster.port, 'contactpoint');
    const checked = await tryAs(clusterProgram('pg_amcheck'), ['--no-dependent-indexes', '-d', url]);
    if (checked.code !== 0) found += 1;
    await cluster.stop();
    changed.back();
  }
  return { flipped, found };
}

async function flipBackup(backup: string, flips: number): Promise<Flipped> {
  const manifest = readFileSync(join(backup, 'backup_manifest'), 'utf8');
  const covered = [...manifest.matchAll(/"Path": "([^"]+)", "Size": (\d+)/g)]
    .map(([, path = '', size]) => ({ file: join(backup, path), size: Number(size) }))
    .filter(({ size }) => size > 0);
  let found = 0;
  for (let nth = 0; nth < flips; nth += 1) {
    const { file, size } = oneOf(covered);
    const changed = flip(file, Math.floor(Math.random() * size));
    if (!(await verifies(backup))) found += 1;
    else process.stderr.write(`Not found: a byte of ${file}\n`);
    changed.back();
  }
  if (!(await verifies(backup))) throw new Error('The backup is not what it was');
  return { flipped: flips, found };
}
