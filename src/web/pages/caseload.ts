import { londonDay, showAge, showDay, type Day } from '../../domain/calendar.ts';
import type { Fault } from '../../domain/outcome.ts';
import { serviceKinds } from '../../domain/service-kinds.ts';
import { showCaseload, takeFilter, type CaseloadPage } from '../../services/caseload.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { childHandle } from '../secrecy.ts';
import { button, linkButton } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { pagination } from '../views/components/pagination.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { partOfPostcode } from '../views/part-postcode.ts';
import { resultRows, type FoundChild } from '../views/result-row.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** The list that a practitioner starts from: the children they work with, newest first, below what stands before it. */
export async function caseloadPage(
  visit: SignedInVisit,
  before: Html,
  after: Html = html``,
  faults: readonly Fault[] = [],
): Promise<Reply> {
  const filter = visit.params['filter'];
  const page = Number(visit.query['page'] ?? '1');
  const shown = await showCaseload(
    visit.site.services,
    visit.actor,
    filter === undefined ? { page } : { filter, page },
  );
  if (!shown.ok) return noSuchList(visit, shown.fault);
  const errors = fieldErrors(faults);
  const framed = frame(visit, {
    title: 'Children I work with',
    main: html`${before} ${listView(visit, shown.value, errors)} ${after}`,
    errors,
    showsChild: true,
    width: 'full',
    receipt: shown.value.receipt,
  });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

/** The list of those whose name begins as asked. */
export async function showFiltered(visit: SignedInVisit): Promise<Reply> {
  return caseloadPage(visit, findButton);
}

/** Takes what the list is to be filtered by, and sends the browser to the filtered list. */
export async function filterCaseload(visit: SignedInVisit): Promise<Reply> {
  const beginning = visit.form.get('beginning') ?? '';
  if (beginning.trim() === '') return goTo('/');
  const taken = await takeFilter(visit.site.services, visit.actor, beginning);
  return taken.ok
    ? goTo(`/caseloads/${taken.value}`)
    : caseloadPage(visit, findButton, html``, [taken.fault]);
}

async function noSuchList(visit: SignedInVisit, fault: Fault): Promise<Reply> {
  if (fault.kind === 'not-found')
    await noteRefusal(visit.site.services, visit.actor, 'no such list in this session');
  return faultReply(visit, fault);
}

/** The whole list again, with what was typed, where the form was out of date. */
export async function filterCaseloadAgain(visit: SignedInVisit): Promise<Reply> {
  return caseloadPage(visit, findButton, html``, [outOfDate('Check what you typed and send it again.')]);
}

export const findButton = linkButton({ text: 'Find a child', href: '/find', start: true });

function listView(visit: SignedInVisit, shown: CaseloadPage, errors: readonly FieldError[]): Html {
  const { children, beginning, page } = shown;
  if (children.length === 0 && beginning === '' && page === 1 && errors.length === 0) return nobodyYet;
  const today = londonDay(visit.site.services.now());
  const rows = children.map((child) => rowOf(visit, child, today));
  return html`${filterForm(visit, visit.form.get('beginning') ?? beginning, errors)}
  ${rows.length > 0 ? resultRows(rows) : nobodySo} ${pagesOf(visit, shown)}`;
}

function filterForm(visit: SignedInVisit, beginning: string, errors: readonly FieldError[]): Html {
  return form({
    action: '/caseloads',
    formToken: visit.formToken,
    main: html`
      ${input({
        name: 'beginning',
        label: 'Show those whose given or family name begins with',
        value: beginning,
        error: errorOf(errors, 'beginning'),
        autocomplete: 'off',
        spellcheck: false,
        classes: 'govuk-input--width-20',
      })}
      ${button({ text: 'Show', kind: 'secondary' })}
    `,
  });
}

function rowOf(visit: SignedInVisit, child: CaseloadPage['children'][number], today: Day): FoundChild {
  const { site, handleSecret, lastSignIn } = visit;
  return {
    name: `${child.givenNames} ${child.familyName}`,
    bornOn: child.dateOfBirth,
    age: showAge(child.dateOfBirth, today),
    partPostcode: partOfPostcode(child.postcode),
    why: `${serviceKinds[child.serviceKind].name}, since ${showDay(child.since)}`,
    someoneJoined: child.someoneJoined,
    isNew: lastSignIn !== null && child.since > londonDay(lastSignIn),
    openHref: `/children/${childHandle(site.handleKey, handleSecret, child.childId)}`,
  };
}

function pagesOf({ params }: SignedInVisit, { page, hasMore }: CaseloadPage): Html {
  if (page === 1 && !hasMore) return html``;
  const base = params['filter'] === undefined ? '/' : `/caseloads/${encodeURIComponent(params['filter'])}`;
  return pagination({
    previous: page > 1 ? `${base}?page=${page - 1}` : undefined,
    next: hasMore ? `${base}?page=${page + 1}` : undefined,
    items: [{ number: page, href: `${base}?page=${page}`, current: true }],
  });
}

const nobodyYet = html`<p class="govuk-body">
  No child is recorded as one that you work with. When you or your service’s system records that you are
  involved with a child, the child appears here. Until then, find the child.
</p>`;

const nobodySo = html`<p class="govuk-body">
  Nobody that you work with has a name that begins so. <a class="govuk-link" href="/">Show everybody</a>
</p>`;
