import type { Actor } from '../domain/actor.ts';
import { hasEnded } from '../domain/child-record.ts';
import { readConsent, type ConsentTyped, type NewConsent } from '../domain/consent.ts';
import { readEnd, readInvolvement, type InvolvementTyped } from '../domain/involvement.ts';
import { done, type Fault } from '../domain/outcome.ts';
import { serviceKinds } from '../domain/service-kinds.ts';
import type { TypedDay } from '../domain/typed-day.ts';
import { addConsent } from '../store/consents.ts';
import { settleHandOvers } from '../store/hand-overs.ts';
import { readTeamsAround, type Work } from '../store/own-work.ts';
import { amendWork, beginWork, confirmWork, endWork, giveLead, takeOverWork } from '../store/work-changes.ts';
import {
  isFault,
  notDone,
  onChild,
  refusalOf,
  surely,
  workSent,
  type CareOutcome,
  type OnChild,
  type WorkSent,
} from './care.ts';
import type { ServiceContext } from './context.ts';

/** A team that somebody may work in, with how they and it are reached. */
export type TeamAround = Awaited<ReturnType<typeof readTeamsAround>>[number];

/** What is typed of one's own work, with on what basis where the service is sensitive. */
export type WorkTyped = InvolvementTyped & {
  readonly basis: string;
  readonly consent: ConsentTyped;
  readonly assessment: boolean;
};

/** Whom somebody is about to work with, and in which teams they may. */
export async function askForWork(context: ServiceContext, actor: Actor, childId: number) {
  return onChild(context, actor, childId, { act: 'see own work', how: 'to see' }, async (child) => {
    const teams = await teamsOf(child);
    return teams.length === 0 ? notDone(noTeam) : done({ name: child.name, teams });
  });
}

/** The actor's own present work with a child. */
export async function seeOwnWork(context: ServiceContext, actor: Actor, childId: number) {
  return onChild(context, actor, childId, { act: 'see own work', how: 'to see' }, async (child) => {
    const isTheirs = (work: Work): boolean => work.practitionerId === actor.practitionerId;
    const works = child.works.filter((work) => isTheirs(work) && !hasEnded(work.endedOn, child.today));
    return done({ works });
  });
}

/** Adds the actor's own work with a child: team, since when, how they are reached, and on what basis where that is needed. */
export async function addWork(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  typed: WorkTyped,
): Promise<CareOutcome<'added'>> {
  return onChild(context, actor, childId, { act: 'add involvement', how: 'to change' }, async (child) => {
    const { practitionerId } = actor;
    const teams = await teamsOf(child);
    if (practitionerId === null || teams.length === 0) return notDone(noTeam);
    if (actor.mediation !== undefined) return notDone(notForColleague);
    if (child.isClosed) return notDone(recordClosed);
    const read = readInvolvement(
      typed,
      teams.map((team) => team.team_id),
      child,
    );
    const founded = foundedOn(child, teams, typed);
    if (!read.ok || !founded.ok) return notDone(...faultsIn(read), ...faultsIn(founded));
    const { teamId } = read.value;
    if (child.works.some((one) => isPresentOf(one, child, teamId))) return notDone(recordedAlready);
    const { basis, consent } = founded.value;
    if (consent !== undefined)
      await addConsent(
        child.tx,
        child.ticket,
        { ...consent, teamId },
        { accountId: actor.accountId, at: child.now },
      );
    const more = { isLead: false, assessmentExists: typed.assessment, confirmedOn: child.today };
    await beginWork(child.tx, child.ticket, { ...read.value, practitionerId, basis, ...more }, child.now);
    return done('added');
  });
}

/** Changes since when, how the actor is reached, and whether an assessment exists. Who amends a contact confirms it. */
export async function amendOwnWork(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  sent: WorkSent,
  typed: Omit<WorkTyped, 'team' | 'basis' | 'consent'>,
): Promise<CareOutcome<'amended'>> {
  return changeWork(context, actor, childId, 'amend involvement', sent, async (child, work) => {
    const read = readInvolvement({ ...typed, team: String(work.teamId) }, [work.teamId], child);
    if (!read.ok) return notDone(...read.faults);
    const { startedOn } = read.value;
    if (work.endedOn !== null && work.endedOn < startedOn) return notDone(startAfterEnd);
    const changed = { ...read.value, assessmentExists: typed.assessment, confirmedOn: child.today };
    surely(await amendWork(child.tx, child.ticket, work, changed));
    return done('amended');
  });
}

/** Ends work with a last day. What was offered of it is offered no more. */
export async function endOwnWork(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  sent: WorkSent,
  typed: TypedDay,
): Promise<CareOutcome<'ended'>> {
  return changeWork(context, actor, childId, 'end involvement', sent, async (child, work) => {
    const read = readEnd(typed, work.startedOn, child.today);
    if (!read.ok) return notDone(...read.faults);
    if (work.isLead && read.value > child.today) return notDone(leadFirst);
    surely(await endWork(child.tx, child.ticket, work, read.value));
    await settleHandOvers(child.tx, child.ticket, work.no, 'overtaken', {
      accountId: actor.accountId,
      at: child.now,
    });
    return done('ended');
  });
}

/** Confirms that others still reach the actor so: one click. */
export async function confirmOwnWork(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  sent: WorkSent,
): Promise<CareOutcome<'confirmed'>> {
  return changeWork(context, actor, childId, 'confirm contact', sent, async (child, work) => {
    surely(await confirmWork(child.tx, child.ticket, work, child.today));
    return done('confirmed');
  });
}

/** Takes over work of the actor's own team that nobody holds. */
export async function takeOverOwnWork(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  sent: WorkSent,
): Promise<CareOutcome<'taken over'>> {
  return changeWork(context, actor, childId, 'take over involvement', sent, async (child, work) => {
    const { practitionerId } = actor;
    if (practitionerId === null) return notDone(noTeam);
    if (child.works.some((one) => isPresentOf(one, child, work.teamId))) return notDone(recordedAlready);
    surely(await takeOverWork(child.tx, child.ticket, work, practitionerId, child.today));
    return done('taken over');
  });
}

/** Makes the actor the lead professional where nobody leads, or whoever led has left. */
export async function beginToLead(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  sent: WorkSent,
): Promise<CareOutcome<'leads'>> {
  return changeWork(context, actor, childId, 'lead support', sent, async (child, work) => {
    const leading = child.works.find((one) => one.isLead);
    if (leading !== undefined && !leading.held.isVacant) return notDone(anotherLeads);
    if (serviceKinds[work.serviceKind].sensitive) return notDone(sensitiveDoesNotLead);
    if (work.endedOn !== null) return notDone(endsSoon);
    surely(await giveLead(child.tx, child.ticket, work.no));
    return done('leads');
  });
}

type WorkAction =
  'amend involvement' | 'end involvement' | 'confirm contact' | 'take over involvement' | 'lead support';

// The story of every change of work that is there: is it still so, may they, do it.
async function changeWork<Value extends string>(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  action: WorkAction,
  sent: WorkSent,
  change: (child: OnChild, work: Work) => Promise<CareOutcome<Value>>,
): Promise<CareOutcome<Value>> {
  return onChild(context, actor, childId, { act: action, how: 'to change' }, async (child) => {
    const work = workSent(child, sent);
    if (isFault(work)) return notDone(work);
    const refusal = refusalOf(actor, { action, held: work.held });
    return refusal === undefined ? change(child, work) : notDone(refusal);
  });
}

async function teamsOf({ tx, actor }: OnChild): Promise<readonly TeamAround[]> {
  return actor.practitionerId === null || actor.role === 'relay worker'
    ? []
    : readTeamsAround(tx, actor.practitionerId);
}

function isPresentOf(one: Work, { actor, today }: OnChild, teamId: number): boolean {
  return (
    one.practitionerId === actor.practitionerId && one.teamId === teamId && !hasEnded(one.endedOn, today)
  );
}

type Founded =
  | { readonly ok: true; readonly value: { readonly basis: string | null; readonly consent?: NewConsent } }
  | { readonly ok: false; readonly faults: readonly Fault[] };

// Sensitive services are recorded on consent, or with reasonable cause to suspect significant harm (2007 Regulations).
function foundedOn(child: OnChild, teams: readonly TeamAround[], typed: WorkTyped): Founded {
  const [team] = teams;
  if (team === undefined || !serviceKinds[team.service_kind].sensitive) return done({ basis: null });
  if (typed.basis === 'cause') return done({ basis: 'cause' });
  if (typed.basis !== 'consent') return { ok: false, faults: [noBasis] };
  const read = readConsent(typed.consent, child);
  return read.ok ? done({ basis: 'consent', consent: read.value }) : read;
}

function faultsIn(read: { readonly ok: boolean; readonly faults?: readonly Fault[] }): readonly Fault[] {
  return read.faults ?? [];
}

const noBasis: Fault = {
  kind: 'invalid',
  field: 'basis',
  says: 'Select on what basis your service is recorded',
};

const noTeam: Fault = {
  kind: 'refused',
  says: 'Your account belongs to no team that works with children. Ask your account administrator.',
};

const notForColleague: Fault = {
  kind: 'refused',
  says: 'You are acting for a colleague: stop that first. What you add here is your own work.',
};

const recordClosed: Fault = { kind: 'refused', says: 'This record is closed. Nothing is added to it.' };

const recordedAlready: Fault = {
  kind: 'stale',
  says: 'You are recorded as working with this child in that team already. Nothing was added.',
};

const startAfterEnd: Fault = {
  kind: 'invalid',
  field: 'since',
  says: 'Date that you began must not be after the last day',
};

const leadFirst: Fault = {
  kind: 'invalid',
  field: 'ends',
  says: 'Hand over the lead first, or end your work today: a lead professional has no last day ahead',
};

const anotherLeads: Fault = {
  kind: 'stale',
  says: 'Somebody else leads the support of this child. They can hand the lead to you. Nothing was changed.',
};

const sensitiveDoesNotLead: Fault = {
  kind: 'refused',
  says: 'A service that is not named to others cannot lead: everybody sees who leads.',
};

const endsSoon: Fault = {
  kind: 'refused',
  says: 'Your work with this child has a last day. Whoever leads has none.',
};

export type { Work };
