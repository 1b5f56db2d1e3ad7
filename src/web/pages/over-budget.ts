import { budgetReasons, isBudgetReason, nearlyUsed } from '../../domain/budget.ts';
import type { Fault } from '../../domain/outcome.ts';
import { sayWhy } from '../../services/budgets.ts';
import { findOwnDesks } from '../../services/own-desks.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { radios } from '../views/components/radios.ts';
import { contactCards } from '../views/contact-card.ts';
import { errorOf, fieldErrors } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { deskCards } from '../views/record-cards.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

/** Why children are not shown: too many were looked up, and what to do then; or any other fault, on its plain page. */
export async function notShownReply(visit: SignedInVisit, fault: Fault): Promise<Reply> {
  if (fault.kind === 'reason-wanted') return pageReply(whyPage(visit, fault.says, []), 429);
  if (fault.kind === 'stopped') return stoppedReply(visit, fault.says);
  return faultReply(visit, fault);
}

/** Takes why so many children are looked up, and sends the browser back to what it asked for. */
export async function takeReason(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: typed } = visit;
  const said = await sayWhy(site.services, actor, typed.get('reason') ?? '', site.practice);
  return said.ok ? goTo(askedFor(visit)) : whyAgain(visit, said.fault);
}

/** The same question with what was chosen, where the form was out of date. */
export async function askWhyAgain(visit: SignedInVisit): Promise<Reply> {
  return whyAgain(visit, {
    kind: 'stale',
    says: 'This page was out of date. Check your answer and send it again.',
  });
}

function whyAgain(visit: SignedInVisit, fault: Fault): Reply {
  const { spent } = visit.actor;
  return pageReply(whyPage(visit, (spent && nearlyUsed(spent)) ?? '', [fault]), 400);
}

function whyPage(visit: SignedInVisit, says: string, faults: readonly Fault[]): Html {
  const errors = fieldErrors(faults);
  const { practice } = visit.site;
  const items = Object.entries(budgetReasons)
    .filter(([value]) => isBudgetReason(value, practice))
    .map(([value, text]) => ({ value, text }));
  return frame(visit, {
    title: 'Why do you need to look up so many children?',
    main: html`${says !== '' && html`<p class="govuk-body">${says} That is more than most work needs.</p>`}
      <p class="govuk-body">Say why, and go on. Your answer is recorded under your name.</p>
      ${form({
        action: '/budget-reasons',
        formToken: visit.formToken,
        main: html`
          ${askedForFields(visit)}
          ${radios({
            name: 'reason',
            legend: 'Your reason',
            legendSize: 'm',
            items,
            value: visit.form.get('reason'),
            error: errorOf(errors, 'reason'),
          })}
          ${button({ text: 'Go on', preventDoubleClick: true })}
        `,
      })}`,
    errors,
    backLink: { href: '/' },
    showsChild: false,
  });
}

// What was asked for comes back with the answer: a search or a child under a handle of this session, nothing else.
function askedForFields({ params, form: typed }: SignedInVisit): readonly Html[] {
  return (['search', 'child'] as const).flatMap((name) => {
    const value = params[name] ?? typed.get(name) ?? '';
    return value === '' ? [] : [html`<input type="hidden" name="${name}" value="${value}" />`];
  });
}

function askedFor({ form: typed }: SignedInVisit): `/${string}` {
  const search = typed.get('search') ?? '';
  const child = typed.get('child') ?? '';
  if (search !== '') return `/searches/${encodeURIComponent(search)}`;
  return child === '' ? '/find' : `/children/${encodeURIComponent(child)}`;
}

async function stoppedReply(visit: SignedInVisit, says: string): Promise<Reply> {
  const { site, actor } = visit;
  const desks = await findOwnDesks(site.services, actor);
  const page = frame(visit, {
    title: 'You cannot look up more children today',
    main: html`
      <p class="govuk-body">${says}</p>
      <ul class="govuk-list govuk-list--bullet">
        <li>
          Ask an account administrator of ${actor.organisationName} to let you go on today. They find you
          under “People stopped today”.
        </li>
        <li>Records that you opened today can be opened again, and your list of children stays as it is.</li>
        <li>Tomorrow you can look up children as usual.</li>
      </ul>
      <p class="govuk-body">
        If a child is in danger, ring <a class="govuk-link" href="tel:999">999</a> or the council’s duty desk
        now: do not wait for this.
      </p>
      ${desks.length > 0 && html`<h2 class="govuk-heading-m">Duty desks</h2>`}
      ${desks.length > 0 && contactCards(deskCards(desks, site.services.now()), 3)}
    `,
    backLink: { href: '/' },
    showsChild: false,
  });
  return pageReply(page, 429);
}
