/** Lets a few pieces of work through at once, keeps some waiting in order, and turns the rest away. */
export type Turnstile = {
  /** Does the work when its turn comes; undefined where too many wait already, at once, or where it waited too long. */
  readonly pass: <Answer>(work: () => Promise<Answer>) => Promise<Answer | undefined>;
  /** How many wait just now. */
  readonly waiting: () => number;
};

/** Makes a turnstile that lets `atOnce` through and keeps `waiting` more, each for as long as the patience lasts. */
export function makeTurnstile(limits: {
  readonly atOnce: number;
  readonly waiting: number;
  readonly patienceMs?: number;
}): Turnstile {
  const { patienceMs = Number.POSITIVE_INFINITY } = limits;
  const queue: (() => void)[] = [];
  let inside = 0;

  const enter = async (): Promise<void> => {
    if (inside < limits.atOnce) inside += 1;
    else await new Promise<void>((admit) => queue.push(admit));
  };
  // Whoever leaves hands their place to the next, so that nobody new slips in between.
  const leave = (): void => {
    const admitNext = queue.shift();
    if (admitNext === undefined) inside -= 1;
    else admitNext();
  };

  return {
    waiting: () => queue.length,
    pass: async (work) => {
      if (inside >= limits.atOnce && queue.length >= limits.waiting) return undefined;
      const asked = performance.now();
      await enter();
      try {
        return performance.now() - asked > patienceMs ? undefined : await work();
      } finally {
        leave();
      }
    },
  };
}
