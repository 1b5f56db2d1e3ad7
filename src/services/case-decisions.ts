import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import { barredUntil, isSerious, readDecision, reportDueOn, type DecisionTyped } from '../domain/case.ts';
import { isAppealResult, isBreachEnd, isEmployerPunishment } from '../domain/case-words.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import {
  barAccount,
  closeAlertsOf,
  closeCase,
  confirmOutcome,
  endBreachClock,
  hearAppeal,
  keepReport,
  proposeOutcome,
  sendCaseBack,
  suspendUser,
} from '../store/case-steps.ts';
import type { MisuseCase } from '../store/case-file.ts';
import type { Transaction } from '../store/connection.ts';
import { endAccess } from './barring.ts';
import { tooLate, underCase, type AskedOfCase } from './one-case.ts';
import type { ServiceContext } from './context.ts';
import type { FormOutcome } from './organisations.ts';

/** Suspends the user of a case, in one step, from their next request on. A person does this: nothing does it by a score. */
export async function suspendInCase(
  context: ServiceContext,
  actor: Actor,
  caseId: number,
): Promise<Outcome<'suspended'>> {
  const request: AskedOfCase = (whose) => ({ action: 'suspend in case', whose });
  return underCase(context, actor, caseId, request, async (tx) => {
    const suspended = await suspendUser(tx, caseId, actor.accountId, context.now());
    return suspended === undefined ? failed(tooLate) : done('suspended');
  });
}

/** Decides a case: what is mild at once, what is serious as a proposal to a second reviewer. */
export async function decideCase(
  context: ServiceContext,
  actor: Actor,
  caseId: number,
  typed: DecisionTyped,
): Promise<FormOutcome<'decided' | 'proposed'>> {
  const read = readDecision(typed);
  if (!read.ok) return read;
  const [decided, present] = [read.value, context.now()];
  const request: AskedOfCase = (whose) => ({ action: 'decide case', whose });
  return underCase(context, actor, caseId, request, async (tx) => {
    const { accountId } = actor;
    if (decided.outcomes.includes('suspended')) await suspendUser(tx, caseId, accountId, present);
    if (isSerious(decided.outcomes))
      return (await proposeOutcome(tx, caseId, accountId, present, decided))
        ? done('proposed')
        : failed(tooLate);
    if (!(await closeCase(tx, caseId, accountId, present, decided))) return failed(tooLate);
    await closeAlertsOf(tx, caseId);
    return done('decided');
  });
}

/** The second of two reviewers agrees, which carries it out, or sends it back. */
export async function confirmCase(
  context: ServiceContext,
  actor: Actor,
  caseId: number,
  agrees: boolean,
): Promise<Outcome<'closed' | 'open'>> {
  const present = context.now();
  const request: AskedOfCase = (whose, { proposedBy }) => ({
    action: 'confirm case',
    whose,
    proposedBy: proposedBy ?? 0,
  });
  return underCase(context, actor, caseId, request, async (tx, { outcomes }) => {
    if (!agrees) return (await sendCaseBack(tx, caseId, actor.accountId)) ? done('open') : failed(tooLate);
    const accountId = await confirmOutcome(tx, caseId, actor.accountId, present, reportDueOn(present));
    if (accountId === undefined) return failed(tooLate);
    if (outcomes.includes('access ended')) {
      const today = londonDay(present);
      await barAccount(tx, accountId, caseId, today, barredUntil(today));
      await endAccess(tx, present);
    }
    await closeAlertsOf(tx, caseId);
    return done('closed');
  });
}

/** Keeps what the employer reports that it did. */
export async function takeEmployerReport(context: ServiceContext, actor: Actor, caseId: number, did: string) {
  if (!isEmployerPunishment(did)) return failed(noPunishment);
  return follow(context, actor, caseId, (tx) => keepReport(tx, caseId, context.now(), did));
}

/** Stops the 72-hour clock of a serious case. */
export async function stopBreachClock(context: ServiceContext, actor: Actor, caseId: number, as: string) {
  if (!isBreachEnd(as)) return failed(noBreachEnd);
  return follow(context, actor, caseId, (tx) => endBreachClock(tx, caseId, context.now(), as));
}

async function follow(
  context: ServiceContext,
  actor: Actor,
  caseId: number,
  step: (tx: Transaction) => Promise<boolean>,
): Promise<Outcome<'kept'>> {
  const request: AskedOfCase = (whose) => ({ action: 'follow case', whose });
  return underCase(context, actor, caseId, request, async (tx) =>
    (await step(tx)) ? done('kept') : failed(tooLate),
  );
}

/** Keeps what became of an appeal, which somebody heard who took no part in the decision. */
export async function takeAppeal(
  context: ServiceContext,
  actor: Actor,
  caseId: number,
  result: string,
): Promise<Outcome<'kept'>> {
  if (!isAppealResult(result)) return failed(noResult);
  const request: AskedOfCase = (whose, found) => ({ action: 'hear appeal', whose, decidedBy: partOf(found) });
  return underCase(context, actor, caseId, request, async (tx) =>
    (await hearAppeal(tx, caseId, actor.accountId, context.now(), result)) ? done('kept') : failed(tooLate),
  );
}

function partOf({ proposedBy, decidedBy, suspendedBy }: MisuseCase): readonly number[] {
  return [proposedBy, decidedBy, suspendedBy].filter((id) => id !== null);
}

const noPunishment: Fault = { kind: 'invalid', field: 'did', says: 'Select what the employer did' };
const noBreachEnd: Fault = { kind: 'invalid', field: 'as', says: 'Select how the clock was stopped' };
const noResult: Fault = { kind: 'invalid', field: 'result', says: 'Select what became of the appeal' };
