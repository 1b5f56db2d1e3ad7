import type { Actor } from '../domain/actor.ts';
import { isBudgetReason, isOverCap, lowestCap, nearLimits, standingOf, whyAsked } from '../domain/budget.ts';
import { londonDay } from '../domain/calendar.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { may, mayEver } from '../domain/policy.ts';
import { roles } from '../domain/roles.ts';
import {
  findNearLimit,
  findOrganisationOf,
  findSpentTogether,
  keepBudgetReason,
  raiseDay,
  stopOrganisations,
  type NearLimit,
} from '../store/budgets.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { countingOf } from './spending.ts';

/** Takes why someone looks up so many children, which lets them on for the hour or the day that it was asked for. */
export async function sayWhy(
  { database, now }: ServiceContext,
  actor: Actor,
  reason: string,
  practice: boolean,
): Promise<Outcome<'said' | 'not asked'>> {
  if (!isBudgetReason(reason, practice)) return failed(noReason);
  const asked = actor.spent === undefined ? neither : whyAsked(actor.spent);
  if (!asked.thisHour && !asked.today) return done('not asked');
  const present = now();
  await database.transact(async (tx) => {
    await keepBudgetReason(tx, countingOf(actor, present), asked);
    const { accountId } = actor;
    await recordAct(tx, present, { act: 'say why so many', accountId, outcome: 'done', why: reason });
  });
  return done('said');
}

const neither = { thisHour: false, today: false };
const noReason: Fault = {
  kind: 'invalid',
  field: 'reason',
  says: 'Select why you need to look up so many children',
};

/** One of the administrator's own organisation who is stopped today, or soon will be, or was let on. */
export type StoppedPerson = NearLimit & { readonly standing: 'stopped' | 'nearly stopped' | 'let on' };

/** Those of the administrator's own organisation who are stopped today, or soon will be, or were let on. */
export async function findStopped(
  { database, now }: ServiceContext,
  actor: Actor,
): Promise<readonly StoppedPerson[]> {
  const near = await database.look((tx) => findNearLimit(tx, countingOf(actor, now()), nearLimits));
  return near.flatMap((person): readonly StoppedPerson[] => {
    if (!mayEver(roles[person.role].kind, 'find child')) return [];
    const standing = standingOf(person.spent);
    if (standing !== 'free') return [{ ...person, standing }];
    return person.spent.raised ? [{ ...person, standing: 'let on' }] : [];
  });
}

/** Lets someone of the administrator's own organisation, and never themselves, go on by half today. Once. */
export async function letGoOn(
  { database, now }: ServiceContext,
  actor: Actor,
  accountId: number,
): Promise<Outcome<'let on'>> {
  const present = now();
  return database.transact(async (tx) => {
    const organisationId = await findOrganisationOf(tx, accountId);
    if (organisationId === undefined) return failed(nobodyLikeThat);
    const verdict = may(actor, { action: 'let someone go on', whose: { accountId, organisationId } });
    const entry = { act: 'let someone go on', accountId: actor.accountId, toAccount: accountId } as const;
    if (!verdict.allowed) {
      await recordAct(tx, present, { ...entry, outcome: 'refused', why: verdict.rule });
      const { says, rule } = verdict;
      return failed({ kind: rule === 'other organisation' ? 'not-found' : 'refused', says });
    }
    const raised = await raiseDay(tx, countingOf({ accountId, organisationId }, present));
    await recordAct(
      tx,
      present,
      raised ? { ...entry, outcome: 'done' } : { ...entry, outcome: 'refused', why: 'once a day' },
    );
    return raised ? done('let on') : failed(letOnBefore);
  });
}

/** Whoever is asked for is not of the administrator's organisation, or not at all: both look the same. */
export const nobodyLikeThat: Fault = {
  kind: 'not-found',
  says: 'There is nobody like that in your organisation.',
};
const letOnBefore: Fault = {
  kind: 'refused',
  says: 'This person was let on once today already. Their budgets begin anew at midnight.',
};

/** Stops for the day each organisation whose accounts have together looked up too much, and all where all have. */
export async function stopOverCap({ database, now }: ServiceContext): Promise<void> {
  const present = now();
  const today = londonDay(present);
  await database.transact(async (tx) => {
    const together = await findSpentTogether(tx, today, lowestCap);
    const over = together.filter((used) =>
      isOverCap(used.organisationId === 0 ? 'everybody' : 'organisation', used, used.accounts),
    );
    if (over.length === 0) return;
    const stopped = await stopOrganisations(
      tx,
      today,
      over.map((used) => used.organisationId),
    );
    if (stopped.length === 0) return;
    const counts = Object.fromEntries(stopped.map((organisationId) => [`organisation ${organisationId}`, 1]));
    await recordAct(tx, present, { act: 'stop organisations', accountId: null, outcome: 'done', counts });
  });
}
