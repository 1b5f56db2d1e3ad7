import type { Fault } from '../../domain/outcome.ts';
import { coverPage, resume, resumeByKey } from '../../services/covered-page.ts';
import { relyingPartyAt } from '../../services/key-answers.ts';
import { askForOwnKey } from '../../services/step-up.ts';
import { dropCookie, sessionCookie } from '../cookies.ts';
import { forgetPages } from '../headers.ts';
import { goTo, pageReply, withHeaders, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { codeInput } from '../views/components/input.ts';
import { errorOf, fieldErrors } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { keyPrompt } from '../views/key-prompt.ts';
import type { SignedInVisit } from '../visit.ts';
import { outOfDate } from './faults.ts';
import { frame } from './frame.ts';
import { signedOutPath } from './sign-in.ts';

/** What stands in place of every page on a shared machine that nobody used for three minutes. */
export async function showCover(visit: SignedInVisit): Promise<Reply> {
  return visit.covered ? coverReply(visit, []) : goTo(cameFrom(visit.query['from']));
}

/** The cover again, where its form was out of date. */
export async function showCoverAgain(visit: SignedInVisit): Promise<Reply> {
  if (!visit.covered) return goTo(cameFrom(visit.form.get('from')));
  return coverReply(visit, [outOfDate('Type the code again.')]);
}

/** Covers the page now. Where machines are not shared there is nothing to cover. */
export async function coverPages(visit: SignedInVisit): Promise<Reply> {
  const from = cameFrom(visit.form.get('from'));
  if (!visit.sharesMachines) return goTo(from);
  await coverPage(visit.site.services, visit.actor);
  return goTo(coveredPath(from));
}

/** Shows the pages again to the user whose session it is, and to nobody else. */
export async function resumePages(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: typed, covered } = visit;
  if (!covered) return goTo(cameFrom(typed.get('from')));
  return leadOn(visit, await resume(site.services, actor, typed.get('code') ?? ''));
}

/** Asks the user's own security key instead of a code. */
export async function askKeyToResume(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: sent, formToken, publicUrl, covered } = visit;
  if (!covered) return goTo(cameFrom(sent.get('from')));
  const options = await askForOwnKey(site.services, actor, relyingPartyAt(publicUrl));
  const hidden = html`<input type="hidden" name="from" value="${sent.get('from') ?? ''}" />`;
  const addresses = { action: '/resumptions/key-answers', againAction: '/resumptions/key' };
  const main = keyPrompt({ asks: 'get', options, formToken, hidden, ...addresses });
  const backLink = { href: '/covered' };
  return pageReply(frame(visit, { title: 'Touch your security key', main, backLink, showsChild: false }));
}

/** Takes the key's answer. */
export async function resumePagesWithKey(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: sent, covered } = visit;
  if (!covered) return goTo(cameFrom(sent.get('from')));
  const given = { party: relyingPartyAt(visit.publicUrl), answer: sent.get('answer') ?? '' };
  return leadOn(visit, await resumeByKey(site.services, actor, given));
}

/** Where somebody reloads a page that asked their key. */
export async function returnToCover(): Promise<Reply> {
  return goTo('/covered');
}

function leadOn(visit: SignedInVisit, resumed: Awaited<ReturnType<typeof resume>>): Reply {
  if (resumed.ok) return goTo(cameFrom(visit.form.get('from')));
  if (resumed.fault.kind === 'invalid') return coverReply(visit, [resumed.fault]);
  return withHeaders(goTo(signedOutPath(resumed.fault), [dropCookie(sessionCookie)]), forgetPages);
}

/** Where a covered page is, with the address to come back to. */
export function coveredPath(from: string): `/${string}` {
  const back = cameFrom(from);
  return back === '/' ? '/covered' : `/covered?from=${encodeURIComponent(back)}`;
}

// Only an address of our own: letters, digits and single strokes.
function cameFrom(path: string | undefined): `/${string}` {
  return path !== undefined && isOwnPath(path) ? path : '/';
}

function isOwnPath(path: string): path is `/${string}` {
  return (
    path.length <= 200 && /^(?:\/[\w-]+)+$/.test(path) && !/^\/(?:covered|covers|stays|resum|sign)/.test(path)
  );
}

function coverReply(visit: SignedInVisit, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults);
  const { fullName } = visit.actor;
  const from = visit.form.get('from') ?? visit.query['from'] ?? '';
  const main = html`
    <p class="govuk-body">
      <b><bdi>${fullName}</bdi></b> is signed in on this machine. Nobody used it for 3 minutes, or the page
      was covered on purpose.
    </p>
    ${form({
      action: '/resumptions',
      formToken: visit.formToken,
      main: html`
        <input type="hidden" name="from" value="${from}" />
        ${codeInput({
          name: 'code',
          label: 'Security code',
          hint: html`The six digits that the token of <bdi>${fullName}</bdi> shows now. After three wrong
            codes you are signed out.`,
          error: errorOf(errors, 'code'),
        })}
        ${button({ text: 'Show my page again', preventDoubleClick: true })}
      `,
    })}
    ${visit.actor.proof.holdsKey && keyForm(visit, from)}
    <p class="govuk-body">
      If you are somebody else, sign out first, at the top of this page. Then sign in yourself.
    </p>
  `;
  const status = errors.length === 0 ? 200 : 400;
  return pageReply(frame(visit, { title: 'This page is covered', main, errors, showsChild: false }), status);
}

function keyForm({ formToken }: SignedInVisit, from: string): Html {
  return form({
    action: '/resumptions/key',
    formToken,
    main: html`<input type="hidden" name="from" value="${from}" />
      ${button({ text: 'Use your security key', kind: 'secondary' })}`,
  });
}
