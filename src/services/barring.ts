import { createHmac } from 'node:crypto';
import { londonDay, type Day } from '../domain/calendar.ts';
import type { Database, Transaction } from '../store/connection.ts';
import {
  closeAccountsOfBarred,
  findBarred,
  findBarredAccount,
  findUnmarked,
  insertMark,
  lapseLateEmployers,
} from '../store/barred.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';

/** What somebody is known by across employers. */
export type SamePerson = { readonly fullName: string; readonly dateOfBirth: Day };

/**
 * Until when somebody may have no account under any employer, as their access was ended for good; null where they may.
 * Told by name and date of birth, as they were when it ended: a changed name has to be seen on the security check.
 */
export async function isBarred(
  tx: Transaction,
  { secrets, now }: ServiceContext,
  person: SamePerson,
): Promise<Day | null> {
  return findBarred(tx, markOf(person, secrets.pepper), londonDay(now()));
}

/** The same of an account whose user was marked when they were proposed. */
export async function isAccountBarred(
  tx: Transaction,
  { now }: Pick<ServiceContext, 'now'>,
  accountId: number,
): Promise<Day | null> {
  return findBarredAccount(tx, accountId, londonDay(now()));
}

/** Marks somebody who is proposed, while what was typed of them is at hand: the application cannot read it back. */
export async function markProposed(
  tx: Transaction,
  { secrets }: Pick<ServiceContext, 'secrets'>,
  accountId: number,
  person: SamePerson,
): Promise<void> {
  await insertMark(tx, accountId, markOf(person, secrets.pepper));
}

const marksAtOnce = 5_000;

/** Marks whoever has an account and no mark yet, in the review's role, which alone may read dates of birth. */
export async function markPeople(review: Database, { secrets }: ServiceContext): Promise<void> {
  await review.transact(async (tx) => {
    for (const { accountId, ...person } of await findUnmarked(tx, marksAtOnce))
      await insertMark(tx, accountId, markOf(person, secrets.pepper));
  });
}

/** Closes every account of whoever is barred, and ends the accreditation of employers that did not report in time. */
export async function carryOutPunishments({ database, now }: ServiceContext): Promise<void> {
  const present = now();
  const today = londonDay(present);
  await database.transact(async (tx) => {
    await endAccess(tx, present);
    for (const organisation of await lapseLateEmployers(tx, today, present)) {
      const entry = { act: 'lapse accreditation', accountId: null, organisation, outcome: 'done' } as const;
      await recordAct(tx, present, { ...entry, why: 'no report of the punishment in time' });
    }
  });
}

/** Closes every account of whoever is barred. */
export async function endAccess(tx: Transaction, present: Date): Promise<void> {
  for (const toAccount of await closeAccountsOfBarred(tx, londonDay(present)))
    await recordAct(tx, present, { act: 'end access', accountId: null, toAccount, outcome: 'done' });
}

function markOf({ fullName, dateOfBirth }: SamePerson, pepper: Buffer): Buffer {
  return createHmac('sha256', pepper)
    .update(`person\0${folded(fullName)}\0${dateOfBirth}`)
    .digest();
}

// How a name is typed differs between employers: capitals, accents, hyphens and spaces do not tell people apart.
function folded(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/[^\p{Letter}]/gu, '')
    .toLowerCase();
}
