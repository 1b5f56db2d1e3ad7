import { browserKind } from '../../domain/browser.ts';
import { saysOfEnd, wordOfEnd, type SessionOver } from '../../domain/session-end.ts';
import { relyingPartyAt } from '../../services/key-answers.ts';
import { askForKey, beginSignIn, finishSignIn, finishSignInWithKey } from '../../services/sign-in.ts';
import { endSession } from '../../services/session.ts';
import type { Fault } from '../../domain/outcome.ts';
import { attemptCookie, dropCookie, sessionCookie, setCookie } from '../cookies.ts';
import { forgetPages } from '../headers.ts';
import { goTo, pageReply, withCookies, withHeaders, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { codeInput, input } from '../views/components/input.ts';
import { passwordInput } from '../views/components/password-input.ts';
import { errorOf, fieldErrors } from '../views/errors.ts';
import { keyPrompt } from '../views/key-prompt.ts';
import { html } from '../views/html.ts';
import { practiceCards } from '../views/practice-cards.ts';
import type { SignedInVisit, Visit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** The first page of signing in: user name, password and PIN. */
export async function askForPassword(visit: Visit): Promise<Reply> {
  return passwordPage(visit, []);
}

/** Takes the first page. Whatever was typed, the token page comes next: only there is anything told. */
export async function tryPassword(visit: Visit): Promise<Reply> {
  const { site, form: typed, source } = visit;
  const begun = await beginSignIn(site.services, {
    userName: typed.get('user-name') ?? '',
    password: typed.get('password') ?? '',
    pin: typed.get('pin') ?? '',
    source,
  });
  if (!begun.ok && begun.faults !== undefined) return passwordPage(visit, begun.faults);
  if (!begun.ok) return withHeaders(faultReply(visit, begun.fault), aFewSeconds);
  return goTo('/sign-in/code', [setCookie(attemptCookie, begun.value.attemptSecret)]);
}

// As long as those who wait already take: src/services/credentials.ts.
const aFewSeconds = { 'retry-after': '5' };

/** The first page again, with the user name that was typed, where the form was out of date. */
export async function askForPasswordAgain(visit: Visit): Promise<Reply> {
  return passwordPage(visit, [outOfDate('Type your password and PIN again.')]);
}

/** The second page: the code that the token shows. */
export async function askForCode(visit: Visit): Promise<Reply> {
  return visit.cookies.has(attemptCookie) ? codePage(visit, []) : goTo('/sign-in');
}

/** The second page again, where the form was out of date. */
export async function askForCodeAgain(visit: Visit): Promise<Reply> {
  return visit.cookies.has(attemptCookie)
    ? codePage(visit, [outOfDate('Type the code again.')])
    : goTo('/sign-in');
}

/** Takes the code. Here, and only here, it is told whether all of it was right. */
export async function signIn(visit: Visit): Promise<Reply> {
  const { site, form: typed, source, cookies } = visit;
  const attemptSecret = cookies.get(attemptCookie);
  if (attemptSecret === undefined) return goTo('/sign-in');
  const code = typed.get('code') ?? '';
  const browser = browserKind(visit.userAgent);
  const finished = await finishSignIn(site.services, { attemptSecret, code, source, browser });
  if (finished.ok)
    return goTo('/', [setCookie(sessionCookie, finished.value.sessionSecret), dropCookie(attemptCookie)]);
  const { fault } = finished;
  if (fault.kind === 'invalid') return codePage(visit, [fault]);
  const reply = fault.kind === 'refused' ? passwordPage(visit, [fault]) : faultReply(visit, fault);
  return withCookies(reply, [dropCookie(attemptCookie)]);
}

/** Asks for a security key instead of a code: for as many, and the same, whoever was named. */
export async function askForSecurityKey(visit: Visit): Promise<Reply> {
  const { site, cookies, formToken, publicUrl } = visit;
  const attemptSecret = cookies.get(attemptCookie);
  const asked =
    attemptSecret && (await askForKey(site.services, { attemptSecret, party: relyingPartyAt(publicUrl) }));
  if (!asked) return goTo('/sign-in');
  const addresses = { action: '/sign-in/key-answers', againAction: '/sign-in/key' };
  const main = keyPrompt({ asks: 'get', options: asked, formToken, ...addresses });
  const backLink = { href: '/sign-in/code' };
  return pageReply(frame(visit, { title: 'Touch your security key', main, backLink, showsChild: false }));
}

/** Takes the answer of the security key, with the same verdict as of a code. */
export async function signInWithKey(visit: Visit): Promise<Reply> {
  const { site, form: sent, source, cookies } = visit;
  const browser = browserKind(visit.userAgent);
  const attemptSecret = cookies.get(attemptCookie);
  if (attemptSecret === undefined) return goTo('/sign-in');
  const given = { party: relyingPartyAt(visit.publicUrl), answer: sent.get('answer') ?? '' };
  const finished = await finishSignInWithKey(site.services, { attemptSecret, source, browser, ...given });
  if (finished.ok)
    return goTo('/', [setCookie(sessionCookie, finished.value.sessionSecret), dropCookie(attemptCookie)]);
  const { fault } = finished;
  const reply = fault.kind === 'refused' ? passwordPage(visit, [fault]) : faultReply(visit, fault);
  return withCookies(reply, [dropCookie(attemptCookie)]);
}

/** Where somebody reloads a page about their key. */
export async function returnToCode(): Promise<Reply> {
  return goTo('/sign-in/code');
}

/** Ends the session and asks the browser to forget what it stored. */
export async function signOut(visit: SignedInVisit): Promise<Reply> {
  await endSession(visit.site.services, visit.sessionSecret);
  return withHeaders(goTo('/signed-out', [dropCookie(sessionCookie)]), forgetPages);
}

/** What a person sees who is no longer signed in. */
export async function showSignedOut(visit: Visit): Promise<Reply> {
  const says =
    saysOfEnd(visit.query['because']) ??
    'You signed out, signed in somewhere else, or did nothing for 15 minutes.';
  const main = html`<p class="govuk-body">${says}</p>
    <p class="govuk-body">Nothing about any child is left in this browser by ContactPoint.</p>
    <p class="govuk-body"><a class="govuk-link" href="/sign-in">Sign in again</a></p>`;
  return pageReply(frame(visit, { title: 'You are signed out', main, showsChild: false }));
}

/** Where somebody is sent whose session is over. */
export function signedOutPath({ because }: SessionOver): `/${string}` {
  return because === undefined ? '/signed-out' : `/signed-out?because=${wordOfEnd(because)}`;
}

function passwordPage(visit: Visit, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults, { userName: 'user-name' });
  const main = form({
    action: '/sign-in',
    formToken: visit.formToken,
    main: html`
      ${input({
        name: 'user-name',
        label: 'User name',
        value: visit.form.get('user-name') ?? cardNamed(visit),
        error: errorOf(errors, 'userName'),
        autocomplete: 'username',
        autocapitalize: 'none',
        spellcheck: false,
        classes: 'govuk-!-width-two-thirds',
      })}
      ${passwordInput({ name: 'password', label: 'Password', error: errorOf(errors, 'password') })}
      ${passwordInput({
        name: 'pin',
        label: 'PIN',
        hint: 'Six to eight digits, your own',
        inputmode: 'numeric',
        autocomplete: 'off',
        classes: 'govuk-input--width-10',
        error: errorOf(errors, 'pin'),
      })}
      ${button({ text: 'Continue', preventDoubleClick: true })}
      <p class="govuk-body">
        New here? <a class="govuk-link" href="/activate">Activate your account</a> with the code that you were
        given.
      </p>
      <p class="govuk-body">Next you will be asked for the code that your security token shows.</p>
    `,
  });
  const status = errors.length === 0 ? 200 : 400;
  const all = html`${main} ${practiceCards(visit.site.practiceCards)}`;
  return pageReply(frame(visit, { title: 'Sign in', main: all, errors, showsChild: false }), status);
}

// Only a name that stands on a card: nothing else that an address says is shown.
function cardNamed({ site, query }: Visit): string {
  return site.practiceCards.find(({ userName }) => userName === query['as'])?.userName ?? '';
}

function codePage(visit: Visit, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults);
  const main = form({
    action: '/sign-in/code',
    formToken: visit.formToken,
    main: html`
      ${codeInput({
        name: 'code',
        label: 'Security code',
        hint: 'The six digits that your security token shows now. Each works once.',
        error: errorOf(errors, 'code'),
      })}
      ${button({ text: 'Sign in', preventDoubleClick: true })}
    `,
  });
  const orKey = form({
    action: '/sign-in/key',
    formToken: visit.formToken,
    main: html`<h2 class="govuk-heading-m">If you have a security key</h2>
      ${button({ text: 'Use your security key', kind: 'secondary' })}`,
  });
  const backLink = { href: '/sign-in' };
  const status = errors.length === 0 ? 200 : 400;
  return pageReply(
    frame(visit, {
      title: 'Enter the code from your token',
      main: html`${main} ${orKey}`,
      errors,
      backLink,
      showsChild: false,
    }),
    status,
  );
}
