import type { Actor } from '../domain/actor.ts';
import type { Contact } from '../domain/child-record.ts';
import { findCouncilOfOrganisation, findDesks } from '../store/desks.ts';
import type { ServiceContext } from './context.ts';

/** The duty desks of the council that the person's own organisation works in, for whoever can be shown nothing else. */
export async function findOwnDesks({ database }: ServiceContext, actor: Actor): Promise<readonly Contact[]> {
  return database.look(async (tx) => {
    const council = await findCouncilOfOrganisation(tx, actor.organisationId);
    return council === undefined ? [] : findDesks(tx, council);
  });
}
