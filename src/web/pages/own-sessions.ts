import { listedEnd } from '../../domain/session-end.ts';
import { endOwnSession, listOwnSessions, type OwnSession } from '../../services/own-sessions.ts';
import { dropCookie, sessionCookie } from '../cookies.ts';
import { forgetPages } from '../headers.ts';
import { goTo, pageReply, withHeaders, type Reply } from '../reply.ts';
import { begunAtOfHandle, sessionHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

/** When and with what the user was signed in lately, and what is still open. */
export async function showOwnSessions(visit: SignedInVisit): Promise<Reply> {
  const sessions = await listOwnSessions(visit.site.services, visit.actor);
  const main = html`<p class="govuk-body">
      You can be signed in once at a time: signing in anywhere ends what was open. If you see a sign-in here
      that was not you, tell your account administrator now.
    </p>
    ${scrolling('Your sign-ins', sessionTable(visit, sessions))}`;
  return pageReply(
    frame(visit, { title: 'Your sign-ins', main, backLink: { href: '/' }, showsChild: false, width: 'full' }),
  );
}

/** Ends one of the user's own sessions; ending the present one is signing out. */
export async function endSession(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, handleSecret, params } = visit;
  const began = begunAtOfHandle(site.handleKey, handleSecret, params['session'] ?? '');
  const ended = await endOwnSession(site.services, actor, began);
  if (!ended.ok) return faultReply(visit, ended.fault);
  if (ended.value === 'another') return goTo('/sessions');
  return withHeaders(goTo('/signed-out', [dropCookie(sessionCookie)]), forgetPages);
}

/** Says that somebody is still there, which reading the session has written down; for the script. */
export async function stay(visit: SignedInVisit): Promise<Reply> {
  const main = html`<p class="govuk-body"><a class="govuk-link" href="/">Go to the start page</a></p>`;
  const page = pageReply(frame(visit, { title: 'You are still signed in', main, showsChild: false }));
  return withHeaders(page, { 'seconds-left': String(visit.secondsLeft) });
}

function sessionTable(visit: SignedInVisit, sessions: readonly OwnSession[]): Html {
  return table({
    dense: true,
    head: [
      { text: 'Signed in' },
      { text: 'With' },
      { text: 'Tries that failed before', numeric: true },
      { text: 'Ended' },
    ],
    rows: sessions.map((session) => [
      { text: momentInWords(session.begunAt) },
      { text: session.browser },
      { text: session.failuresBefore, numeric: true },
      { text: endOf(visit, session) },
    ]),
    firstCellIsHeader: true,
  });
}

function endOf(visit: SignedInVisit, session: OwnSession): Html {
  const { standing, endedAt, endedBecause } = session;
  if (standing !== 'over') return openSession(visit, session);
  const how = endedBecause === null ? 'Ran out, last used' : `${listedEnd(endedBecause)},`;
  return html`${how} ${momentInWords(endedAt)}`;
}

function openSession(
  { site, handleSecret, formToken }: SignedInVisit,
  { begunAt, standing }: OwnSession,
): Html {
  const handle = sessionHandle(site.handleKey, handleSecret, begunAt);
  const end = html`End<span class="govuk-visually-hidden"> the session of ${momentInWords(begunAt)}</span>`;
  return html`${tag({ text: standing === 'this one' ? 'This one' : 'Open', colour: 'green' })}
  ${form({
    action: `/sessions/${handle}/ends`,
    formToken,
    main: button({ text: end, kind: 'secondary', preventDoubleClick: true }),
    classes: 'app-end-session',
  })}`;
}
