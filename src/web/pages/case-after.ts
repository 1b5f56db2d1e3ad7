import { appealResults, breachEnds, employerPunishments } from '../../domain/case-words.ts';
import { breachDueAt, clockOf } from '../../domain/case.ts';
import { londonDay, showDay } from '../../domain/calendar.ts';
import { stopBreachClock, takeAppeal, takeEmployerReport } from '../../services/case-decisions.ts';
import type { SeenCase } from '../../services/cases.ts';
import { goTo, type Reply } from '../reply.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { noSuchCase } from '../../services/one-case.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { radios } from '../views/components/radios.ts';
import { warningText } from '../views/components/warning-text.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { caseNamed } from './why-opened.ts';

/** Keeps what the employer reports. */
export async function keepReportOfCase(visit: SignedInVisit): Promise<Reply> {
  return follow(visit, takeEmployerReport, 'did');
}

/** Stops the breach clock. */
export async function stopBreachOfCase(visit: SignedInVisit): Promise<Reply> {
  return follow(visit, stopBreachClock, 'as');
}

/** Keeps what became of an appeal. */
export async function hearAppealOfCase(visit: SignedInVisit): Promise<Reply> {
  return follow(visit, takeAppeal, 'result');
}

type Step = (
  context: SignedInVisit['site']['services'],
  actor: SignedInVisit['actor'],
  caseId: number,
  word: string,
) => Promise<Outcome<'kept'>>;

async function follow(visit: SignedInVisit, step: Step, field: string): Promise<Reply> {
  const caseId = await caseNamed(visit);
  if (caseId === undefined) return faultReply(visit, noSuchCase);
  const kept = await step(visit.site.services, visit.actor, caseId, visit.form.get(field) ?? '');
  if (!kept.ok) return faultReply(visit, kept.fault);
  return goTo(`/cases/${encodeURIComponent(visit.params['case'] ?? '')}`);
}

/** What follows a serious case: the breach clock, the employer's report, an appeal. */
export function afterwards(visit: SignedInVisit, seen: SeenCase, address: string, now: Date): Html {
  const ask = (question: Question): Html => questionForm(visit, address, question);
  const isOpenTo = seen.state === 'closed' && !seen.outcomes.includes('explained');
  return html`${seen.breachSince !== null && breachPart(seen, seen.breachSince, now, ask)}
  ${seen.reportDueOn !== null && reportPart(seen, now, ask)} ${isOpenTo && appealPart(seen, ask)}`;
}

type Question = {
  readonly to: string;
  readonly name: string;
  readonly legend: string;
  readonly words: Readonly<Record<string, string>>;
  readonly text: string;
};
type Ask = (question: Question) => Html;

function questionForm(
  visit: SignedInVisit,
  address: string,
  { to, name, legend, words, text }: Question,
): Html {
  const items = Object.entries(words).map(([value, word]) => ({ value, text: word }));
  return form({
    action: `${address}/${to}`,
    formToken: visit.formToken,
    main: html`${radios({ name, legend, legendSize: 's', items })}
    ${button({ text, kind: 'secondary', preventDoubleClick: true })}`,
  });
}

function part(heading: string, main: Html): Html {
  return html`<h2 class="govuk-heading-m">${heading}</h2>
    ${main}`;
}

function breachPart(seen: SeenCase, since: Date, now: Date, ask: Ask): Html {
  const legend = 'How is the clock stopped?';
  const stop = { to: 'breach-ends', name: 'as', legend, words: breachEnds, text: 'Stop the clock' };
  return part(
    'Breach clock',
    html`${breachLine(seen, since, now)} ${seen.breachEndedAt === null && ask(stop)}`,
  );
}

function reportPart(seen: SeenCase, now: Date, ask: Ask): Html {
  const legend = 'What did the employer do?';
  const report = { to: 'reports', name: 'did', legend, words: employerPunishments, text: 'Keep the report' };
  return part('Employer’s report', html`${reportLine(seen, now)} ${seen.reportedAt === null && ask(report)}`);
}

function appealPart({ appealResult, appealHeardAt }: SeenCase, ask: Ask): Html {
  if (appealResult !== null && appealHeardAt !== null)
    return part('Appeal', says(`${appealResults[appealResult]}. Heard on ${momentInWords(appealHeardAt)}.`));
  const legend = 'If there was an appeal: what became of it?';
  return part(
    'Appeal',
    ask({ to: 'appeals', name: 'result', legend, words: appealResults, text: 'Keep the result' }),
  );
}

function breachLine({ breachEndedAt, breachEndedAs }: SeenCase, since: Date, now: Date): Html {
  if (breachEndedAt !== null && breachEndedAs !== null)
    return says(`${breachEnds[breachEndedAs]}, on ${momentInWords(breachEndedAt)}.`);
  const due = breachDueAt(since);
  const line = `The Information Commissioner has to be told by ${momentInWords(due)}.`;
  return due.getTime() < now.getTime() ? warningText({ text: `${line} That time has gone by.` }) : says(line);
}

function reportLine({ reportDueOn, reportedAt, employerDid, lapsedAt }: SeenCase, now: Date): Html {
  if (reportedAt !== null && employerDid !== null)
    return says(`${employerPunishments[employerDid]}, reported on ${momentInWords(reportedAt)}.`);
  if (reportDueOn === null) return html``;
  if (lapsedAt !== null)
    return warningText({ text: `No report came by ${showDay(reportDueOn)}: the accreditation has ended.` });
  const line = `Due by ${showDay(reportDueOn)}. Without it the employer’s accreditation ends.`;
  return clockOf(reportDueOn, londonDay(now)) === 'soon' ? warningText({ text: line }) : says(line);
}

function says(line: string): Html {
  return html`<p class="govuk-body">${line}</p>`;
}
