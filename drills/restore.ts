import { cpSync, globSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { openBrowser } from './support/browser.ts';
import { childrenAtHome, shield } from './support/children.ts';
import {
  backUp,
  clusterNeeds,
  makeCluster,
  restore,
  verifies,
  type DebianCluster,
} from './support/debian-cluster.ts';
import { withServers, type Ends } from './support/debian.ts';
import { newJournal, write } from './support/journal.ts';
import { peopleFor, type Person } from './support/people.ts';
import type { Sought } from './support/searches.ts';
import { fill, keysFolder, prepareLogins, serveWith, settingsFor } from './support/served.ts';
import type { Sql } from './support/installation.ts';

/** `npm run drill -- restore`: back to random instants, and what was done since to protect people. */
export const restoreDrill: NamedCommand = {
  name: 'restore',
  summary: 'restore a base backup and its WAL to random instants; what protected people since is done again',
  help: `npm run drill -- restore [--instants N] [--children N] [--json]

On Debian's PostgreSQL 15: takes a base backup, then lets writers write; at N random instants reads counts, samples and the log's root.
After each, shields a child, suspends an account and removes a child. Then restores each instant into a cluster of its own and compares.
On each the first page must be refused; then "contactpoint replay" reads the database that went on, a new log begins,
and pages are shown with the shield, the suspension and the removal in force.

  --instants N  how many instants (10)
  --children N  invented children (1200000)`,
  options: { instants: { type: 'string' }, children: { type: 'string' } },
  run: async (asked) => withServers(clusterNeeds, async (folder, ends) => drill(folder, asked, ends)),
};

/** What stood at an instant, read while nobody could write; and what was done after it to protect people. */
type Instant = {
  readonly name: string;
  readonly state: string;
  readonly shielded: Sought;
  readonly removed: Sought;
  readonly suspended: Person;
};

async function drill(folder: string, asked: Asked, ends: Ends): Promise<Figures | undefined> {
  const cluster = await makeCluster(folder);
  ends.push(cluster.stop);
  await prepareLogins(cluster.urls.owner);
  const keys = keysFolder();
  const settings = settingsFor(cluster.urls, keys);
  asked.say('Making invented children');
  const children = asked.number('children', 1_200_000);
  await fill(settings, children);
  const served = await serveWith(settings);
  ends.push(served.remove);
  const backup = join(folder, 'backup');
  const backupSeconds = await timed(() => backUp(cluster, backup));
  const isWhole = await verifies(backup);
  asked.say(`A backup took ${backupSeconds.toFixed(1)} s`);
  const instants = await liveThrough(cluster, served.port, asked);
  await cluster.sql('select pg_switch_wal()');
  await pause(2_000); // until it is archived
  await served.sequencer.stop();
  const results: Restored[] = [];
  for (const instant of instants) {
    const result = await goBackTo(instant, { folder, backup, keys, later: cluster.urls.owner });
    results.push(result);
    asked.say(`${instant.name}: ${JSON.stringify(result)}`);
  }
  return judge(results, { children, isWhole, backupSeconds, megabytes: sizeOf(backup) });
}

const megabytesOfTwelveMillion = 28_600; // docs/scale.md

function judge(
  results: readonly Restored[],
  made: {
    readonly children: number;
    readonly isWhole: boolean;
    readonly backupSeconds: number;
    readonly megabytes: number;
  },
): Figures | undefined {
  const slowestRestore = Math.max(...results.map((one) => one.seconds));
  const count = (of: keyof Restored): number => results.filter((one) => one[of] === true).length;
  const figures = {
    children: made.children,
    instants: results.length,
    backupVerifies: made.isWhole,
    agree: count('agrees'),
    firstPageRefused: count('refused'),
    replayed: count('replayed'),
    shownAfter: count('shown'),
    backupMegabytes: made.megabytes,
    backupSeconds: made.backupSeconds,
    slowestRestore,
    hoursForTwelveMillion: (slowestRestore * megabytesOfTwelveMillion) / made.megabytes / 3600,
  };
  const { agree, firstPageRefused, replayed, shownAfter } = figures;
  if (made.isWhole && [agree, firstPageRefused, replayed, shownAfter].every((one) => one === results.length))
    return figures;
  process.stderr.write(`It did not hold: ${JSON.stringify(figures)}\n`);
  return undefined;
}

async function liveThrough({ sql }: DebianCluster, port: number, asked: Asked): Promise<readonly Instant[]> {
  const browser = openBrowser(port);
  const next = await peopleFor(sql, browser, 20_000);
  browser.close();
  const children = await childrenAtHome(sql, 1);
  const stop = new AbortController();
  const journal = newJournal();
  const writing = [1, 2, 3, 4].map(async () =>
    write(journal, { port, next, children: children.slice(200) }, stop.signal),
  );
  const instants: Instant[] = [];
  for (let nth = 0; nth < asked.number('instants', 10); nth += 1) {
    await pause(1_000 + Math.random() * 4_000);
    const name = `instant-${nth}`;
    const stood = await stateAt(sql, name);
    const [shielded, removed] = children.slice(2 * nth, 2 * nth + 2);
    for (let spare = 0; spare < 12; spare += 1) next(); // somebody of their own, whose budget is untouched
    const suspended = next();
    if (shielded === undefined || removed === undefined) throw new Error('There are too few children');
    await protectSince(sql, { shielded, removed, suspended });
    instants.push({ name, state: stood, shielded, removed, suspended });
  }
  stop.abort();
  await Promise.all(writing);
  asked.say(`${journal.acknowledged.size} pages were acknowledged meanwhile`);
  return instants;
}

const looked = ['child', 'account', 'shield', 'involvement', 'log_entry', 'log_part', 'log_tree'];

// Counts, a sample of children whole, and the root of the log.
const state = `concat_ws(' ', (select count(*) from child), (select count(*) from account), (select count(*) from shield),
  (select count(*) from involvement), (select count(*) from log_entry), (select count(*) from log_part),
  (select tree_size || ' ' || encode(root, 'hex') from log_tree),
  (select md5(string_agg(sample::text, '' order by child_id)) from (select * from child where child_id % 97 = 3 order by child_id limit 2000) as sample))`;

// The locks wait for whoever writes and hold up whoever would: what is read is what stands at the restore point.
async function stateAt(sql: Sql, name: string): Promise<string> {
  await sql('create table if not exists drill_state (name text primary key, state text not null)');
  const read = `do $$ begin
    lock table ${looked.join(', ')} in share mode;
    insert into drill_state values ('${name}', ${state});
    perform pg_create_restore_point('${name}');
  end $$`;
  for (let tries = 1; ; tries += 1)
    try {
      await sql(read);
      break;
    } catch (error) {
      if (tries === 5) throw error; // two who lock in different orders: one of them is told
    }
  const [[found = ''] = []] = await sql('select state from drill_state where name = $1', [name]);
  return found ?? '';
}

async function protectSince(
  sql: Sql,
  { shielded, removed, suspended }: Pick<Instant, 'shielded' | 'removed' | 'suspended'>,
): Promise<void> {
  await shield(sql, [shielded]);
  await sql('delete from child where child_id = $1', [removed.childId]);
  await sql(
    `update account set state = 'suspended'
      where account_id = (select account_id from session where session_hash = sha256(convert_to($1, 'UTF8')))`,
    [suspended.cookie.split('=')[1]],
  );
}

type Restored = {
  readonly seconds: number;
  readonly agrees: boolean;
  readonly refused: boolean;
  readonly replayed: boolean;
  readonly shown: boolean;
};

type Place = {
  readonly folder: string;
  readonly backup: string;
  readonly keys: string;
  readonly later: string;
};

async function goBackTo(instant: Instant, { folder, backup, keys, later }: Place): Promise<Restored> {
  const began = performance.now();
  const cluster = await restore(backup, folder, instant.name, instant.name);
  const seconds = (performance.now() - began) / 1000;
  const ownKeys = keysFolder();
  cpSync(keys, ownKeys, { recursive: true });
  const [[stands = ''] = []] = await cluster.sql(`select ${state}`);
  const served = await serveWith(settingsFor(cluster.urls, ownKeys));
  const browser = openBrowser(served.port);
  try {
    const first = await browser.get('/find', instant.suspended.cookie);
    await served.sequencer.stop();
    await served.run(['replay', later]);
    const [logName = ''] = (await cluster.sql('select log_name from log_tree'))[0] ?? [];
    await served.run(['sequence', '--once', '--new-log', logName ?? '']);
    await pause(3_000); // the pages look each second
    const after = await browser.get('/sign-in', '');
    return {
      seconds,
      agrees: stands === instant.state,
      refused: first.status === 503,
      replayed: await isProtected(cluster.sql, instant),
      shown: after.status === 200,
    };
  } finally {
    browser.close();
    await served.remove();
    await cluster.stop();
    rmSync(cluster.place, { recursive: true, force: true });
  }
}

// The shield stands and searches by place do not find it; the account is stopped and its session ended; the child leaves today.
async function isProtected(sql: Sql, { shielded, removed, suspended }: Instant): Promise<boolean> {
  const [[isShielded] = []] = await sql(
    `select exists (select from shield where child_id = $1 and lifted_on is null)
      and (select bool_and(is_shielded) from search_entry where child_id = $1)`,
    [shielded.childId],
  );
  const [[isGone] = []] = await sql('select leaves_on <= current_date from child where child_id = $1', [
    removed.childId,
  ]);
  const [[isStopped] = []] = await sql(
    `select state = 'suspended' and ended_at is not null
      from session join account using (account_id)
      where session_hash = sha256(convert_to($1, 'UTF8'))`,
    [suspended.cookie.split('=')[1]],
  );
  return [isShielded, isGone, isStopped].every((one) => one === 't');
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

// In megabytes.
function sizeOf(folder: string): number {
  const files = globSync('**/*', { cwd: folder }).map((file) => statSync(join(folder, file)));
  return files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0) / 1e6;
}
