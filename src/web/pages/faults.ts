import type { Fault } from '../../domain/outcome.ts';
import type { Desk } from '../../services/kept-desks.ts';
import { pageReply, withHeaders, type Reply } from '../reply.ts';
import { table } from '../views/components/table.ts';
import { html, type Html } from '../views/html.ts';
import { telephoneLink } from '../views/telephone.ts';
import { isSignedIn, type Site, type Visit } from '../visit.ts';
import { bareFrame, frame } from './frame.ts';

type Plain = { readonly status: Reply['status']; readonly title: string };

const plainOf: Readonly<Record<Fault['kind'], Plain>> = {
  invalid: { status: 400, title: 'That could not be read' },
  'not-found': { status: 404, title: 'Not found' },
  refused: { status: 403, title: 'You cannot use this page' },
  lapsed: { status: 403, title: 'Your account cannot be used now' },
  'too-many': { status: 413, title: 'That was too long' },
  'reason-wanted': { status: 429, title: 'Why do you need to look up so many children?' },
  stopped: { status: 429, title: 'You cannot look up more children today' },
  stale: { status: 403, title: 'This page was out of date' },
  unavailable: { status: 503, title: 'Try again later' },
};

/** Where nothing is known of a request but that it came. */
type Bare = { readonly site: Site; readonly nonce: string };

/** A fault that belongs to no field, as a plain page of its own. */
export function faultReply(visit: Visit, fault: Fault): Reply {
  const { status, title } = plainOf[fault.kind];
  const isAway = fault.kind === 'unavailable';
  const main = html`${paragraph(fault.says)} ${isAway && doNotWait} ${isSignedIn(visit) && onward}`;
  const reply = pageReply(frame(visit, { title, main, showsChild: false }), status);
  return isAway ? withHeaders(reply, retryAfter) : reply;
}

const onward = html`<p class="govuk-body"><a class="govuk-link" href="/">Go to the start page</a></p>`;

/** The fault of a form shown again because it was not the present one. */
export function outOfDate(whatToDo: string): Fault {
  return { kind: 'stale', says: `This page was out of date. ${whatToDo}` };
}

/** A form that was not made by a page of ours in this browser lately. */
export async function staleReply(visit: Visit): Promise<Reply> {
  return faultReply(visit, {
    kind: 'stale',
    says: 'You may have signed in again since you opened it, or left it open too long. Go back, load the page again and send it from there.',
  });
}

/** No route has this address. */
export function noPageReply(on: Bare): Reply {
  const main = html`<p class="govuk-body">
    Check the address, or <a class="govuk-link" href="/">go to the start page</a>.
  </p>`;
  return barePage(on, 404, 'Page not found', main);
}

/** The address is right and the method is not. */
export function wrongMethodReply(on: Bare, methods: readonly string[]): Reply {
  const main = html`<p class="govuk-body">
    This page is not reached that way. <a class="govuk-link" href="/">Go to the start page</a>.
  </p>`;
  return withHeaders(barePage(on, 405, 'That cannot be done here', main), { allow: methods.join(', ') });
}

/** What came was a request by its form, and of nothing that can be asked for. */
export function unreadableReply(on: Bare): Reply {
  const main = html`<p class="govuk-body">
    Your browser sent something that could not be read.
    <a class="govuk-link" href="/">Go to the start page</a>.
  </p>`;
  return barePage(on, 400, plainOf.invalid.title, main);
}

/** The database is away, or takes no writing: without its log no child is shown. The desks can be rung all the same. */
export function unavailableReply(on: Bare): Reply {
  const says = paragraph('Nothing can be looked up at the moment.');
  const main = html`${says} ${doNotWait} ${desksToRing(on.site.desks.all())}`;
  return withHeaders(barePage(on, 503, 'Try again later', main), retryAfter);
}

/** More is asked than can be answered: whoever is turned away at once can try again soon. */
export function busyReply(on: Bare): Reply {
  const main = html`${paragraph('Too many people are using the service at this moment. Go back and try again in a few seconds.')}
  ${doNotWait}`;
  return withHeaders(barePage(on, 503, 'Try again in a few seconds', main), { 'retry-after': '5' });
}

function desksToRing(desks: readonly Desk[]): Html {
  if (desks.length === 0) return html``;
  const rows = desks.map(({ council, team, telephone, hours }) => [
    { text: council },
    { text: html`${team}<br />${hours}` },
    { text: telephoneLink(telephone) },
  ]);
  const head = [{ text: 'Council' }, { text: 'Desk' }, { text: 'Telephone' }];
  return table({
    caption: 'Duty desks',
    captionSize: 'm',
    head,
    rows,
    firstCellIsHeader: true,
    dense: true,
  });
}

/** Something broke on our side. */
export function brokenReply(on: Bare): Reply {
  const main = html`${paragraph('Something went wrong on our side, and it has been noted. Try again.')}
  ${doNotWait}`;
  return barePage(on, 500, 'Sorry, something went wrong', main);
}

const retryAfter = { 'retry-after': '60' }; // seconds

const doNotWait = html`<p class="govuk-body">
  If a child is in danger, ring <a class="govuk-link" href="tel:999">999</a> or the council’s duty desk now:
  do not wait for this service.
</p>`;

function paragraph(says: string): Html {
  return html`<p class="govuk-body">${says}</p>`;
}

function barePage(on: Bare, status: Reply['status'], title: string, main: Html): Reply {
  return pageReply(bareFrame(on, { title, main, showsChild: false }), status);
}
