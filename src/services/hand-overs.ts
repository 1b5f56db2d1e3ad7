import type { Actor } from '../domain/actor.ts';
import { hasEnded, isSchoolOrPractice } from '../domain/child-record.ts';
import { done, type Fault } from '../domain/outcome.ts';
import { serviceKinds } from '../domain/service-kinds.ts';
import {
  offerHandOver,
  readReceivers,
  readWaiting,
  settleHandOver,
  settleHandOvers,
  type HandOver,
  type Offer,
  type PossibleReceiver,
} from '../store/hand-overs.ts';
import type { Work } from '../store/own-work.ts';
import { beginWork, endWork, giveLead } from '../store/work-changes.ts';
import {
  changedSince,
  isFault,
  notDone,
  onChild,
  refusalOf,
  surely,
  workSent,
  type CareOutcome,
  type OnChild,
  type Receipted,
  type WorkSent,
} from './care.ts';
import type { ServiceContext } from './context.ts';

/** One's own or one's team's work with a child, with what waits of it and to whom it could go. */
export type OwnWorkSeen = {
  readonly work: Work;
  readonly mayChange: boolean;
  readonly waiting: readonly HandOver[];
  readonly receivers: readonly PossibleReceiver[];
};

/** What somebody may see and do about their own work with a child. */
export type SeenWork = {
  readonly name: string;
  readonly isClosed: boolean;
  readonly own: readonly OwnWorkSeen[];
  readonly leads: Work | undefined;
  /** Who could be offered the lead; nobody where the child's services are withheld. */
  readonly couldLead: readonly Work[];
};

/** The actor's own and their team's present work with a child. */
export async function seeOwnWork(
  context: ServiceContext,
  actor: Actor,
  childId: number,
): Promise<Receipted<SeenWork>> {
  return onChild(context, actor, childId, { act: 'see own work', how: 'to see' }, async (child) => {
    const { tx, ticket, works, today, name, isClosed } = child;
    const waiting = await readWaiting(tx, ticket, actor.practitionerId);
    const present = works.filter((one) => one.isFounded && !hasEnded(one.endedOn, today));
    const own: OwnWorkSeen[] = [];
    for (const work of present.filter((one) => one.held.own !== 'others'))
      own.push({
        work,
        mayChange: refusalOf(actor, { action: 'end involvement', held: work.held }) === undefined,
        waiting: waiting.filter((one) => one.involvementNo === work.no),
        receivers: await receiversOf(child, work),
      });
    const couldLead = child.isShielded ? [] : present.filter((one) => mayBeOfferedLead(actor, one));
    return done({ name, isClosed, own, couldLead, leads: present.find((one) => one.isLead) });
  });
}

// Work of a service that is not named stays in its team: consent was given to that team.
async function receiversOf({ tx, actor }: OnChild, work: Work): Promise<readonly PossibleReceiver[]> {
  const found = await readReceivers(tx, work.teamId, actor.practitionerId);
  const within = (one: PossibleReceiver) =>
    one.kind === 'person' || (one.kind === 'team' && one.id === work.teamId);
  return found.filter((one) => !serviceKinds[work.serviceKind].sensitive || within(one));
}

function mayBeOfferedLead({ organisationKind }: Actor, one: Work): boolean {
  const isHidden = one.serviceKind === 'youth justice' && isSchoolOrPractice(organisationKind);
  const canLead = !serviceKinds[one.serviceKind].sensitive && !one.held.isVacant && one.endedOn === null;
  return canLead && !isHidden && !one.isLead && one.held.own !== 'mine';
}

/** Offers work with a child to a colleague, a team or a duty desk. It stays with whoever has it until they accept. */
export async function handOverWork(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  sent: WorkSent,
  to: string,
): Promise<CareOutcome<'offered'>> {
  return onChild(
    context,
    actor,
    childId,
    { act: 'hand over involvement', how: 'to change' },
    async (child) => {
      const work = workSent(child, sent);
      if (isFault(work)) return notDone(work);
      const refusal = refusalOf(actor, { action: 'hand over involvement', held: work.held });
      if (refusal !== undefined) return notDone(refusal);
      const receivers = await receiversOf(child, work);
      const receiver = receivers.find(({ kind, id }) => `${kind}-${id}` === to);
      if (receiver === undefined) return notDone(noReceiver);
      const isPerson = receiver.kind === 'person';
      return offer(child, {
        kind: 'involvement',
        involvementNo: work.no,
        toInvolvementNo: null,
        toTeamId: isPerson ? work.teamId : receiver.id,
        toPractitionerId: isPerson ? receiver.id : null,
      });
    },
  );
}

/** Offers the lead to another who works with the child. Whoever leads goes on until they accept. */
export async function offerLead(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  sent: WorkSent,
  toNo: number | undefined,
): Promise<CareOutcome<'offered'>> {
  return onChild(
    context,
    actor,
    childId,
    { act: 'hand over involvement', how: 'to change' },
    async (child) => {
      const work = workSent(child, sent);
      if (isFault(work)) return notDone(work);
      const refusal = refusalOf(actor, { action: 'hand over involvement', held: work.held });
      if (refusal !== undefined) return notDone(refusal);
      if (!work.isLead) return notDone(changedSince);
      const present = child.isShielded ? [] : child.works.filter((one) => mayBeOfferedLead(actor, one));
      const to = present.find((one) => one.no === toNo);
      if (to === undefined) return notDone(noLeader);
      const { no: toInvolvementNo, teamId: toTeamId, practitionerId: toPractitionerId } = to;
      return offer(child, {
        kind: 'lead',
        involvementNo: work.no,
        toInvolvementNo,
        toTeamId,
        toPractitionerId,
      });
    },
  );
}

async function offer(child: OnChild, offered: Offer): Promise<CareOutcome<'offered'>> {
  const { tx, ticket, actor, now } = child;
  const waiting = await readWaiting(tx, ticket, actor.practitionerId);
  const same = waiting.find(
    (one) => one.kind === offered.kind && one.involvementNo === offered.involvementNo,
  );
  if (same !== undefined) return notDone(offeredAlready);
  await offerHandOver(tx, ticket, offered, { accountId: actor.accountId, at: now });
  return done('offered');
}

/** Takes back what the actor offered. */
export async function withdrawHandOver(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  handOverNo: number | undefined,
): Promise<CareOutcome<'withdrawn'>> {
  return onChild(context, actor, childId, { act: 'withdraw hand-over', how: 'to change' }, async (child) => {
    const { tx, ticket, now } = child;
    const found = await waitingNamed(child, handOverNo);
    const refusal = found && refusalOf(actor, { action: 'withdraw hand-over', ...found });
    if (found === undefined || refusal !== undefined) return notDone(refusal ?? settledAlready);
    surely(await settleHandOver(tx, ticket, found.no, 'withdrawn', { accountId: actor.accountId, at: now }));
    return done('withdrawn');
  });
}

/** Accepts or declines what was offered to the actor, or to their team. */
export async function answerHandOver(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  handOverNo: number | undefined,
  answer: string,
): Promise<CareOutcome<'accepted' | 'declined'>> {
  return onChild(context, actor, childId, { act: 'answer hand-over', how: 'to change' }, async (child) => {
    const { tx, ticket, now } = child;
    const found = await waitingNamed(child, handOverNo);
    const refusal = found && refusalOf(actor, { action: 'answer hand-over', ...found });
    if (found === undefined || refusal !== undefined) return notDone(refusal ?? settledAlready);
    if (answer !== 'accepted' && answer !== 'declined') return notDone(noAnswer);
    const by = { accountId: actor.accountId, at: now };
    if (answer === 'declined') {
      surely(await settleHandOver(tx, ticket, found.no, answer, by));
      return done(answer);
    }
    const unable = child.isClosed ? changedSince : whyNotAccept(child, found);
    if (unable !== undefined) return notDone(unable);
    surely(await settleHandOver(tx, ticket, found.no, answer, by));
    if (found.kind === 'lead') surely(await giveLead(tx, ticket, found.toInvolvementNo ?? 0));
    else await passWork(child, found);
    return done(answer);
  });
}

function whyNotAccept({ works, today }: OnChild, found: HandOver): Fault | undefined {
  const from = works.find((one) => one.no === found.involvementNo);
  if (from === undefined || !from.isFounded || hasEnded(from.endedOn, today)) return changedSince;
  if (found.kind === 'lead') {
    const to = works.find((one) => one.no === found.toInvolvementNo);
    return from.isLead && to !== undefined && to.endedOn === null ? undefined : changedSince;
  }
  const isThere = works.some(
    (one) =>
      one.no !== from.no &&
      one.teamId === found.toTeamId &&
      one.practitionerId === found.toPractitionerId &&
      !hasEnded(one.endedOn, today),
  );
  return isThere ? thereAlready : undefined;
}

// What was ends, and what follows begins the same day: the history keeps both.
async function passWork({ tx, ticket, works, today, now, actor }: OnChild, found: HandOver): Promise<void> {
  const from = works.find((one) => one.no === found.involvementNo);
  if (from === undefined) throw new Error('What was handed over is not there');
  surely(await endWork(tx, ticket, from, today < from.startedOn ? from.startedOn : today));
  const { isLead, assessmentExists, basis } = from;
  const isSameTeam = from.teamId === found.toTeamId;
  const toPerson = found.toPractitionerId !== null;
  await beginWork(
    tx,
    ticket,
    {
      isLead,
      assessmentExists,
      basis,
      teamId: found.toTeamId,
      practitionerId: found.toPractitionerId,
      startedOn: today,
      reachedBy: toPerson ? 'own' : 'team',
      telephone: null,
      email: null,
      confirmedOn: today, // whoever accepts has just said that they are reached so
    },
    isSameTeam ? null : now, // a colleague of the same service is nobody who joined
  );
  await settleHandOvers(tx, ticket, from.no, 'overtaken', { accountId: actor.accountId, at: now });
}

async function waitingNamed({ tx, ticket, actor }: OnChild, handOverNo: number | undefined) {
  const waiting = await readWaiting(tx, ticket, actor.practitionerId);
  return waiting.find((one) => one.no === handOverNo);
}

const noReceiver: Fault = { kind: 'invalid', field: 'to', says: 'Select who is to take over' };
const noLeader: Fault = { ...noReceiver, field: 'leader', says: 'Select who is to lead' };
const noAnswer: Fault = { ...noReceiver, field: 'answer', says: 'Accept or decline' };

const offeredAlready: Fault = {
  kind: 'stale',
  says: 'This is offered to somebody already, who has not answered. Take that back first. Nothing was changed.',
};

const settledAlready: Fault = { kind: 'stale', says: 'That was answered or taken back already.' };

const thereAlready: Fault = {
  kind: 'stale',
  says: 'The one who would take over is recorded with this child already. End that first. Nothing was changed.',
};
