import { showDay } from '../../domain/calendar.ts';
import { familyWords } from '../../domain/family-words.ts';
import type { Fault } from '../../domain/outcome.ts';
import { leftOutWords } from '../../domain/record-copy.ts';
import {
  askToStay,
  downloadOwnRecord,
  seeOwnLeaving,
  withdrawStay,
  type OwnLeaving,
} from '../../services/staying.ts';
import { goTo, type Reply } from '../reply.ts';
import { writeRecordPdf } from '../record-pdf.ts';
import { button } from '../views/components/button.ts';
import { checkboxes } from '../views/components/checkboxes.ts';
import { form } from '../views/components/form.ts';
import { insetText } from '../views/components/inset-text.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { FamilyVisit } from '../visit.ts';
import { outOfDate } from './faults.ts';
import { familyReply } from './family-frame.ts';
import { notIn } from './family.ts';

/** When the record goes, as its young person is told; there they choose to stay, and to stay no longer. */
export async function showOwnLeaving(visit: FamilyVisit): Promise<Reply> {
  return leavingPage(visit, []);
}

/** The same, where the form was out of date. */
export async function showOwnLeavingAgain(visit: FamilyVisit): Promise<Reply> {
  return leavingPage(visit, [outOfDate('Check your answer and send it again.')]);
}

/** Takes the choice to stay for another year. */
export async function takeStay(visit: FamilyVisit): Promise<Reply> {
  const { site, form: typed } = visit;
  const ticked = { ofGroup: typed.get('group') === 'yes', agreed: typed.get('agreed') === 'yes' };
  const stays = await askToStay(site.services, visit.familySecret, ticked);
  if (stays.ok) return goTo('/family/leaving');
  return stays.faults === undefined ? notIn(visit, stays.fault) : leavingPage(visit, stays.faults);
}

/** Takes it back. */
export async function takeStayBack(visit: FamilyVisit): Promise<Reply> {
  const ended = await withdrawStay(visit.site.services, visit.familySecret);
  return ended.ok ? goTo('/family/leaving') : notIn(visit, ended.fault);
}

/** Everything that is held of the young person, as a PDF. */
export async function sendOwnRecord(visit: FamilyVisit): Promise<Reply> {
  const copied = await downloadOwnRecord(visit.site.services, visit.familySecret);
  if (!copied.ok) return notIn(visit, copied.fault);
  const { name, madeOn, parts } = copied.value;
  const { 'not on paper': _paper, 'not for parents': _parents, ...leftOut } = leftOutWords;
  const bytes = await writeRecordPdf({
    title: 'My record',
    name,
    madeOn: `Made on ${showDay(madeOn)}`,
    parts,
    notes: [
      { heading: 'What is not in it', lines: Object.values(leftOut) },
      {
        heading: 'If something is wrong',
        lines: ['Ask a record keeper of your council, or the Information Commissioner, 0303 123 1113.'],
      },
    ],
  });
  return {
    status: 200,
    body: new Uint8Array(bytes),
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="my-page.pdf"',
      'cache-control': 'no-store',
    },
    cookies: [],
  };
}

async function leavingPage(visit: FamilyVisit, faults: readonly Fault[]): Promise<Reply> {
  const seen = await seeOwnLeaving(visit.site.services, visit.familySecret);
  if (!seen.ok) return notIn(visit, seen.fault);
  const own = seen.value;
  const words = familyWords[own.wording];
  const errors = fieldErrors(faults);
  const main = html`${own.isTold ? insetText({ text: goesOn(own) }) : html`<p class="govuk-body-l">${goesOn(own)}</p>`}
    ${own.stays !== null && withdrawal(visit)} ${own.mayStayUntil !== null && stayForm(visit, own, errors)}
    <h2 class="govuk-heading-m">${words.download}</h2>
    <p class="govuk-body-l">${words.downloadIntro}</p>
    <p class="govuk-body-l">
      <a class="govuk-link" href="/family/record.pdf" download>${words.download} (PDF)</a>
    </p>`;
  return familyReply(visit, own.wording, { title: words.leaving, main, errors });
}

function goesOn({ leavesOn, stays }: OwnLeaving): string {
  const on = showDay(leavesOn);
  return stays === null
    ? `Your page goes on ${on}, and all that it holds.`
    : `You chose to stay. Your page goes on ${on}, unless you choose again.`;
}

function stayForm(visit: FamilyVisit, { mayStayUntil }: OwnLeaving, errors: readonly FieldError[]): Html {
  if (mayStayUntil === null) return html``;
  return html`<h2 class="govuk-heading-m">Do you want to stay?</h2>
    <p class="govuk-body-l">
      If you left care, or have a learning disability, you can choose to stay for another year. We do not ask
      which, and do not write it down. We ask you again each year. If you do nothing, your page goes. You can
      stop at any time.
    </p>
    ${form({
      action: '/family/stays',
      formToken: visit.formToken,
      main: html`${checkboxes({ name: 'group', legend: 'About you', items: [{ value: 'yes', text: 'I left care, or I have a learning disability' }], error: errorOf(errors, 'group') })}
      ${checkboxes({ name: 'agreed', legend: 'Your choice', items: [{ value: 'yes', text: `I want my page to stay until ${showDay(mayStayUntil)}` }], error: errorOf(errors, 'agreed') })}
      ${button({ text: 'Stay', preventDoubleClick: true })}`,
    })}`;
}

function withdrawal(visit: FamilyVisit): Html {
  return html`<h2 class="govuk-heading-m">Do you want to stop?</h2>
    <p class="govuk-body-l">
      If you are 18 or over, your page closes at once, and all that it holds goes. It does not come back.
    </p>
    ${form({
      action: '/family/stays/ends',
      formToken: visit.formToken,
      main: button({ text: 'Stop, and let my page go', kind: 'warning', preventDoubleClick: true }),
    })}`;
}
