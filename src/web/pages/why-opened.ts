import { caseAnswers } from '../../domain/case-words.ts';
import { showDay } from '../../domain/calendar.ts';
import type { Fault } from '../../domain/outcome.ts';
import { isReason, reasons } from '../../domain/reasons.ts';
import { questionsFor, sayWhyOpened, seeQuestion } from '../../services/cases.ts';
import { noSuchCase } from '../../services/one-case.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { caseHandle, caseOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { notificationBanner } from '../views/components/notification-banner.ts';
import { radios } from '../views/components/radios.ts';
import { errorOf, fieldErrors } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { timeInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** What the user is asked and has not answered, for their start page. */
export async function questionsToAnswer(visit: SignedInVisit): Promise<Html> {
  const { site, actor, sessionSecret } = visit;
  const questions = await questionsFor(site.services, actor);
  if (questions.length === 0) return html``;
  const items = questions.map(
    ({ caseId, day, dueOn }) =>
      html`<p class="govuk-notification-banner__heading">
        <a
          class="govuk-notification-banner__link"
          href="/questions/${caseHandle(site.handleKey, sessionSecret, caseId)}"
          >Please say why you looked at records on ${showDay(day)}</a
        >${dueOn !== null && html`, by the end of ${showDay(dueOn)}`}.
      </p>`,
  );
  return notificationBanner({ text: html`${items}` });
}

/** Asks the user why they looked, with what they did and the reason that they gave then. */
export async function askWhyOpenedOf(visit: SignedInVisit): Promise<Reply> {
  return questionPage(visit, []);
}

/** Takes the answer. */
export async function takeWhyOpened(visit: SignedInVisit): Promise<Reply> {
  const { site, actor } = visit;
  const caseId = await caseNamed(visit);
  if (caseId === undefined) return faultReply(visit, noSuchCase);
  const said = await sayWhyOpened(site.services, actor, caseId, visit.form.get('answer') ?? '');
  if (said.ok) return goTo('/');
  return said.fault.kind === 'invalid' ? questionPage(visit, [said.fault]) : faultReply(visit, said.fault);
}

/** The same question with what was chosen, where the form was out of date. */
export async function askWhyOpenedOfAgain(visit: SignedInVisit): Promise<Reply> {
  return questionPage(visit, [outOfDate('Check your answer and send it again.')]);
}

/** The case that the address names in this session; a handle of another is written down. */
export async function caseNamed({
  site,
  sessionSecret,
  params,
  actor,
}: SignedInVisit): Promise<number | undefined> {
  const found = caseOfHandle(site.handleKey, sessionSecret, params['case'] ?? '');
  if (found === undefined) await noteRefusal(site.services, actor, 'no such case in this session');
  return found;
}

async function questionPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const caseId = await caseNamed(visit);
  if (caseId === undefined) return faultReply(visit, noSuchCase);
  const seen = await seeQuestion(visit.site.services, visit.actor, caseId);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { day, evidence, answer } = seen.value;
  const errors = fieldErrors(faults);
  const looks = evidence.map(
    ({ at, act, reason }) =>
      html`<li>
        ${timeInWords(at)}:
        ${lookInWords(act)}${reason !== null && isReason(reason) && html`, for “${reasons[reason]}”`}
      </li>`,
  );
  const main = html`<p class="govuk-body">
      On ${showDay(day)} you looked at records that your work does not explain to us. Most such looks turn out
      to have a good reason. Nobody has decided anything.
    </p>
    <ul class="govuk-list govuk-list--bullet">
      ${looks}
    </ul>
    ${
      answer === null
        ? questionForm(visit, errorOf(errors, 'answer'))
        : html`<p class="govuk-body">You answered: ${caseAnswers[answer]}.</p>`
    }`;
  const framed = frame(visit, {
    title: 'Please say why you looked at these records',
    main,
    errors,
    backLink: { href: '/' },
    showsChild: false,
  });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

function questionForm(visit: SignedInVisit, error: string | undefined): Html {
  return form({
    action: `/questions/${encodeURIComponent(visit.params['case'] ?? '')}`,
    formToken: visit.formToken,
    main: html`${radios({
        name: 'answer',
        legend: 'Why did you look?',
        legendSize: 'm',
        items: Object.entries(caseAnswers).map(([value, text]) => ({ value, text })),
        value: visit.form.get('answer'),
        error,
      })}
      <p class="govuk-body">A reviewer reads your answer. It cannot be changed once it is sent.</p>
      ${button({ text: 'Send answer', preventDoubleClick: true })}`,
  });
}

/** A look in a few words. */
export function lookInWords(act: string): string {
  return looksInWords.get(act) ?? act;
}

const looksInWords: ReadonlyMap<string, string> = new Map([
  ['find child', 'a search'],
  ['choose child', 'a child chosen, and the record not opened'],
  ['open child record', 'a record opened'],
]);
