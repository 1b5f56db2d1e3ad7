import type { ActivationStep } from '../../domain/activation.ts';
import type { Fault } from '../../domain/outcome.ts';
import {
  agree,
  askForFirstKey,
  chooseSecrets,
  enterCode,
  proveToken,
  readActivation,
  registerFirstKey,
  showSeed,
  type Activation,
} from '../../services/activate.ts';
import { relyingPartyAt } from '../../services/key-answers.ts';
import { activationCookie, dropCookie, setCookie } from '../cookies.ts';
import { goTo, withCookies, type Reply } from '../reply.ts';
import type { Visit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { agreementPage, codePage, readyPage, secretsPage } from './activation-steps.ts';
import { codeTokenPage, keyPage, tokenKindPage } from './activation-token.ts';

// The journey owns its addresses: whoever types one is led to the step that comes next.
const pathOf: Readonly<Record<ActivationStep, `/${string}`>> = {
  agreement: '/activate/agreement',
  secrets: '/activate/secrets',
  token: '/activate/token',
  done: '/activate/ready',
};

/** Asks for the user name and the activation code. */
export async function askForActivationCode(visit: Visit): Promise<Reply> {
  return codePage(visit, []);
}

/** Takes them, and goes on with the first step that is missing. */
export async function takeActivationCode(visit: Visit): Promise<Reply> {
  const { site, form: typed, source } = visit;
  const [userName, code] = [typed.get('user-name') ?? '', typed.get('code') ?? ''];
  const missing = [
    userName.trim() === '' ? missingBox('user-name', 'Enter your user name') : undefined,
    code.trim() === '' ? missingBox('code', 'Enter your activation code') : undefined,
  ].filter((fault) => fault !== undefined);
  if (missing.length > 0) return codePage(visit, missing);
  const entered = await enterCode(site.services, { userName, code, source });
  if (!entered.ok) return codePage(visit, [entered.fault]);
  return goTo('/activate/agreement', [setCookie(activationCookie, entered.value)]);
}

/** The first page again, where the form was out of date. */
export async function askForActivationCodeAgain(visit: Visit): Promise<Reply> {
  return codePage(visit, [outOfDate('Type the code again.')]);
}

/** Shows the user agreement. */
export async function showAgreement(visit: Visit): Promise<Reply> {
  return atStep(visit, 'agreement', async () => agreementPage(visit, []));
}

/** Takes the signature. */
export async function takeAgreement(visit: Visit): Promise<Reply> {
  const typed = { version: visit.form.get('version') ?? '', agreed: visit.form.get('agreed') === 'yes' };
  return atStep(visit, 'agreement', async (secret) => {
    const signed = await agree(visit.site.services, secret, typed);
    return signed.ok ? goTo('/activate/secrets') : notTaken(visit, signed, agreementPage);
  });
}

/** The agreement again, where the form was out of date. */
export async function showAgreementAgain(visit: Visit): Promise<Reply> {
  return atStep(visit, 'agreement', async () => agreementPage(visit, [outOfDate('Tick the box again.')]));
}

/** Asks for a password and a PIN of the user's own. */
export async function askForSecrets(visit: Visit): Promise<Reply> {
  return atStep(visit, 'secrets', async () => secretsPage(visit, []));
}

/** Takes them. What was typed is never sent back. */
export async function takeSecrets(visit: Visit): Promise<Reply> {
  const typed = (name: string): string => visit.form.get(name) ?? '';
  return atStep(visit, 'secrets', async (secret) => {
    const chosen = await chooseSecrets(visit.site.services, secret, {
      password: typed('password'),
      passwordAgain: typed('passwordAgain'),
      pin: typed('pin'),
      pinAgain: typed('pinAgain'),
    });
    return chosen.ok ? goTo('/activate/token') : notTaken(visit, chosen, secretsPage);
  });
}

/** The same question, where the form was out of date. */
export async function askForSecretsAgain(visit: Visit): Promise<Reply> {
  return atStep(visit, 'secrets', async () => secretsPage(visit, [outOfDate('Type them again.')]));
}

/** Asks which kind of token it is. */
export async function showToken(visit: Visit): Promise<Reply> {
  return atStep(visit, 'token', async () => tokenKindPage(visit));
}

/** Asks a security key to register. */
export async function askFirstKey(visit: Visit): Promise<Reply> {
  return atStep(visit, 'token', async (secret) => firstKeyPage(visit, secret, []));
}

/** Takes what the key answered. */
export async function takeFirstKey(visit: Visit): Promise<Reply> {
  const given = { party: relyingPartyAt(visit.publicUrl), answer: visit.form.get('answer') ?? '' };
  return atStep(visit, 'token', async (secret) => {
    const registered = await registerFirstKey(visit.site.services, secret, given);
    if (registered.ok) return activated(visit);
    return registered.faults === undefined
      ? stepFault(visit, registered.fault)
      : firstKeyPage(visit, secret, registered.faults);
  });
}

/** Where somebody reloads a page that asked their key. */
export async function returnToToken(): Promise<Reply> {
  return goTo('/activate/token');
}

/** Shows the key of the code token, once it is being registered and until it is proven. */
export async function showCodeToken(visit: Visit): Promise<Reply> {
  return atStep(visit, 'token', async (secret) => seedPage(visit, secret, []));
}

/** Takes the token's first code. */
export async function takeCodeToken(visit: Visit): Promise<Reply> {
  return atStep(visit, 'token', async (secret) => {
    const proven = await proveToken(visit.site.services, secret, visit.form.get('code') ?? '');
    if (proven.ok) return activated(visit);
    return proven.faults === undefined
      ? stepFault(visit, proven.fault)
      : seedPage(visit, secret, proven.faults);
  });
}

/** The token's page again, where the form was out of date. */
export async function showCodeTokenAgain(visit: Visit): Promise<Reply> {
  return atStep(visit, 'token', async (secret) =>
    seedPage(visit, secret, [outOfDate('Type the next code.')]),
  );
}

function activated(visit: Visit): Reply {
  return withCookies(readyPage(visit), [dropCookie(activationCookie)]);
}

/** Says that all is done; whoever has more to do is led there. */
export async function showReady(visit: Visit): Promise<Reply> {
  return atStep(visit, 'done', async () => readyPage(visit));
}

type Refused = { readonly ok: false; readonly faults?: readonly Fault[]; readonly fault?: Fault };

function notTaken(
  visit: Visit,
  refused: Refused,
  again: (visit: Visit, faults: readonly Fault[]) => Reply,
): Reply {
  if (refused.faults !== undefined) return again(visit, refused.faults);
  return refused.fault === undefined ? goTo('/activate') : stepFault(visit, refused.fault);
}

// A step done in another tab: on to the next one.
function stepFault(visit: Visit, fault: Fault): Reply {
  return fault.kind === 'stale' ? goTo('/activate/agreement') : faultReply(visit, fault);
}

async function atStep(
  visit: Visit,
  step: ActivationStep,
  page: (secret: string, activation: Activation) => Promise<Reply>,
): Promise<Reply> {
  const secret = visit.cookies.get(activationCookie);
  if (secret === undefined) return goTo('/activate');
  const read = await readActivation(visit.site.services, secret);
  if (!read.ok) return withCookies(faultReply(visit, read.fault), [dropCookie(activationCookie)]);
  return read.value.step === step ? page(secret, read.value) : goTo(pathOf[read.value.step]);
}

async function firstKeyPage(visit: Visit, secret: string, faults: readonly Fault[]): Promise<Reply> {
  const asked = await askForFirstKey(visit.site.services, secret, relyingPartyAt(visit.publicUrl));
  if (asked.ok) return keyPage(visit, asked.value, faults);
  return asked.fault === undefined ? goTo('/activate/token') : stepFault(visit, asked.fault);
}

async function seedPage(visit: Visit, secret: string, faults: readonly Fault[]): Promise<Reply> {
  const shown = await showSeed(visit.site.services, secret);
  return shown.ok ? codeTokenPage(visit, shown.value, faults) : stepFault(visit, shown.fault);
}

function missingBox(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}
