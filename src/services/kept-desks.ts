import { findAllDesks, type Desk } from '../store/desks.ts';
import type { ServiceContext } from './context.ts';

export type { Desk } from '../store/desks.ts';

/** The duty desks of every council, kept for when the database is away. Reference data: nothing about a child. */
export type KeptDesks = {
  readonly all: () => readonly Desk[];
  /** Reads them again. While the database does not answer, what was read last stands. */
  readonly refresh: () => Promise<void>;
};

/** Keeps the desks from now on; none until the first refresh. */
export function keepDesks({ database }: Pick<ServiceContext, 'database'>): KeptDesks {
  let kept: readonly Desk[] = [];
  return {
    all: () => kept,
    refresh: async () => {
      kept = await database.look(findAllDesks).catch(() => kept);
    },
  };
}
