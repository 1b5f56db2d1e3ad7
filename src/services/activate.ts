import {
  activationLastsMs,
  activationOver,
  activationRefused,
  nextStep,
  type ActivationStep,
} from '../domain/activation.ts';
import { presentAgreement } from '../domain/agreement.ts';
import { faultsInSecrets, type SecretsTyped } from '../domain/chosen-secrets.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import {
  foldUserName,
  isSourceOverLimit,
  signInLimits,
  sourceOf,
  throttleWindowMs,
} from '../domain/sign-in.ts';
import {
  beginActivation,
  findActivation,
  finishActivation,
  putFirstVerifier,
  useActivationCode,
} from '../store/activations.ts';
import type { Transaction } from '../store/connection.ts';
import { addToCounts, forgive, readCount, tryGuess } from '../store/sign-in.ts';
import { signPresent, type AgreementTyped } from './agreement.ts';
import { recordAct } from './authorise.ts';
import { commonPasswords } from './common-passwords.ts';
import type { ServiceContext } from './context.ts';
import { hashSecret, makeVerifierInTurn, maskSubject, newSecret } from './credentials.ts';
import { hashActivationCode } from './enrolments.ts';
import type { RelyingParty } from './key-answers.ts';
import type { FormOutcome } from './organisations.ts';
import { addNewKeyOf, askNewKeyOf, type EnrollingPerson, type KeyAsked } from './own-tokens.ts';
import { proveNewToken, showNewSeed, type ShownSeed } from './register-code-token.ts';

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
  const verifier = await makeVerifierInTurn(typed.password, typed.pin, context.secrets.pepper);
  if (verifier === undefined) return failed(tooBusy);
  const present = context.now();
  return inStep(context, secret, 'secrets', async (tx, { accountId }) => {
    await putFirstVerifier(tx, accountId, verifier);
    await recordAct(tx, present, { act: 'choose secrets', accountId, outcome: 'done' });
    return done('chosen');
  });
}

/** The seed of a code token that is being registered: the same until it is proven. */
export async function showSeed(context: ServiceContext, secret: string): Promise<Outcome<ShownSeed>> {
  const shown = await inStep(context, secret, 'token', async (tx, found) =>
    done(await showNewSeed(tx, context, enrolling(found, secret))),
  );
  return shown.ok ? shown : failed(shown.fault ?? activationOver);
}

/** Takes the first code of a code token, which proves that it has the seed; then its user can sign in. */
export async function proveToken(
  context: ServiceContext,
  secret: string,
  typedCode: string,
): Promise<FormOutcome<'activated'>> {
  return inStep(context, secret, 'token', async (tx, found) => {
    const proven = await proveNewToken(tx, context, enrolling(found, secret), typedCode);
    if (!proven.ok) return proven.fault.kind === 'invalid' ? { ok: false, faults: [proven.fault] } : proven;
    return complete(tx, context, found, secret);
  });
}

/** Asks a security key to register with the account that is being activated. */
export async function askForFirstKey(
  context: ServiceContext,
  secret: string,
  party: RelyingParty,
): Promise<FormOutcome<KeyAsked>> {
  return inStep(context, secret, 'token', (tx, found) =>
    askNewKeyOf(tx, context, enrolling(found, secret), party),
  );
}

/** Takes what the key answered; then its user can sign in. */
export async function registerFirstKey(
  context: ServiceContext,
  secret: string,
  given: { readonly party: RelyingParty; readonly answer: string },
): Promise<FormOutcome<'activated'>> {
  return inStep(context, secret, 'token', async (tx, found) => {
    const added = await addNewKeyOf(tx, context, enrolling(found, secret), given);
    return added.ok ? complete(tx, context, found, secret) : { ok: false, faults: [added.fault] };
  });
}

async function complete(
  tx: Transaction,
  { now }: ServiceContext,
  { accountId }: Current,
  secret: string,
): Promise<FormOutcome<'activated'>> {
  const present = now();
  await finishActivation(tx, hashSecret(secret), accountId, present);
  await recordAct(tx, present, { act: 'activate', accountId, outcome: 'done' });
  return done('activated');
}

function enrolling({ accountId, userName, fullName }: Current, secret: string): EnrollingPerson {
  return { accountId, userName, fullName, bearerHash: hashSecret(secret) };
}

type Current = NonNullable<Awaited<ReturnType<typeof findActivation>>>;

async function current(
  tx: Transaction,
  { now }: ServiceContext,
  secret: string,
): Promise<Current | undefined> {
  const begunAfter = new Date(now().getTime() - activationLastsMs);
  return findActivation(tx, hashSecret(secret), begunAfter, presentAgreement.version);
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

const tooBusy: Fault = {
  kind: 'unavailable',
  says: 'Too many people are signing in at this moment. Wait a few seconds and send it again.',
};
const otherStep: Fault = { kind: 'stale', says: 'This step is done. Go on with the next.' };
