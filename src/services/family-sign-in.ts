import { randomBytes } from 'node:crypto';
import { londonDay } from '../domain/calendar.ts';
import { faultsInSecrets } from '../domain/chosen-secrets.ts';
import {
  familyRefused,
  familyRefusedBy,
  isFamilySessionGood,
  isFirstNameOf,
  setupLastsMs,
} from '../domain/family.ts';
import { driftOf, matchingStep } from '../domain/one-time-code.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import {
  faultInCode,
  isSourceOverLimit,
  signInLimits,
  sourceOf,
  throttleWindowMs,
  tidyCode,
} from '../domain/sign-in.ts';
import type { Transaction } from '../store/connection.ts';
import {
  activateFamily,
  closeFamilySession,
  findFamilyCredentials,
  findFamilySession,
  findFamilySetup,
  markFamilySeen,
  openFamilySession,
  useFamilyCode,
  useFamilyStep,
  type FamilyKey,
} from '../store/families.ts';
import { keepFamilySeed } from '../store/family-invitations.ts';
import { addToCounts, forgive, readCount, tryGuess } from '../store/sign-in.ts';
import { recordAct } from './authorise.ts';
import { commonPasswords } from './common-passwords.ts';
import type { ServiceContext } from './context.ts';
import {
  decoySeed,
  decoyVerifier,
  hashSecret,
  makeVerifierInTurn,
  maskSubject,
  newSecret,
  openSeed,
  sealSeed,
  verify,
} from './credentials.ts';
import { hashFamilyCode } from './invite-family.ts';
import type { FormOutcome } from './organisations.ts';
import { shownSeed, type ShownSeed } from './register-code-token.ts';

/** Takes the user name and the code of an invitation: answers the secret of this browser's setting up. */
export async function takeInvitation(
  context: ServiceContext,
  typed: { readonly userName: string; readonly code: string; readonly source: string },
): Promise<Outcome<string>> {
  const { now, secrets } = context;
  const present = now();
  const secret = newSecret();
  return context.database.transact(async (tx) => {
    const guess = await counted(tx, context, typed, present);
    const given = {
      userName: foldFamilyName(typed.userName),
      codeHash: hashFamilyCode(typed.code, secrets.pepper),
      setupHash: hashSecret(secret),
    };
    const key = guess.isOver ? undefined : await useFamilyCode(tx, given, present);
    await noteTry(tx, present, 'begin family account', key, guess.isOver);
    if (key === undefined) return guess.fail();
    await forgive(tx, guess.subject);
    await keepFamilySeed(tx, key, sealSeed(randomBytes(20), given.userName, secrets.seal)); // RFC 4226 section 4, R6
    return done(secret);
  });
}

/** What a person's app takes in, while their account is set up. */
export async function showFamilySeed(context: ServiceContext, secret: string): Promise<Outcome<ShownSeed>> {
  const found = await context.database.look((tx) => currentSetup(tx, context, secret));
  if (found === undefined || found.sealedSeed === null) return failed(setupOver);
  return done(shownSeed(openSeed(found.sealedSeed, found.userName, context.secrets.seal), found.userName));
}

/** What a person types to set up their account. */
export type SetupTyped = {
  readonly firstName: string;
  readonly password: string;
  readonly passwordAgain: string;
  readonly code: string;
};

/** Sets up an account: the child's first name, a password, and the first code of the app. Then its user can sign in. */
export async function setUpFamily(
  context: ServiceContext,
  secret: string,
  typed: SetupTyped,
): Promise<FormOutcome<'set up'>> {
  const { database, secrets, now } = context;
  const read = await database.look((tx) => currentSetup(tx, context, secret));
  if (read === undefined || read.sealedSeed === null) return failed(setupOver);
  const faults = await faultsInSetup(typed, read.userName);
  if (faults.length > 0) return { ok: false, faults };
  const present = now();
  const seed = openSeed(read.sealedSeed, read.userName, secrets.seal);
  const step = matchingStep(seed, tidyCode(typed.code), present, 0);
  const verifier = await makeVerifierInTurn(typed.password, '', secrets.pepper);
  if (verifier === undefined) return failed(tooBusy);
  return database.transact(async (tx) => {
    const found = await currentSetup(tx, context, secret);
    if (found === undefined) return failed(setupOver);
    const entry = { act: 'set up family account', ...aboutOf(found.key) } as const;
    const why =
      familyRefusedBy(found.facts, londonDay(present)) ??
      (isFirstNameOf(typed.firstName, found.who) ? undefined : 'other child') ??
      (step === undefined ? 'wrong code' : undefined);
    if (why !== undefined || step === undefined) {
      await recordAct(tx, present, { ...entry, outcome: 'refused', why: why ?? 'wrong code' });
      return { ok: false, faults: [wrongSetup] };
    }
    const used = { step, driftSteps: driftOf(step, present) };
    if (!(await activateFamily(tx, found.key, used, verifier))) return failed(setupOver);
    await recordAct(tx, present, { ...entry, outcome: 'done' });
    return done('set up');
  });
}

async function faultsInSetup(typed: SetupTyped, userName: string): Promise<readonly Fault[]> {
  const common = await commonPasswords();
  const unusedPin = '493817'; // a family has no PIN: the rules of passwords stand in one place
  const secrets = { password: typed.password, passwordAgain: typed.passwordAgain };
  const inSecrets = faultsInSecrets({ ...secrets, pin: unusedPin, pinAgain: unusedPin }, userName, (one) =>
    common.has(one),
  );
  const inCode = faultInCode(typed.code);
  const noName: Fault = { kind: 'invalid', field: 'firstName', says: 'Enter the child’s first name' };
  return [
    ...(typed.firstName.trim() === '' ? [noName] : []),
    ...inSecrets,
    ...(inCode === undefined ? [] : [inCode]),
  ];
}

/** Signs somebody of a family in, by password and a code of their app. Whatever is wrong, the same work and one message. */
export async function signInFamily(
  context: ServiceContext,
  typed: {
    readonly userName: string;
    readonly password: string;
    readonly code: string;
    readonly source: string;
  },
): Promise<Outcome<string>> {
  const { database, secrets, now } = context;
  const userName = foldFamilyName(typed.userName);
  const found = await database.look((tx) => findFamilyCredentials(tx, userName));
  const password = typed.password.slice(0, 512);
  const verified = await verify(password, '', secrets.pepper, found?.verifier ?? decoyVerifier);
  if (verified === undefined) return failed(tooBusy);
  const present = now();
  const seed = found === undefined ? decoySeed : openSeed(found.sealedSeed, userName, secrets.seal);
  const step = matchingStep(seed, tidyCode(typed.code.slice(0, 32)), present, found?.driftSteps ?? 0);
  const secret = newSecret();
  return database.transact(async (tx) => {
    const guess = await counted(tx, context, typed, present);
    const good = !guess.isOver && verified && found !== undefined && step !== undefined;
    const stands = good && familyRefusedBy(found.facts, londonDay(present)) === undefined;
    const used = stands && (await useFamilyStep(tx, found.key, { step, driftSteps: driftOf(step, present) }));
    await noteTry(tx, present, 'family signs in', used ? found.key : undefined, guess.isOver);
    if (!used) return guess.fail();
    await forgive(tx, guess.subject);
    await openFamilySession(tx, found.key, hashSecret(secret), present);
    return done(secret);
  });
}

/** Signs out. */
export async function signOutFamily({ database, now }: ServiceContext, secret: string): Promise<void> {
  const present = now();
  await database.transact(async (tx) => {
    const key = await closeFamilySession(tx, hashSecret(secret), present);
    if (key !== undefined)
      await recordAct(tx, present, { act: 'family signs out', ...aboutOf(key), outcome: 'done' });
  });
}

/** Whoever has a session of the family that stands at this request; undefined for all others. */
export type FamilyMember = NonNullable<Awaited<ReturnType<typeof findFamilySession>>>;

/** Who asks, with what they may be now: read afresh each time, so that a shield or a birthday bites at the next request. */
export async function findFamilyMember(
  tx: Transaction,
  secret: string,
  present: Date,
): Promise<FamilyMember | undefined> {
  const found = await findFamilySession(tx, hashSecret(secret));
  if (found === undefined || !isFamilySessionGood(found, present)) return undefined;
  if (familyRefusedBy(found.facts, londonDay(present)) !== undefined) return undefined;
  await markFamilySeen(tx, found.key, hashSecret(secret), present);
  return found;
}

/** Whom an entry of the log is about, and which of the family did it. */
export function aboutOf({ childId, familyNo }: FamilyKey) {
  return { accountId: null, family: familyNo, aboutChild: childId } as const;
}

// Counted before it is judged, by name, by place and over all, as a user's sign-in is.
async function counted(
  tx: Transaction,
  { secrets }: ServiceContext,
  typed: { readonly userName: string; readonly source: string },
  present: Date,
) {
  const since = new Date(present.getTime() - throttleWindowMs);
  const subject = maskSubject('family', foldFamilyName(typed.userName), secrets.pepper);
  const subjects = [
    maskSubject('source', sourceOf(typed.source), secrets.pepper),
    maskSubject('everyone', '', secrets.pepper),
  ] as const;
  const ofSource = await readCount(tx, subjects[0], since);
  const overall = await readCount(tx, subjects[1], since);
  const limits = { since, inWindow: signInLimits.account.guesses, inARow: signInLimits.account.inARow };
  const guess = await tryGuess(tx, subject, present, limits);
  return {
    subject,
    isOver: guess === undefined || isSourceOverLimit({ ofSource, overall }),
    fail: async (): Promise<Outcome<never>> => {
      await addToCounts(tx, subjects, present, since);
      return failed(familyRefused);
    },
  };
}

async function noteTry(
  tx: Transaction,
  present: Date,
  act: 'begin family account' | 'family signs in',
  key: FamilyKey | undefined,
  isOver: boolean,
): Promise<void> {
  const why = isOver ? 'too many tries' : 'not proven';
  if (key === undefined) await recordAct(tx, present, { act, accountId: null, outcome: 'refused', why });
  else await recordAct(tx, present, { act, ...aboutOf(key), outcome: 'done' });
}

async function currentSetup(tx: Transaction, { now }: ServiceContext, secret: string) {
  const present = now();
  return findFamilySetup(tx, hashSecret(secret), new Date(present.getTime() - setupLastsMs), present);
}

function foldFamilyName(typed: string): string {
  return typed.slice(0, 64).normalize('NFKC').trim().toLowerCase();
}

const tooBusy: Fault = {
  kind: 'unavailable',
  says: 'Too many people are signing in at this moment. Wait a few seconds and try again.',
};
const setupOver: Fault = { kind: 'stale', says: 'The time to set this up is over. Ask for a new paper.' };
const wrongSetup: Fault = {
  kind: 'invalid',
  field: 'code',
  says: 'The first name or the code is not right. If the name is right, type the next code of your app.',
};
