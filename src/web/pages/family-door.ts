import type { Fault } from '../../domain/outcome.ts';
import {
  setUpFamily,
  showFamilySeed,
  signInFamily,
  signOutFamily,
  takeInvitation,
} from '../../services/family-sign-in.ts';
import type { ShownSeed } from '../../services/register-code-token.ts';
import { dropCookie, familyCookie, familySetupCookie, setCookie } from '../cookies.ts';
import { forgetPages } from '../headers.ts';
import { goTo, pageReply, withCookies, withHeaders, type Reply } from '../reply.ts';
import { button, linkButton } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { codeInput, input } from '../views/components/input.ts';
import { insetText } from '../views/components/inset-text.ts';
import { passwordInput } from '../views/components/password-input.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { qrCode } from '../views/qr-code.ts';
import type { Visit } from '../visit.ts';
import { helplineOf, quickExit } from './family-frame.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** Asks for what stands on the paper. */
export async function askForPaper(visit: Visit): Promise<Reply> {
  return paperPage(visit, []);
}

/** The same, where the form was out of date. */
export async function askForPaperAgain(visit: Visit): Promise<Reply> {
  return paperPage(visit, [outOfDate('Type it again.')]);
}

/** Takes it, and goes on with setting up. */
export async function takePaper(visit: Visit): Promise<Reply> {
  const given = { userName: typedIn(visit, 'user-name'), code: typedIn(visit, 'code'), source: visit.source };
  const taken = await takeInvitation(visit.site.services, given);
  if (!taken.ok) return paperPage(visit, [taken.fault]);
  return goTo('/family/set-up', [setCookie(familySetupCookie, taken.value)]);
}

/** Asks for the child's first name, a password and a code of the app. */
export async function askToSetUp(visit: Visit): Promise<Reply> {
  return setUpPage(visit, []);
}

/** The same, where the form was out of date. */
export async function askToSetUpAgain(visit: Visit): Promise<Reply> {
  return setUpPage(visit, [outOfDate('Type it again.')]);
}

/** Sets the account up; from now on its user can sign in. */
export async function takeSetUp(visit: Visit): Promise<Reply> {
  const secret = visit.cookies.get(familySetupCookie);
  if (secret === undefined) return goTo('/family/begin');
  const set = await setUpFamily(visit.site.services, secret, {
    firstName: typedIn(visit, 'firstName'),
    password: typedIn(visit, 'password'),
    passwordAgain: typedIn(visit, 'passwordAgain'),
    code: typedIn(visit, 'code'),
  });
  if (set.ok) return withCookies(readyPage(visit), [dropCookie(familySetupCookie)]);
  return set.faults === undefined ? faultReply(visit, set.fault) : setUpPage(visit, set.faults);
}

/** Asks for user name, password and code. */
export async function askFamilyIn(visit: Visit): Promise<Reply> {
  return signInPage(visit, []);
}

/** The same, where the form was out of date. */
export async function askFamilyInAgain(visit: Visit): Promise<Reply> {
  return signInPage(visit, [outOfDate('Type it again.')]);
}

/** Lets them in. */
export async function letFamilyIn(visit: Visit): Promise<Reply> {
  const signedIn = await signInFamily(visit.site.services, {
    userName: typedIn(visit, 'user-name'),
    password: typedIn(visit, 'password'),
    code: typedIn(visit, 'code'),
    source: visit.source,
  });
  if (!signedIn.ok) return signInPage(visit, [signedIn.fault]);
  return goTo('/family', [setCookie(familyCookie, signedIn.value)]);
}

/** Signs out. */
export async function signFamilyOut(visit: Visit): Promise<Reply> {
  return signedOut(visit, goTo('/family/sign-in'));
}

/** Away at once, to a page that tells nothing: going back shows nothing either. */
export async function leaveQuickly(visit: Visit): Promise<Reply> {
  const away = { status: 303, body: '', headers: { location: elsewhere }, cookies: [] } as const;
  return signedOut(visit, away);
}

const elsewhere = 'https://www.bbc.co.uk/weather'; // as GOV.UK's "exit this page"

async function signedOut(visit: Visit, reply: Reply): Promise<Reply> {
  const secret = visit.cookies.get(familyCookie);
  if (secret !== undefined) await signOutFamily(visit.site.services, secret);
  return withHeaders(withCookies(reply, [dropCookie(familyCookie)]), forgetPages);
}

function paperPage(visit: Visit, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults);
  const main = form({
    action: '/family/begin',
    formToken: visit.formToken,
    main: html`${userNameBox(visit, 'On your paper, like family-k7qf-2m9x')}
    ${input({
      name: 'code',
      label: 'Code',
      hint: 'On your paper, twelve letters and digits',
      autocomplete: 'off',
      autocapitalize: 'characters',
      spellcheck: false,
      classes: 'govuk-input--width-20 govuk-input--extra-letter-spacing',
      error: errorOf(errors, 'code'),
    })}
    ${button({ text: 'Go on', preventDoubleClick: true })}`,
  });
  return doorReply(visit, 'Type what is on your paper', main, faults);
}

async function setUpPage(visit: Visit, faults: readonly Fault[]): Promise<Reply> {
  const secret = visit.cookies.get(familySetupCookie);
  if (secret === undefined) return goTo('/family/begin');
  const shown = await showFamilySeed(visit.site.services, secret);
  if (!shown.ok) return withCookies(faultReply(visit, shown.fault), [dropCookie(familySetupCookie)]);
  const main = form({
    action: '/family/set-up',
    formToken: visit.formToken,
    main: setUpBoxes(visit, shown.value, fieldErrors(faults)),
  });
  return doorReply(visit, 'Set up your way in', main, faults);
}

function setUpBoxes(visit: Visit, { address, seed }: ShownSeed, errors: readonly FieldError[]): Html {
  return html`${input({
      name: 'firstName',
      label: 'The child’s first name',
      hint: 'Or your own, if it is about you. So we know that you have the right paper.',
      value: visit.form.get('firstName') ?? '',
      autocomplete: 'off',
      spellcheck: false,
      error: errorOf(errors, 'firstName'),
    })}
    ${secretBox('password', 'Choose a password', errors, '8 letters or more. Three words that do not go together are good.')}
    ${secretBox('passwordAgain', 'The password again', errors, 'So that it is what you meant')}
    <h2 class="govuk-heading-m">Your app for codes</h2>
    <p class="govuk-body">Point the app at this picture, or type the letters below it.</p>
    ${qrCode(address, 'QR code of the letters below')}
    ${insetText({ text: html`<span class="app-seed">${seed}</span>` })}
    ${codeInput({
      name: 'code',
      label: 'Code',
      hint: 'The six digits that the app shows now',
      error: errorOf(errors, 'code'),
    })}
    ${button({ text: 'Set up', preventDoubleClick: true })}`;
}

function secretBox(name: string, label: string, errors: readonly FieldError[], hint: string): Html {
  return passwordInput({ name, label, hint, autocomplete: 'new-password', error: errorOf(errors, name) });
}

function readyPage(visit: Visit): Reply {
  const main = html`<p class="govuk-body-l">
      Next time, you need your user name, your password and your app.
    </p>
    ${linkButton({ text: 'Sign in', href: '/family/sign-in' })}`;
  return doorReply(visit, 'All is set up', main, []);
}

function signInPage(visit: Visit, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults);
  const main = html`${form({
      action: '/family/sign-in',
      formToken: visit.formToken,
      main: html`${userNameBox(visit, 'It begins with family-')}
      ${passwordInput({ name: 'password', label: 'Password', autocomplete: 'current-password' })}
      ${codeInput({
        name: 'code',
        label: 'Code',
        hint: 'The six digits that your app shows now',
        error: errorOf(errors, 'code'),
      })}
      ${button({ text: 'Sign in', preventDoubleClick: true })}`,
    })}
    <p class="govuk-body"><a class="govuk-link" href="/family/begin">I have a paper with a code</a></p>
    <p class="govuk-body">
      No paper, or lost your telephone or password? Ask your school, your surgery or a worker who helps you.
    </p>`;
  return doorReply(visit, 'Sign in to see your page', main, faults);
}

function userNameBox(visit: Visit, hint: string): Html {
  return input({
    name: 'user-name',
    label: 'User name',
    hint,
    value: visit.form.get('user-name') ?? '',
    autocomplete: 'username',
    autocapitalize: 'none',
    spellcheck: false,
  });
}

function doorReply(visit: Visit, title: string, main: Html, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults);
  const page = frame(visit, {
    title,
    windowTitle: 'My page',
    main: html`${quickExit('Leave this page now')} ${main} ${helplineOf('ten')}`,
    errors,
    showsChild: false,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function typedIn({ form: typed }: Visit, name: string): string {
  return typed.get(name) ?? '';
}
