import { presentAgreement } from '../../domain/agreement.ts';
import { showDay } from '../../domain/calendar.ts';
import type { Fault } from '../../domain/outcome.ts';
import { pageReply, type Reply } from '../reply.ts';
import { button, linkButton } from '../views/components/button.ts';
import { checkboxes } from '../views/components/checkboxes.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { passwordInput } from '../views/components/password-input.ts';
import { errorOf, fieldErrors } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { Visit } from '../visit.ts';
import { frame } from './frame.ts';

/** Asks for the user name and the code. */
export function codePage(visit: Visit, faults: readonly Fault[]): Reply {
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

/** The text of the agreement, and the box that signs it. */
export function agreementPage(visit: Visit, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults);
  const main = agreementForm(visit, '/activate/agreement', errors);
  return stepReply(visit, 'User agreement', main, errors, { caption: 'Step 1 of 3' });
}

/** The same for whoever is signed in already, sent elsewhere. */
export function agreementForm(
  { formToken }: Visit,
  action: `/${string}`,
  errors: ReturnType<typeof fieldErrors>,
): Html {
  const { version, from, clauses } = presentAgreement;
  return html`<p class="govuk-body-s">Version ${version}, of ${showDay(from)}</p>
    <ol class="govuk-list govuk-list--number govuk-list--spaced">
      ${clauses.map((clause) => html`<li>${clause}</li>`)}
    </ol>
    ${form({
      action,
      formToken,
      main: html`<input type="hidden" name="version" value="${String(version)}" /> ${checkboxes({
          name: 'agreed',
          legend: 'Your signature',
          legendSize: 'm',
          items: [{ value: 'yes', text: 'I have read this agreement, and I sign it' }],
          error: errorOf(errors, 'agreed'),
        })}
        ${button({ text: 'Sign', preventDoubleClick: true })}`,
    })}`;
}

/** Asks for a password and a PIN, each twice; what was typed is never sent back. */
export function secretsPage(visit: Visit, faults: readonly Fault[]): Reply {
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

/** Says that all is done. */
export function readyPage(visit: Visit): Reply {
  const main = html`<p class="govuk-body">
      You have signed the agreement, and have a password, a PIN and a token. From now on you need all of them
      to sign in.
    </p>
    ${linkButton({ text: 'Sign in', href: '/sign-in' })}`;
  return stepReply(visit, 'Your account is ready', main, []);
}

/** A page of the journey, with what is wrong on it. */
export function stepReply(
  visit: Visit,
  title: string,
  main: Html,
  errors: ReturnType<typeof fieldErrors>,
  more: { readonly caption?: string; readonly backLink?: { readonly href: string } } = {},
): Reply {
  const status = errors.length === 0 ? 200 : 400;
  return pageReply(frame(visit, { title, main, errors, showsChild: false, ...more }), status);
}
