import { recallAt, type Ranks } from './found.ts';
import type { Measured } from './one-client.ts';
import type { PeerFigures } from './peer.ts';
import { mean, median, quantile } from './quantiles.ts';
import type { Kind, Search, SearchSets } from './searches.ts';

/** All that a run found out. */
export type Findings = {
  readonly children: number;
  readonly sets: SearchSets;
  readonly measured: ReadonlyMap<Search, Measured>;
  readonly ranks: Ranks;
  readonly timedOut: ReadonlySet<Search>;
  readonly selectMs: number;
  readonly insertMs: number;
  readonly rounds: readonly Round[];
  readonly memory: { readonly server: number | undefined; readonly database: number | undefined };
  readonly bytes: { readonly indexes: number; readonly all: number };
  readonly peer: PeerFindings | undefined;
};

/** Pages a second, and the processor time of each. */
export type PageRate = {
  readonly perSecond: number;
  readonly serverCpuMs: number;
  readonly databaseCpuMs: number;
};

/** Rates a second, measured one after the other. */
export type Round = {
  readonly searches: PageRate;
  readonly openings: PageRate;
  readonly selects: number;
  readonly inserts: number;
  readonly auditedReads: number;
};

export type PeerFindings = {
  readonly searches: readonly Search[];
  readonly plain: PeerFigures;
  readonly tuned: PeerFigures;
  readonly indexBytes: number;
};

/** One kind of search, ours beside the peer. Latencies in ms. */
export type KindFigures = {
  readonly kind: Kind;
  readonly searches: number;
  readonly recallAt1: number;
  readonly recallAt10: number;
  readonly p50: number;
  readonly p95: number;
  readonly peer: { readonly recallAt10: number; readonly p50: number; readonly p95: number } | undefined;
};

/** The figures that the last line of --json has. Milliseconds, shares of 1, bytes, and rates a second. */
export function figuresOf(findings: Findings) {
  const { sets, ranks, rounds, children, memory, bytes, selectMs, insertMs } = findings;
  const { standard, hard } = sets;
  const times = timesOf(findings, standard);
  const p50 = median(times);
  const p99 = quantile(times, 0.99);
  const cpuMs = cpuOf(findings, standard);
  return {
    children,
    searches: standard.length,
    recallAt1: recallAt(1, standard, ranks),
    recallAt10: recallAt(10, standard, ranks),
    recallAt1Hard: recallAt(1, hard, ranks),
    recallAt10Hard: recallAt(10, hard, ranks),
    timedOut: findings.timedOut.size,
    p50,
    p95: quantile(times, 0.95),
    p99,
    p50Hard: median(timesOf(findings, hard)),
    pkSelectP50: selectMs,
    insertP50: insertMs,
    loggedP50: median(standard.map((search) => findings.measured.get(search)?.wholeMs ?? Number.NaN)),
    cpuMs,
    p50OverPkSelect: p50 / selectMs,
    p99OverP50: p99 / p50,
    ...ratesOf(rounds),
    ...peerOf(findings, cpuMs),
    indexBytesPerChild: bytes.indexes / children,
    searchBytesPerChild: bytes.all / children,
    serverRssBytes: memory.server,
    databaseRssBytes: memory.database,
    kinds: kindsOf(findings),
  };
}

/** The figures of each kind of search, the standard ones and then the hard. */
export function kindsOf(findings: Findings): readonly KindFigures[] {
  const all = [...findings.sets.standard, ...findings.sets.hard];
  const kinds = Map.groupBy(all, ({ kind }) => kind);
  return [...kinds].map(([kind, searches]) => {
    const times = timesOf(findings, searches);
    return {
      kind,
      searches: searches.length,
      recallAt1: recallAt(1, searches, findings.ranks),
      recallAt10: recallAt(10, searches, findings.ranks),
      p50: median(times),
      p95: quantile(times, 0.95),
      peer: peerOfKind(findings.peer, kind),
    };
  });
}

function peerOfKind(peer: PeerFindings | undefined, kind: Kind): KindFigures['peer'] {
  const searches = peer?.searches.filter((search) => search.kind === kind) ?? [];
  if (peer === undefined || searches.length === 0) return undefined;
  const { ranks, latencies } = peer.tuned;
  const times = searches.map((search) => latencies.get(search) ?? Number.NaN);
  return { recallAt10: recallAt(10, searches, ranks), p50: median(times), p95: quantile(times, 0.95) };
}

function timesOf({ measured }: Findings, searches: readonly Search[]): readonly number[] {
  return searches.map((search) => measured.get(search)?.searchMs ?? Number.NaN);
}

function cpuOf({ measured }: Findings, searches: readonly Search[]): number | undefined {
  const spent = searches.map((search) => measured.get(search));
  const ofDatabase = spent.map((one) => one?.databaseCpuMs).filter((ms) => ms !== undefined);
  if (ofDatabase.length < searches.length) return undefined;
  return mean(ofDatabase) + mean(spent.map((one) => one?.ownCpuMs ?? 0));
}

function ratesOf(rounds: readonly Round[]) {
  const rate = (of: (round: Round) => number): number => median(rounds.map(of));
  return {
    searchesPerSecond: rate(({ searches }) => searches.perSecond),
    openingsPerSecond: rate(({ openings }) => openings.perSecond),
    pkSelectPerSecond: rate(({ selects }) => selects),
    auditedReadPerSecond: rate(({ auditedReads }) => auditedReads),
    insertPerSecond: rate(({ inserts }) => inserts),
    searchesOverAuditedReads: rate(({ searches, auditedReads }) => searches.perSecond / auditedReads),
    openingsOverAuditedReads: rate(({ openings, auditedReads }) => openings.perSecond / auditedReads),
    searchPageServerCpuMs: rate(({ searches }) => searches.serverCpuMs),
    searchPageDatabaseCpuMs: rate(({ searches }) => searches.databaseCpuMs),
    openingServerCpuMs: rate(({ openings }) => openings.serverCpuMs),
    openingDatabaseCpuMs: rate(({ openings }) => openings.databaseCpuMs),
  };
}

function peerOf({ peer, children, ranks }: Findings, ours: number | undefined) {
  if (peer === undefined) return {};
  const { plain, tuned, searches } = peer;
  return {
    trgmP50: median([...plain.latencies.values()]),
    trgmRecallAt10: recallAt(10, searches, plain.ranks),
    trgmRecallAt1: recallAt(1, searches, plain.ranks),
    trgmCpuMs: plain.cpuMs,
    trgmTimedOut: plain.timedOut,
    trgmTunedP50: median([...tuned.latencies.values()]),
    trgmTunedRecallAt10: recallAt(10, searches, tuned.ranks),
    trgmTunedCpuMs: tuned.cpuMs,
    recallAt10BesideTrgm: recallAt(10, searches, ranks),
    trgmCpuOverOurs: ours === undefined || plain.cpuMs === undefined ? undefined : plain.cpuMs / ours,
    trgmIndexBytesPerChild: peer.indexBytes / children,
  };
}
