import type { Fault } from '../../domain/outcome.ts';
import { roles } from '../../domain/roles.ts';
import { checkCaller, type Caller } from '../../services/receipt.ts';
import { pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** Asks for the reference that a caller speaks aloud. */
export async function askWhoCalls(visit: SignedInVisit): Promise<Reply> {
  return callPage(visit, []);
}

/** The same with what was typed, where the form was out of date. */
export async function askWhoCallsAgain(visit: SignedInVisit): Promise<Reply> {
  return callPage(visit, [outOfDate('Check what you typed and send it again.')]);
}

/** Says who opened a record with it. */
export async function sayWhoCalls(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: fields } = visit;
  const typed = { reference: fields.get('reference') ?? '', number: fields.get('number') ?? '' };
  const checked = await checkCaller(site.services, actor, typed);
  return checked.ok ? callPage(visit, [], checked.value) : callPage(visit, [checked.fault]);
}

function callPage(visit: SignedInVisit, faults: readonly Fault[], caller?: Caller): Reply {
  const errors = fieldErrors(faults);
  const main = html`
    ${caller !== undefined && callerView(caller)}
    <p class="govuk-body">
      Somebody rings you about a child. Ask for the reference that stands on the record they opened, and hold
      the name below against theirs before you say anything.
    </p>
    ${callForm(visit, errors)}
  `;
  const page = frame(visit, {
    title: 'Who is calling?',
    main,
    errors,
    backLink: { href: '/' },
    showsChild: false,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function callerView({ name, role, organisation, at, forColleague, sameChild }: Caller): Html {
  return summaryList({
    rows: [
      { key: 'Opened by', value: html`<bdi>${name}</bdi>` },
      { key: 'Role', value: roles[role].name },
      { key: 'Organisation', value: organisation },
      { key: 'When', value: momentInWords(at) },
      ...(forColleague ? [{ key: 'For', value: 'A colleague on the telephone, whose name is kept' }] : []),
      ...(sameChild === undefined
        ? []
        : [{ key: 'Child', value: sameChild ? 'The one of that number' : 'Not the one of that number' }]),
    ],
  });
}

function callForm({ form: fields, formToken }: SignedInVisit, errors: readonly FieldError[]): Html {
  return form({
    action: '/calls',
    formToken,
    main: html`${input({
      name: 'reference',
      label: 'The reference that they read to you',
      value: fields.get('reference'),
      error: errorOf(errors, 'reference'),
      autocomplete: 'off',
      autocapitalize: 'characters',
      spellcheck: false,
      classes: 'govuk-input--width-20',
    })}
    ${input({
      name: 'number',
      label: 'The child’s ContactPoint number, if they gave you one',
      value: fields.get('number'),
      error: errorOf(errors, 'number'),
      autocomplete: 'off',
      autocapitalize: 'characters',
      spellcheck: false,
      classes: 'govuk-input--width-20',
    })}
    ${button({ text: 'Check who is calling' })}`,
  });
}
