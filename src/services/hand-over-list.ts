import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import { countHandOvers, listHandOvers, type ListedHandOver } from '../store/hand-over-list.ts';
import { underTicket, type Receipt } from './authorise.ts';
import type { ServiceContext } from './context.ts';

const shownForMs = 30 * 24 * 3_600_000; // what came of one's own offers: ours

/** What is offered to the actor or their team, and what they offered lately. Each child shown is written down. */
export async function seeHandOvers(
  { database, now }: ServiceContext,
  actor: Actor,
): Promise<Outcome<SeenHandOvers>> {
  const { practitionerId } = actor;
  if (practitionerId === null) return done({ list: [], receipt: undefined });
  const present = now();
  const scope = { kind: 'caseload', practitionerId } as const;
  const asked = { act: 'see hand-overs', request: { action: 'see hand-overs' }, scope } as const;
  const shown = await database.transact((tx) =>
    underTicket(tx, actor, present, asked, async (ticket) => {
      const list = await listHandOvers(
        tx,
        ticket,
        new Date(present.getTime() - shownForMs),
        londonDay(present),
      );
      const childIds = [...new Set(list.map((one) => one.childId))];
      return { answer: list, childIds, fields: ['name', 'date of birth'] };
    }),
  );
  return shown.ok ? done({ list: shown.value, receipt: shown.receipt }) : failed(shown.fault);
}

export type SeenHandOvers = {
  readonly list: readonly ListedHandOver[];
  readonly receipt: Receipt | undefined;
};

/** How many offers wait for the actor: a number, and no child. */
export async function handOversWaiting({ database }: ServiceContext, actor: Actor): Promise<number> {
  const { practitionerId, accountId } = actor;
  if (practitionerId === null) return 0;
  return database.look((tx) => countHandOvers(tx, practitionerId, accountId));
}
