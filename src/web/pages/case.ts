import { caseOutcomes, everyOutcome, familyTold } from '../../domain/case-words.ts';
import type { Fault } from '../../domain/outcome.ts';
import { roles } from '../../domain/roles.ts';
import { askWhyOpened, seeCase, type SeenCase } from '../../services/cases.ts';
import { confirmCase, decideCase, suspendInCase } from '../../services/case-decisions.ts';
import { noSuchCase } from '../../services/one-case.ts';
import type { ServiceContext } from '../../services/context.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { checkboxes } from '../views/components/checkboxes.ts';
import { form } from '../views/components/form.ts';
import { insetText } from '../views/components/inset-text.ts';
import { radios } from '../views/components/radios.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { afterwards } from './case-after.ts';
import { answered, evidencePart, facts, whatWasDecided } from './case-parts.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';
import { caseNamed } from './why-opened.ts';

/** One case: what was done, what explains it, what the user says, and what can be done now. */
export async function showCase(visit: SignedInVisit): Promise<Reply> {
  return casePage(visit, []);
}

/** Asks the user why. */
export async function askInCase(visit: SignedInVisit): Promise<Reply> {
  return stepIn(visit, askWhyOpened);
}

/** Suspends the user now. */
export async function suspendUserOfCase(visit: SignedInVisit): Promise<Reply> {
  return stepIn(visit, suspendInCase);
}

/** Agrees with what another reviewer proposed, or sends it back. */
export async function secondInCase(visit: SignedInVisit): Promise<Reply> {
  const agrees = visit.form.get('decision') === 'agree';
  return stepIn(visit, (context, actor, caseId) => confirmCase(context, actor, caseId, agrees));
}

/** Takes what a reviewer decides. */
export async function decideInCase(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: typed } = visit;
  const caseId = await caseNamed(visit);
  if (caseId === undefined) return faultReply(visit, noSuchCase);
  const decided = await decideCase(site.services, actor, caseId, {
    deliberate: typed.get('deliberate') ?? '',
    outcomes: everyOutcome.filter((outcome) => typed.get(boxOf(outcome)) === outcome),
    family: typed.get('family') ?? '',
  });
  if (decided.ok) return goTo(addressOf(visit));
  return decided.faults === undefined ? faultReply(visit, decided.fault) : casePage(visit, decided.faults);
}

/** Does one step in the case that the address names, and shows the case again. */
export async function stepIn<Value>(
  visit: SignedInVisit,
  step: (context: ServiceContext, actor: SignedInVisit['actor'], caseId: number) => Promise<Outcome<Value>>,
): Promise<Reply> {
  const caseId = await caseNamed(visit);
  if (caseId === undefined) return faultReply(visit, noSuchCase);
  const done = await step(visit.site.services, visit.actor, caseId);
  return done.ok ? goTo(addressOf(visit)) : faultReply(visit, done.fault);
}

function addressOf({ params }: SignedInVisit): `/${string}` {
  return `/cases/${encodeURIComponent(params['case'] ?? '')}`;
}

async function casePage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const caseId = await caseNamed(visit);
  if (caseId === undefined) return faultReply(visit, noSuchCase);
  const read = await seeCase(visit.site.services, visit.actor, caseId);
  if (!read.ok) return faultReply(visit, read.fault);
  const seen = read.value;
  const errors = fieldErrors(faults, { outcomes: boxOf('explained') });
  const now = visit.site.services.now();
  const main = html`${facts(seen, now)} ${evidencePart(seen)} ${answered(seen, now)}
  ${seen.state === 'open' && beforeDeciding(visit, seen)}
  ${seen.state === 'open' && decisionForm(visit, errors)} ${seen.state !== 'open' && whatWasDecided(seen)}
  ${seen.state === 'second person' && secondForm(visit, seen)}
  ${afterwards(visit, seen, addressOf(visit), now)}`;
  const framed = frame(visit, {
    title: `Case about ${seen.fullName}`,
    caption: `${roles[seen.role].name}, ${seen.organisationName}`,
    main,
    errors,
    backLink: { href: '/cases' },
    showsChild: false,
  });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

function beforeDeciding(visit: SignedInVisit, seen: SeenCase): Html {
  const send = (to: string, text: string, kind: 'secondary' | 'warning') =>
    form({
      action: `${addressOf(visit)}/${to}`,
      formToken: visit.formToken,
      main: button({ text, kind, preventDoubleClick: true }),
    });
  return html`${seen.askedAt === null && send('questions', 'Ask why they looked', 'secondary')}
  ${seen.suspendedAt === null && seen.accountState === 'active' && send('suspensions', 'Suspend now', 'warning')}`;
}

function decisionForm(visit: SignedInVisit, errors: readonly FieldError[]): Html {
  const { form: typed, formToken } = visit;
  return form({
    action: `${addressOf(visit)}/decisions`,
    formToken,
    main: html`<h2 class="govuk-heading-m">What the case comes to</h2>
      ${radios({
        name: 'deliberate',
        legend: 'Was it deliberate use, without permission or good reason?',
        legendSize: 's',
        items: [
          { value: 'yes', text: 'Yes', hint: 'Access always ends, under every employer' },
          { value: 'no', text: 'No' },
        ],
        value: typed.get('deliberate'),
        error: errorOf(errors, 'deliberate'),
      })}
      ${checkboxes({
        name: 'outcomes',
        id: boxOf('explained'),
        legend: 'Outcome',
        legendSize: 's',
        hint: 'Select all that hold. Those that end access or tell somebody outside need a second reviewer.',
        items: everyOutcome.map((value) => ({ value, name: boxOf(value), text: caseOutcomes[value].name })),
        values: everyOutcome.filter((outcome) => typed.get(boxOf(outcome)) === outcome),
        error: errorOf(errors, 'outcomes'),
      })}
      ${radios({
        name: 'family',
        legend: 'Where it is serious: is the family told?',
        legendSize: 's',
        items: Object.entries(familyTold).map(([value, text]) => ({ value, text })),
        value: typed.get('family'),
        error: errorOf(errors, 'family'),
      })}
      ${button({ text: 'Decide', preventDoubleClick: true })}`,
  });
}

function boxOf(outcome: string): string {
  return `outcome-${outcome.replaceAll(' ', '-')}`;
}

function secondForm(visit: SignedInVisit, { proposedBy }: SeenCase): Html {
  if (proposedBy === visit.actor.accountId)
    return insetText({ text: 'You proposed this. Another reviewer has to decide it.' });
  return form({
    action: `${addressOf(visit)}/confirmations`,
    formToken: visit.formToken,
    main: html`<div class="govuk-button-group">
      ${button({ text: 'Agree, and carry it out', name: 'decision', value: 'agree', preventDoubleClick: true })}
      ${button({ text: 'Send it back', name: 'decision', value: 'back', kind: 'secondary' })}
    </div>`,
  });
}
