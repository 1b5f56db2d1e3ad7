import type { Actor } from '../domain/actor.ts';
import { failed, done, type Fault, type Outcome } from '../domain/outcome.ts';
import type { SessionEnd } from '../domain/session-end.ts';
import { secondsLeft } from '../domain/sign-in.ts';
import { findRecentSessions } from '../store/own-sessions.ts';
import { closeSession } from '../store/sessions.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';

/** One of somebody's own sessions. */
export type OwnSession = {
  readonly begunAt: Date;
  readonly browser: string;
  readonly failuresBefore: number;
  readonly standing: 'this one' | 'open' | 'over';
  /** When it was ended, or last used where it ran out by itself. */
  readonly endedAt: Date;
  /** Null where it ran out by itself. */
  readonly endedBecause: SessionEnd | null;
};

/** The actor's own sessions, the latest first. */
export async function listOwnSessions(
  { database, now }: ServiceContext,
  actor: Actor,
): Promise<readonly OwnSession[]> {
  const present = now();
  const sessions = await database.look((tx) => findRecentSessions(tx, actor.accountId));
  return sessions.map(({ sessionHash, seenAt, endedAt, ...session }) => {
    const isOpen = endedAt === null && secondsLeft({ ...session, seenAt }, present) > 0;
    const own = isOpen && sessionHash.equals(actor.sessionHash);
    return { ...session, standing: own ? 'this one' : isOpen ? 'open' : 'over', endedAt: endedAt ?? seenAt };
  });
}

/** Ends one of the actor's own sessions, by when it began. */
export async function endOwnSession(
  { database, now }: ServiceContext,
  actor: Actor,
  begunAt: Date | undefined,
): Promise<Outcome<'this one' | 'another'>> {
  const present = now();
  const { accountId } = actor;
  return database.transact(async (tx) => {
    const sessions = begunAt === undefined ? [] : await findRecentSessions(tx, accountId);
    const found = sessions.find(
      (session) => session.endedAt === null && session.begunAt.getTime() === begunAt?.getTime(),
    );
    const ended =
      found === undefined ? undefined : await closeSession(tx, found.sessionHash, present, 'signed out');
    if (ended === undefined) {
      await recordAct(tx, present, {
        act: 'end session',
        accountId,
        outcome: 'refused',
        why: 'no such session',
      });
      return failed(noSuchSession);
    }
    await recordAct(tx, present, { act: 'end session', accountId, outcome: 'done' });
    return done(found?.sessionHash.equals(actor.sessionHash) === true ? 'this one' : 'another');
  });
}

const noSuchSession: Fault = {
  kind: 'not-found',
  says: 'That session is not open: it was ended already, or it is not one of yours.',
};
