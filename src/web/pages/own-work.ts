import { londonDay, partsOf, showDay, type Day } from '../../domain/calendar.ts';
import { isStale } from '../../domain/involvement.ts';
import type { Fault } from '../../domain/outcome.ts';
import { serviceKinds } from '../../domain/service-kinds.ts';
import {
  handOverWork,
  offerLead,
  seeOwnWork,
  type OwnWorkSeen,
  type SeenWork,
} from '../../services/hand-overs.ts';
import {
  amendOwnWork,
  beginToLead,
  confirmOwnWork,
  endOwnWork,
  takeOverOwnWork,
} from '../../services/own-work.ts';
import { pageReply, type Reply } from '../reply.ts';
import { numberHandle, numberOfHandle } from '../secrecy.ts';
import { linkButton } from '../views/components/button.ts';
import { tag } from '../views/components/tag.ts';
import { fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { summaryCard } from '../views/components/summary-list.ts';
import { workActions } from '../views/work-actions.ts';
import type { SignedInVisit } from '../visit.ts';
import { workTyped } from './add-work.ts';
import { afterForm, childNamed, noSuchChild, ofChild, workHandle, workNamed } from './care-visit.ts';
import { frame } from './frame.ts';
import { typedDay } from './typed-day.ts';

/** The actor's own and their team's present work with a child. */
export async function showOwnWork(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const seen = await seeOwnWork(visit.site.services, visit.actor, childId);
  if (!seen.ok) return afterForm(visit, seen, { to: '/' });
  const { name, own } = seen.value;
  const main = html`
    ${own.map((one) => workCard(visit, childId, one))} ${own.length === 0 && noWork}
    ${own.every((one) => one.work.held.own !== 'mine') && addLink(visit)}
    <p class="govuk-body"><a class="govuk-link" href="/">Go to the children you work with</a></p>
  `;
  return pageReply(
    frame(visit, {
      title: 'Your work with this child',
      caption: html`<bdi>${name}</bdi>`,
      main,
      backLink: { href: ofChild(visit), text: 'Open the record' },
      showsChild: true,
      receipt: seen.receipt,
    }),
  );
}

/** One of these, with all that can be done about it. */
export async function showWork(visit: SignedInVisit): Promise<Reply> {
  return workPage(visit, []);
}

/** Changes since when, how they are reached, and whether an assessment exists. */
export async function amend(visit: SignedInVisit): Promise<Reply> {
  return change(visit, (childId) =>
    amendOwnWork(visit.site.services, visit.actor, childId, workNamed(visit, childId), workTyped(visit.form)),
  );
}

/** Ends it with a last day. */
export async function end(visit: SignedInVisit): Promise<Reply> {
  const lastDay = typedDay(visit.form, 'ends');
  return change(visit, (childId) =>
    endOwnWork(visit.site.services, visit.actor, childId, workNamed(visit, childId), lastDay),
  );
}

/** Confirms that they are still reached so. */
export async function confirm(visit: SignedInVisit): Promise<Reply> {
  return change(visit, (childId) =>
    confirmOwnWork(visit.site.services, visit.actor, childId, workNamed(visit, childId)),
  );
}

/** Takes over what nobody of the team holds. */
export async function takeOver(visit: SignedInVisit): Promise<Reply> {
  return change(visit, (childId) =>
    takeOverOwnWork(visit.site.services, visit.actor, childId, workNamed(visit, childId)),
  );
}

/** Begins to lead where nobody does. */
export async function lead(visit: SignedInVisit): Promise<Reply> {
  return change(visit, (childId) =>
    beginToLead(visit.site.services, visit.actor, childId, workNamed(visit, childId)),
  );
}

/** Offers it to a colleague, a team or a duty desk. */
export async function handOver(visit: SignedInVisit): Promise<Reply> {
  const to = visit.form.get('to') ?? '';
  return change(visit, (childId) =>
    handOverWork(visit.site.services, visit.actor, childId, workNamed(visit, childId), to),
  );
}

/** Offers the lead to another who works with the child. */
export async function handOverLead(visit: SignedInVisit): Promise<Reply> {
  const { site, handleSecret, form } = visit;
  return change(visit, (childId) => {
    const of = { of: 'work', childId } as const;
    const toNo = numberOfHandle(site.handleKey, handleSecret, of, form.get('leader') ?? '');
    return offerLead(site.services, visit.actor, childId, workNamed(visit, childId), toNo);
  });
}

type Came = Parameters<typeof afterForm>[1];

async function change(visit: SignedInVisit, work: (childId: number) => Promise<Came>): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const came = await work(childId);
  return afterForm(visit, came, {
    to: ofChild(visit, '/work'),
    again: (faults) => workPage(visit, faults),
  });
}

async function workPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const seen = await seeOwnWork(visit.site.services, visit.actor, childId);
  if (!seen.ok) return afterForm(visit, seen, { to: '/' });
  const { no } = workNamed(visit, childId);
  const one = seen.value.own.find(({ work }) => work.no === no);
  if (one === undefined) return noSuchChild(visit);
  const errors = fieldErrors(faults);
  const page = frame(visit, {
    title: 'Change your work with this child',
    caption: html`<bdi>${seen.value.name}</bdi>`,
    main: actionsOf(visit, childId, seen.value, one, errors),
    backLink: { href: ofChild(visit, '/work') },
    errors,
    showsChild: true,
    receipt: seen.receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function actionsOf(
  visit: SignedInVisit,
  childId: number,
  seen: SeenWork,
  one: OwnWorkSeen,
  errors: readonly FieldError[],
): Html {
  const { site, form, formToken } = visit;
  const today = londonDay(site.services.now());
  const wasTyped = form.get('version') !== undefined;
  const standing = stands(one, today);
  return workActions({
    one,
    action: (rest) => ofChild(visit, `/work/${workHandle(visit, childId, one.work.no)}/${rest}`),
    formToken,
    filled: (name) => (wasTyped ? form.get(name) : undefined) ?? standing.get(name),
    errors,
    leads: seen.leads,
    couldLead: seen.couldLead.map((work) => ({
      value: workHandle(visit, childId, work.no),
      text: `${work.person ?? work.team}, ${work.team}, ${work.organisation}`,
    })),
    withdrawal: (handOverNo) =>
      ofChild(visit, `/hand-overs/${handOverHandle(visit, childId, handOverNo)}/withdrawals`),
    consents: serviceKinds[one.work.serviceKind].sensitive ? ofChild(visit, '/consents') : undefined,
  });
}

// What the form shows before anything was typed.
function stands({ work }: OwnWorkSeen, today: Day): ReadonlyMap<string, string> {
  const day = (name: string, of: Day): (readonly [string, string])[] => {
    const { year, month, dayOfMonth } = partsOf(of);
    return [
      [`${name}-day`, String(dayOfMonth)],
      [`${name}-month`, String(month)],
      [`${name}-year`, String(year)],
    ];
  };
  return new Map([
    ...day('since', work.startedOn),
    ...day('ends', work.endedOn ?? today),
    ['reachedBy', work.reachedBy],
    ['telephone', work.telephone ?? ''],
    ['email', work.email ?? ''],
    ['assessment', work.assessmentExists ? 'yes' : ''],
  ]);
}

/** The name of one offer of the child in this session. */
export function handOverHandle({ site, handleSecret }: SignedInVisit, childId: number, no: number): string {
  return numberHandle(site.handleKey, handleSecret, { of: 'hand-over', childId, no });
}

function workCard(visit: SignedInVisit, childId: number, one: OwnWorkSeen): Html {
  const { work, mayChange, waiting } = one;
  const today = londonDay(visit.site.services.now());
  const href = ofChild(visit, `/work/${workHandle(visit, childId, work.no)}`);
  const isOpen = mayChange || work.held.isVacant;
  return summaryCard({
    title: work.team,
    actions: isOpen ? [{ text: 'Change', href }] : [],
    rows: [
      {
        key: 'Who',
        value: work.held.isVacant ? 'The team: whoever worked with the child has left' : (work.person ?? ''),
      },
      {
        key: 'Service',
        value: html`${serviceKinds[work.serviceKind].name}
        ${work.isLead && tag({ text: 'Lead professional' })}`,
      },
      { key: 'Since', value: showDay(work.startedOn) },
      ...(work.endedOn === null ? [] : [{ key: 'Last day', value: showDay(work.endedOn) }]),
      { key: 'Reached', value: reachedInWords[work.reachedBy] },
      { key: 'Confirmed', value: confirmedInWords(work.confirmedOn, today) },
      ...waiting.map(({ kind, toPerson, toTeam }) => ({
        key: kind === 'lead' ? 'The lead' : 'Hand-over',
        value: `Offered to ${toPerson ?? toTeam}, who has not answered yet`,
      })),
    ],
  });
}

const reachedInWords = {
  own: 'On the person’s own number',
  team: 'On the team’s number',
  other: 'On a number for this child alone',
} as const;

function confirmedInWords(confirmedOn: Day | null, today: Day): Html {
  const when = confirmedOn === null ? 'Not yet' : showDay(confirmedOn);
  return html`${when} ${isStale(confirmedOn, today) && tag({ text: 'May be out of date', colour: 'yellow' })}`;
}

function addLink(visit: SignedInVisit): Html {
  return linkButton({ text: 'Add that I work with this child', href: ofChild(visit, '/work/new') });
}

const noWork = html`<p class="govuk-body">
  Neither you nor your team is recorded as working with this child now.
</p>`;
