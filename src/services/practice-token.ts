import { codeAt, secondsPerStep, stepAt } from '../domain/one-time-code.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { faultInBox, foldUserName } from '../domain/sign-in.ts';
import { findPracticeToken } from '../store/accounts.ts';
import { readInstallation } from '../store/installation.ts';
import type { ServiceContext } from './context.ts';
import { openSeed } from './credentials.ts';

const notPractice: Fault = {
  kind: 'refused',
  says: 'Codes are told only in a practice copy. Here each person reads their own token.',
};

const unknownUser: Fault = {
  kind: 'not-found',
  says: 'There is no user of that name with a token. README names the practice users.',
};

/**
 * The code that an invented user's token shows now, or next where the present one was used: codes work once, and the
 * one after is accepted too. Refused wherever the people may be real.
 */
export async function presentCode(
  { database, secrets, now }: ServiceContext,
  typed: string,
): Promise<Outcome<string>> {
  const userName = faultInBox('userName', typed) === undefined ? foldUserName(typed) : '';
  const { practice, token } = await database.transact(async (tx) => ({
    practice: (await readInstallation(tx)).practice,
    token: await findPracticeToken(tx, userName),
  }));
  if (!practice) return failed(notPractice);
  if (token === undefined) return failed(unknownUser);

  const present = stepAt(now()) + token.driftSteps;
  const step = Math.max(present, token.lastStep + 1);
  if (step > present + 1) return failed(usedUp((step - present - 1) * secondsPerStep));
  return done(codeAt(openSeed(token.sealedSeed, userName, secrets.seal), step));
}

function usedUp(seconds: number): Fault {
  return {
    kind: 'too-many',
    says: `The codes that would work now were used. Wait ${seconds} seconds for the next one.`,
  };
}
