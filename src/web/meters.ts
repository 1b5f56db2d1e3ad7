import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { VitalSigns } from '../services/vital-signs.ts';

/** One request answered: its route as the surface names it, never the address. */
export type Answered = {
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
};

/** What was answered in one minute; how many waited for their turn, and the log's entries for their number, at most. */
export type Minute = Counted & { readonly begins: Date };

type Counted = {
  readonly answered: number;
  readonly failed: number;
  readonly waited: number;
  readonly logWaitedSeconds: number;
};

type Counting = { -readonly [Count in keyof Counted]: Counted[Count] };

const nothingCounted: Counted = { answered: 0, failed: 0, waited: 0, logWaitedSeconds: 0 };

/** How long one route took lately, in milliseconds. */
export type RouteTimes = {
  readonly route: string;
  readonly answers: number;
  readonly middle: number;
  readonly slow: number;
};

/** What a process counts of itself: for Prometheus, and for the operator's page. No child's detail can reach it. */
export type Meters = {
  readonly note: (answered: Answered) => void;
  /** Reads how many wait and how far the log is behind, for the operator's page; to be done now and then. */
  readonly look: () => Promise<void>;
  readonly contentType: string;
  /** In the text format of Prometheus. */
  readonly text: () => Promise<string>;
  /** The last hour, oldest first; minutes in which nothing was asked among them. */
  readonly minutes: () => readonly Minute[];
  /** The slowest first. */
  readonly routes: () => readonly RouteTimes[];
};

const minute = 60_000;
const minutesKept = 60;
const timesKept = 500; // of each route: enough that one in twenty is 25 of them

/**
 * Begins counting. `signs` are read whenever somebody asks for the figures; undefined where the database is away. `waiting`
 * says how many requests wait for their turn.
 */
export function newMeters(
  signs: () => Promise<VitalSigns | undefined>,
  now: () => Date,
  waiting: () => number = () => 0,
): Meters {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const answered = answeredIn(registry);
  const readSigns = measureSigns(registry, signs);
  measureWaiting(registry, waiting);
  const ring = new Map<number, Counting>();
  const times = new Map<string, number[]>();
  return {
    note: ({ route, method, status, seconds }) => {
      answered.observe({ route, method, status: String(status) }, seconds);
      const kept = minuteOf(ring, Math.floor(now().getTime() / minute));
      kept.answered += 1;
      if (status >= 500) kept.failed += 1;
      noteTime(times, `${method} ${route}`, seconds * 1000);
    },
    look: async () => {
      const waited = waiting();
      const { logWaitingSeconds = 0 } = (await signs()) ?? {};
      const kept = minuteOf(ring, Math.floor(now().getTime() / minute));
      kept.waited = Math.max(kept.waited, waited);
      kept.logWaitedSeconds = Math.max(kept.logWaitedSeconds, logWaitingSeconds);
    },
    contentType: registry.contentType,
    text: async () => {
      await readSigns();
      return registry.metrics();
    },
    minutes: () => lastHour(ring, now()),
    routes: () => routeTimes(times),
  };
}

function answeredIn(registry: Registry) {
  return new Histogram({
    name: 'contactpoint_request_seconds',
    help: 'From the first byte of a request to its answer, by route',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
}

const signsMeasured = {
  databaseAnswers: ['contactpoint_database_answers', '1 where the database answers and takes writing'],
  logWaiting: ['contactpoint_log_entries_waiting', 'Entries of the access log that have no number yet'],
  logWaitingSeconds: ['contactpoint_log_waiting_seconds', 'How long the oldest of them has waited'],
  logAlarms: ['contactpoint_log_alarms', 'Alarms about the access log that nobody has ended'],
  casesWaiting: ['contactpoint_cases_waiting', 'Cases of possible misuse that wait for a reviewer'],
  filesWaiting: ['contactpoint_files_waiting', "Suppliers' files that are here and not matched yet"],
  feedsLate: ['contactpoint_feeds_late', 'Suppliers whose file should have come and did not'],
  feedLateDays: ['contactpoint_feed_late_days', 'By how many days the latest of them is late'],
} as const satisfies Readonly<Record<keyof VitalSigns, readonly [string, string]>>;

// Read before any is written out: gauges that collect by themselves are written while another still waits for the database.
function measureSigns(registry: Registry, signs: () => Promise<VitalSigns | undefined>): () => Promise<void> {
  const gauges = Object.entries(signsMeasured).map(([sign, [name, help]]) => {
    const gauge = new Gauge({ name, help, registers: [registry] });
    return { sign, gauge };
  });
  return async () => {
    const read: Readonly<Record<string, number>> = (await signs()) ?? { databaseAnswers: 0 };
    for (const { sign, gauge } of gauges) {
      const value = read[sign];
      if (value === undefined) gauge.remove();
      else gauge.set(value);
    }
  };
}

function measureWaiting(registry: Registry, waiting: () => number): void {
  const gauge = new Gauge({
    name: 'contactpoint_requests_waiting',
    help: 'Requests that wait for their turn at the database',
    registers: [registry],
  });
  Object.assign(gauge, { collect: () => gauge.set(waiting()) });
}

function minuteOf(ring: Map<number, Counting>, at: number): Counting {
  const kept = ring.get(at) ?? { ...nothingCounted };
  if (!ring.has(at)) {
    ring.set(at, kept);
    for (const old of ring.keys()) if (old <= at - minutesKept) ring.delete(old);
  }
  return kept;
}

function lastHour(ring: ReadonlyMap<number, Counted>, now: Date): Minute[] {
  const last = Math.floor(now.getTime() / minute);
  return Array.from({ length: minutesKept }, (_, nth) => {
    const at = last - minutesKept + 1 + nth;
    return { begins: new Date(at * minute), ...(ring.get(at) ?? nothingCounted) };
  });
}

function noteTime(times: Map<string, number[]>, route: string, ms: number): void {
  const kept = times.get(route) ?? [];
  if (kept.length === 0) times.set(route, kept);
  kept.push(ms);
  if (kept.length > timesKept) kept.shift();
}

function routeTimes(times: ReadonlyMap<string, readonly number[]>): readonly RouteTimes[] {
  const all = [...times].map(([route, kept]) => {
    const ordered = kept.toSorted((one, other) => one - other);
    const at = (share: number): number => ordered[Math.floor(share * (ordered.length - 1))] ?? 0;
    return { route, answers: kept.length, middle: at(0.5), slow: at(0.95) };
  });
  return all.toSorted((one, other) => other.slow - one.slow || one.route.localeCompare(other.route));
}
