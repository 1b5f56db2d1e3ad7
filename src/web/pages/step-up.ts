import { isCodeEnough, type Need } from '../../domain/needs.ts';
import type { Fault } from '../../domain/outcome.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { relyingPartyAt } from '../../services/key-answers.ts';
import { askForOwnKey, stepUpByCode, stepUpByKey, type SteppedUp } from '../../services/step-up.ts';
import { sessionCookie, setCookie } from '../cookies.ts';
import { openForm, sealForm, type KeptForm } from '../kept-form.ts';
import { goTo, pageReply, sendOn, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { codeInput } from '../views/components/input.ts';
import { errorOf, fieldErrors } from '../views/errors.ts';
import { keyPrompt } from '../views/key-prompt.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { staleReply } from './faults.ts';
import { frame } from './frame.ts';

/** Asks for the token before going on with what somebody was about to do. */
export function askToStepUp(visit: SignedInVisit, need: Need, kept: KeptForm): Reply {
  const { site, handleSecret } = visit;
  const sealed = sealForm(site.handleKey, handleSecret, kept, site.services.now());
  return stepUpPage(visit, need, sealed, [], 403);
}

/** Takes the token's answer. Where it is right, the session gets a new secret and what was kept goes on. */
export async function stepUp(visit: SignedInVisit): Promise<Reply> {
  const { site, form: sent, handleSecret } = visit;
  const sealed = sent.get('kept') ?? '';
  const need = needIn(sent.get('need') ?? '');
  const kept = openForm(site.handleKey, handleSecret, sealed, site.services.now());
  if (kept === undefined) return refuseStale(visit);
  const stepped = await stepUpByCode(site.services, visit.actor, { need, code: sent.get('code') ?? '' });
  return stepped.ok ? goOn(kept, stepped.value) : stepUpPage(visit, need, sealed, [stepped.fault], 400);
}

/** Asks the person's security key, with what was kept. */
export async function askOwnKey(visit: SignedInVisit): Promise<Reply> {
  const { site, form: sent, actor, formToken, publicUrl } = visit;
  const options = await askForOwnKey(site.services, actor, relyingPartyAt(publicUrl));
  const hidden = keptFields(sent.get('kept') ?? '', needIn(sent.get('need') ?? ''));
  const addresses = { action: '/step-up/key-answers', againAction: '/step-up/key' };
  const main = keyPrompt({ asks: 'get', options, formToken, hidden, ...addresses });
  return pageReply(frame(visit, { title: 'Touch your security key', main, showsChild: false }));
}

/** Takes the key's answer. Where it is right, the session gets a new secret and what was kept goes on. */
export async function stepUpWithKey(visit: SignedInVisit): Promise<Reply> {
  const { site, form: sent, handleSecret, publicUrl } = visit;
  const kept = openForm(site.handleKey, handleSecret, sent.get('kept') ?? '', site.services.now());
  if (kept === undefined) return refuseStale(visit);
  const given = { party: relyingPartyAt(publicUrl), answer: sent.get('answer') ?? '' };
  const stepped = await stepUpByKey(site.services, visit.actor, given);
  if (stepped.ok) return goOn(kept, stepped.value);
  return stepUpPage(visit, needIn(sent.get('need') ?? ''), sent.get('kept') ?? '', [stepped.fault], 400);
}

async function refuseStale(visit: SignedInVisit): Promise<Reply> {
  await noteRefusal(visit.site.services, visit.actor, 'form not of this session');
  return staleReply(visit);
}

/** Where somebody reloads the page that asked for their token: what was kept is gone. */
export async function leaveStepUp(): Promise<Reply> {
  return goTo('/');
}

function goOn({ method, path: kept }: KeptForm, { sessionSecret }: SteppedUp): Reply {
  const path = `/${kept.slice(1)}` as const;
  const cookies = [setCookie(sessionCookie, sessionSecret)];
  return method === 'GET' ? goTo(path, cookies) : sendOn(path, cookies);
}

function stepUpPage(
  visit: SignedInVisit,
  need: Need,
  sealed: string,
  faults: readonly Fault[],
  status: Reply['status'],
): Reply {
  const errors = fieldErrors(faults);
  const hidden = keptFields(sealed, need);
  const { proof } = visit.actor;
  const main = html`<p class="govuk-body">${whyAsked[need]} What you typed is kept.</p>
    ${proof.holdsKey && keyForm(visit, hidden)}
    ${isCodeEnough(need, proof) && codeForm(visit, hidden, errorOf(errors, 'code'))}
    ${!proof.holdsKey && !isCodeEnough(need, proof) && keyWanted}`;
  return pageReply(frame(visit, { title: 'Show that it is you', main, errors, showsChild: false }), status);
}

const whyAsked: Readonly<Record<Need, string>> = {
  token: 'Use your security token to go on.',
  key: 'You signed in with a code. What you are about to do needs your security key.',
  'fresh key': 'What you are about to do needs your security key, used in the last 5 minutes.',
  'fresh token': 'What you are about to do needs your security token, used in the last 5 minutes.',
};

const keyWanted = html`<p class="govuk-body">
  A code is not enough. If you have no security key, ask your account administrator for one.
</p>`;

function keptFields(sealed: string, need: Need): Html {
  return html`<input type="hidden" name="kept" value="${sealed}" /><input
      type="hidden"
      name="need"
      value="${need}"
    />`;
}

function keyForm({ formToken }: SignedInVisit, hidden: Html): Html {
  const main = html`${hidden} ${button({ text: 'Use your security key' })}`;
  return form({ action: '/step-up/key', formToken, main });
}

function codeForm(visit: SignedInVisit, hidden: Html, error: string | undefined): Html {
  return form({
    action: '/step-up',
    formToken: visit.formToken,
    main: html`${hidden}
    ${codeInput({
      name: 'code',
      label: 'Security code',
      hint: 'The six digits that your security token shows now. Each works once.',
      error,
    })}
    ${button({ text: 'Go on', preventDoubleClick: true })}`,
  });
}

function needIn(word: string): Need {
  return word === 'fresh token' || word === 'key' ? word : 'fresh key';
}
