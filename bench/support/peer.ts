import type { Owner } from './database.ts';
import type { Asked } from './errors.ts';
import { rankIn, type Ranks } from './found.ts';
import { cpuMs } from './processes.ts';
import type { Search } from './searches.ts';

/** What somebody would take who builds no search of their own: PostgreSQL's pg_trgm over the same children. */
export type PeerFigures = {
  readonly ranks: Ranks;
  readonly latencies: ReadonlyMap<Search, number>;
  readonly cpuMs: number | undefined;
  readonly timedOut: number;
};

export type Peer = {
  /** As its page describes it: names alike by 0.3, the most alike first. */
  readonly plain: (searches: readonly Search[]) => Promise<PeerFigures>;
  /** As one would tune it: alike by 0.5, with points for the same date and postcode. */
  readonly tuned: (searches: readonly Search[]) => Promise<PeerFigures>;
  readonly indexBytes: number;
  readonly close: () => Promise<void>;
};

const longestMs = 30_000;

/** Copies the children's names, dates and postcodes into a table with pg_trgm's index. */
export async function preparePeer(owner: Owner, say: (line: string) => void): Promise<Peer> {
  say('Building the index of pg_trgm');
  for (const statement of preparing) await owner.rows(statement);
  const indexBytes = await owner.number(`select pg_relation_size('bench_peer.child_by_name')`);
  return {
    plain: (searches) => ask(owner, plain, searches),
    tuned: (searches) => ask(owner, tuned, searches),
    indexBytes,
    close: async () => {
      await owner.rows('drop schema bench_peer cascade');
      await owner.rows('reset all');
      await owner.rows('set timezone to utc');
    },
  };
}

const preparing = [
  'drop schema if exists bench_peer cascade',
  'create schema bench_peer',
  'create extension if not exists pg_trgm schema bench_peer',
  'set search_path = public, bench_peer',
  `set maintenance_work_mem = '1GB'`,
  `create unlogged table bench_peer.child as
    select child.child_id, given_names || ' ' || family_name as name, date_of_birth, postcode
    from child
    left join child_address on child_address.child_id = child.child_id and standing = 'current'`,
  'create index child_by_name on bench_peer.child using gin (name gin_trgm_ops)',
  'vacuum (analyze) bench_peer.child',
  // In this one process, so that its processor time is all of it.
  'set max_parallel_workers_per_gather = 0',
  `set statement_timeout = ${longestMs}`,
];

type Way = {
  readonly threshold: number;
  readonly sql: string;
  readonly values: (asked: Asked) => readonly unknown[];
};

const plain: Way = {
  threshold: 0.3, // its default
  sql: `select child_id from bench_peer.child where name % $1 order by similarity(name, $1) desc, child_id limit 20`,
  values: ({ givenName, familyName }) => [nameOf(givenName, familyName)],
};

const tuned: Way = {
  threshold: 0.5,
  sql: `select child_id
    from bench_peer.child
    where name % $1
    order by similarity(name, $1) + coalesce((date_of_birth = $2::date)::integer, 0)
      + coalesce((postcode = $3)::integer, 0) desc, child_id
    limit 20`,
  values: ({ givenName, familyName, dateOfBirth, postcode }) => [
    nameOf(givenName, familyName),
    dateOfBirth ?? null,
    postcode ?? null,
  ],
};

async function ask(
  owner: Owner,
  { threshold, sql, values }: Way,
  searches: readonly Search[],
): Promise<PeerFigures> {
  await owner.rows(`set pg_trgm.similarity_threshold = ${threshold}`);
  const ranks = new Map<Search, number | undefined>();
  const latencies = new Map<Search, number>();
  let timedOut = 0;
  const cpuBefore = cpuMs(owner.backend);
  for (const search of searches) {
    const began = performance.now();
    const children = await childrenOrTimeout(owner, sql, values(search.asked));
    latencies.set(search, performance.now() - began);
    if (children === undefined) timedOut += 1;
    ranks.set(search, rankIn(children ?? [], search.childId));
  }
  const cpuAfter = cpuMs(owner.backend);
  const spent =
    cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / searches.length;
  return { ranks, latencies, cpuMs: spent, timedOut };
}

async function childrenOrTimeout(
  owner: Owner,
  sql: string,
  values: readonly unknown[],
): Promise<readonly number[] | undefined> {
  try {
    return (await owner.rows(sql, values)).map(([childId]) => Number(childId));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '57014') return undefined;
    throw error;
  }
}

function nameOf(givenName: string | undefined, familyName: string): string {
  return givenName === undefined ? familyName : `${givenName} ${familyName}`;
}
