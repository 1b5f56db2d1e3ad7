import { forgetAttempts } from '../store/sign-in.ts';
import { forgetSearches } from '../store/searches.ts';
import type { ServiceContext } from './context.ts';

const hour = 3_600_000;

// A session lasts 12 hours at most (trust.md, Sign-in 5): a search of it cannot be asked for after that.
const searchesKept = 12 * hour;

/** Forgets what has had its time: searches and sign-in attempts. */
export async function sweep({ database, now }: ServiceContext): Promise<void> {
  const present = now();
  await database.transact(async (tx) => {
    await forgetSearches(tx, new Date(present.getTime() - searchesKept));
    await forgetAttempts(tx, present);
  });
}
