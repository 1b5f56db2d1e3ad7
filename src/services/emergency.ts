import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import { fieldsShown, withhold } from '../domain/child-record.ts';
import {
  isEmergency,
  isEmergencyFinding,
  isFamilyTelling,
  opensUntil,
  reviewedBy,
} from '../domain/emergency.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { readStoredRecord } from '../store/child-records.ts';
import {
  addEmergencyOpening,
  findOpenUntil,
  holdEmergency,
  keepEmergencyReview,
  keepEventOfEmergency,
  listEmergencies,
  type EmergencyToReview,
} from '../store/emergency-openings.ts';
import { noteDone, noteRefused, refused } from './administering.ts';
import { underTicket, type Shown } from './authorise.ts';
import { openCaseFromEmergency } from './cases.ts';
import { desksFor, noSuchRecord, readerOf, type OpenedRecord } from './child-record.ts';
import type { ServiceContext } from './context.ts';
import type { FormOutcome, ListPage } from './organisations.ts';

/** Opens a shielded record for a quarter of an hour. Shows nothing yet; that it was opened is reviewed the next working day. */
export async function openInEmergency(
  { database, now }: ServiceContext,
  actor: Actor,
  childId: number,
  because: string,
): Promise<Outcome<'opened'>> {
  const present = now();
  return database.transact(async (tx) => {
    const asked = {
      act: 'open shielded record',
      request: { action: 'open shielded record', because },
      scope: { kind: 'one child', childId },
    } as const;
    const opened = await underTicket(
      tx,
      actor,
      present,
      asked,
      async (ticket): Promise<Shown<number | undefined>> => {
        const emergencyId = isEmergency(because)
          ? await addEmergencyOpening(tx, ticket, {
              accountId: actor.accountId,
              because,
              openedAt: present,
              openUntil: opensUntil(present),
              reviewDueOn: reviewedBy(present),
            })
          : undefined;
        return emergencyId === undefined
          ? { answer: undefined, childIds: [], fields: [], refusedBecause: 'no shield' }
          : { answer: emergencyId, childIds: [childId], fields: [] };
      },
    );
    if (!opened.ok) return opened;
    if (opened.value === undefined) return failed(notShielded);
    await keepEventOfEmergency(tx, opened.value, opened.receipt.eventId);
    return done('opened');
  });
}

/** A shielded record while it is open to this person. */
export type EmergencyRecord = Omit<OpenedRecord, 'isFirstOutsideList'> & { readonly openUntil: Date };

/** The record that the actor has opened in an emergency; each look is written down. */
export async function seeInEmergency(
  { database, now }: ServiceContext,
  actor: Actor,
  childId: number,
): Promise<Outcome<EmergencyRecord>> {
  const present = now();
  const today = londonDay(present);
  return database.transact(async (tx) => {
    const openUntil = await findOpenUntil(tx, childId, actor.accountId, present);
    const asked = {
      act: 'see shielded record',
      request: { action: 'see shielded record', isOpen: openUntil !== null },
      scope: { kind: 'one child', childId },
    } as const;
    const seen = await underTicket(tx, actor, present, asked, async (ticket) => {
      const read = await readStoredRecord(tx, ticket, actor, today);
      if (read === undefined) return { answer: undefined, childIds: [], fields: [] };
      const record = withhold({ ...read.stored, shielded: false }, readerOf(ticket.grant), today);
      const answer = { record, desks: desksFor(read, record), relay: read.relay };
      return { answer, childIds: [childId], fields: fieldsShown(record) };
    });
    if (!seen.ok) return seen;
    if (seen.value === undefined || openUntil === null) return failed(noSuchRecord);
    return done({ ...seen.value, openUntil, receipt: seen.receipt });
  });
}

const onePage = 20;

/** The openings that wait for a review, those due first; none by people of the reviewer's own organisation. */
export async function seeEmergencies(
  { database, now }: ServiceContext,
  actor: Actor,
  page: number,
): Promise<Outcome<ListPage<EmergencyToReview>>> {
  return database.transact(async (tx) => {
    const entry = { act: 'see emergency openings' } as const;
    const fault = await refused(tx, actor, now(), { action: 'see emergency openings' }, entry);
    if (fault !== undefined) return failed(fault);
    const limit = onePage + 1;
    const found = await listEmergencies(tx, actor.organisationId, { limit, offset: (page - 1) * onePage });
    await noteDone(tx, actor, now(), entry);
    return done({ rows: found.slice(0, onePage), page, hasMore: found.length > onePage });
  });
}

/** Takes what a reviewer found of one opening, and whether the family is told. What has to be asked about becomes a case. */
export async function reviewEmergency(
  context: ServiceContext,
  actor: Actor,
  emergencyId: number,
  typed: { readonly finding: string; readonly family: string },
): Promise<FormOutcome<'reviewed'>> {
  const faults = reviewFaults(typed);
  if (faults.length > 0) return { ok: false, faults };
  const present = context.now();
  return context.database.transact(async (tx) => {
    const held = await holdEmergency(tx, emergencyId);
    if (held === undefined) {
      await noteRefused(tx, actor, present, { act: 'review emergency opening' }, 'reviewed already');
      return failed(reviewedAlready);
    }
    const entry = { act: 'review emergency opening', toAccount: held.whose.accountId } as const;
    const request = { action: 'review emergency opening', whose: held.whose } as const;
    const fault = await refused(tx, actor, present, request, entry);
    if (fault !== undefined) return failed(fault);
    await keepEmergencyReview(tx, emergencyId, actor.accountId, present, typed);
    if (typed.finding === 'to be asked' && held.eventId !== null)
      await openCaseFromEmergency(tx, context, held.eventId);
    await noteDone(tx, actor, present, entry, typed.finding);
    return done('reviewed');
  });
}

function reviewFaults({
  finding,
  family,
}: {
  readonly finding: string;
  readonly family: string;
}): readonly Fault[] {
  return [
    ...(isEmergencyFinding(finding) ? [] : [noFinding]),
    ...(isFamilyTelling(family) ? [] : [noTelling]),
  ];
}

const notShielded: Fault = {
  kind: 'stale',
  says: 'No shield stands on this record now: open it as any other, from the search.',
};
const reviewedAlready: Fault = {
  kind: 'stale',
  says: 'This was reviewed already, or nothing waits here any more. Nothing was changed.',
};
const noFinding: Fault = { kind: 'invalid', field: 'finding', says: 'Select what you found' };
const noTelling: Fault = { kind: 'invalid', field: 'family', says: 'Select whether the family is told' };
