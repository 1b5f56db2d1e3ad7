import type { Actor } from '../domain/actor.ts';
import { addDays, londonDay, type Day } from '../domain/calendar.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import { countConsentsEnding, listConsentsEnding, type ConsentEnding } from '../store/consents.ts';
import { underTicket, type Receipt } from './authorise.ts';
import type { ServiceContext } from './context.ts';

const remindedDays = 30; // time enough to ask again, and to hear no: ours

/** How many consents of the actor's team end soon: a number, and no child. */
export async function consentsEndingSoon({ database, now }: ServiceContext, actor: Actor): Promise<number> {
  const { practitionerId } = actor;
  if (practitionerId === null) return 0;
  return database.look((tx) => countConsentsEnding(tx, practitionerId, soon(now())));
}

/** Which they are. Each child shown is written down. */
export async function seeConsentsEnding(
  { database, now }: ServiceContext,
  actor: Actor,
): Promise<Outcome<{ readonly list: readonly ConsentEnding[]; readonly receipt: Receipt | undefined }>> {
  const { practitionerId } = actor;
  if (practitionerId === null) return done({ list: [], receipt: undefined });
  const present = now();
  const scope = { kind: 'caseload', practitionerId } as const;
  const asked = { act: 'see consents', request: { action: 'see consents' }, scope } as const;
  const shown = await database.transact((tx) =>
    underTicket(tx, actor, present, asked, async (ticket) => {
      const list = await listConsentsEnding(tx, ticket, soon(present));
      const childIds = [...new Set(list.map((one) => one.childId))];
      return { answer: list, childIds, fields: ['name', 'date of birth'] };
    }),
  );
  return shown.ok ? done({ list: shown.value, receipt: shown.receipt }) : failed(shown.fault);
}

function soon(present: Date): { readonly from: Day; readonly to: Day } {
  const from = londonDay(present);
  return { from, to: addDays(from, remindedDays) };
}
