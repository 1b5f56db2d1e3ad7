import type { Actor } from '../domain/actor.ts';
import type { Day } from '../domain/calendar.ts';
import { answerDueOn, reporterLearns } from '../domain/case.ts';
import { isCaseAnswer } from '../domain/case-words.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { findCase, readEvidence, readSources, type CaseSource, type MisuseCase } from '../store/case-file.ts';
import {
  addCaseSource,
  answerWhy,
  askWhy,
  findAccountDay,
  findQuestions,
  listCases,
  openCase,
  type CaseQuestion,
  type WaitingCase,
} from '../store/cases.ts';
import type { Transaction } from '../store/connection.ts';
import { listNewAlerts, moveAlertOn, type MisuseAlert } from '../store/misuse-alerts.ts';
import { noteDone, noteRefused, refused } from './administering.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import {
  evidenceOf,
  noSuchCase,
  tooLate,
  underCase,
  type AskedOfCase,
  type CaseEvidence,
} from './one-case.ts';
import type { ListPage } from './organisations.ts';

const alertsAtOnce = 200;
const onePage = 20;

/**
 * Takes up new alerts: a case for each user and day. Whoever something was found of is asked the same day why; whoever
 * was drawn by lot only if a reviewer wants to know. Nothing else happens by itself: nobody is suspended by a score.
 */
export async function takeUpAlerts({ database, now }: ServiceContext): Promise<void> {
  const present = now();
  const alerts = await database.look((tx) => listNewAlerts(tx, alertsAtOnce));
  for (const alert of alerts) await database.transact((tx) => takeUp(tx, alert, present));
}

async function takeUp(tx: Transaction, alert: MisuseAlert, present: Date): Promise<void> {
  const { alertId, accountId, day, randomDip } = alert;
  if (!(await moveAlertOn(tx, alertId, 'new', 'in a case'))) return; // another process was quicker
  const origin = randomDip ? 'random dip' : 'alert';
  const caseId = await open(tx, present, { accountId, day }, { origin, alertId, eventId: null });
  if (!randomDip) await ask(tx, caseId, accountId, present, null);
}

/** Opens a case where a family does not know who looked. The user is not told who asked; a reviewer decides whether to ask them. */
export async function openCaseFromFamily(
  tx: Transaction,
  context: ServiceContext,
  eventId: string,
): Promise<Outcome<number>> {
  return openFromEntry(tx, context, eventId, 'family');
}

/** Opens a case where a colleague reports an opening. */
export async function openCaseFromColleague(
  tx: Transaction,
  context: ServiceContext,
  eventId: string,
): Promise<Outcome<number>> {
  return openFromEntry(tx, context, eventId, 'colleague');
}

/** Opens a case where a reviewer finds that an opening in an emergency has to be asked about. */
export async function openCaseFromEmergency(
  tx: Transaction,
  context: ServiceContext,
  eventId: string,
): Promise<Outcome<number>> {
  return openFromEntry(tx, context, eventId, 'emergency opening');
}

/** What whoever reported an opening is told of the case. */
export async function readReporterLine(tx: Transaction, caseId: number): Promise<string | undefined> {
  const found = await findCase(tx, caseId);
  return found && reporterLearns(found.state, found.outcomes);
}

async function openFromEntry(
  tx: Transaction,
  { now }: ServiceContext,
  eventId: string,
  origin: 'family' | 'colleague' | 'emergency opening',
): Promise<Outcome<number>> {
  const whose = await findAccountDay(tx, eventId);
  if (whose === undefined) return failed(noSuchEntry);
  return done(await open(tx, now(), whose, { origin, alertId: null, eventId }));
}

type On = { readonly origin: string; readonly alertId: number | null; readonly eventId: string | null };

async function open(
  tx: Transaction,
  present: Date,
  { accountId, day }: { readonly accountId: number; readonly day: Day },
  on: On,
): Promise<number> {
  const { caseId, isNew } = await openCase(tx, accountId, day, present);
  await addCaseSource(tx, caseId, { ...on, cameAt: present });
  const entry = { act: 'open case', accountId: null, toAccount: accountId, outcome: 'done' } as const;
  await recordAct(tx, present, { ...entry, why: isNew ? on.origin : `${on.origin}, joined` });
  return caseId;
}

/** The cases that wait, oldest first, without those of the reviewer's own organisation. */
export async function seeCases(
  { database, now }: ServiceContext,
  actor: Actor,
  page: number,
): Promise<Outcome<ListPage<WaitingCase>>> {
  return database.transact(async (tx) => {
    const entry = { act: 'see cases' } as const;
    const fault = await refused(tx, actor, now(), { action: 'see cases' }, entry);
    if (fault !== undefined) return failed(fault);
    const found = await listCases(tx, actor, { limit: onePage + 1, offset: (page - 1) * onePage });
    await noteDone(tx, actor, now(), entry);
    return done({ rows: found.slice(0, onePage), page, hasMore: found.length > onePage });
  });
}

/** One case with what it stands on. */
export type SeenCase = MisuseCase & {
  readonly sources: readonly CaseSource[];
  readonly evidence: readonly CaseEvidence[];
};

/** One case, its evidence in time. The look itself is written down. */
export async function seeCase(
  context: ServiceContext,
  actor: Actor,
  caseId: number,
): Promise<Outcome<SeenCase>> {
  const request: AskedOfCase = (whose) => ({ action: 'see case', whose });
  return underCase(context, actor, caseId, request, async (tx, found) => {
    const [sources, rows] = [await readSources(tx, caseId), await readEvidence(tx, caseId)];
    return done({ ...found, sources, evidence: evidenceOf(rows) });
  });
}

/** Asks the user why, where they were not asked when the case was opened. */
export async function askWhyOpened(
  context: ServiceContext,
  actor: Actor,
  caseId: number,
): Promise<Outcome<'asked'>> {
  const request: AskedOfCase = (whose) => ({ action: 'ask why opened', whose });
  return underCase(context, actor, caseId, request, async (tx, { whose }) =>
    (await ask(tx, caseId, whose.accountId, context.now(), actor)) ? done('asked') : failed(tooLate),
  );
}

async function ask(
  tx: Transaction,
  caseId: number,
  toAccount: number,
  present: Date,
  by: Actor | null,
): Promise<boolean> {
  if (!(await askWhy(tx, caseId, present, answerDueOn(present)))) return false;
  if (by !== null) return true; // written down as the reviewer's act
  await recordAct(tx, present, { act: 'ask why opened', accountId: null, toAccount, outcome: 'done' });
  return true;
}

/** What the user is asked and has not answered. */
export async function questionsFor(
  { database }: ServiceContext,
  actor: Actor,
): Promise<readonly CaseQuestion[]> {
  return database.look((tx) => findQuestions(tx, actor.accountId));
}

/** What a user is asked about: when they looked, and the reason that they gave then. */
export type AskedWhy = Pick<MisuseCase, 'day' | 'answerDueOn' | 'answer'> & {
  readonly evidence: readonly Pick<CaseEvidence, 'eventId' | 'at' | 'act' | 'reason'>[];
};

/** The question to a user, who alone may see it. */
export async function seeQuestion(
  { database, now }: ServiceContext,
  actor: Actor,
  caseId: number,
): Promise<Outcome<AskedWhy>> {
  return database.transact(async (tx) => {
    const found = await findCase(tx, caseId);
    const fault = await questionRefused(tx, actor, now(), found);
    if (fault !== undefined || found === undefined) return failed(fault ?? noSuchCase);
    return done({ ...found, evidence: evidenceOf(await readEvidence(tx, caseId)) });
  });
}

/** Takes the user's answer, from the closed list, once. */
export async function sayWhyOpened(
  { database, now }: ServiceContext,
  actor: Actor,
  caseId: number,
  answer: string,
): Promise<Outcome<'said'>> {
  return database.transact(async (tx) => {
    const fault = await questionRefused(tx, actor, now(), await findCase(tx, caseId));
    if (fault !== undefined) return failed(fault);
    if (!isCaseAnswer(answer)) return failed(noAnswer);
    if (!(await answerWhy(tx, caseId, answer, now()))) return failed(tooLate);
    await noteDone(tx, actor, now(), { act: 'say why opened' }, answer);
    return done('said');
  });
}

async function questionRefused(tx: Transaction, actor: Actor, present: Date, found: MisuseCase | undefined) {
  const entry = { act: 'say why opened' } as const;
  if (found === undefined || found.askedAt === null) {
    await noteRefused(tx, actor, present, entry, 'no such question');
    return noSuchCase;
  }
  return refused(tx, actor, present, { action: 'say why opened', whose: found.whose }, entry);
}

const noSuchEntry: Fault = { kind: 'not-found', says: 'There is no such entry in the log.' };
const noAnswer: Fault = { kind: 'invalid', field: 'answer', says: 'Select why you opened it' };
