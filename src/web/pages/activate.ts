import type { ActivationStep } from '../../domain/activation.ts';
import { presentAgreement } from '../../domain/agreement.ts';
import { showDay } from '../../domain/calendar.ts';
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
import { goTo, pageReply, withCookies, type Reply } from '../reply.ts';
import { button, linkButton } from '../views/components/button.ts';
import { checkboxes } from '../views/components/checkboxes.ts';
import { form } from '../views/components/form.ts';
import { codeInput, input } from '../views/components/input.ts';
import { insetText } from '../views/components/inset-text.ts';
import { passwordInput } from '../views/components/password-input.ts';
import { errorOf, fieldErrors } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { Visit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

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

function codePage(visit: Visit, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults);
  const main = form({
    action: '/activate',
    formToken: visit.formToken,
    main: html`
      ${input({
        name: 'user-name',
        label: 'User name',
        value: visit.form.get('user-name') ?? '',
        error: errorOf(errors, 'user-name'),
        autocomplete: 'username',
        autocapitalize: 'none',
        spellcheck: false,
      })}
      ${input({
        name: 'code',
        label: 'Activation code',
        hint: 'Twelve letters and digits that your account administrator gave you, like K7QF-2M9X-T4WD',
        error: errorOf(errors, 'code'),
        autocomplete: 'off',
        autocapitalize: 'characters',
        spellcheck: false,
        classes: 'govuk-input--width-20 govuk-input--extra-letter-spacing',
      })}
      ${button({ text: 'Continue', preventDoubleClick: true })}
      <p class="govuk-body">
        Have your security token with you. Three steps follow: the user agreement, a password and PIN of your
        own, and the token. They take about ten minutes, and an hour at most.
      </p>
    `,
  });
  return stepReply(visit, 'Activate your account', main, errors, { backLink: { href: '/sign-in' } });
}

function agreementPage(visit: Visit, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults);
  const { version, from, clauses } = presentAgreement;
  const main = html`<p class="govuk-body-s">Version ${version}, of ${showDay(from)}</p>
    <ol class="govuk-list govuk-list--number govuk-list--spaced">
      ${clauses.map((clause) => html`<li>${clause}</li>`)}
    </ol>
    ${form({
      action: '/activate/agreement',
      formToken: visit.formToken,
      main: html`<input type="hidden" name="version" value="${String(version)}" /> ${checkboxes({
          name: 'agreed',
          legend: 'Your signature',
          legendSize: 'm',
          items: [{ value: 'yes', text: 'I have read this agreement, and I sign it' }],
          error: errorOf(errors, 'agreed'),
        })}
        ${button({ text: 'Sign', preventDoubleClick: true })}`,
    })}`;
  return stepReply(visit, 'User agreement', main, errors, { caption: 'Step 1 of 3' });
}

function secretsPage(visit: Visit, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults);
  const pin = { inputmode: 'numeric', autocomplete: 'off', classes: 'govuk-input--width-10' } as const;
  const main = form({
    action: '/activate/secrets',
    formToken: visit.formToken,
    main: html`
      ${passwordInput({
        name: 'password',
        label: 'Password',
        hint: '8 to 128 characters. Three words that do not belong together are easy to remember. Spaces are allowed.',
        autocomplete: 'new-password',
        error: errorOf(errors, 'password'),
      })}
      ${passwordInput({
        name: 'passwordAgain',
        label: 'Password again',
        autocomplete: 'new-password',
        error: errorOf(errors, 'passwordAgain'),
      })}
      ${passwordInput({
        name: 'pin',
        label: 'PIN',
        hint: '6 to 8 digits: no run such as 123456, no repeat such as 111111 or 121212',
        ...pin,
        error: errorOf(errors, 'pin'),
      })}
      ${passwordInput({ name: 'pinAgain', label: 'PIN again', ...pin, error: errorOf(errors, 'pinAgain') })}
      ${button({ text: 'Continue', preventDoubleClick: true })}
      <p class="govuk-body">Nobody else can choose these for you, or read them.</p>
    `,
  });
  return stepReply(visit, 'Choose a password and PIN', main, errors, { caption: 'Step 2 of 3' });
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

function readyPage(visit: Visit): Reply {
  const main = html`<p class="govuk-body">
      You have signed the agreement, and have a password, a PIN and a token. From now on you need all of them
      to sign in.
    </p>
    ${linkButton({ text: 'Sign in', href: '/sign-in' })}`;
  return stepReply(visit, 'Your account is ready', main, []);
}

function stepReply(
  visit: Visit,
  title: string,
  main: Html,
  errors: ReturnType<typeof fieldErrors>,
  more: { readonly caption?: string; readonly backLink?: { readonly href: string } } = {},
): Reply {
  const status = errors.length === 0 ? 200 : 400;
  return pageReply(frame(visit, { title, main, errors, showsChild: false, ...more }), status);
}

function missingBox(field: string, says: string): Fault {
  return { kind: 'invalid', field, says };
}
