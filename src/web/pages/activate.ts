import type { ActivationStep } from '../../domain/activation.ts';
import type { Fault } from '../../domain/outcome.ts';
import {
  agree,
  chooseSecrets,
  enterCode,
  proveToken,
  readActivation,
  showSeed,
  type Activation,
} from '../../services/activate.ts';
import { activationCookie, dropCookie, setCookie } from '../cookies.ts';
import { goTo, withCookies, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { codeInput } from '../views/components/input.ts';
import { insetText } from '../views/components/inset-text.ts';
import { errorOf, fieldErrors } from '../views/errors.ts';
import { html } from '../views/html.ts';
import type { Visit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { agreementPage, codePage, readyPage, secretsPage, stepReply } from './activation-steps.ts';

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

/** Shows the key of the code token, once it is being registered and until it is proven. */
export async function showToken(visit: Visit): Promise<Reply> {
  return atStep(visit, 'token', async (secret) => tokenPage(visit, secret, []));
}

/** Takes the token's first code. */
export async function takeToken(visit: Visit): Promise<Reply> {
  return atStep(visit, 'token', async (secret) => {
    const proven = await proveToken(visit.site.services, secret, visit.form.get('code') ?? '');
    if (proven.ok) return withCookies(readyPage(visit), [dropCookie(activationCookie)]);
    return proven.faults === undefined
      ? stepFault(visit, proven.fault)
      : tokenPage(visit, secret, proven.faults);
  });
}

/** The token's page again, where the form was out of date. */
export async function showTokenAgain(visit: Visit): Promise<Reply> {
  return atStep(visit, 'token', async (secret) =>
    tokenPage(visit, secret, [outOfDate('Type the next code.')]),
  );
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

async function tokenPage(visit: Visit, secret: string, faults: readonly Fault[]): Promise<Reply> {
  const shown = await showSeed(visit.site.services, secret);
  if (!shown.ok) return stepFault(visit, shown.fault);
  const errors = fieldErrors(faults);
  const main = html`<p class="govuk-body">
      Type this key into your code token, or the app that your organisation allows: time-based, six digits,
      every 30 seconds. It is shown on this page only.
    </p>
    ${insetText({ text: html`<span class="app-seed">${shown.value.seed}</span>` })}
    ${form({
      action: '/activate/token',
      formToken: visit.formToken,
      main: html`${codeInput({
        name: 'code',
        label: 'Security code',
        hint: 'The six digits that the token shows now, to prove that it has the key',
        error: errorOf(errors, 'code'),
      })}
      ${button({ text: 'Register token', preventDoubleClick: true })}`,
    })}`;
  return stepReply(visit, 'Register your security token', main, errors, { caption: 'Step 3 of 3' });
}

function missingBox(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}
