import type { Fault } from '../../domain/outcome.ts';
import {
  beginKeyRegistration,
  enrollingBySession,
  finishKeyRegistration,
  listOwnTokens,
  removeToken,
  type OwnToken,
} from '../../services/own-tokens.ts';
import { proveTokenBySession, showSeedBySession } from '../../services/register-code-token.ts';
import { relyingPartyAt } from '../../services/key-answers.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { fieldErrors } from '../views/errors.ts';
import { keyPrompt } from '../views/key-prompt.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import { seedPrompt } from '../views/seed-prompt.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

/** The person's own security keys and code tokens. */
export async function showOwnTokens(visit: SignedInVisit): Promise<Reply> {
  const tokens = await listOwnTokens(visit.site.services, visit.actor);
  const main = html`<p class="govuk-body">
      A security key opens all that your role may open. A code opens no administration and no shielded record.
    </p>
    <dl class="govuk-summary-list">${tokens.map((token) => rowOf(visit, token, tokens.length > 1))}</dl>
    ${form({
      action: '/tokens/new-key',
      formToken: visit.formToken,
      main: html`${button({ text: 'Add a security key' })}`,
    })}
    ${form({
      action: '/tokens/new-code-token',
      formToken: visit.formToken,
      main: html`${button({ text: 'Add a code token', kind: 'secondary' })}`,
    })}
    <p class="govuk-body">If you have lost a token, tell your account administrator now.</p>`;
  return pageReply(frame(visit, { title: 'Your security keys and code tokens', main, showsChild: false }));
}

/** Asks a new key to register. */
export async function askNewKey(visit: SignedInVisit): Promise<Reply> {
  const party = relyingPartyAt(visit.publicUrl);
  const asked = await beginKeyRegistration(visit.site.services, enrollingBySession(visit.actor), party);
  if (!asked.ok) return faultReply(visit, asked.fault);
  const main = keyPrompt({
    asks: 'create',
    options: asked.value,
    action: '/tokens/keys',
    againAction: '/tokens/new-key',
    formToken: visit.formToken,
  });
  const backLink = { href: '/tokens' };
  return pageReply(frame(visit, { title: 'Add your security key', main, backLink, showsChild: false }));
}

/** Takes the new key's answer. */
export async function addNewKey(visit: SignedInVisit): Promise<Reply> {
  const given = { party: relyingPartyAt(visit.publicUrl), answer: visit.form.get('answer') ?? '' };
  const added = await finishKeyRegistration(visit.site.services, enrollingBySession(visit.actor), given);
  return added.ok ? goTo('/tokens') : faultReply(visit, added.fault);
}

/** Shows the key of a new code token, and asks for its first code. */
export async function askNewCodeToken(visit: SignedInVisit): Promise<Reply> {
  return seedReply(visit, []);
}

/** Takes the first code of the new code token. */
export async function addNewCodeToken(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: typed } = visit;
  const proven = await proveTokenBySession(site.services, actor, typed.get('code') ?? '');
  if (proven.ok) return goTo('/tokens');
  return proven.fault.kind === 'invalid' ? seedReply(visit, [proven.fault]) : faultReply(visit, proven.fault);
}

/** Takes a token out of use. */
export async function removeOwnToken(visit: SignedInVisit): Promise<Reply> {
  const [kind, number] = (visit.form.get('token') ?? '').split(' ');
  const token = { kind: kind === 'key' ? 'key' : 'code', number: readNumber(number) } as const;
  const removed = await removeToken(visit.site.services, visit.actor, token);
  return removed.ok ? goTo('/tokens') : faultReply(visit, removed.fault);
}

/** Where somebody reloads a page that a form led to. */
export async function returnToTokens(): Promise<Reply> {
  return goTo('/tokens');
}

async function seedReply(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const shown = await showSeedBySession(visit.site.services, visit.actor);
  const main = seedPrompt(shown, { action: '/tokens/code-tokens', formToken: visit.formToken, faults });
  const backLink = { href: '/tokens' };
  const errors = fieldErrors(faults);
  return pageReply(frame(visit, { title: 'Add your code token', main, backLink, errors, showsChild: false }));
}

function rowOf(visit: SignedInVisit, { kind, number, registeredAt }: OwnToken, removable: boolean): Html {
  const name = `${kind === 'key' ? 'Security key' : 'Code token'} ${number}`;
  const since =
    registeredAt === null ? 'Yours since your account began' : `Added ${momentInWords(registeredAt)}`;
  const remove = form({
    action: '/tokens/removals',
    formToken: visit.formToken,
    main: html`<input type="hidden" name="token" value="${kind} ${number}" /> ${button({
        text: html`Remove<span class="govuk-visually-hidden"> ${name.toLowerCase()}</span>`,
        kind: 'secondary',
        classes: 'govuk-!-margin-bottom-0',
      })}`,
  });
  return html`<div class="govuk-summary-list__row">
    <dt class="govuk-summary-list__key">${name}</dt>
    <dd class="govuk-summary-list__value">${since}</dd>
    <dd class="govuk-summary-list__actions">${removable && remove}</dd>
  </div>`;
}

function readNumber(word: string | undefined): number {
  return word !== undefined && /^[0-9]{1,4}$/.test(word) ? Number(word) : 0;
}
