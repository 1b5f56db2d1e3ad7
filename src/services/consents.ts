import type { Actor } from '../domain/actor.ts';
import { hasEnded } from '../domain/child-record.ts';
import { readConsent, type ConsentTyped } from '../domain/consent.ts';
import { done, type Fault } from '../domain/outcome.ts';
import { serviceKinds } from '../domain/service-kinds.ts';
import {
  addConsent,
  endLapsedWork,
  endUnfoundedWork,
  readConsents,
  withdrawConsent,
  type Consent,
} from '../store/consents.ts';
import { recordAct } from './authorise.ts';
import {
  notDone,
  onChild,
  refusalOf,
  surely,
  type CareOutcome,
  type OnChild,
  type Receipted,
} from './care.ts';
import type { ServiceContext } from './context.ts';

/** The consents that a team has of a child, and whether it may record another. */
export type SeenConsents = {
  readonly name: string;
  readonly consents: readonly Consent[];
  readonly mayRecord: boolean;
};

/** What the actor's own team has of a child's consents; printing them is an act of its own. */
export async function seeConsents(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  how: 'see consents' | 'print consents',
): Promise<Receipted<SeenConsents>> {
  return onChild(context, actor, childId, { act: how, how: 'to see' }, async (child) => {
    const { practitionerId } = actor;
    const consents =
      practitionerId === null ? [] : await readConsents(child.tx, child.ticket, practitionerId);
    return done({ name: child.name, consents, mayRecord: ownSensitiveWork(child) !== undefined });
  });
}

/** Adds a consent to the ledger, for the service of the actor's own team. */
export async function recordConsent(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  typed: ConsentTyped,
): Promise<CareOutcome<'recorded'>> {
  return onChild(context, actor, childId, { act: 'record consent', how: 'to change' }, async (child) => {
    const work = ownSensitiveWork(child);
    if (work === undefined) return notDone(noOwnWork);
    const refusal = refusalOf(actor, { action: 'record consent', held: work.held });
    if (refusal !== undefined) return notDone(refusal);
    const read = readConsent(typed, child);
    if (!read.ok) return notDone(...read.faults);
    const by = { accountId: actor.accountId, at: child.now };
    await addConsent(child.tx, child.ticket, { ...read.value, teamId: work.teamId }, by);
    return done('recorded');
  });
}

/** Withdraws a consent. It works at once: what stood on it alone ends in the same moment. */
export async function withdrawOwnConsent(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  consentNo: number | undefined,
): Promise<CareOutcome<'withdrawn'>> {
  return onChild(context, actor, childId, { act: 'withdraw consent', how: 'to change' }, async (child) => {
    const { practitionerId } = actor;
    const consents =
      practitionerId === null ? [] : await readConsents(child.tx, child.ticket, practitionerId);
    const found = consents.find((one) => one.no === consentNo);
    const held = { own: found === undefined ? 'others' : 'team', isVacant: false } as const;
    const refusal = refusalOf(actor, { action: 'withdraw consent', held });
    if (found === undefined || refusal !== undefined) return notDone(refusal ?? noOwnWork);
    if (found.withdrawnAt !== null) return notDone(withdrawnAlready);
    const by = { accountId: actor.accountId, at: child.now };
    surely(await withdrawConsent(child.tx, child.ticket, found.no, by));
    await endUnfoundedWork(child.tx, child.ticket, found.teamId, child.today);
    return done('withdrawn');
  });
}

const endedAtOnce = 500;

/** Ends what stood on consent whose last day is past: by the clock, under nobody's name. */
export async function endLapsedConsents({ database, now }: ServiceContext): Promise<void> {
  const present = now();
  await database.transact(async (tx) => {
    const ended = await endLapsedWork(tx, present, endedAtOnce);
    if (ended === 0) return;
    await recordAct(tx, present, {
      act: 'end involvement',
      accountId: null,
      outcome: 'done',
      why: 'consent ended',
      counts: { involvements: ended },
    });
  });
}

function ownSensitiveWork({ works, today }: OnChild) {
  return works.find(
    (one) =>
      one.held.own !== 'others' && serviceKinds[one.serviceKind].sensitive && !hasEnded(one.endedOn, today),
  );
}

const noOwnWork: Fault = {
  kind: 'not-found',
  says: 'Your team is not recorded with this child, or has no such consent.',
};

const withdrawnAlready: Fault = {
  kind: 'stale',
  says: 'That consent was withdrawn already. Nothing was changed now.',
};
