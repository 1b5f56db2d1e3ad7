import { addDays, londonDay, showDay } from '../../domain/calendar.ts';
import { queues } from '../../domain/desk.ts';
import type { Fault } from '../../domain/outcome.ts';
import { acceptMove } from '../../services/accept-move.ts';
import { decideItem, type ItemSaid } from '../../services/decide-desk-item.ts';
import { arrange, nextItem, noSuchItem, type Arrangement } from '../../services/desk.ts';
import { seeItem, type DeskMatter, type SeenItem } from '../../services/desk-item.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { childOfHandle, deskItemOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { insetText } from '../views/components/inset-text.ts';
import { select } from '../views/components/select.ts';
import { fieldErrors } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { actionOf, decisions, sameForm } from './desk-decisions.ts';
import { matterPart } from './desk-matter.ts';
import { addressOfQueue, addressOfItem } from './desk.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

/** One thing to put right: side by side, with what speaks for it and against, and what can be decided. */
export async function showItem(visit: SignedInVisit): Promise<Reply> {
  return itemPage(visit, []);
}

/** Takes a decision, and leads to the next of the queue. */
export async function decideOnItem(visit: SignedInVisit): Promise<Reply> {
  const itemId = await itemNamed(visit);
  if (itemId === undefined) return faultReply(visit, noSuchItem);
  const said = saidIn(visit);
  if (said === undefined) return itemPage(visit, [notChosen]);
  const decided = await decideItem(visit.site.services, visit.actor, itemId, said);
  if (!decided.ok) return notDone(visit, decided.fault);
  if (decided.value.state === 'second person') return itemPage(visit, []);
  return toNext(visit, decided.value.queue, itemId);
}

/** Gives the item to somebody, or puts it off. */
export async function arrangeItemOf(visit: SignedInVisit): Promise<Reply> {
  const itemId = await itemNamed(visit);
  if (itemId === undefined) return faultReply(visit, noSuchItem);
  const arrangement = arrangementIn(visit);
  if (arrangement === undefined) return itemPage(visit, [notChosen]);
  const arranged = await arrange(visit.site.services, visit.actor, itemId, arrangement);
  return arranged.ok ? goTo(addressOfItem(visit, itemId)) : notDone(visit, arranged.fault);
}

/** Accepts a move for the new council. */
export async function takeMove(visit: SignedInVisit): Promise<Reply> {
  const itemId = await itemNamed(visit);
  if (itemId === undefined) return faultReply(visit, noSuchItem);
  const accepted = await acceptMove(
    visit.site.services,
    visit.actor,
    itemId,
    visit.form.get('responsible') ?? '',
  );
  return accepted.ok ? toNext(visit, 'border move', itemId) : notDone(visit, accepted.fault);
}

async function notDone(visit: SignedInVisit, fault: Fault): Promise<Reply> {
  return fault.kind === 'invalid' ? itemPage(visit, [fault]) : faultReply(visit, fault);
}

async function toNext(visit: SignedInVisit, queue: SeenItem['item']['queue'], after: number): Promise<Reply> {
  const next = await nextItem(visit.site.services, visit.actor, queue, after);
  return goTo(next === undefined ? addressOfQueue(queue) : addressOfItem(visit, next));
}

async function itemNamed(visit: SignedInVisit): Promise<number | undefined> {
  const { site, handleSecret, params, actor } = visit;
  const found = deskItemOfHandle(site.handleKey, handleSecret, params['item'] ?? '');
  if (found === undefined) await noteRefusal(site.services, actor, 'no such item in this session');
  return found;
}

const words = [
  'not the same child',
  'new child',
  'not for this index',
  'put right',
  'right as it is',
] as const;

function saidIn({ site, handleSecret, form: typed }: SignedInVisit): ItemSaid | undefined {
  const decision = typed.get('decision') ?? '';
  if (decision === 'same child') return { decision };
  if (decision.startsWith('same ')) {
    const childId = childOfHandle(site.handleKey, handleSecret, decision.slice(5));
    return childId === undefined ? undefined : { decision: 'same child', childId };
  }
  const said = words.find((word) => word === decision);
  return said === undefined ? undefined : { decision: said };
}

function arrangementIn({ form: typed, actor, site }: SignedInVisit): Arrangement | undefined {
  const to = typed.get('to') ?? '';
  if (to === 'me') return { kind: 'assign', to: actor.accountId };
  if (to === 'nobody') return { kind: 'assign', to: null };
  if (/^\d{1,9}$/.test(to)) return { kind: 'assign', to: Number(to) };
  const days = typed.get('until') ?? '';
  if (days === '0') return { kind: 'defer no longer' };
  const found = putOff.find(([after]) => String(after) === days);
  return found && { kind: 'defer', until: addDays(londonDay(site.services.now()), found[0]) };
}

// Days, and how they are said. Nobody may put anything off for good: ours.
const putOff = [
  [1, 'a day'],
  [7, 'a week'],
  [14, 'two weeks'],
  [28, 'four weeks'],
  [91, 'a quarter'],
] as const;

async function itemPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const itemId = await itemNamed(visit);
  if (itemId === undefined) return faultReply(visit, noSuchItem);
  const read = await seeItem(visit.site.services, visit.actor, itemId);
  if (!read.ok) return faultReply(visit, read.fault);
  const seen = read.value;
  const { item, matter } = seen;
  const errors = fieldErrors(faults);
  const isOpen = item.settled_at === null;
  const main = html`${stateOf(seen)}
  ${matterPart(matter, seen.withoutPlaces, (at, one) => isOpen && sameForm(visit, seen, at, one))}
  ${isOpen && decisions(visit, seen, errors)} ${isOpen && arranging(visit, seen)}`;
  const page = frame(visit, {
    title: questionOf(matter, item.queue),
    caption: queues[item.queue].title,
    main,
    errors,
    showsChild: true,
    width: 'full',
    backLink: { href: addressOfQueue(item.queue) },
    receipt: seen.receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function questionOf(matter: DeskMatter, queue: SeenItem['item']['queue']): string {
  if (queue === 'estimated birthday') return 'Is this young person 18?';
  if (matter.kind === 'row') return 'Whose row is this?';
  if (matter.kind === 'pair') return 'Are these one child?';
  return matter.kind === 'move' ? 'A move between councils' : 'Is this record right?';
}

function stateOf({ item }: SeenItem): Html {
  if (item.settled_at !== null) {
    const by = item.settled_name === null ? '' : ` by ${item.settled_name}`;
    return insetText({
      text: `Settled on ${showDay(londonDay(item.settled_at))}${by}: ${item.settled_as ?? ''}.`,
    });
  }
  const hands = item.assigned_name === null ? 'In nobody’s hands' : `In the hands of ${item.assigned_name}`;
  const off = item.deferred_until === null ? '' : `, put off until ${showDay(item.deferred_until)}`;
  return html`<p class="govuk-body">Due by the end of ${showDay(item.due_on)}. ${hands}${off}.</p>`;
}

function arranging(visit: SignedInVisit, { item, colleagues }: SeenItem): Html {
  const today = londonDay(visit.site.services.now());
  const others = colleagues.filter((one) => one.account_id !== visit.actor.accountId);
  const to = [
    { value: 'me', text: 'Me' },
    ...others.map((one) => ({ value: String(one.account_id), text: one.full_name })),
    { value: 'nobody', text: 'Nobody' },
  ];
  const until = putOff.map(([days, text]) => ({
    value: String(days),
    text: `${showDay(addDays(today, days))} (${text})`,
  }));
  const back = item.deferred_until === null ? [] : [{ value: '0', text: 'Put off no longer' }];
  const arrangement = (main: Html): Html =>
    form({
      action: actionOf(visit, 'arrangements'),
      formToken: visit.formToken,
      main,
      classes: 'app-filters',
    });
  return html`<h2 class="govuk-heading-m">Not now, or not you</h2>
    ${arrangement(html`${select({ name: 'to', label: 'Give it to', items: to })} ${button({ text: 'Give', kind: 'secondary' })}`)}
    ${arrangement(
      html`${select({ name: 'until', label: 'Put it off until', items: [...back, ...until] })}
      ${button({ text: 'Put off', kind: 'secondary' })}`,
    )}`;
}

const notChosen: Fault = { kind: 'invalid', field: 'decision', says: 'Choose what it is' };
