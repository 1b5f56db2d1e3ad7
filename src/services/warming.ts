import type { Database } from '../store/connection.ts';
import { findPrewarm, findRelationsOfSearch, makePrewarmKnown, prewarm } from '../store/warming.ts';
import { nameKnowledge } from './name-tables.ts';

/**
 * Reads what searching needs into memory, one relation after the other, until asked to stop; answers which. It is nobody's
 * to wait for: a search asked meanwhile is answered, only slower. Where pg_prewarm is not there and cannot be made known
 * (`mayCreate`, or not its superuser), the names alone are read.
 */
export async function warmSearch(
  owner: Database,
  mayCreate: boolean,
  stop: AbortSignal,
): Promise<readonly string[]> {
  await nameKnowledge();
  if (mayCreate) await owner.transact(makePrewarmKnown).catch(() => undefined); // its files may not be there
  const called = await owner.look(findPrewarm);
  if (called === undefined) return [];
  const warmed: string[] = [];
  for (const relation of await owner.look(findRelationsOfSearch)) {
    if (stop.aborted) break;
    await owner.look((tx) => prewarm(tx, called, relation));
    warmed.push(relation);
  }
  return warmed;
}
