import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { debianBin, endServer, killTree, runAs, startAs, untilListens } from './debian.ts';
import { freePort } from './product.ts';

/** One node of the database: PostgreSQL under Patroni, as deploy/patroni says. */
export type Node = {
  readonly name: string;
  readonly port: number;
  readonly restPort: number;
  /** As when its machine loses power: Patroni, PostgreSQL and all their processes. */
  readonly losePower: () => void;
  /** Patroni hangs and PostgreSQL goes on, as on a machine that is cut off from the others. */
  readonly hang: () => void;
  readonly goOn: () => void;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
  /** Whether it says of itself that it leads. */
  readonly leads: () => Promise<boolean>;
  /** Whether all nodes have agreed that it is the one that may take over. */
  readonly mayTakeOver: () => Promise<boolean>;
};

const patroni = '/usr/bin/patroni';
const etcd = '/usr/bin/etcd';
const configuration = fileURLToPath(new URL('../../deploy/patroni/patroni.yaml', import.meta.url));

/** What must be on the machine for it. */
export const patroniNeeds = [patroni, etcd, join(debianBin, 'postgres')] as const;

/** Passwords of the drill's own. */
export const patroniPasswords = { superuser: 'drill-superuser', replication: 'drill-replication' } as const;

/** Starts the store in which the nodes agree who leads: one etcd, of which a service has three. */
export async function startEtcd(folder: string): Promise<{ port: number; stop: () => Promise<void> }> {
  const [port, peers] = [await freePort(), await freePort()];
  const at = (of: number): string => `http://127.0.0.1:${of}`;
  const child = startAs(etcd, [
    '--name=drill',
    '--enable-v2', // deploy/patroni/node.env says why
    '--unsafe-no-fsync',
    '--log-level=error',
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${at(port)}`,
    `--advertise-client-urls=${at(port)}`,
    `--listen-peer-urls=${at(peers)}`,
    `--initial-advertise-peer-urls=${at(peers)}`,
    `--initial-cluster=drill=${at(peers)}`,
  ]);
  await untilListens(port, 30);
  return { port, stop: () => endServer(child) };
}

/** Starts a node with the very configuration of deploy/, whose places alone come from here. */
export async function startNode(name: string, folder: string, etcdPort: number): Promise<Node> {
  const [port, restPort] = [await freePort(), await freePort()];
  const place = join(folder, name);
  await runAs('/bin/mkdir', [`${place}-log`]);
  const env = nodeSettings(name, folder, { etcdPort, port, restPort });
  let child: ChildProcess = startAs(patroni, [configuration], env);
  return {
    name,
    port,
    restPort,
    losePower: () => {
      const database = postmasterOf(place);
      if (child.pid !== undefined) killTree(child.pid);
      if (database !== undefined) killTree(database);
    },
    hang: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    start: () => {
      child = startAs(patroni, [configuration], env);
    },
    stop: async () => {
      const database = postmasterOf(place);
      child.kill('SIGCONT');
      await endServer(child, 'SIGKILL');
      if (database !== undefined) killTree(database);
    },
    leads: () => saysYes(restPort, '/primary'),
    mayTakeOver: () => saysYes(restPort, '/synchronous'),
  };
}

type Ports = { readonly etcdPort: number; readonly port: number; readonly restPort: number };

function nodeSettings(name: string, folder: string, { etcdPort, port, restPort }: Ports): NodeJS.ProcessEnv {
  return {
    PATRONI_NAME: name,
    PATRONI_ETCD_HOSTS: `'127.0.0.1:${etcdPort}'`,
    PATRONI_RESTAPI_LISTEN: `127.0.0.1:${restPort}`,
    PATRONI_RESTAPI_CONNECT_ADDRESS: `127.0.0.1:${restPort}`,
    PATRONI_POSTGRESQL_LISTEN: `127.0.0.1:${port}`,
    PATRONI_POSTGRESQL_CONNECT_ADDRESS: `127.0.0.1:${port}`,
    PATRONI_POSTGRESQL_DATA_DIR: join(folder, name),
    PATRONI_POSTGRESQL_BIN_DIR: debianBin,
    PATRONI_POSTGRESQL_PGPASS: join(folder, `${name}.pgpass`),
    PATRONI_SUPERUSER_USERNAME: 'postgres',
    PATRONI_SUPERUSER_PASSWORD: patroniPasswords.superuser,
    PATRONI_REPLICATION_USERNAME: 'replicator',
    PATRONI_REPLICATION_PASSWORD: patroniPasswords.replication,
    PATRONI_LOG_DIR: join(folder, `${name}-log`),
    PATRONI_LOG_LEVEL: 'INFO',
  };
}

/** Waits until one of them leads, or this one does. */
export async function untilLeads(nodes: readonly Node[], seconds: number): Promise<Node> {
  const patience = performance.now() + seconds * 1000;
  while (performance.now() < patience) {
    for (const node of nodes) if (await node.leads()) return node;
    await pause(100);
  }
  throw new Error(`No node of the database leads after ${seconds} s`);
}

async function saysYes(port: number, path: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(1_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

function postmasterOf(place: string): number | undefined {
  const file = join(place, 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}
