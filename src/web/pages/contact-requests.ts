// A list and its one page, in the words of both sides.
/* oxlint-disable max-lines */
import { showDay } from '../../domain/calendar.ts';
import {
  requestStates,
  urgencies,
  waitsForAnswer,
  waysToReach,
  type Chased,
} from '../../domain/contact-request.ts';
import type { Fault } from '../../domain/outcome.ts';
import { footings } from '../../domain/reasons.ts';
import { roles } from '../../domain/roles.ts';
import {
  answerContactRequest,
  contactRequestsWaiting,
  endContactRequest,
  seeContactRequest,
  seeContactRequests,
  type PassTo,
  type ShownRequest,
} from '../../services/contact-requests.ts';
import { pageReply, type Reply } from '../reply.ts';
import { childHandle, numberHandle, numberOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { select } from '../views/components/select.ts';
import { summaryCard, summaryList, type SummaryRow } from '../views/components/summary-list.ts';
import { tag } from '../views/components/tag.ts';
import { emailLink } from '../views/email.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import { telephoneLink } from '../views/telephone.ts';
import type { SignedInVisit } from '../visit.ts';
import { afterForm, childNamed, noSuchChild, ofChild } from './care-visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

/** Who asks the reader or their team to contact them, and whom the reader asked. */
export async function showContactRequests(visit: SignedInVisit): Promise<Reply> {
  const seen = await seeContactRequests(visit.site.services, visit.actor);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { list, receipt } = seen.value;
  const toMe = list.filter((one) => !one.isMine);
  const mine = list.filter((one) => one.isMine);
  const main = html`<h2 class="govuk-heading-m">Asked of you or your team</h2>
    ${toMe.length === 0 ? nothingAsked : toMe.map((one) => requestCard(visit, one))}
    <h2 class="govuk-heading-m">Asked by you</h2>
    ${mine.length === 0 ? nothingMine : mine.map((one) => requestCard(visit, one))}`;
  return pageReply(
    frame(visit, {
      title: 'Requests to be contacted',
      main,
      backLink: { href: '/' },
      showsChild: true,
      ...(receipt !== undefined && { receipt }),
    }),
  );
}

/** One of them, with all that can be done about it. */
export async function showContactRequest(visit: SignedInVisit): Promise<Reply> {
  return requestPage(visit, []);
}

/** Accepts, declines or passes it on. */
export async function answerRequest(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const { site, actor, form: sent } = visit;
  const came = await answerContactRequest(site.services, actor, childId, requestNamed(visit, childId), {
    answer: sent.get('answer') ?? '',
    version: versionSent(visit),
    to: sent.get('to') ?? '',
  });
  return afterForm(visit, came, {
    to: '/contact-requests',
    again: (faults) => requestPage(visit, faults),
  });
}

/** Says that the two have talked, or takes one's own request back. */
export async function endRequest(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const { site, actor } = visit;
  const end = { version: versionSent(visit), as: visit.form.get('as') ?? '' };
  const came = await endContactRequest(site.services, actor, childId, requestNamed(visit, childId), end);
  return afterForm(visit, came, { to: '/contact-requests' });
}

/** For the start page: that somebody waits to be contacted; nothing where nobody does. */
export async function requestsWaiting({ site, actor }: SignedInVisit): Promise<Html | undefined> {
  const { waiting, overdue } = await contactRequestsWaiting(site.services, actor);
  if (waiting === 0) return undefined;
  const words = waiting === 1 ? 'Somebody asks' : `${waiting} people ask`;
  return html`<a class="govuk-link" href="/contact-requests">${words} you or your team to contact them</a>
    ${overdue > 0 && tag({ text: overdue === waiting ? 'Overdue' : `${overdue} overdue`, colour: 'red' })}`;
}

function requestNamed({ site, handleSecret, params }: SignedInVisit, childId: number): number | undefined {
  const of = { of: 'contact request', childId } as const;
  return numberOfHandle(site.handleKey, handleSecret, of, params['request'] ?? '');
}

function versionSent({ form: sent }: SignedInVisit): number {
  const version = sent.get('version') ?? '';
  return /^\d{1,9}$/.test(version) ? Number(version) : 0;
}

function hrefOf({ site, handleSecret }: SignedInVisit, { childId, no }: ShownRequest): string {
  const child = childHandle(site.handleKey, handleSecret, childId);
  const request = numberHandle(site.handleKey, handleSecret, { of: 'contact request', childId, no });
  return `/children/${child}/contact-requests/${request}`;
}

function requestCard(visit: SignedInVisit, one: ShownRequest): Html {
  const isOver = one.kind === 'any other child';
  return summaryCard({
    title: html`<bdi>${one.name}</bdi>`,
    headingLevel: 3,
    actions: isOver ? [] : [{ text: 'Open request', href: hrefOf(visit, one) }],
    rows: [
      { key: 'Born', value: showDay(one.dateOfBirth) },
      one.isMine ? { key: 'Asked of', value: askedOf(one) } : { key: 'From', value: from(one) },
      { key: 'How soon', value: urgencies[one.urgency] },
      { key: 'Now', value: stateOf(one) },
    ],
  });
}

async function requestPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const { services } = visit.site;
  const seen = await seeContactRequest(services, visit.actor, childId, requestNamed(visit, childId));
  if (!seen.ok) return afterForm(visit, seen, { to: '/contact-requests' });
  const { request, passTo } = seen.value;
  const errors = fieldErrors(faults);
  const main = html`${summaryList({ rows: request.isMine ? ownRows(request) : rowsToMe(request) })}
  ${request.isMine ? endForms(visit, request) : answerForms(visit, request, passTo, errors)}
  ${!request.isMine && openLink(visit)}`;
  const page = frame(visit, {
    title: request.isMine ? 'Your request to be contacted' : 'Somebody asks to be contacted',
    caption: html`About <bdi>${request.name}</bdi>, born ${showDay(request.dateOfBirth)}`,
    main,
    backLink: { href: '/contact-requests', text: 'All requests' },
    errors,
    showsChild: true,
    receipt: seen.receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function rowsToMe(one: ShownRequest): readonly SummaryRow[] {
  return [
    { key: 'From', value: from(one) },
    { key: waysToReach[one.reachBy], value: reachedAt(one) },
    { key: 'How soon', value: urgencies[one.urgency] },
    { key: 'Who agreed', value: footings[one.footing] },
    { key: 'About', value: whyYou[one.kind] },
    { key: 'Asked', value: momentInWords(one.askedAt) },
    { key: 'Now', value: stateOf(one) },
  ];
}

function ownRows(one: ShownRequest): readonly SummaryRow[] {
  return [
    { key: 'Asked of', value: askedOf(one) },
    { key: waysToReach[one.reachBy], value: reachedAt(one) },
    { key: 'How soon', value: urgencies[one.urgency] },
    { key: 'Asked', value: momentInWords(one.askedAt) },
    { key: 'Now', value: stateOf(one) },
  ];
}

function from({ asker, askerRole, askerOrganisation }: ShownRequest): string {
  return `${asker}, ${roles[askerRole].name.toLowerCase()}, ${askerOrganisation}`;
}

function reachedAt({ telephone, email }: ShownRequest): Html {
  return telephone === null ? emailLink(email ?? '') : telephoneLink(telephone);
}

const whyYou: Readonly<Record<ShownRequest['kind'], string>> = {
  named: 'Your work with this child. They know that it is you, or your team',
  relayed: 'A service that is not named. They know neither which it is nor where',
  withheld: 'Your work with this child, who is shielded. They know neither who you are nor where',
  'other child': 'Another child of somebody who cares for this child. They do not know that you are there',
  'any other child': '',
};

function askedOf({ kind, to }: ShownRequest): string {
  if (to !== undefined) return to;
  return blindly[kind];
}

const blindly: Readonly<Record<ShownRequest['kind'], string>> = {
  named: 'Whoever helps the child. Who and where is not shown',
  relayed: 'A service that is not named, through the relay',
  withheld: 'Whoever helps the child. Who and where is not shown',
  'any other child': 'The worker of any other child of a carer',
  'other child': '',
};

// Of a child that may not be, the asker is told the same in any case.
function stateOf(one: ShownRequest): Html {
  if (one.kind === 'any other child')
    return html`Sent. If there is such a worker, they decide whether to contact you.`;
  const late = waitsForAnswer(one.state) && one.chased !== 'not yet';
  return html`${requestStates[one.state]}, ${momentInWords(one.stateAt)}
  ${late && tag({ text: chasedInWords[one.chased], colour: 'red' })}
  ${one.isMine && one.state === 'declined' && ringInstead}`;
}

const ringInstead = html`<br />Ring them, or the duty desk on the record.`;

const chasedInWords: Readonly<Record<Chased, string>> = {
  'not yet': '',
  reminded: 'Overdue: reminded',
  team: 'Overdue: the whole team was told',
  management: 'Overdue: the management team was told',
};

function answerForms(
  visit: SignedInVisit,
  one: ShownRequest,
  passTo: readonly PassTo[],
  errors: readonly FieldError[],
): Html {
  if (one.state === 'accepted') return endForm(visit, one, 'done', 'We have talked');
  if (!waitsForAnswer(one.state)) return html``;
  const answer = (value: string, text: string, kind?: 'secondary') =>
    button({ text, name: 'answer', value, kind, preventDoubleClick: true });
  return html`${form({
    action: `${visit.address.replace(/\/(?:answers|ends)$/, '')}/answers`,
    formToken: visit.formToken,
    main: html`${versionKept(one)}
      <div class="govuk-button-group">
        ${answer('accepted', 'Accept: I will contact them')} ${answer('declined', 'Decline', 'secondary')}
      </div>`,
  })}
  ${
    passTo.length > 0 &&
    form({
      action: `${visit.address.replace(/\/(?:answers|ends)$/, '')}/answers`,
      formToken: visit.formToken,
      main: html`${versionKept(one)}
      ${select({
        name: 'to',
        label: 'Pass it on to',
        labelSize: 's',
        items: [{ value: '', text: 'Select to whom' }, ...passTo],
        value: visit.form.get('to'),
        error: errorOf(errors, 'to'),
      })}
      ${answer('passed on', 'Pass on', 'secondary')}`,
    })
  }`;
}

function endForms(visit: SignedInVisit, one: ShownRequest): Html {
  if (one.state === 'accepted') return endForm(visit, one, 'done', 'We have talked');
  if (!waitsForAnswer(one.state)) return html``;
  return html`${endForm(visit, one, 'done', 'We have talked')}
  ${endForm(visit, one, 'withdrawn', 'Take the request back')}`;
}

function endForm(visit: SignedInVisit, one: ShownRequest, as: string, text: string): Html {
  return form({
    action: `${visit.address.replace(/\/(?:answers|ends)$/, '')}/ends`,
    formToken: visit.formToken,
    main: html`${versionKept(one)}
    ${button({ text, name: 'as', value: as, kind: 'secondary', preventDoubleClick: true })}`,
  });
}

function versionKept({ version }: ShownRequest): Html {
  return html`<input type="hidden" name="version" value="${version}" />`;
}

function openLink(visit: SignedInVisit): Html {
  return html`<p class="govuk-body"><a class="govuk-link" href="${ofChild(visit)}">Open the record</a></p>`;
}

const nothingAsked = html`<p class="govuk-body">Nobody waits for you or your team to contact them.</p>`;
const nothingMine = html`<p class="govuk-body">You have asked nobody in the last 30 days.</p>`;
