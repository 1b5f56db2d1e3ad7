import { randomBytes } from 'node:crypto';
import { codeFrom, tidyActivationCode } from '../domain/activation.ts';
import type { Actor } from '../domain/actor.ts';
import { londonDay, type Day } from '../domain/calendar.ts';
import { faultsInInvitation, invitationLastsMs, type InvitationTyped } from '../domain/family.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { Transaction } from '../store/connection.ts';
import { putInvitation, readWhomToInvite, secondInvitation } from '../store/family-invitations.ts';
import type { OneChild, Ticket } from '../store/ticket.ts';
import { noSuchRecord, underTicket, type Receipt, type Shown } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { maskSubject } from './credentials.ts';
import type { FormOutcome } from './organisations.ts';

/** Who may be invited to a record: the young person, and the carers who may have parental responsibility. */
export type Invitable = {
  readonly name: string;
  readonly dateOfBirth: Day;
  readonly carers: readonly {
    readonly value: string;
    readonly name: string;
    readonly relationship: string;
  }[];
  /** Invitations that another person has to second. */
  readonly waiting: readonly { readonly no: number; readonly name: string; readonly isOwn: boolean }[];
};

/** What is printed for the person, once: the code is not kept in clear. None yet where somebody has to second it. */
export type Invitation = {
  readonly paper: Paper | undefined;
  readonly receipt: Receipt;
};

/** What stands on the paper. */
export type Paper = { readonly userName: string; readonly code: string; readonly until: Day };

/** Whom a record keeper may invite to this record. */
export async function seeWhomToInvite(
  context: ServiceContext,
  actor: Actor,
  childId: number,
): Promise<Outcome<Invitable & { readonly receipt: Receipt }>> {
  const seen = await asKeeper(context, actor, childId, async (found) => ({ ok: true, value: found }));
  if (!seen.ok) return failed(seen.faults[0] ?? noSuchRecord);
  return done({ ...seen.value.value, receipt: seen.value.receipt });
}

/** Issues a one-time invitation. The same person's account, where there is one, ends: proving anew is the only recovery. */
export async function inviteFamily(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  typed: InvitationTyped,
): Promise<FormOutcome<Invitation>> {
  const at = context.now();
  const fresh = newPaper(context, at);
  const userName = `family-${codeFrom(randomBytes(12)).slice(0, 9).toLowerCase()}`; // 40 bits: no two alike
  const given = await asKeeper(context, actor, childId, async (found, tx, ticket) => {
    const faults = faultsInInvitation(typed, found.dateOfBirth, londonDay(at));
    const carer = found.carers.find(({ value }) => value === typed.whom);
    if (faults.length > 0) return { ok: false, faults };
    if (carer === undefined && typed.whom !== 'child') return { ok: false, faults: [notOnRecord] };
    const { identity, handOver } = typed;
    const needsTwo = carer !== undefined && (typed.disputed || !carer.isSure);
    const { codeHash, expiresAt } = fresh;
    await putInvitation(tx, ticket, {
      personId: carer?.personId ?? null,
      userName,
      identity,
      responsibility: carer === undefined ? null : typed.responsibility,
      handOver,
      by: actor.accountId,
      at,
      codeHash: needsTwo ? null : codeHash,
      expiresAt,
    });
    return { ok: true, value: needsTwo ? undefined : { ...fresh.paper, userName } };
  });
  if (!given.ok) return given;
  return done({ paper: given.value.value, receipt: given.value.receipt });
}

/** Seconds an invitation that a colleague issued in a disputed case; only then there is a paper. */
export async function secondFamilyInvitation(
  context: ServiceContext,
  actor: Actor,
  childId: number,
  familyNo: number,
): Promise<FormOutcome<Invitation>> {
  const { codeHash, expiresAt, paper } = newPaper(context, context.now());
  const given = await asKeeper(context, actor, childId, async (_, tx, ticket) => {
    const put = { familyNo, by: actor.accountId, codeHash, expiresAt };
    const userName = await secondInvitation(tx, ticket, put);
    return userName === undefined
      ? { ok: false, faults: [notYours] }
      : { ok: true, value: { ...paper, userName } };
  });
  if (!given.ok) return given;
  return done({ paper: given.value.value, receipt: given.value.receipt });
}

/** What of an invitation's code is kept: under a key, so that whoever has the database cannot try codes on it. */
export function hashFamilyCode(typed: string, pepper: Buffer): Buffer {
  return maskSubject('family code', tidyActivationCode(typed), pepper);
}

function newPaper({ secrets }: ServiceContext, at: Date) {
  const code = codeFrom(randomBytes(12)); // 60 bits
  const expiresAt = new Date(at.getTime() + invitationLastsMs);
  return {
    codeHash: hashFamilyCode(code, secrets.pepper),
    expiresAt,
    paper: { code, until: londonDay(expiresAt) },
  };
}

type Found = Omit<Invitable, 'carers'> & {
  readonly carers: readonly (Invitable['carers'][number] & {
    readonly personId: number | null;
    readonly isSure: boolean;
  })[];
};
type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly faults: readonly Fault[] };
type Work<Value> = (found: Found, tx: Transaction, ticket: Ticket<OneChild>) => Promise<Answer<Value>>;

async function asKeeper<Value>(
  { database, now }: ServiceContext,
  actor: Actor,
  childId: number,
  work: Work<Value>,
): Promise<Answer<{ readonly value: Value; readonly receipt: Receipt }>> {
  const act = {
    act: 'invite family',
    request: { action: 'invite family' },
    scope: { kind: 'one child', childId },
  } as const;
  const shown = await database.transact((tx) =>
    underTicket(tx, actor, now(), act, async (ticket): Promise<Shown<Answer<Value>>> => {
      const found = await readInvitable(tx, ticket, actor);
      if (found === undefined)
        return {
          answer: { ok: false, faults: [noSuchRecord] },
          childIds: [],
          fields: [],
          refusedBecause: 'not-found',
        };
      const answer = await work(found, tx, ticket);
      const fields = ['name', 'date of birth', 'carers'];
      if (answer.ok) return { answer, childIds: [childId], fields };
      return { answer, childIds: [], fields: [], refusedBecause: answer.faults[0]?.kind ?? 'invalid' };
    }),
  );
  if (!shown.ok) return { ok: false, faults: [shown.fault] };
  const { value: answer, receipt } = shown;
  return answer.ok ? { ok: true, value: { value: answer.value, receipt } } : answer;
}

async function readInvitable(
  tx: Transaction,
  ticket: Ticket<OneChild>,
  actor: Actor,
): Promise<Found | undefined> {
  const read = await readWhomToInvite(tx, ticket);
  if (read === undefined) return undefined;
  const { given_names: givenNames, family_name: familyName, date_of_birth: dateOfBirth } = read.child;
  return {
    name: `${givenNames} ${familyName}`,
    dateOfBirth,
    carers: read.carers.map((row) => ({
      value: String(row.carer_no),
      personId: row.person_id,
      name: nameOf(row),
      relationship: row.relationship,
      isSure: row.parental_responsibility === 'yes',
    })),
    waiting: read.waiting.map((row) => ({
      no: row.family_no,
      name: nameOf(row),
      isOwn: row.invited_by === actor.accountId,
    })),
  };
}

function nameOf(row: { readonly given_names: string | null; readonly family_name: string | null }): string {
  return `${row.given_names ?? ''} ${row.family_name ?? ''}`.trim();
}

const notOnRecord: Fault = { kind: 'invalid', field: 'whom', says: 'Choose somebody of this list' };
const notYours: Fault = {
  kind: 'refused',
  says: 'It waits for another record keeper than the one who asked, and no longer where one has answered.',
};
