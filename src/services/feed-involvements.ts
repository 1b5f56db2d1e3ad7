import type { RowFault, SourceInvolvement } from '../domain/source-row.ts';
import { findChildrenByNumber } from '../store/child-numbers.ts';
import type { Transaction } from '../store/connection.ts';
import {
  findBornOn,
  findTeamOfService,
  writeInvolvements,
  type ToldInvolvement,
} from '../store/feed-involvements.ts';
import { findRows, lockFeeds } from '../store/source-rows.ts';
import type { Feed } from './feed-children.ts';

/** Nobody can be found by what the row says, and it says too little to make a record of. */
const noSuchChild: RowFault = {
  element: 'the child',
  reason: 'not here under that key or pupil number, or born on another day',
  wanted: 'a child who came in an earlier file, by the same key or the same pupil number',
};

const noSuchTeam: RowFault = {
  element: 'the council',
  reason: 'has no team of that service here',
  wanted: 'a council whose service is registered with its duty desk',
};

/** Stores that services are involved with children who are here; answers for each whether it was news, or why it is refused. */
export async function takeInvolvements(
  tx: Transaction,
  feed: Feed,
  block: readonly SourceInvolvement[],
): Promise<readonly ('imported' | 'unchanged' | RowFault)[]> {
  if (block.length === 0) return [];
  await lockFeeds(tx);
  const childIds = await findChildren(tx, feed, block);
  const teams = await findTeams(tx, block);
  const told = new Map<string, ToldInvolvement>();
  for (const [at, said] of block.entries()) {
    const childId = childIds[at];
    const teamId = teams.get(teamKey(said));
    if (childId === undefined || teamId === undefined) continue;
    const { startedOn, endedOn = null } = said;
    told.set(`${childId} ${teamId}`, { childId, teamId, startedOn, endedOn });
  }
  const changed = new Set(await writeInvolvements(tx, feed.supplierId, [...told.values()]));
  return block.map((said, at) => {
    const childId = childIds[at];
    if (childId === undefined) return noSuchChild;
    if (!teams.has(teamKey(said))) return noSuchTeam;
    return changed.delete(childId) ? 'imported' : 'unchanged';
  });
}

/** Of whom each row is: by the supplier's own key, else by pupil number, and born on the day that the row says. */
async function findChildren(
  tx: Transaction,
  feed: Feed,
  block: readonly SourceInvolvement[],
): Promise<readonly (number | undefined)[]> {
  const keys = [...new Set(block.map((said) => said.supplierKey))];
  const ofKey = new Map<string, number>();
  for (const row of await findRows(tx, feed.supplierId, keys))
    if (row.childId !== null) ofKey.set(row.supplierKey, row.childId);
  const numbers = block.flatMap(({ upn }) => upn ?? []);
  const ofNumber = await findChildrenByNumber(tx, 'upn', numbers);
  const found = block.map((said) => ofKey.get(said.supplierKey) ?? ofNumber.get(said.upn ?? ''));
  const asked = block.flatMap(({ dateOfBirth }, at) => {
    const childId = found[at];
    return childId === undefined ? [] : [{ childId, dateOfBirth }];
  });
  const born = await findBornOn(tx, asked);
  return found.map((childId) => (childId !== undefined && born.has(childId) ? childId : undefined));
}

async function findTeams(
  tx: Transaction,
  block: readonly SourceInvolvement[],
): Promise<ReadonlyMap<string, number>> {
  const teams = new Map<string, number>();
  const services = new Map(block.map((said) => [teamKey(said), said]));
  for (const [key, { service, councilCode }] of services) {
    const teamId = await findTeamOfService(tx, service, councilCode);
    if (teamId !== undefined) teams.set(key, teamId);
  }
  return teams;
}

function teamKey({ service, councilCode }: SourceInvolvement): string {
  return `${councilCode} ${service}`;
}
