import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { withdrawAccreditations } from '../store/accreditations.ts';
import { noteDone, noteRefused, refused } from './administering.ts';
import type { ServiceContext } from './context.ts';

/** Withdraws an organisation's accreditation: all its users are stopped at their next request. Never the office's own. */
export async function withdrawAccreditation(
  { database, now }: ServiceContext,
  actor: Actor,
  organisationId: number,
): Promise<Outcome<'withdrawn'>> {
  const present = now();
  return database.transact(async (tx) => {
    const entry = { act: 'withdraw accreditation', organisation: organisationId } as const;
    const fault = await refused(tx, actor, present, { action: 'withdraw accreditation' }, entry);
    if (fault !== undefined) return failed(fault);
    const stop = async (why: string, says: Fault) => {
      await noteRefused(tx, actor, present, entry, why);
      return failed(says);
    };
    if (organisationId === actor.organisationId) return stop('own organisation', ownOffice);
    if (!(await withdrawAccreditations(tx, organisationId, londonDay(present))))
      return stop('not accredited', notAccredited);
    await noteDone(tx, actor, present, entry);
    return done('withdrawn');
  });
}

const ownOffice: Fault = {
  kind: 'refused',
  says: 'The ContactPoint office cannot withdraw its own accreditation: nobody could give it back.',
};
const notAccredited: Fault = {
  kind: 'stale',
  says: 'This organisation is not accredited now. Nothing was changed.',
};
