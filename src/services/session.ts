import { faultOf, standing } from '../domain/account-standing.ts';
import { presentAgreement } from '../domain/agreement.ts';
import type { Actor } from '../domain/actor.ts';
import { isStanding } from '../domain/mediation.ts';
import { hourOf, londonDay } from '../domain/calendar.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { runningOut, type RunningOut } from '../domain/running-out.ts';
import { sessionEndedBy, sessionOver, type SessionOver } from '../domain/session-end.ts';
import { isCovered, isDueToBeSeen, secondsLeft } from '../domain/sign-in.ts';
import type { Transaction } from '../store/connection.ts';
import { closeSession, findSession, markSeen, type KeptSession } from '../store/sessions.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { hashSecret } from './credentials.ts';

/** A session in use. */
export type Session = {
  readonly actor: Actor;
  /** Until it ends if nothing more is done. */
  readonly secondsLeft: number;
  readonly tokenTouchedAt: Date;
  /** Before this session; null at the first. */
  readonly lastSignIn: Date | null;
  readonly failuresSince: number;
  /** The organisation's machines are used by one after another. */
  readonly sharesMachines: boolean;
  /** Nothing is shown until the user gives a code. */
  readonly covered: boolean;
  /** The agreement has a new text: nothing else is shown until it is signed. */
  readonly agreementDue: boolean;
  /** What of the account runs out within 30 days. */
  readonly runsOut: readonly RunningOut[];
};

/**
 * Who a request is from, and what they may be now: the rights are read afresh each time, so that a suspension or a
 * lapse bites at the next request, and ends the session.
 */
export async function readSession(
  { database, now }: ServiceContext,
  sessionSecret: string,
): Promise<Outcome<Session, Fault | SessionOver>> {
  const secretHash = hashSecret(sessionSecret);
  const present = now();
  const counting = { today: londonDay(present), hour: hourOf(present) };
  const kept = await database.look((tx) => findSession(tx, secretHash, { ...counting, now: present }));
  if (kept === undefined) return failed(sessionOver);
  if (kept.endedBecause !== null) return failed(sessionEndedBy(kept.endedBecause));
  if (kept.endedAt !== null || !(secondsLeft(kept, present) > 0)) return failed(sessionOver);

  const { account, seenAt, tokenTouchedAt, previousSignInAt, failuresBefore, sharesMachines } = kept;
  const actor = withMediation(kept, present);
  const found = standing(account, counting.today);
  if (found !== 'good') {
    await database.transact((tx) => endLapsed(tx, actor, present, found.kind));
    return failed(faultOf(found));
  }
  const covered = isCovered(kept, present);
  // Asking to see a covered page is no use of it: only its user's code is.
  const isDue = !covered && isDueToBeSeen(seenAt, present, sharesMachines);
  if (isDue) await database.transact((tx) => markSeen(tx, actor.sessionHash, present));
  return done({
    actor,
    secondsLeft: secondsLeft({ ...kept, seenAt: isDue ? present : seenAt }, present),
    tokenTouchedAt,
    lastSignIn: previousSignInAt,
    failuresSince: failuresBefore,
    sharesMachines,
    covered,
    agreementDue: (kept.agreementVersion ?? 0) < presentAgreement.version,
    runsOut: runningOut(account, counting.today),
  });
}

function withMediation({ actor, mediation }: KeptSession, now: Date): Actor {
  return mediation !== undefined && isStanding(mediation, now) ? { ...actor, mediation } : actor;
}

async function endLapsed(
  tx: Transaction,
  { accountId, sessionHash }: Actor,
  present: Date,
  why: string,
): Promise<void> {
  await closeSession(tx, sessionHash, present, 'account shut');
  await recordAct(tx, present, { act: 'sign out', accountId, outcome: 'done', why });
}

/** Signs out. A session that is over already stays so. */
export async function endSession({ database, now }: ServiceContext, sessionSecret: string): Promise<void> {
  const present = now();
  await database.transact(async (tx) => {
    const accountId = await closeSession(tx, hashSecret(sessionSecret), present, 'signed out');
    if (accountId !== undefined)
      await recordAct(tx, present, { act: 'sign out', accountId, outcome: 'done' });
  });
}
