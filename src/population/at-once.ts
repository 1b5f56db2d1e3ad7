/** Work of which some goes on while the next is prepared. */
export type AtOnce = {
  /** Starts it, and answers when there is room for more. Throws what earlier work failed by. */
  readonly start: (work: () => Promise<void>) => Promise<void>;
  /** Answers when all is done. */
  readonly end: () => Promise<void>;
};

/** Lets so many pieces of work go on at once. After a failure no more is started. */
export function atOnce(limit: number): AtOnce {
  const goingOn = new Set<Promise<void>>();
  let broken: Promise<void> | undefined;
  return {
    start: async (work) => {
      if (broken !== undefined) await broken;
      const going = work();
      // Heard at once: a failure that nobody awaits yet would end the program.
      const settled = going
        .catch(() => {
          broken ??= going;
        })
        .finally(() => goingOn.delete(settled));
      goingOn.add(settled);
      if (goingOn.size >= limit) await Promise.race(goingOn);
    },
    end: async () => {
      await Promise.all(goingOn);
      if (broken !== undefined) await broken;
    },
  };
}
