import type { Fault } from '../../domain/outcome.ts';
import { signAnew } from '../../services/agreement.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { fieldErrors } from '../views/errors.ts';
import { html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { agreementForm } from './activation-steps.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** The agreement's new text, in place of every page until it is signed. */
export async function showNewAgreement(visit: SignedInVisit): Promise<Reply> {
  return visit.agreementDue ? agreementReply(visit, []) : goTo('/');
}

/** Takes the signature. */
export async function signNewAgreement(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form } = visit;
  const typed = { version: form.get('version') ?? '', agreed: form.get('agreed') === 'yes' };
  if (!visit.agreementDue) return goTo('/');
  const signed = await signAnew(site.services, actor, typed);
  if (signed.ok) return goTo('/');
  return signed.faults === undefined ? faultReply(visit, signed.fault) : agreementReply(visit, signed.faults);
}

/** The text again, where its form was out of date. */
export async function showNewAgreementAgain(visit: SignedInVisit): Promise<Reply> {
  return agreementReply(visit, [outOfDate('Tick the box again.')]);
}

function agreementReply(visit: SignedInVisit, faults: readonly Fault[]): Reply {
  const errors = fieldErrors(faults);
  const main = html`<p class="govuk-body">
      The agreement has changed since you signed it. Sign the new text to go on. If you cannot, sign out and
      talk to your account administrator.
    </p>
    ${agreementForm(visit, '/agreement', errors)}`;
  const framed = frame(visit, { title: 'The user agreement has changed', main, errors, showsChild: false });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}
