import { ageOn, londonDay, type Day } from '../domain/calendar.ts';
import { wordingFor, type Wording } from '../domain/family-words.ts';
import type { Act } from '../domain/log.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { CopyPart } from '../domain/record-copy.ts';
import {
  afterWithdrawal,
  faultsInStay,
  noticesDue,
  stayRefusedBy,
  staysUntil,
  type StayTyped,
} from '../domain/staying.ts';
import type { Transaction } from '../store/connection.ts';
import { endStay, letStay, readStay } from '../store/staying.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { aboutOf, findFamilyMember, type FamilyMember } from './family-sign-in.ts';
import type { FormOutcome } from './organisations.ts';
import { copyRecord } from './record-copy.ts';

/** When the record goes, as its young person is told. */
export type OwnLeaving = {
  readonly wording: Wording;
  readonly leavesOn: Day;
  /** Until when they chose to stay; null where they did not. */
  readonly stays: Day | null;
  /** In the last six months they are told, and may choose to stay; until when that would be, or why not. */
  readonly isTold: boolean;
  readonly mayStayUntil: Day | null;
};

/** When the record goes. For its young person alone: nobody else is told. */
export async function seeOwnLeaving(context: ServiceContext, secret: string): Promise<Outcome<OwnLeaving>> {
  return asYoungPerson(context, secret, 'family sees leaving', async (tx, member, today) => {
    const facts = stayFacts(member);
    const mayStay = stayRefusedBy(facts, today) === undefined;
    return done({
      wording: wordingFor('young person', ageOn(facts.dateOfBirth, today)),
      leavesOn: facts.leavesOn,
      stays: await readStay(tx, member.key.childId),
      isTold: noticesDue(facts.leavesOn, today).length > 0,
      mayStayUntil: mayStay ? staysUntil(facts) : null,
    });
  });
}

/** The young person chooses to stay for another year, by their own word alone. Which of the two groups they are of is not asked. */
export async function askToStay(
  context: ServiceContext,
  secret: string,
  typed: StayTyped,
): Promise<FormOutcome<'stays'>> {
  const faults = faultsInStay(typed);
  if (faults.length > 0) return { ok: false, faults };
  return asYoungPerson(context, secret, 'ask to stay', async (tx, member, today) => {
    const facts = stayFacts(member);
    const refused = stayRefusedBy(facts, today);
    if (refused !== undefined) return failed(refused);
    const stays = await letStay(tx, member.key.childId, facts.leavesOn, staysUntil(facts));
    return stays ? done('stays') : failed(changedSince);
  });
}

/** The young person withdraws: from 18 on the record is closed in the same moment, and removed with the next round. */
export async function withdrawStay(context: ServiceContext, secret: string): Promise<Outcome<'ended'>> {
  return asYoungPerson(context, secret, 'end stay', async (tx, member, today) => {
    const ended = await endStay(tx, member.key.childId, afterWithdrawal(member.facts.dateOfBirth, today));
    return ended ? done('ended') : failed(changedSince);
  });
}

/** Everything that is held of the young person, for themselves. */
export async function downloadOwnRecord(
  context: ServiceContext,
  secret: string,
): Promise<Outcome<{ readonly name: string; readonly madeOn: Day; readonly parts: readonly CopyPart[] }>> {
  return asYoungPerson(context, secret, 'download own record', async (tx, { key, facts, who }, today) => {
    // Whoever finds the file learns no place of somebody who is kept safe.
    if (facts.shielded) return failed(keptSafe);
    const parts = await copyRecord(tx, key.childId, 'young person');
    return done({ name: who.givenNames, madeOn: today, parts });
  });
}

type YoungPersonsAct = Extract<
  Act,
  'family sees leaving' | 'ask to stay' | 'end stay' | 'download own record'
>;

async function asYoungPerson<Value>(
  { database, now }: ServiceContext,
  secret: string,
  act: YoungPersonsAct,
  work: (tx: Transaction, member: FamilyMember, today: Day) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const present = now();
  return database.transact(async (tx) => {
    const member = await findFamilyMember(tx, secret, present);
    if (member === undefined) return failed(signInAgain);
    const came = member.facts.isParent ? failed(onlyThemselves) : await work(tx, member, londonDay(present));
    const ended = came.ok
      ? ({ outcome: 'done' } as const)
      : ({ outcome: 'refused', why: came.fault.kind } as const);
    await recordAct(tx, present, { act, ...aboutOf(member.key), ...ended });
    return came;
  });
}

function stayFacts({ facts: { isParent, dateOfBirth, leavesOn, closed } }: FamilyMember) {
  return { isYoungPerson: !isParent, dateOfBirth, leavesOn, closed };
}

const signInAgain: Fault = { kind: 'stale', says: 'Sign in again.' };
const onlyThemselves: Fault = {
  kind: 'refused',
  says: 'This is for the young person alone. Nobody can choose it for them.',
};
const changedSince: Fault = {
  kind: 'stale',
  says: 'This was changed since you opened the page. Nothing was changed now.',
};
const keptSafe: Fault = {
  kind: 'refused',
  says: 'Your record is kept safe, so no file of it is made here. Ask the people who help you to show it to you.',
};
