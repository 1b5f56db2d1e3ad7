import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { openBrowser } from './support/browser.ts';
import { childrenAtHome } from './support/children.ts';
import { withServers, type Ends } from './support/debian.ts';
import { haproxyProgram, startBalancer } from './support/haproxy.ts';
import { compare, newJournal, write, type Journal } from './support/journal.ts';
import { untilNumbered } from './support/numbered.ts';
import {
  patroniNeeds,
  patroniPasswords,
  startEtcd,
  startNode,
  untilLeads,
  type Node,
} from './support/patroni.ts';
import { peopleFor, refresh } from './support/people.ts';
import { freePort } from './support/product.ts';
import { returnsAfter } from './support/returning.ts';
import {
  fill,
  keysFolder,
  prepareLogins,
  serveWith,
  settingsFor,
  sqlOnce,
  urlsAt,
  type Served,
} from './support/served.ts';
import type { Sql } from './support/installation.ts';

/** `npm run drill -- failover`: the primary of the database lost again and again. */
export const failoverDrill: NamedCommand = {
  name: 'failover',
  summary:
    'lose the primary of the database again and again: the standby takes over, nothing acknowledged is lost',
  help: `npm run drill -- failover [--failovers N] [--writers N] [--json]

Starts etcd, two nodes of Debian's PostgreSQL 15 with a synchronous standby under Patroni (deploy/patroni), HAProxy (deploy/haproxy),
the pages and the sequencer. Under writers, the node that leads is lost N times: by turns its machine loses power, or its Patroni
hangs while PostgreSQL runs on, as on a machine that was cut off. Each time, once the other leads, tries to write on the old one
directly until it is a standby again. Every page that came whole must stand in the log in the end.

  --failovers N  how often the primary is lost (20)
  --writers N    who search and open at the same time (8)
  --children N   invented children (2000)`,
  options: { failovers: { type: 'string' }, writers: { type: 'string' }, children: { type: 'string' } },
  run: async (asked) =>
    withServers([...patroniNeeds, haproxyProgram], async (folder, ends) =>
      drill(await start(folder, asked, ends), asked),
    ),
};

const backSeconds = 60; // trust.md, What must hold

const noticedWithinMs = 20_000; // a Patroni that hangs loses its lock by then: ttl

type Cluster = {
  readonly nodes: readonly Node[];
  readonly served: Served;
  /** On the node that leads. */
  readonly sql: Sql;
};

async function start(folder: string, asked: Asked, ends: Ends): Promise<Cluster> {
  asked.say('Starting etcd and two nodes under Patroni');
  const etcd = await startEtcd(folder);
  ends.push(etcd.stop);
  const first = await startNode('db1', folder, etcd.port);
  ends.push(first.stop);
  await untilLeads([first], 90);
  const second = await startNode('db2', folder, etcd.port);
  ends.push(second.stop);
  const balancer = await startBalancer({
    web: [await freePort(), await freePort()],
    databases: [first.port, second.port],
    rest: [first.restPort, second.restPort],
  });
  ends.push(balancer.stop);
  const urls = urlsAt(balancer.databasePort, patroniPasswords.superuser);
  await eventually(async () => prepareLogins(urls.owner));
  const sql = sqlOnce(urls.owner);
  asked.say('Making invented children');
  const settings = settingsFor(urls, keysFolder());
  await fill(settings, asked.number('children', 2_000));
  await sql('create table drill_write (write_id uuid primary key)');
  const served = await serveWith(settings);
  ends.push(served.remove);
  const cluster = { nodes: [first, second], served, sql };
  await untilSafe(cluster);
  return cluster;
}

async function drill(cluster: Cluster, asked: Asked): Promise<Figures | undefined> {
  const failovers = asked.number('failovers', 20);
  const { served, sql } = cluster;
  const journal = newJournal();
  const stop = new AbortController();
  const browser = openBrowser(served.port);
  const next = await peopleFor(sql, browser, 20_000);
  browser.close();
  const where = { port: served.port, next, children: await childrenAtHome(sql, 1) };
  const writers = Array.from({ length: asked.number('writers', 8) }, async () =>
    write(journal, where, stop.signal),
  );
  const old: Old = { back: [0], accepted: [] };
  for (let round = 1; round <= failovers; round += 1) {
    const { back, accepted } = await loseTheLeader(cluster, journal, round % 2 === 1);
    old.back.push(back);
    old.accepted.push(...accepted);
    asked.say(
      `${round} of ${failovers}: back after ${back.toFixed(1)} s, ${journal.acknowledged.size} acknowledged`,
    );
    await untilSafe(cluster);
    await refresh(sql);
  }
  stop.abort();
  await Promise.all(writers);
  return judge(cluster, journal, failovers, old);
}

/** Loses the node that leads: without power, or with a Patroni that hangs. */
async function loseTheLeader({ nodes }: Cluster, journal: Journal, byPower: boolean) {
  const old = await untilLeads(nodes, 60);
  const others = nodes.filter((node) => node !== old);
  const leading = new AbortController();
  const trying = untilLeads(others, 120).then(() => tryWriting(old, leading.signal));
  const back = await returnsAfter(
    journal,
    async () => {
      if (byPower) old.losePower();
      else old.hang();
      await Promise.resolve();
    },
    noticedWithinMs,
  );
  await untilLeads(others, 60);
  if (!byPower) await pause(3_000); // it still hangs, and PostgreSQL under it would take writes
  if (byPower) old.start();
  else old.goOn();
  await pause(6_000); // it comes back, and finds out that it does not lead any more
  leading.abort();
  return { back, accepted: await trying };
}

// Each try has two seconds: PostgreSQL that waits for its standby answers none. Answers what was accepted.
async function tryWriting({ port }: Node, stop: AbortSignal): Promise<readonly string[]> {
  const { owner } = urlsAt(port, patroniPasswords.superuser);
  const sql = sqlOnce(owner, 2_000);
  const accepted: string[] = [];
  while (!stop.aborted) {
    const id = randomUUID();
    try {
      await sql('insert into drill_write values ($1)', [id]);
      accepted.push(id);
    } catch {
      await pause(100);
    }
  }
  return accepted;
}

/** Waits until the standby may take over: PostgreSQL waits for it a moment before etcd knows, and until then none would lead. */
async function untilSafe({ nodes }: Cluster): Promise<void> {
  await eventually(async () => {
    for (const node of nodes) if (await node.mayTakeOver()) return;
    throw new Error('No standby may take over');
  });
}

async function eventually(work: () => Promise<void>): Promise<void> {
  const patience = performance.now() + 120_000;
  for (;;)
    try {
      await work();
      return;
    } catch (error) {
      if (performance.now() > patience) throw error;
      await pause(500);
    }
}

/** What the nodes that led did afterwards: how long answers took to come again, and what they accepted still. */
type Old = { readonly back: number[]; readonly accepted: string[] };

async function judge(
  { sql, served }: Cluster,
  journal: Journal,
  failovers: number,
  { back, accepted }: Old,
): Promise<Figures | undefined> {
  await untilNumbered(sql);
  const { lost, halfDone } = await compare(sql, journal);
  const acceptedByOld = await countMissing(sql, accepted);
  const checked = (await served.run(['check-log', '--full', '--json'])).trim().split('\n').at(-1) ?? '';
  const slowestReturn = Math.max(...back);
  const figures = {
    failovers,
    acknowledged: journal.acknowledged.size,
    unanswered: journal.failed,
    lost,
    halfDone,
    acceptedByOld,
    acceptedBeforeParting: accepted.length - acceptedByOld,
    slowestReturn,
    logVerifies: /"ok":true/.test(checked),
    withinLimits: slowestReturn <= backSeconds,
  };
  if (lost + halfDone + acceptedByOld === 0 && figures.logVerifies && figures.withinLimits) return figures;
  process.stderr.write(`Something did not come through: ${JSON.stringify(figures)} ${checked}\n`);
  return undefined;
}

// What the standby still took over while it was made the leader is in its history, and was rightly accepted.
async function countMissing(sql: Sql, accepted: readonly string[]): Promise<number> {
  const [[kept = '0'] = []] = await sql(
    'select count(*) from drill_write where write_id = any ($1::uuid[])',
    [accepted],
  );
  return accepted.length - Number(kept);
}
