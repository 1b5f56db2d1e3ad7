import { makeTurnstile, type Turnstile } from '../services/turnstile.ts';

/** Lets so much work at once through as the database has connections for, by kind; undefined, at once, where too much waits already. */
export type Admission = {
  readonly admit: <Answer>(path: string, work: () => Promise<Answer>) => Promise<Answer | undefined>;
  /** How many requests wait for their turn just now. */
  readonly waiting: () => number;
};

const waiting = 100; // of each kind: a third of a second at the rate that one process answers (docs/benchmarks.md)
const patienceMs = 3_000; // whoever waited longer has asked again by then, or gone

/** Each kind has a queue of its own, so that a flood of one leaves the others their turn. */
export function newAdmission(connections: number): Admission {
  const atOnce = Math.max(2, connections - 2); // a kind never takes every connection
  const make = (): Turnstile => makeTurnstile({ atOnce, waiting, patienceMs });
  const kinds = { searches: make(), records: make(), signIn: make(), others: make() };
  return {
    admit: async (path, work) => kinds[kindOf(path)].pass(work),
    waiting: () => Object.values(kinds).reduce((sum, kind) => sum + kind.waiting(), 0),
  };
}

function kindOf(path: string): 'searches' | 'records' | 'signIn' | 'others' {
  if (path.startsWith('/searches')) return 'searches';
  if (path.startsWith('/children')) return 'records';
  return path.startsWith('/sign-in') ? 'signIn' : 'others';
}
