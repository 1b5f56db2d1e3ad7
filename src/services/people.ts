import type { Actor } from '../domain/actor.ts';
import { addDays, londonDay } from '../domain/calendar.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { OrganisationKind } from '../domain/organisation-kinds.ts';
import { readRenewal, type RenewalTyped } from '../domain/renewal.ts';
import { findChanges, type KeptChange } from '../store/account-changes.ts';
import type { Transaction } from '../store/connection.ts';
import { findLastPass, type CoursePass } from '../store/course-passes.ts';
import { findEnrolment, type KeptEnrolment } from '../store/enrolments.ts';
import {
  findPerson,
  findTraces,
  listPeople,
  type KeptPerson,
  type ListedPerson,
  type PeopleWanted,
} from '../store/people.ts';
import { findTeamsOf, type OrganisationTeam } from '../store/organisations.ts';
import { applyRenewal, decideRenewal, findRenewals, insertRenewal } from '../store/renewals.ts';
import { decidedAlready, noteDone, noteRefused, refused } from './administering.ts';
import { nobodyLikeThat } from './budgets.ts';
import type { ServiceContext } from './context.ts';
import { soonDays, type FormOutcome, type ListPage } from './organisations.ts';

const onePage = 20;
const mostPages = 2000;

/** The people of the administrator's own organisation. */
export async function seePeople(
  { database, now }: ServiceContext,
  { organisationId }: Actor,
  wanted: PeopleWanted,
  page: number,
): Promise<Outcome<ListPage<ListedPerson>>> {
  if (!Number.isInteger(page) || page < 1 || page > mostPages)
    return failed({ kind: 'not-found', says: 'There is no such page of this list.' });
  const today = londonDay(now());
  const rows = { limit: onePage + 1, offset: (page - 1) * onePage };
  const days = { today, soon: addDays(today, soonDays) };
  const found = await database.look((tx) => listPeople(tx, organisationId, wanted, days, rows));
  return done({ rows: found.slice(0, onePage), page, hasMore: found.length > onePage });
}

/** All that is shown of one person; never where they live. */
export type SeenPerson = KeptPerson &
  Awaited<ReturnType<typeof findTraces>> & {
    readonly enrolment: KeptEnrolment | undefined;
    readonly renewals: Awaited<ReturnType<typeof findRenewals>>;
    readonly changes: readonly KeptChange[];
    readonly coursePass: CoursePass | undefined;
    /** Of their organisation: what a role or a team can be changed to. */
    readonly organisationKind: OrganisationKind;
    readonly teams: readonly OrganisationTeam[];
  };

/** One person with what their account hangs on. */
export async function seePerson(
  { database, now }: ServiceContext,
  actor: Actor,
  accountId: number,
): Promise<Outcome<SeenPerson>> {
  return database.transact(async (tx) => {
    const person = await findPerson(tx, accountId);
    if (person === undefined) return failed(nobodyLikeThat);
    const entry = { act: 'refused route', toAccount: accountId } as const;
    const fault = await refused(tx, actor, now(), { action: 'see person', whose: person }, entry);
    if (fault !== undefined) return failed(fault);
    const enrolment = await findEnrolment(tx, accountId);
    const renewals = await findRenewals(tx, accountId);
    const changes = await findChanges(tx, accountId);
    const coursePass = await findLastPass(tx, accountId);
    const teams = await findTeamsOf(tx, person.organisationId);
    const traces = await findTraces(tx, accountId);
    return done({ ...person, ...traces, enrolment, renewals, changes, coursePass, teams });
  });
}

/** Records a new security check, which waits for another administrator, or training, which counts at once. */
export async function recordRenewal(
  { database, now }: ServiceContext,
  actor: Actor,
  accountId: number,
  typed: RenewalTyped,
): Promise<FormOutcome<'recorded'>> {
  const present = now();
  return database.transact(async (tx) => {
    const person = await findPerson(tx, accountId);
    if (person === undefined) return failed(nobodyLikeThat);
    const entry = {
      act: 'record renewal',
      organisation: person.organisationId,
      toAccount: accountId,
    } as const;
    const fault = await refused(tx, actor, present, { action: 'record renewal', whose: person }, entry);
    if (fault !== undefined) return failed(fault);
    const read = readRenewal(typed, londonDay(present));
    if (!read.ok) return read;
    const proposed = { by: actor.accountId, at: present };
    if (!(await insertRenewal(tx, accountId, read.value, proposed))) {
      await noteRefused(tx, actor, present, entry, 'one waits');
      return failed(oneWaits);
    }
    if (read.value.kind === 'training') await applyRenewal(tx, accountId, read.value);
    await noteDone(tx, actor, present, entry, read.value.kind);
    return done('recorded');
  });
}

/** Approves or refuses the security check that another administrator recorded. Once. */
export async function settleRenewal(
  { database, now }: ServiceContext,
  actor: Actor,
  accountId: number,
  decision: 'approved' | 'refused',
): Promise<Outcome<'decided'>> {
  const present = now();
  return database.transact(async (tx) => {
    const person = await findPerson(tx, accountId);
    if (person === undefined) return failed(nobodyLikeThat);
    const entry = {
      act: 'decide renewal',
      organisation: person.organisationId,
      toAccount: accountId,
    } as const;
    const waits = (await findRenewals(tx, accountId)).find(({ state }) => state === 'proposed');
    if (waits === undefined) return noteAndFail(tx, actor, present, entry);
    const { proposedBy } = waits;
    const fault = await refused(
      tx,
      actor,
      present,
      { action: 'decide renewal', whose: person, proposedBy },
      entry,
    );
    if (fault !== undefined) return failed(fault);
    const decided = await decideRenewal(tx, accountId, { by: actor.accountId, at: present, as: decision });
    if (decided === undefined) return noteAndFail(tx, actor, present, entry);
    if (decision === 'approved') await applyRenewal(tx, accountId, decided);
    await noteDone(tx, actor, present, entry, decision);
    return done('decided');
  });
}

async function noteAndFail(
  tx: Transaction,
  actor: Actor,
  now: Date,
  entry: Parameters<typeof noteRefused>[3],
) {
  await noteRefused(tx, actor, now, entry, 'decided before');
  return failed(decidedAlready);
}

const oneWaits: Fault = {
  kind: 'stale',
  says: 'A security check of this person waits for a second administrator already. Nothing was changed.',
};
