import type { Actor } from '../domain/actor.ts';
import { chaseAt, nextChased, waitsForAnswer } from '../domain/contact-request.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { serviceKinds } from '../domain/service-kinds.ts';
import {
  chaseRequest,
  countContactRequests,
  holdRequestsToChase,
  listContactRequests,
  noteRequestSeen,
  passRequestOn,
  readContactRequest,
  readSensitiveReceivers,
  settleRequest,
  type ContactRequest,
  type ToChase,
} from '../store/contact-requests.ts';
import { readReceivers } from '../store/hand-overs.ts';
import { recordAct, underTicket, type Receipt } from './authorise.ts';
import {
  changedSince,
  isFault,
  notDone,
  onChild,
  refusalOf,
  surely,
  type CareOutcome,
  type OnChild,
  type Receipted,
} from './care.ts';
import type { ServiceContext } from './context.ts';

const shownForMs = 30 * 24 * 3_600_000; // what became of one's own requests: ours

/** A request as its reader may see it. */
export type ShownRequest = Omit<ContactRequest, 'toTeam' | 'toPerson' | 'toTeamId' | 'receiver'> & {
  /** Who asks reads it, or who is asked. */
  readonly isMine: boolean;
  /** To whom it goes, where the reader may know; undefined where they may not. */
  readonly to: string | undefined;
};

/** Somebody to whom a request can be passed on. */
export type PassTo = { readonly value: string; readonly text: string };

/** What is asked of the actor or their team, and what they asked. Each child shown is written down. */
export async function seeContactRequests(
  { database, now }: ServiceContext,
  actor: Actor,
): Promise<Outcome<{ readonly list: readonly ShownRequest[]; readonly receipt: Receipt | undefined }>> {
  const { practitionerId } = actor;
  if (practitionerId === null) return done({ list: [], receipt: undefined });
  const present = now();
  const scope = { kind: 'caseload', practitionerId } as const;
  const asked = { act: 'see contact requests', request: { action: 'see contact requests' }, scope } as const;
  const shown = await database.transact((tx) =>
    underTicket(tx, actor, present, asked, async (ticket) => {
      const list = await listContactRequests(tx, ticket, new Date(present.getTime() - shownForMs));
      const childIds = [...new Set(list.map((one) => one.childId))];
      const answer = list.map((one) => shownTo(actor, one));
      return { answer, childIds, fields: ['name', 'date of birth'] };
    }),
  );
  return shown.ok ? done({ list: shown.value, receipt: shown.receipt }) : failed(shown.fault);
}

/** How many wait for the actor or their team, and how many of them too long: numbers, and no child. */
export async function contactRequestsWaiting({ database }: ServiceContext, actor: Actor) {
  const { practitionerId, accountId } = actor;
  if (practitionerId === null) return { waiting: 0, overdue: 0 };
  return database.look((tx) => countContactRequests(tx, practitionerId, accountId));
}

/** One request, and to whom it could be passed on. That whoever was asked has seen it is noted. */
export async function seeContactRequest(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  requestNo: number | undefined,
): Promise<Receipted<{ readonly request: ShownRequest; readonly passTo: readonly PassTo[] }>> {
  return onChild(context, actor, childId, { act: 'see contact request', how: 'to change' }, async (child) => {
    const found = await requestFor(child, requestNo, 'see contact request');
    if (isFault(found)) return notDone(found);
    const isMine = found.askedBy === actor.accountId;
    const isNews = !isMine && (found.state === 'asked' || found.state === 'passed on');
    if (isNews)
      await noteRequestSeen(child.tx, child.ticket, found.no, {
        accountId: actor.accountId,
        at: child.now,
      });
    const request = shownTo(actor, isNews ? { ...found, state: 'seen', stateAt: child.now } : found);
    const passTo = isMine
      ? []
      : (await receiversOf(child, found)).map(({ value, text }) => ({ value, text }));
    return done({ request, passTo });
  });
}

/** What is sent back with an answer: in which version it was shown, and to whom it is passed on. */
export type AnswerSent = { readonly answer: string; readonly version: number; readonly to: string };

/** Accepts, declines or passes on what was asked of the actor or their team. */
export async function answerContactRequest(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  requestNo: number | undefined,
  { answer, version, to }: AnswerSent,
): Promise<CareOutcome<'answered'>> {
  const asked = { act: 'answer contact request', how: 'to change' } as const;
  return onChild(context, actor, childId, asked, async (child) => {
    const found = await requestFor(child, requestNo, 'answer contact request');
    if (isFault(found)) return notDone(found);
    if (found.version !== version || !waitsForAnswer(found.state)) return notDone(changedSince);
    if (answer === 'passed on') return passOn(child, found, to);
    if (answer !== 'accepted' && answer !== 'declined') return notDone(noAnswer);
    const by = { accountId: actor.accountId, at: child.now };
    surely(await settleRequest(child.tx, child.ticket, found, answer, by));
    return done('answered');
  });
}

/** Ends one: the two have talked, as either says; or whoever asked takes it back. */
export async function endContactRequest(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  requestNo: number | undefined,
  { version, as }: { readonly version: number; readonly as: string },
): Promise<CareOutcome<'ended'>> {
  const asked = { act: 'end contact request', how: 'to change' } as const;
  return onChild(context, actor, childId, asked, async (child) => {
    const found = await requestFor(child, requestNo, 'end contact request');
    if (isFault(found)) return notDone(found);
    const isMine = found.askedBy === actor.accountId;
    const mayEnd = isMine ? as === 'done' || as === 'withdrawn' : as === 'done';
    const isOpen = waitsForAnswer(found.state) || found.state === 'accepted';
    if (found.version !== version || !isOpen) return notDone(changedSince);
    if (!mayEnd || !(as === 'done' || as === 'withdrawn')) return notDone(noAnswer);
    const by = { accountId: actor.accountId, at: child.now };
    surely(await settleRequest(child.tx, child.ticket, found, as, by));
    return done('ended');
  });
}

const chasedAtOnce = 500;

/** Reminds, and tells the team and then the team that manages, of what has waited too long: by the clock, under nobody's name. */
export async function chaseContactRequests({ database, now }: ServiceContext): Promise<number> {
  const present = now();
  return database.transact(async (tx) => {
    const due = await holdRequestsToChase(tx, present, chasedAtOnce);
    for (const one of due) await chaseRequest(tx, one, nextChased(one.chased), nextDue(one));
    if (due.length > 0)
      await recordAct(tx, present, {
        act: 'chase contact requests',
        accountId: null,
        outcome: 'done',
        counts: { requests: due.length },
      });
    return due.length;
  });
}

// From when this step was due, not from when the clock came round to it.
function nextDue({ urgency, chased, chaseAt: due }: ToChase): Date | null {
  const zero = new Date(0);
  const step = chaseAt(urgency, chased, zero);
  const next = chased === 'team' ? null : chaseAt(urgency, nextChased(chased), zero);
  return step === null || next === null ? null : new Date(due.getTime() + next.getTime() - step.getTime());
}

type Asking = 'see contact request' | 'answer contact request' | 'end contact request';

async function requestFor(
  { tx, ticket, actor }: OnChild,
  requestNo: number | undefined,
  action: Asking,
): Promise<ContactRequest | Fault> {
  const { practitionerId } = actor;
  const found =
    requestNo === undefined || practitionerId === null
      ? undefined
      : await readContactRequest(tx, ticket, requestNo, practitionerId);
  if (found === undefined || (found.kind === 'other child' && found.askedBy === actor.accountId))
    return noSuchRequest;
  return refusalOf(actor, { action, askedBy: found.askedBy, receiver: found.receiver }) ?? found;
}

async function passOn(child: OnChild, request: ContactRequest, to: string): Promise<CareOutcome<'answered'>> {
  const receiver = (await receiversOf(child, request)).find(({ value }) => value === to);
  if (receiver === undefined) return notDone(noReceiver);
  const next = chaseAt(request.urgency, 'not yet', child.now);
  const by = { accountId: child.actor.accountId, at: child.now };
  const passed = await passRequestOn(child.tx, child.ticket, request, { ...receiver, chaseAt: next }, by);
  return passed ? done('answered') : notDone(askedThereAlready);
}

type Receiver = PassTo & { readonly teamId: number; readonly practitionerId: number | null };

// The relay passes on to services that are not named; everybody else within their own organisation.
async function receiversOf(child: OnChild, request: ContactRequest): Promise<readonly Receiver[]> {
  const { tx, ticket, actor, today } = child;
  const sensitive =
    actor.organisationKind === 'contact relay' && request.kind === 'relayed' && !request.isShielded
      ? await readSensitiveReceivers(tx, ticket, today)
      : [];
  const within =
    request.toTeamId === null ? [] : await readReceivers(tx, request.toTeamId, actor.practitionerId);
  return [
    ...sensitive.map(({ teamId, name, serviceKind }) => ({
      value: `team-${teamId}`,
      text: `${name}, ${serviceKinds[serviceKind].name}`,
      teamId,
      practitionerId: null,
    })),
    ...within.map(({ kind, id, name, detail }) => ({
      value: `${kind}-${id}`,
      text: `${name}, ${detail}`,
      teamId: kind === 'person' ? (request.toTeamId ?? 0) : id,
      practitionerId: kind === 'person' ? id : null,
    })),
  ];
}

// Who asks reads a name only where the record shows it: not of a blind request, and not once a shield stands.
function shownTo({ accountId }: Actor, request: ContactRequest): ShownRequest {
  const { toTeam, toPerson, receiver: _, toTeamId: __, ...rest } = request;
  const isMine = request.askedBy === accountId;
  const isBlind = isMine && (request.kind !== 'named' || request.isShielded);
  const to = [toPerson, toTeam].filter((word) => word !== null).join(', ');
  return { ...rest, isMine, to: isBlind ? undefined : to };
}

const noSuchRequest: Fault = {
  kind: 'not-found',
  says: 'That request is not here. It may be over, or for somebody else.',
};
const noAnswer: Fault = { kind: 'invalid', says: 'That is no answer to a request. Nothing was changed.' };
const noReceiver: Fault = { kind: 'invalid', field: 'to', says: 'Select to whom you pass it on' };
const askedThereAlready: Fault = {
  kind: 'stale',
  says: 'The same is asked of them already, or this was answered since. Nothing was changed.',
};
