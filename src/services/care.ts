import type { Actor } from '../domain/actor.ts';
import { londonDay, type Day } from '../domain/calendar.ts';
import type { CareRequest } from '../domain/care-rules.ts';
import { hasEnded } from '../domain/child-record.ts';
import type { Act } from '../domain/log.ts';
import type { Fault } from '../domain/outcome.ts';
import { may, type Request } from '../domain/policy.ts';
import type { Transaction } from '../store/connection.ts';
import { readWork, type ChildWork, type Work } from '../store/own-work.ts';
import type { OneChild, Ticket } from '../store/ticket.ts';
import { underTicket, type Receipt, type Shown } from './authorise.ts';
import { noSuchRecord } from './child-record.ts';
import type { ServiceContext } from './context.ts';

/** What came of a change: its value, or what is wrong with the boxes, or why it cannot be. */
export type CareOutcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly faults: readonly Fault[] };

/** The same with the receipt of what was done. */
export type Receipted<Value> =
  | { readonly ok: true; readonly value: Value; readonly receipt: Receipt }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** The child under the ticket with all the work with it, at this instant. */
export type OnChild = ChildWork & {
  readonly tx: Transaction;
  readonly ticket: Ticket<OneChild>;
  readonly actor: Actor;
  readonly now: Date;
  readonly today: Day;
};

/** A fault with the rule behind it, for the log. */
type Ruled = Fault & { readonly rule?: string };

/** What is done with the work, and what policy is asked beforehand where that is more than whether they work with children. */
type OnChildAsked = { readonly act: Act; readonly how: 'to see' | 'to change'; readonly request?: Request };

/**
 * Does something with people's work with a child, under a ticket, and writes it down: as done, or as refused with why. Whoever
 * changes it has the child alone meanwhile; whoever only sees it waits for nobody.
 */
export async function onChild<Value extends object | string>(
  { database, now }: ServiceContext,
  actor: Actor,
  childId: number,
  { act, how, request = { action: 'work with child' } }: OnChildAsked,
  work: (child: OnChild) => Promise<CareOutcome<Value>>,
): Promise<Receipted<Value>> {
  const present = now();
  const asked = { act, request, scope: { kind: 'one child', childId } } as const;
  const came = await database.transact((tx) =>
    underTicket(tx, actor, present, asked, async (ticket): Promise<Shown<CareOutcome<Value>>> => {
      const today = londonDay(present);
      const read = await readWork(tx, ticket, { practitionerId: actor.practitionerId, today }, how);
      const child = read && { ...read, tx, ticket, actor, now: present, today };
      const answer = child === undefined ? notDone(noSuchRecord) : await work(child);
      if (answer.ok) return { answer, childIds: [childId], fields: ['name', 'own work'] };
      return { answer, childIds: [], fields: [], refusedBecause: ruleOf(answer.faults) };
    }),
  );
  if (!came.ok) return notDone(came.fault);
  return came.value.ok ? { ...came.value, receipt: came.receipt } : came.value;
}

/** Why policy refuses this to the actor; undefined where it does not. */
export function refusalOf(actor: Actor, request: CareRequest): Ruled | undefined {
  const verdict = may(actor, request);
  return verdict.allowed ? undefined : { kind: 'refused', says: verdict.says, rule: verdict.rule };
}

/** Which work a form is about, and in what version it was shown. */
export type WorkSent = { readonly no: number | undefined; readonly version: number };

/** The present work that a form is about; or why it is not there any more. */
export function workSent({ works, today }: OnChild, { no, version }: WorkSent): Work | Fault {
  const found = works.find((one) => one.no === no);
  if (found === undefined) return noSuchWork;
  if (!found.isFounded) return consentLapsed;
  if (found.version !== version || hasEnded(found.endedOn, today)) return changedSince;
  return found;
}

/** Whether what was looked for is a fault in its place. */
export function isFault(found: object): found is Fault {
  return 'kind' in found && 'says' in found;
}

/** What was not done, for one reason or for several boxes. */
export function notDone(...faults: readonly Fault[]): {
  readonly ok: false;
  readonly faults: readonly Fault[];
} {
  return { ok: false, faults };
}

/** The row was read and held before: what changes it now cannot find it changed. */
export function surely(wasChanged: boolean): void {
  if (!wasChanged) throw new Error('What was held has changed');
}

function ruleOf(faults: readonly Ruled[]): string {
  const [first] = faults;
  return first?.rule ?? first?.kind ?? 'refused';
}

const noSuchWork: Fault = {
  kind: 'not-found',
  says: 'That work with the child is not here. Open the record again.',
};

export const changedSince: Fault = {
  kind: 'stale',
  says: 'This was changed since you opened the page, by you or by somebody else. Nothing was changed now.',
};

const consentLapsed: Fault = {
  kind: 'stale',
  says: 'The consent that this stands on was withdrawn, or has ended. Nothing was changed.',
};
