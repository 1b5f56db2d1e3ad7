import { randomBytes } from 'node:crypto';
import {
  activationLastsMs,
  activationOver,
  activationRefused,
  nextStep,
  type ActivationStep,
} from '../domain/activation.ts';
import { faultsInSecrets, type SecretsTyped } from '../domain/chosen-secrets.ts';
import { driftOf, matchingStep } from '../domain/one-time-code.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import {
  faultInCode,
  foldUserName,
  isSourceOverLimit,
  signInLimits,
  sourceOf,
  throttleWindowMs,
  tidyCode,
} from '../domain/sign-in.ts';
import {
  addCodeToken,
  beginActivation,
  findActivation,
  finishActivation,
  keepShownSeed,
  putFirstVerifier,
  useActivationCode,
} from '../store/activations.ts';
import type { Transaction } from '../store/connection.ts';
import { addToCounts, forgive, readCount, tryGuess } from '../store/sign-in.ts';
import { signPresent, type AgreementTyped } from './agreement.ts';
import { recordAct } from './authorise.ts';
import { commonPasswords } from './common-passwords.ts';
import type { ServiceContext } from './context.ts';
import { hashSecret, makeVerifier, maskSubject, newSecret, openSeed, sealSeed } from './credentials.ts';
import { hashActivationCode } from './enrolments.ts';
import type { FormOutcome } from './organisations.ts';

/** Somebody who is activating their account, and the step that comes next. */
export type Activation = {
  readonly userName: string;
  readonly fullName: string;
  readonly organisation: string;
  readonly step: ActivationStep;
};

/**
 * Takes a user name and an activation code: answers the secret of this browser's activation. Whatever is wrong, the
 * answer is the same; each try is counted as a sign-in's are, and written down.
 */
export async function enterCode(
  { database, secrets, now }: ServiceContext,
  typed: { readonly userName: string; readonly code: string; readonly source: string },
): Promise<Outcome<string>> {
  const present = now();
  const since = new Date(present.getTime() - throttleWindowMs);
  const userName = foldUserName(typed.userName.slice(0, 64));
  const subject = maskSubject('activation', userName, secrets.pepper);
  const counted = [
    maskSubject('source', sourceOf(typed.source), secrets.pepper),
    maskSubject('everyone', '', secrets.pepper),
  ] as const;
  return database.transact(async (tx) => {
    const ofSource = await readCount(tx, counted[0], since);
    const overall = await readCount(tx, counted[1], since);
    const limits = { since, inWindow: signInLimits.account.guesses, inARow: signInLimits.account.inARow };
    const guess = await tryGuess(tx, subject, present, limits);
    const isOver = guess === undefined || isSourceOverLimit({ ofSource, overall });
    const hash = hashActivationCode(typed.code, secrets.pepper);
    const accountId = isOver ? undefined : await useActivationCode(tx, userName, hash, present);
    if (accountId === undefined) {
      const why = isOver ? 'too many tries' : 'not proven';
      await recordAct(tx, present, { act: 'begin activation', accountId: null, outcome: 'refused', why });
      await addToCounts(tx, counted, present, since);
      return failed(activationRefused);
    }
    await forgive(tx, subject);
    const secret = newSecret();
    await beginActivation(tx, hashSecret(secret), accountId, present);
    await recordAct(tx, present, { act: 'begin activation', accountId, outcome: 'done' });
    return done(secret);
  });
}

/** Where an activation stands. */
export async function readActivation(context: ServiceContext, secret: string): Promise<Outcome<Activation>> {
  const found = await context.database.look((tx) => current(tx, context, secret));
  return found === undefined ? failed(activationOver) : done({ ...found, step: nextStep(found) });
}

/** Signs the present text of the user agreement. */
export async function agree(
  context: ServiceContext,
  secret: string,
  typed: AgreementTyped,
): Promise<FormOutcome<'signed'>> {
  const present = context.now();
  return inStep(context, secret, 'agreement', async (tx, { accountId }) => {
    return signPresent(tx, accountId, typed, present);
  });
}

/** Sets the password and PIN. Hashed before anything is opened: it takes a tenth of a second. */
export async function chooseSecrets(
  context: ServiceContext,
  secret: string,
  typed: SecretsTyped,
): Promise<FormOutcome<'chosen'>> {
  const read = await readActivation(context, secret);
  if (!read.ok) return failed(read.fault);
  const common = await commonPasswords();
  const faults = faultsInSecrets(typed, read.value.userName, (password) => common.has(password));
  if (faults.length > 0) return { ok: false, faults };
  const verifier = await makeVerifier(typed.password, typed.pin, context.secrets.pepper);
  const present = context.now();
  return inStep(context, secret, 'secrets', async (tx, { accountId }) => {
    await putFirstVerifier(tx, accountId, verifier);
    await recordAct(tx, present, { act: 'choose secrets', accountId, outcome: 'done' });
    return done('chosen');
  });
}

/** The seed of the token that is being registered, in base 32, as apps and token makers read it; the same until it is proven. */
export async function showSeed(
  context: ServiceContext,
  secret: string,
): Promise<Outcome<{ readonly seed: string; readonly userName: string }>> {
  const shown = await inStep(context, secret, 'token', async (tx, { userName, sealedSeed }) => {
    const { seal } = context.secrets;
    if (sealedSeed !== null) return done({ seed: base32(openSeed(sealedSeed, userName, seal)), userName });
    const seed = randomBytes(20); // 160 bits: RFC 4226 section 4, R6
    await keepShownSeed(tx, hashSecret(secret), sealSeed(seed, userName, seal));
    return done({ seed: base32(seed), userName });
  });
  return shown.ok ? shown : failed(shown.fault ?? activationOver);
}

/** Takes the first code of the token, which proves that it has the seed; then its user can sign in. */
export async function proveToken(
  context: ServiceContext,
  secret: string,
  typedCode: string,
): Promise<FormOutcome<'activated'>> {
  const faultTyped = faultInCode(typedCode);
  if (faultTyped !== undefined) return { ok: false, faults: [faultTyped] };
  const present = context.now();
  return inStep(context, secret, 'token', async (tx, { accountId, userName, sealedSeed }) => {
    if (sealedSeed === null) return failed(activationOver);
    const seed = openSeed(sealedSeed, userName, context.secrets.seal);
    const step = matchingStep(seed, tidyCode(typedCode), present, 0);
    if (step === undefined) {
      await recordAct(tx, present, { act: 'activate', accountId, outcome: 'refused', why: 'wrong code' });
      return { ok: false, faults: [wrongCode] };
    }
    await addCodeToken(tx, accountId, { sealedSeed, step, driftSteps: driftOf(step, present) });
    await finishActivation(tx, hashSecret(secret), accountId, present);
    await recordAct(tx, present, { act: 'activate', accountId, outcome: 'done' });
    return done('activated');
  });
}

type Current = NonNullable<Awaited<ReturnType<typeof findActivation>>>;

async function current(
  tx: Transaction,
  { now }: ServiceContext,
  secret: string,
): Promise<Current | undefined> {
  return findActivation(tx, hashSecret(secret), new Date(now().getTime() - activationLastsMs));
}

// A step that was done already is not done again: the browser is led to the one that comes next.
async function inStep<Value>(
  context: ServiceContext,
  secret: string,
  step: ActivationStep,
  work: (tx: Transaction, activation: Current) => Promise<FormOutcome<Value>>,
): Promise<FormOutcome<Value>> {
  return context.database.transact(async (tx) => {
    const found = await current(tx, context, secret);
    if (found === undefined) return failed(activationOver);
    return nextStep(found) === step ? work(tx, found) : failed(otherStep);
  });
}

/** RFC 4648 section 6, without padding, in fours. */
function base32(bytes: Buffer): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const text = (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('');
  return text.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

const otherStep: Fault = { kind: 'stale', says: 'This step is done. Go on with the next.' };
const wrongCode: Fault = {
  kind: 'invalid',
  field: 'code',
  says: 'That is not the code that the token should show now: check the key you typed into it, and type the next code',
};
