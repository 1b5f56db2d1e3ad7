import { isReviewAnswer, reviewOpenDays } from '../domain/access-review.ts';
import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import {
  endAccessReviews,
  findAccessReview,
  keepAnswer,
  listAccessReview,
  openAccessReviews,
  suspendUnconfirmed,
} from '../store/access-reviews.ts';
import { insertChange, moveAccount } from '../store/account-changes.ts';
import { readInstallation } from '../store/installation.ts';
import { findPerson } from '../store/people.ts';
import { lockTokens } from '../store/security-keys.ts';
import { noteDone, noteRefused, refused } from './administering.ts';
import { recordAct } from './authorise.ts';
import { nobodyLikeThat } from './budgets.ts';
import type { ServiceContext } from './context.ts';

const onePage = 20;
const mostPages = 2000;

/** How far the review of the administrator's organisation is; undefined where none is open. */
export async function readAccessReview({ database }: ServiceContext, { organisationId }: Actor) {
  return database.look((tx) => findAccessReview(tx, organisationId));
}

/** The open review of the administrator's own organisation, with some of its people: those not answered for first. */
export async function seeAccessReview({ database }: ServiceContext, { organisationId }: Actor, page: number) {
  if (!Number.isInteger(page) || page < 1 || page > mostPages) return failed(noSuchPage);
  return database.look(async (tx) => {
    const review = await findAccessReview(tx, organisationId);
    if (review === undefined) return done(undefined);
    const rows = { limit: onePage + 1, offset: (page - 1) * onePage };
    const people = await listAccessReview(tx, organisationId, review.dueOn, rows);
    return done({ ...review, rows: people.slice(0, onePage), page, hasMore: people.length > onePage });
  });
}

/** Says whether one person still needs their account. Who does not is suspended at once. */
export async function answerInReview(
  { database, now }: ServiceContext,
  actor: Actor,
  accountId: number,
  answer: string,
): Promise<Outcome<'answered'>> {
  const present = now();
  return database.transact(async (tx) => {
    await lockTokens(tx, accountId);
    const person = await findPerson(tx, accountId);
    if (person === undefined) return failed(nobodyLikeThat);
    const { organisationId } = person;
    const entry = {
      act: 'confirm in access review',
      organisation: organisationId,
      toAccount: accountId,
    } as const;
    const request = { action: 'confirm in access review', whose: person } as const;
    const fault = await refused(tx, actor, present, request, entry);
    if (fault !== undefined) return failed(fault);
    if (!isReviewAnswer(answer)) return failed(noAnswer);
    if (!(await keepAnswer(tx, { organisationId, accountId, answer, by: actor.accountId, at: present }))) {
      await noteRefused(tx, actor, present, entry, 'no review open');
      return failed(noneOpen);
    }
    if (answer === 'no longer needed' && (await moveAccount(tx, accountId, ['active'], 'suspended')))
      await insertChange(tx, accountId, notConfirmed, { by: actor.accountId, at: present });
    await noteDone(tx, actor, present, entry, answer);
    return done('answered');
  });
}

const notConfirmed = {
  kind: 'suspended',
  because: 'not confirmed',
  until: null,
  role: null,
  teamId: null,
  knownBy: null,
} as const;

/**
 * By the clock: opens the reviews that are due within 30 days, and suspends whoever was not confirmed in those whose last
 * day is over. In a practice copy a review ends without: nobody looks after invented people for four months.
 */
export async function keepAccessReviews({ database, now }: ServiceContext): Promise<void> {
  const present = now();
  const today = londonDay(present);
  await database.transact(async (tx) => {
    const { practice } = await readInstallation(tx);
    for (const review of await endAccessReviews(tx, today, present)) {
      const suspended = practice ? [] : await suspendUnconfirmed(tx, review, present);
      const organisation = review.organisationId;
      const counts = { suspended: suspended.length };
      await recordAct(tx, present, {
        act: 'end access review',
        accountId: null,
        organisation,
        outcome: 'done',
        counts,
      });
      for (const toAccount of suspended)
        await recordAct(tx, present, {
          act: 'suspend account',
          accountId: null,
          organisation,
          toAccount,
          outcome: 'done',
          why: 'suspended: not confirmed',
        });
    }
    for (const organisation of await openAccessReviews(tx, today, present, reviewOpenDays))
      await recordAct(tx, present, {
        act: 'open access review',
        accountId: null,
        organisation,
        outcome: 'done',
      });
  });
}

const noSuchPage: Fault = { kind: 'not-found', says: 'There is no such page of this list.' };
const noAnswer: Fault = {
  kind: 'invalid',
  says: 'Say whether they still need their account. Go back and choose.',
};
const noneOpen: Fault = { kind: 'stale', says: 'No access review is open now. Nothing was changed.' };
