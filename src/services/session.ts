import { faultOf, standing } from '../domain/account-standing.ts';
import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import { isDueToBeSeen, secondsLeft, sessionOver } from '../domain/sign-in.ts';
import { closeSession, findSession, markSeen } from '../store/sessions.ts';
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
};

/**
 * Who a request is from, and what they may be now: the rights are read afresh each time, so that a suspension or a
 * lapse bites at the next request, and ends the session.
 */
export async function readSession(
  { database, now }: ServiceContext,
  sessionSecret: string,
): Promise<Outcome<Session>> {
  const sessionHash = hashSecret(sessionSecret);
  const present = now();
  return database.transact(async (tx) => {
    const kept = await findSession(tx, sessionHash);
    if (kept === undefined || !(secondsLeft(kept, present) > 0)) return failed(sessionOver);

    const { actor, account, seenAt, tokenTouchedAt, previousSignInAt, failuresBefore } = kept;
    const found = standing(account, londonDay(present));
    if (found !== 'good') {
      await closeSession(tx, sessionHash, present);
      await recordAct(tx, present, {
        act: 'sign out',
        accountId: actor.accountId,
        outcome: 'done',
        why: found.kind,
      });
      return failed(faultOf(found));
    }
    if (isDueToBeSeen(seenAt, present)) await markSeen(tx, sessionHash, present);
    return done({
      actor,
      secondsLeft: secondsLeft(
        { ...kept, seenAt: isDueToBeSeen(seenAt, present) ? present : seenAt },
        present,
      ),
      tokenTouchedAt,
      lastSignIn: previousSignInAt,
      failuresSince: failuresBefore,
    });
  });
}

/** Signs out. A session that is over already stays so. */
export async function endSession({ database, now }: ServiceContext, sessionSecret: string): Promise<void> {
  const present = now();
  await database.transact(async (tx) => {
    const accountId = await closeSession(tx, hashSecret(sessionSecret), present);
    if (accountId !== undefined)
      await recordAct(tx, present, { act: 'sign out', accountId, outcome: 'done' });
  });
}
