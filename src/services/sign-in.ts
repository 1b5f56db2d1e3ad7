import { faultOf, standing, type Account } from '../domain/account-standing.ts';
import { browserKind } from '../domain/browser.ts';
import { londonDay } from '../domain/calendar.ts';
import type { TokenKind } from '../domain/needs.ts';
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
import { findAccount, findCredentials } from '../store/accounts.ts';
import type { Transaction } from '../store/connection.ts';
import { findKeys } from '../store/security-keys.ts';
import { openSession } from '../store/sessions.ts';
import {
  addToCounts,
  findAttempt,
  forgive,
  keepAttempt,
  readCount,
  takeAttempt,
  tryGuess,
  type Attempt,
} from '../store/sign-in.ts';
import { recordAct } from './authorise.ts';
import { idsShown, makeChallenge, requestOptions, type RelyingParty } from './key-answers.ts';
import { showCode, showKey, type ShowToken } from './show-token.ts';
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

type Finishing = {
  readonly attemptSecret: string;
  readonly source: string;
  /** The kind of browser, as the list of sessions will name it. */
  readonly browser?: string;
};

/**
 * The second page, and the only verdict: one message for every failure. Who proved everything but has let something
 * lapse is told what to renew, and is not let in. Every try is one entry in the log.
 */
export async function finishSignIn(
  context: ServiceContext,
  given: Finishing & { readonly code: string },
): Promise<Outcome<SignedIn>> {
  const fault = faultInCode(given.code);
  if (fault !== undefined) return failed(fault);
  return finish(context, given, showCode(context, tidyCode(given.code)));
}

/** The same with the answer of a security key, which was asked by `askForKey`. */
export async function finishSignInWithKey(
  context: ServiceContext,
  given: Finishing & { readonly party: RelyingParty; readonly answer: string },
): Promise<Outcome<SignedIn>> {
  return finish(context, given, showKey(context, given.party, hashSecret(given.attemptSecret), given.answer));
}

/**
 * Asks for a security key on the second page. Whoever was named, and whatever was right, as many keys are asked for, and
 * the same ones each time. Undefined where the try is over.
 */
export async function askForKey(
  { database, secrets, now }: ServiceContext,
  given: { readonly attemptSecret: string; readonly party: RelyingParty },
): Promise<ReturnType<typeof requestOptions> | undefined> {
  const present = now();
  const attemptHash = hashSecret(given.attemptSecret);
  return database.transact(async (tx) => {
    const attempt = await findAttempt(tx, attemptHash, new Date(present.getTime() - attemptLastsMs));
    if (attempt === undefined) return undefined;
    const keys = await findKeys(tx, attempt.accountId);
    const challenge = await makeChallenge(tx, attemptHash, present);
    return requestOptions(challenge, given.party, idsShown(keys, attempt.userNameHash, secrets.pepper));
  });
}

async function finish(
  { database, secrets, now }: ServiceContext,
  given: Finishing,
  show: ShowToken,
): Promise<Outcome<SignedIn>> {
  const present = now();
  const masked = (kind: 'source' | 'everyone', subject: string) => maskSubject(kind, subject, secrets.pepper);
  const counted = { source: masked('source', sourceOf(given.source)), everyone: masked('everyone', '') };
  return database.transact(async (tx) => {
    const attempt = await takeAttempt(tx, hashSecret(given.attemptSecret), {
      now: present,
      begunAfter: new Date(present.getTime() - attemptLastsMs),
    });
    const verdict = await judge(tx, secrets, present, { attempt, counted, show });
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
  readonly tokenKind: TokenKind;
};
type Verdict = Proven | { readonly proven: false; readonly why: string };

type Tried = {
  readonly attempt: Attempt | undefined;
  readonly counted: { readonly source: Buffer; readonly everyone: Buffer };
  readonly show: ShowToken;
};

// Every try whose first page is in time does the same reads and the same sums, before anything is decided.
async function judge(tx: Transaction, secrets: Secrets, now: Date, tried: Tried): Promise<Verdict> {
  const { attempt, counted, show } = tried;
  if (attempt === undefined) return { proven: false, why: 'try over' };
  const { accountId, userNameHash } = attempt;
  const account = await findAccount(tx, accountId);
  const shown = await show(tx, { accountId, account });
  const guess = await countGuess(tx, secrets, now, { userNameHash, counted, kind: shown?.kind });

  if (guess === undefined) return { proven: false, why: 'too many tries' };
  if (!attempt.verified || accountId === null || account === undefined || shown === undefined)
    return { proven: false, why: 'not proven' };
  const unclaimed = await shown.claim(tx);
  if (unclaimed !== undefined) return { proven: false, why: unclaimed };
  const failuresSince = guess - 1;
  return { proven: true, accountId, account, guessedAt: userNameHash, failuresSince, tokenKind: shown.kind };
}

// Undefined where the source, or everyone together at this user name, has had tries enough for now. Whoever shows the
// user's own key is counted apart: others' guesses lock nobody out who has it, and it alone lets nobody guess for ever.
async function countGuess(
  tx: Transaction,
  secrets: Secrets,
  now: Date,
  guessed: {
    readonly userNameHash: Buffer;
    readonly counted: Tried['counted'];
    readonly kind: TokenKind | undefined;
  },
): Promise<number | undefined> {
  const { userNameHash, counted, kind } = guessed;
  const since = windowStart(now);
  const failures = {
    ofSource: await readCount(tx, counted.source, since),
    overall: await readCount(tx, counted.everyone, since),
  };
  if (isSourceOverLimit(failures)) return undefined;
  const { guesses: inWindow, inARow } = signInLimits.account;
  const guess = await tryGuess(tx, userNameHash, now, { since, inWindow, inARow });
  if (kind !== 'key') return guess;
  const withKey = maskSubject('user name with key', userNameHash.toString('hex'), secrets.pepper);
  const guessWithKey = await tryGuess(tx, withKey, now, { since, inWindow, inARow });
  return guessWithKey === undefined ? undefined : (guess ?? inWindow + 1);
}

async function letIn(
  tx: Transaction,
  now: Date,
  proven: Proven,
  browser = browserKind(undefined),
): Promise<Outcome<SignedIn>> {
  const { accountId, account, guessedAt, failuresSince, tokenKind } = proven;
  await forgive(tx, guessedAt);
  const found = standing(account, londonDay(now));
  if (found !== 'good') {
    await recordAct(tx, now, { act: 'sign in', accountId, outcome: 'refused', why: found.kind });
    return failed(faultOf(found));
  }
  const sessionSecret = newSecret();
  const sessionHash = hashSecret(sessionSecret);
  const session = { sessionHash, accountId, now, failuresBefore: failuresSince, browser, tokenKind };
  const lastSignIn = await openSession(tx, session);
  await recordAct(tx, now, { act: 'sign in', accountId, outcome: 'done' });
  return done({ sessionSecret, lastSignIn, failuresSince });
}

function windowStart(now: Date): Date {
  return new Date(now.getTime() - throttleWindowMs);
}
