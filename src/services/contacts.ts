import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import { termBegan } from '../domain/involvement.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import {
  confirmContactsDue,
  countContactsDue,
  listContactsDue,
  type ContactDue,
} from '../store/contacts-to-confirm.ts';
import { underTicket, type Receipt } from './authorise.ts';
import type { ServiceContext } from './context.ts';

/** What of a practitioner's and their team's contacts is to be confirmed this term. */
export type ContactsSeen = {
  readonly due: readonly ContactDue[];
  readonly mine: number;
  readonly team: number;
  readonly receipt: Receipt | undefined;
};

/** How many are to be confirmed: numbers, and no child. */
export async function contactsDue({ database, now }: ServiceContext, actor: Actor) {
  const { practitionerId } = actor;
  if (practitionerId === null) return { mine: 0, team: 0 };
  return database.look((tx) => countContactsDue(tx, practitionerId, termOf(now())));
}

/** The contacts that are to be confirmed this term. Each child shown is written down. */
export async function seeContacts(context: ServiceContext, actor: Actor): Promise<Outcome<ContactsSeen>> {
  const { practitionerId } = actor;
  if (practitionerId === null) return done({ due: [], mine: 0, team: 0, receipt: undefined });
  const present = context.now();
  const scope = { kind: 'caseload', practitionerId } as const;
  const asked = {
    act: 'see contacts to confirm',
    request: { action: 'see contacts to confirm' },
    scope,
  } as const;
  const shown = await context.database.transact((tx) =>
    underTicket(tx, actor, present, asked, async (ticket) => {
      const due = await listContactsDue(tx, ticket, termOf(present));
      const counted = await countContactsDue(tx, practitionerId, termOf(present));
      const childIds = [...new Set(due.map((one) => one.childId))];
      return { answer: { due, ...counted }, childIds, fields: ['name', 'date of birth'] };
    }),
  );
  return shown.ok ? done({ ...shown.value, receipt: shown.receipt }) : failed(shown.fault);
}

/** Confirms all of one's own, or of the team's, with one click; answers how many. */
export async function confirmContacts(
  { database, now }: ServiceContext,
  actor: Actor,
  whose: string,
): Promise<Outcome<number>> {
  const { practitionerId } = actor;
  if (practitionerId === null || (whose !== 'mine' && whose !== 'team')) return failed(nobodys);
  if (actor.mediation !== undefined) return failed(forColleague);
  const present = now();
  const scope = { kind: 'caseload', practitionerId } as const;
  const asked = { act: 'confirm contacts', request: { action: 'confirm contacts' }, scope } as const;
  const confirmed = await database.transact((tx) =>
    underTicket(tx, actor, present, asked, async (ticket) => {
      const childIds = await confirmContactsDue(tx, ticket, whose, termOf(present));
      return { answer: childIds.length, childIds, fields: ['own work'] };
    }),
  );
  return confirmed.ok ? done(confirmed.value) : failed(confirmed.fault);
}

function termOf(present: Date) {
  const today = londonDay(present);
  return { termBegan: termBegan(today), today };
}

const nobodys: Fault = { kind: 'invalid', field: 'whose', says: 'Select whose contacts to confirm' };
const forColleague: Fault = {
  kind: 'refused',
  says: 'You are acting for a colleague: stop that first. What you confirm is your own work.',
};
