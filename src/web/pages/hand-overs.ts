import { londonDay, showDay } from '../../domain/calendar.ts';
import type { Actor } from '../../domain/actor.ts';
import { serviceKinds } from '../../domain/service-kinds.ts';
import { handOversWaiting, seeHandOvers, type SeenHandOvers } from '../../services/hand-over-list.ts';
import { answerHandOver, withdrawHandOver } from '../../services/hand-overs.ts';
import type { ServiceContext } from '../../services/context.ts';
import { pageReply, type Reply } from '../reply.ts';
import { childHandle, numberHandle, numberOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { summaryCard } from '../views/components/summary-list.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { afterForm, childNamed, noSuchChild } from './care-visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

type Listed = SeenHandOvers['list'][number];

/** What was offered to the actor or their team, and what came of their own offers. */
export async function showHandOvers(visit: SignedInVisit): Promise<Reply> {
  const seen = await seeHandOvers(visit.site.services, visit.actor);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { list, receipt } = seen.value;
  const toMe = list.filter((one) => !one.isMine);
  const mine = list.filter((one) => one.isMine);
  const main = html`<h2 class="govuk-heading-m">Offered to you or your team</h2>
    ${toMe.length === 0 ? nothingOffered : toMe.map((one) => offerCard(visit, one))}
    <h2 class="govuk-heading-m">Offered by you</h2>
    ${mine.length === 0 ? nothingMine : mine.map((one) => offerCard(visit, one))}`;
  return pageReply(
    frame(visit, {
      title: 'Hand-overs',
      main,
      backLink: { href: '/' },
      showsChild: true,
      ...(receipt !== undefined && { receipt }),
    }),
  );
}

/** Accepts or declines one. */
export async function answerOffer(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const { site, actor } = visit;
  const answer = visit.form.get('answer') ?? '';
  const came = await answerHandOver(site.services, actor, childId, offerNamed(visit, childId), answer);
  return afterForm(visit, came, { to: '/hand-overs' });
}

/** Takes one's own offer back. */
export async function withdrawOffer(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const { site, actor } = visit;
  const came = await withdrawHandOver(site.services, actor, childId, offerNamed(visit, childId));
  return afterForm(visit, came, { to: '/hand-overs' });
}

/** For the start page: that something waits; nothing where nothing does. */
export async function offersWaiting(services: ServiceContext, actor: Actor): Promise<Html | undefined> {
  const waiting = await handOversWaiting(services, actor);
  if (waiting === 0) return undefined;
  const words = waiting === 1 ? 'A hand-over waits' : `${waiting} hand-overs wait`;
  return html`<a class="govuk-link" href="/hand-overs">${words} for your answer</a>`;
}

function offerNamed({ site, handleSecret, params }: SignedInVisit, childId: number): number | undefined {
  const of = { of: 'hand-over', childId } as const;
  return numberOfHandle(site.handleKey, handleSecret, of, params['handover'] ?? '');
}

function offerCard(visit: SignedInVisit, one: Listed): Html {
  const what = one.kind === 'lead' ? 'The lead' : serviceKinds[one.serviceKind].name;
  return html`${summaryCard({
    title: html`<bdi>${one.name}</bdi>`,
    headingLevel: 3,
    rows: [
      { key: 'Born', value: showDay(one.dateOfBirth) },
      { key: 'What', value: what },
      { key: 'From', value: one.askedBy },
      { key: 'To', value: one.to },
      { key: 'Offered', value: showDay(londonDay(one.askedAt)) },
      ...(one.settledAs === null ? [] : [{ key: 'Now', value: settledInWords[one.settledAs] }]),
    ],
  })}
  ${one.settledAs === null && answerForms(visit, one)}`;
}

const settledInWords = {
  accepted: 'Accepted',
  declined: 'Declined',
  withdrawn: 'Taken back',
  overtaken: 'Over: the work ended',
} as const;

function answerForms(visit: SignedInVisit, { childId, no, isMine }: Listed): Html {
  const { site, handleSecret, formToken } = visit;
  const child = childHandle(site.handleKey, handleSecret, childId);
  const offer = numberHandle(site.handleKey, handleSecret, { of: 'hand-over', childId, no });
  const path = `/children/${child}/hand-overs/${offer}`;
  if (isMine)
    return form({
      action: `${path}/withdrawals`,
      formToken,
      main: button({ text: 'Take the offer back', kind: 'secondary' }),
    });
  const answer = (value: string, text: string, kind?: 'secondary') =>
    button({ text, name: 'answer', value, kind, preventDoubleClick: true });
  return form({
    action: `${path}/answers`,
    formToken,
    main: html`<div class="govuk-button-group">
      ${answer('accepted', 'Accept')} ${answer('declined', 'Decline', 'secondary')}
    </div>`,
  });
}

const nothingOffered = html`<p class="govuk-body">Nothing waits for your answer.</p>`;
const nothingMine = html`<p class="govuk-body">You have offered nothing in the last 30 days.</p>`;
