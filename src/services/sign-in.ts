import { faultOf, standing, type Account } from '../domain/account-standing.ts';
import { browserKind } from '../domain/browser.ts';
import { londonDay } from '../domain/calendar.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import {
  attemptLastsMs,
  faultInCode,
  faultsInTyped,
  foldUserName,
  isSourceOverLimit,
  signInLimits,
  signInRefused,
  sourceOf,
  throttleWindowMs,
  tidyCode,
  type Typed,
} from '../domain/sign-in.ts';
import { claimStep, findAccount, findCredentials } from '../store/accounts.ts';
import type { Transaction } from '../store/connection.ts';
import { openSession } from '../store/sessions.ts';
import {
  addToCounts,
  forgive,
  keepAttempt,
  readCount,
  takeAttempt,
  tryGuess,
  type Attempt,
} from '../store/sign-in.ts';
import { recordAct } from './authorise.ts';
import { matchCodeToken } from './code-token.ts';
import type { Secrets, ServiceContext } from './context.ts';
import {
  decoyVerifier,
  hashesAtOnce,
  hashesWaiting,
  hashSecret,
  maskSubject,
  newSecret,
  verify,
} from './credentials.ts';
import { makeTurnstile } from './turnstile.ts';

/** The first page's answer: the secret of this try; or what is wrong, box by box; or that the service is too busy. */
export type Begun =
  | { readonly ok: true; readonly value: { readonly attemptSecret: string } }
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly fault?: never }
  | { readonly ok: false; readonly fault: Fault; readonly faults?: never };

/** Somebody let in, with what the next page tells them, so that they notice if it was not them. */
export type SignedIn = {
  readonly sessionSecret: string;
  readonly lastSignIn: Date | null;
  readonly failuresSince: number;
};

const tooBusy: Fault = {
  kind: 'unavailable',
  says: 'Too many people are signing in at this moment. Wait a few seconds and try again.',
};

/**
 * The first page. Whoever is named, and whatever is right, it does the same work and answers alike; the verdict comes
 * with the code.
 */
export async function beginSignIn(
  context: ServiceContext,
  typed: Typed & { readonly source: string },
): Promise<Begun> {
  const faults = faultsInTyped(typed);
  if (faults.length > 0) return { ok: false, faults };
  return (await door.pass(() => begin(context, typed))) ?? failed(tooBusy);
}

// Before anything is read, or a crowd would stand between everybody else and the connections to the database. One more
// than are hashed: it reads or writes meanwhile.
const door = makeTurnstile({ atOnce: hashesAtOnce + 1, waiting: hashesWaiting });

async function begin(
  { database, secrets, now }: ServiceContext,
  typed: Typed & { readonly source: string },
): Promise<Begun> {
  const began = now();
  const userName = foldUserName(typed.userName);
  const begunHere = maskSubject('source begun', sourceOf(typed.source), secrets.pepper);
  const { found, tooManyHere } = await database.transact(async (tx) => ({
    found: await findCredentials(tx, userName),
    tooManyHere: (await readCount(tx, begunHere, windowStart(began))) >= signInLimits.source.begun,
  }));
  // A source that floods the service gets its answer without the costly part, and can never be let in by it.
  const verified = tooManyHere
    ? false
    : await verify(typed.password, typed.pin, secrets.pepper, found?.verifier ?? decoyVerifier);
  if (verified === undefined) return failed(tooBusy);

  const attemptSecret = newSecret();
  const userNameHash = maskSubject('user name', userName, secrets.pepper);
  const attempt = {
    userNameHash,
    accountId: found?.accountId ?? null,
    verified: verified && found !== undefined,
  };
  await database.transact(async (tx) => {
    await keepAttempt(tx, hashSecret(attemptSecret), attempt, began);
    await addToCounts(tx, [begunHere], began, windowStart(began));
  });
  return done({ attemptSecret });
}

/**
 * The second page, and the only verdict: one message for every failure. Who proved everything but has let something
 * lapse is told what to renew, and is not let in. Every try is one entry in the log.
 */
export async function finishSignIn(
  { database, secrets, now }: ServiceContext,
  given: {
    readonly attemptSecret: string;
    readonly code: string;
    readonly source: string;
    /** The kind of browser, as the list of sessions will name it. */
    readonly browser?: string;
  },
): Promise<Outcome<SignedIn>> {
  const fault = faultInCode(given.code);
  if (fault !== undefined) return failed(fault);

  const present = now();
  const masked = (kind: 'source' | 'everyone', subject: string) => maskSubject(kind, subject, secrets.pepper);
  const counted = { source: masked('source', sourceOf(given.source)), everyone: masked('everyone', '') };
  return database.transact(async (tx) => {
    const attempt = await takeAttempt(tx, hashSecret(given.attemptSecret), {
      now: present,
      begunAfter: new Date(present.getTime() - attemptLastsMs),
    });
    const verdict = await judge(tx, secrets, present, { attempt, counted, code: tidyCode(given.code) });
    if (verdict.proven) return letIn(tx, present, verdict, given.browser);
    await recordAct(tx, present, {
      act: 'sign in',
      accountId: attempt?.accountId ?? null,
      outcome: 'refused',
      why: verdict.why,
    });
    await addToCounts(tx, [counted.source, counted.everyone], present, windowStart(present));
    return failed(signInRefused);
  });
}

type Proven = {
  readonly proven: true;
  readonly accountId: number;
  readonly account: Account;
  readonly guessedAt: Buffer;
  readonly failuresSince: number;
};
type Verdict = Proven | { readonly proven: false; readonly why: string };

type Tried = {
  readonly attempt: Attempt | undefined;
  readonly counted: { readonly source: Buffer; readonly everyone: Buffer };
  readonly code: string;
};

// Every try whose first page is in time does the same reads and the same sums, before anything is decided.
async function judge(tx: Transaction, secrets: Secrets, now: Date, tried: Tried): Promise<Verdict> {
  const { attempt, counted, code } = tried;
  if (attempt === undefined) return { proven: false, why: 'try over' };
  const guess = await countGuess(tx, now, attempt, counted);
  const account = await findAccount(tx, attempt.accountId);
  const match = await matchCodeToken(tx, secrets, now, { accountId: attempt.accountId, account, code });

  if (guess === undefined) return { proven: false, why: 'too many tries' };
  const { accountId } = attempt;
  if (!attempt.verified || accountId === null || account === undefined || match === undefined)
    return { proven: false, why: 'not proven' };
  if (!(await claimStep(tx, accountId, match))) return { proven: false, why: 'code used before' };
  return { proven: true, accountId, account, guessedAt: attempt.userNameHash, failuresSince: guess - 1 };
}

// Undefined where the source, or everyone together at this user name, has had tries enough for now.
async function countGuess(
  tx: Transaction,
  now: Date,
  { userNameHash }: Attempt,
  counted: Tried['counted'],
): Promise<number | undefined> {
  const since = windowStart(now);
  const failures = {
    ofSource: await readCount(tx, counted.source, since),
    overall: await readCount(tx, counted.everyone, since),
  };
  if (isSourceOverLimit(failures)) return undefined;
  const { guesses, inARow } = signInLimits.account;
  return tryGuess(tx, userNameHash, now, { since, inWindow: guesses, inARow });
}

async function letIn(
  tx: Transaction,
  now: Date,
  proven: Proven,
  browser = browserKind(undefined),
): Promise<Outcome<SignedIn>> {
  const { accountId, account, guessedAt, failuresSince } = proven;
  await forgive(tx, guessedAt);
  const found = standing(account, londonDay(now));
  if (found !== 'good') {
    await recordAct(tx, now, { act: 'sign in', accountId, outcome: 'refused', why: found.kind });
    return failed(faultOf(found));
  }
  const sessionSecret = newSecret();
  const sessionHash = hashSecret(sessionSecret);
  const tokenKind = 'code' as const;
  const session = { sessionHash, accountId, now, failuresBefore: failuresSince, browser, tokenKind };
  const lastSignIn = await openSession(tx, session);
  await recordAct(tx, now, { act: 'sign in', accountId, outcome: 'done' });
  return done({ sessionSecret, lastSignIn, failuresSince });
}

function windowStart(now: Date): Date {
  return new Date(now.getTime() - throttleWindowMs);
}
