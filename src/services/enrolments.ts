import { randomBytes } from 'node:crypto';
import { codeFrom, codeLastsMs, tidyActivationCode } from '../domain/activation.ts';
import type { Actor } from '../domain/actor.ts';
import { londonDay, showDay, type Day } from '../domain/calendar.ts';
import { readEnrolment, type EnrolmentAsked, type EnrolmentTyped } from '../domain/enrolment.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { isRole, roles } from '../domain/roles.ts';
import { putActivationCode } from '../store/activations.ts';
import { deleteMark } from '../store/barred.ts';
import type { Transaction } from '../store/connection.ts';
import {
  decideEnrolment,
  enrol,
  findEnrolment,
  findWaiting,
  insertProposal,
  refuseProposal,
  type KeptEnrolment,
} from '../store/enrolments.ts';
import { findOrganisation, findTeamsOf } from '../store/organisations.ts';
import { decidedAlready, noteDone, noteRefused, refused } from './administering.ts';
import { isAccountBarred, markProposed } from './barring.ts';
import { nobodyLikeThat } from './budgets.ts';
import type { ServiceContext } from './context.ts';
import { isCertificateOf } from './course.ts';
import { maskSubject } from './credentials.ts';
import type { FormOutcome } from './organisations.ts';

/** Proposes somebody for an account. Nobody gets in by it: another administrator decides. */
export async function proposeEnrolment(
  context: ServiceContext,
  actor: Actor,
  organisationId: number,
  typed: EnrolmentTyped,
): Promise<FormOutcome<number>> {
  const present = context.now();
  const today = londonDay(present);
  return context.database.transact(async (tx) => {
    const entry = { act: 'propose enrolment', organisation: organisationId } as const;
    // What is no role is said beside its box, not taken for somebody out of reach.
    const role = isRole(typed.role) ? typed.role : 'account administrator';
    const whose = { accountId: 0, organisationId, role };
    const fault = await refused(tx, actor, present, { action: 'propose enrolment', whose }, entry);
    if (fault !== undefined) return failed(fault);
    const organisation = await findOrganisation(tx, organisationId);
    if (organisation === undefined) return failed(nobodyLikeThat);
    if (isNotAccredited(organisation.accreditedUntil, today)) {
      await noteRefused(tx, actor, present, entry, 'accreditation');
      return failed(accreditFirst);
    }
    const teams = await findTeamsOf(tx, organisationId);
    const read = readEnrolment(typed, { kind: organisation.kind, teams }, today);
    if (!read.ok) return read;
    if (!isTrained(context, read.value, typed.courseCertificate))
      return { ok: false, faults: [certificateWrong] };
    const proposed = { by: actor.accountId, at: present };
    const accountId = await insertProposal(tx, organisationId, read.value, proposed);
    if (accountId === undefined) return { ok: false, faults: [nameTaken] };
    const { fullName, personal } = read.value;
    await markProposed(tx, context, accountId, { fullName, dateOfBirth: personal.dateOfBirth });
    await noteDone(tx, actor, present, { ...entry, toAccount: accountId });
    return done(accountId);
  });
}

// The online course ends with a certificate; of the others an administrator says that they were there.
function isTrained({ secrets }: ServiceContext, asked: EnrolmentAsked, certificate: string): boolean {
  const { trainingCourse, fullName, trainedOn } = asked;
  if (trainingCourse !== 'using contactpoint online') return true;
  return isCertificateOf(secrets, certificate, fullName, trainedOn);
}

const certificateWrong: Fault = {
  kind: 'invalid',
  field: 'courseCertificate',
  says: 'Certificate must be the one that the online course gave under this full name on this date',
};

/** Those of the administrator's reach who wait for a second administrator. */
export async function seeWaiting(
  { database }: ServiceContext,
  { organisationId }: Actor,
): Promise<readonly KeptEnrolment[]> {
  return database.look((tx) => findWaiting(tx, organisationId));
}

/** What came of a decision: on approval the activation code, which is told here and never again. */
export type Decided = { readonly enrolment: KeptEnrolment; readonly code: string | undefined };

/** Approves or refuses somebody whom another administrator proposed. Once: whoever comes second changes nothing. */
export async function settleEnrolment(
  context: ServiceContext,
  actor: Actor,
  accountId: number,
  decision: 'approved' | 'refused',
): Promise<Outcome<Decided>> {
  const present = context.now();
  return context.database.transact(async (tx) => {
    const enrolment = await findEnrolment(tx, accountId);
    if (enrolment === undefined) return failed(nobodyLikeThat);
    const { organisationId, role, proposedBy } = enrolment;
    const entry = { act: 'decide enrolment', organisation: organisationId, toAccount: accountId } as const;
    const request = {
      action: 'decide enrolment',
      whose: { accountId, organisationId, role },
      proposedBy,
    } as const;
    const fault = await refused(tx, actor, present, request, entry);
    if (fault !== undefined) return failed(fault);
    const refuse = async (why: string, says: Fault) => {
      await noteRefused(tx, actor, present, entry, why);
      return failed(says);
    };
    if (decision === 'approved' && isNotAccredited(enrolment.accreditedUntil, londonDay(present)))
      return refuse('accreditation', accreditFirst);
    const barred = decision === 'approved' ? await isAccountBarred(tx, context, accountId) : null;
    if (barred !== null) return refuse('barred', barredUntil(barred));
    const decided = { by: actor.accountId, at: present, as: decision };
    if (!(await decideEnrolment(tx, accountId, decided))) return refuse('decided before', decidedAlready);
    await noteDone(tx, actor, present, entry, decision);
    if (decision === 'refused') {
      await refuseProposal(tx, accountId);
      await deleteMark(tx, accountId);
      return done({ enrolment, code: undefined });
    }
    await enrol(tx, accountId, roles[role].name);
    return done({ enrolment, code: await newCode(tx, context, actor, accountId) });
  });
}

/** Makes a new code for somebody who could not activate in time. The one before no longer works. */
export async function makeNewCode(
  context: ServiceContext,
  actor: Actor,
  accountId: number,
): Promise<Outcome<Decided>> {
  const present = context.now();
  return context.database.transact(async (tx) => {
    const enrolment = await findEnrolment(tx, accountId);
    if (enrolment === undefined) return failed(nobodyLikeThat);
    const { organisationId, role } = enrolment;
    const entry = {
      act: 'make activation code',
      organisation: organisationId,
      toAccount: accountId,
    } as const;
    const request = { action: 'make activation code', whose: { accountId, organisationId, role } } as const;
    const fault = await refused(tx, actor, present, request, entry);
    if (fault !== undefined) return failed(fault);
    if (enrolment.accountState !== 'enrolled') {
      await noteRefused(tx, actor, present, entry, enrolment.accountState);
      return failed(notWaiting);
    }
    return done({ enrolment, code: await newCode(tx, context, actor, accountId) });
  });
}

/** Makes a code and keeps its hash; for a caller that has asked policy. The code itself stands nowhere. */
export async function newCode(
  tx: Transaction,
  { now, secrets }: ServiceContext,
  actor: Actor,
  accountId: number,
): Promise<string> {
  const code = codeFrom(randomBytes(12));
  const at = now();
  const expiresAt = new Date(at.getTime() + codeLastsMs);
  const hash = hashActivationCode(code, secrets.pepper);
  await putActivationCode(tx, accountId, { hash, by: actor.accountId, at, expiresAt });
  await noteDone(tx, actor, at, { act: 'make activation code', toAccount: accountId });
  return code;
}

/** What of a code is kept: under a key, so that whoever has the database cannot try codes on it. */
export function hashActivationCode(typed: string, pepper: Buffer): Buffer {
  return maskSubject('activation', tidyActivationCode(typed), pepper);
}

function isNotAccredited(until: Day | null, today: Day): boolean {
  return until === null || until < today;
}

const accreditFirst: Fault = {
  kind: 'refused',
  says: 'This organisation is not accredited now. It has to be accredited before its people can have accounts.',
};
function barredUntil(day: Day): Fault {
  return {
    kind: 'refused',
    says: `This person’s access to ContactPoint was ended. They may have no account, under any employer, before ${showDay(day)}.`,
  };
}

const nameTaken: Fault = {
  kind: 'invalid',
  field: 'userName',
  says: 'That user name is taken: choose another',
};
const notWaiting: Fault = {
  kind: 'refused',
  says: 'This account does not wait to be activated, so that there is no code to make.',
};
