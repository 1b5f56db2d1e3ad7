import type { Actor } from '../../domain/actor.ts';
import { mayEver } from '../../domain/policy.ts';
import { roles } from '../../domain/roles.ts';
import { tokensAddedSince, type OwnToken } from '../../services/own-tokens.ts';
import { pageReply, type Reply } from '../reply.ts';
import { warningText } from '../views/components/warning-text.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { requestsWaiting } from './contact-requests.ts';
import { consentsEnding } from './consents-ending.ts';
import { contactsWaiting } from './contacts.ts';
import { offersWaiting } from './hand-overs.ts';
import { reviewReminder } from './access-review.ts';
import { caseloadPage, findButton } from './caseload.ts';
import { placeList } from '../navigation.ts';
import { deskReminder } from './desk.ts';
import { frame } from './frame.ts';
import { managedWarnings, ownWarnings } from './running-out.ts';
import { shieldsToDecide } from './shields-waiting.ts';
import { questionsToAnswer } from './why-opened.ts';

/** Where a person begins: practitioners with the children they work with. */
export async function showStart(visit: SignedInVisit): Promise<Reply> {
  const { actor, site } = visit;
  const added = await tokensAddedSince(site.services, actor, visit.lastSignIn);
  const signIns = html`${lastSignIn(visit)} ${newTokens(added)} ${ownWarnings(visit)}`;
  const review = mayEver(actor.kind, 'see access review') ? await reviewReminder(visit) : html``;
  const managed = await managedWarnings(visit);
  const asked = html`${mayEver(actor.kind, 'say why opened') ? await questionsToAnswer(visit) : html``}
  ${await deskReminder(visit)} ${await shieldsToDecide(visit)}`;
  const waits = mayEver(actor.kind, 'see hand-overs') ? await whatWaits(visit) : html``;
  if (mayEver(actor.kind, 'see caseload'))
    return caseloadPage(visit, html`${signIns} ${asked} ${managed} ${waits} ${findButton}`, beforeYouLook);
  const main = html`${signIns} ${review} ${managed} ${asked}
  ${mayEver(actor.kind, 'find child') ? html`${findButton} ${beforeYouLook}` : nothingToFind(actor)}`;
  return pageReply(frame(visit, { title: 'Start', main, showsChild: false }));
}

// Numbers alone: no child stands here.
async function whatWaits(visit: SignedInVisit): Promise<Html> {
  const { site, actor } = visit;
  const found = [
    await requestsWaiting(visit),
    await offersWaiting(site.services, actor),
    await contactsWaiting(visit),
    await consentsEnding(visit),
  ];
  const waiting = found.filter((one) => one !== undefined);
  return html`${waiting.map((one) => html`<p class="govuk-body">${one}</p>`)}`;
}

const shieldsHeld = html`<p class="govuk-body">
  <a class="govuk-link" href="/shield-check">Do the shields hold?</a> They are checked each night.
</p>`;

const beforeYouLook = html`
  <h2 class="govuk-heading-m">Before you look</h2>
  <ul class="govuk-list govuk-list--bullet">
    <li>You need a reason to do with your work for the child. You will be asked for it.</li>
    <li>Every search and every opening is recorded under your name. The family may see it, now or later.</li>
    <li>
      Every look is checked, by computer and by people. Some records are decoys: whoever opens one is asked
      why.
    </li>
    <li>Talk about a child when the child or a parent has agreed, or when it is urgent.</li>
  </ul>
  <p class="govuk-body">
    If a child is in danger now, ring <a class="govuk-link" href="tel:999">999</a> first. Nothing here has to
    be done before.
  </p>
  ${shieldsHeld}
`;

// So that a person notices a sign-in, or a try, that was not theirs (ASVS 5.0: 6.3.5).
function lastSignIn({ lastSignIn: at, failuresSince }: SignedInVisit): Html {
  const last = at === null ? 'This is your first sign-in.' : `You last signed in on ${momentInWords(at)}.`;
  if (failuresSince === 0) return html`<p class="govuk-body-s">${last}</p>`;
  const tries = failuresSince === 1 ? 'one try failed' : `${failuresSince} tries failed`;
  return warningText({
    text: `${last} ${at === null ? 'Before it' : 'Since then'} ${tries}. If that was not you, tell your account administrator.`,
  });
}

// The same of a token that was not theirs (ASVS 5.0: 6.3.7).
function newTokens(added: readonly OwnToken[]): Html {
  const lines = added.map(
    ({ kind, registeredAt }) =>
      `A ${kind === 'key' ? 'security key' : 'code token'} was added to your account on ${registeredAt === null ? '' : momentInWords(registeredAt)}.`,
  );
  if (lines.length === 0) return html``;
  return warningText({ text: `${lines.join(' ')} If that was not you, tell your account administrator.` });
}

function nothingToFind(actor: Actor): Html {
  return html`<p class="govuk-body">
      You are signed in as ${roles[actor.role].name.toLowerCase()}. This account opens no child’s record.
    </p>
    ${placeList(actor)} ${shieldsHeld}`;
}
