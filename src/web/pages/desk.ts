import { showDay } from '../../domain/calendar.ts';
import { queueOfSlug, queues, type Queue } from '../../domain/desk.ts';
import { londonDay } from '../../domain/calendar.ts';
import {
  deskWaiting,
  nextItem,
  seeDesk,
  seeQueue,
  setKeys,
  type DeskFigures,
  type QueueCount,
} from '../../services/desk.ts';
import { lateSuppliers } from '../../services/suppliers.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { deskItemHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { insetText } from '../views/components/inset-text.ts';
import { notificationBanner } from '../views/components/notification-banner.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { html, type Html } from '../views/html.ts';
import { listPages } from '../views/list-controls.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

/** What waits for a record keeper, worst for the child first, and how the work goes. */
export async function showDesk(visit: SignedInVisit): Promise<Reply> {
  const { services } = visit.site;
  const seen = await seeDesk(services, visit.actor);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { counts, figures, keysOff } = seen.value;
  const late = await lateSuppliers(services, visit.actor);
  const main = html`${explained} ${queueTable(counts, late)} ${figures && workload(counts, figures)}
    <p class="govuk-body">
      <a class="govuk-link" href="/desk/merges">Merged records, and how to take one back</a>,
      <a class="govuk-link" href="/desk/identities">adoption and new identity</a>
    </p>
    ${keysForm(visit, keysOff)}`;
  return pageReply(
    frame(visit, {
      title: 'Desk',
      caption: visit.actor.organisationName,
      main,
      showsChild: false,
      width: 'full',
    }),
  );
}

/** One queue, what is due first. */
export async function showQueue(visit: SignedInVisit): Promise<Reply> {
  const queue = queueOfSlug(visit.params['queue'] ?? '');
  if (queue === undefined) {
    await noteRefusal(visit.site.services, visit.actor, 'no such queue');
    return faultReply(visit, noSuchQueue);
  }
  const seen = await seeQueue(visit.site.services, visit.actor, queue, Number(visit.query['page'] ?? '1'));
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { rows, receipt } = seen.value;
  const { title, harm } = queues[queue];
  const first = await nextItem(visit.site.services, visit.actor, queue);
  const main = html`<p class="govuk-body">${harm}</p>
    ${rows.length === 0 ? nothingLeft : html`${takeUp(visit, first)} ${itemTable(visit, rows)}`}
    ${listPages(addressOfQueue(queue), {}, seen.value)}`;
  return pageReply(
    frame(visit, { title, main, showsChild: true, width: 'full', backLink: { href: '/desk' }, receipt }),
  );
}

/** Switches the one-letter keys off or on. */
export async function takeKeys(visit: SignedInVisit): Promise<Reply> {
  const set = await setKeys(visit.site.services, visit.actor, visit.form.get('keys') === 'off');
  return set.ok ? goTo('/desk') : faultReply(visit, set.fault);
}

/** For those who keep a desk: how much waits there. Names nobody. */
export async function deskReminder({ site, actor }: SignedInVisit): Promise<Html> {
  const found = await deskWaiting(site.services, actor);
  if (found === undefined || found.waiting === 0) return html``;
  const overdue = found.overdue === 0 ? '' : `, ${found.overdue} of them overdue`;
  return notificationBanner({
    text: html`<p class="govuk-notification-banner__heading">
      <a class="govuk-notification-banner__link" href="/desk">Your desk</a>: ${things(found.waiting)} to put
      right${overdue}.
    </p>`,
  });
}

/** Where a queue stands. */
export function addressOfQueue(queue: Queue): `/${string}` {
  return `/desk/queues/${queues[queue].slug}`;
}

/** An item of the desk in this session. */
export function addressOfItem({ site, handleSecret }: SignedInVisit, itemId: number): `/${string}` {
  return `/desk/items/${deskItemHandle(site.handleKey, handleSecret, itemId)}`;
}

const noSuchQueue = {
  kind: 'not-found',
  says: 'There is no such queue. Start again from the menu.',
} as const;
const explained = html`<p class="govuk-body">
  Only a person can put these right. What harms a child most comes first.
</p>`;
const nothingLeft = insetText({ text: 'Nothing is left here.' });

function things(count: number): string {
  return count === 1 ? 'one thing' : `${count.toLocaleString('en-GB')} things`;
}

function takeUp(visit: SignedInVisit, itemId: number | undefined): Html {
  if (itemId === undefined) return insetText({ text: 'The rest is put off, or in a colleague’s hands.' });
  return html`<p class="govuk-body">
    <a
      class="govuk-button"
      role="button"
      draggable="false"
      data-module="govuk-button"
      href="${addressOfItem(visit, itemId)}"
      >Take up the first</a
    >
  </p>`;
}

function queueTable(counts: readonly QueueCount[], late: number): Html {
  const head = [
    { text: 'What' },
    { text: 'Waiting', numeric: true },
    { text: 'Overdue', numeric: true },
    { text: 'In your hands', numeric: true },
    { text: 'Put off', numeric: true },
    { text: 'Oldest' },
  ];
  const rows = counts.map((one) => [
    {
      text: html`<a class="govuk-link" href="${addressOfQueue(one.queue)}">${queues[one.queue].title}</a
        ><span class="govuk-hint app-queue-harm">${queues[one.queue].harm}</span>`,
    },
    { text: one.waiting, numeric: true },
    {
      text: one.overdue === 0 ? html`0` : tag({ text: String(one.overdue), colour: 'red' }),
      numeric: true,
    },
    { text: one.mine, numeric: true },
    { text: one.deferred, numeric: true },
    { text: one.oldest === null ? 'None' : showDay(one.oldest) },
  ]);
  const files = [
    {
      text: html`<a class="govuk-link" href="/suppliers">Files that are late</a
        ><span class="govuk-hint app-queue-harm"
          >A supplier’s file did not come when it should: what it would say is missing on every record.</span
        >`,
    },
    { text: late, numeric: true },
    { text: late === 0 ? html`0` : tag({ text: String(late), colour: 'red' }), numeric: true },
    { text: '', numeric: true },
    { text: '', numeric: true },
    { text: '' },
  ];
  return scrolling('Queues', table({ head, rows: [...rows, files], firstCellIsHeader: true, dense: true }));
}

// The born shielded are named apart: a false shield hides where a child is (product.md section 5).
function workload(counts: readonly QueueCount[], figures: DeskFigures): Html {
  const born = counts.find(({ queue }) => queue === 'born shielded');
  const { settled, settled_by_me: mine, in_time: inTime } = figures;
  const rows = [
    { key: 'Settled in four weeks', value: `${settled}, of them ${mine} by you` },
    { key: 'Settled in time', value: share(inTime, settled) },
    {
      key: 'Born shielded, past one working day',
      value: `${born?.overdue ?? 0} of ${born?.waiting ?? 0} that wait`,
    },
    {
      key: 'False shields',
      value: `${share(figures.false_shields, figures.shields_settled)}: records born shielded that were of somebody else`,
    },
    { key: 'Merges taken back', value: `${figures.unmerged} of ${figures.merged}` },
  ];
  return html`<h2 class="govuk-heading-m">How the work goes</h2>
    ${summaryList({ rows })}`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? 'none yet' : `${Math.round((100 * part) / whole)} % (${part} of ${whole})`;
}

function keysForm(visit: SignedInVisit, off: boolean): Html {
  return html`<h2 class="govuk-heading-m">Keys of one letter</h2>
    ${form({
      action: '/desk/keys',
      formToken: visit.formToken,
      main: html`<p class="govuk-body">
          ${
            off
              ? 'They are off: an item is decided by its buttons alone.'
              : 'On an item one key decides, as its button says. If you speak to your computer, or press keys by accident, switch them off.'
          }
        </p>
        ${button({
          text: off ? 'Switch the keys on' : 'Switch the keys off',
          name: 'keys',
          value: off ? 'on' : 'off',
          kind: 'secondary',
        })}`,
    })}`;
}

type Listed = Extract<Awaited<ReturnType<typeof seeQueue>>, { readonly ok: true }>['value']['rows'];

function itemTable(visit: SignedInVisit, rows: Listed): Html {
  const today = londonDay(visit.site.services.now());
  const head = [
    { text: 'About' },
    { text: 'Born' },
    { text: 'Found' },
    { text: 'Due' },
    { text: 'In whose hands' },
  ];
  const body = rows.map((row) => [
    {
      text: html`<a class="govuk-link" href="${addressOfItem(visit, row.item_id)}"
        ><bdi>${row.given_names} ${row.family_name}</bdi></a
      >`,
    },
    { text: showDay(row.date_of_birth) },
    { text: showDay(row.found_on) },
    {
      text: html`${showDay(row.due_on)} ${row.due_on < today && tag({ text: 'Overdue', colour: 'red' })}
      ${row.deferred_until !== null && row.deferred_until > today && tag({ text: `Put off until ${showDay(row.deferred_until)}`, colour: 'grey' })}`,
    },
    { text: row.assigned_name ?? 'Nobody’s' },
  ]);
  return scrolling('Items', table({ head, rows: body, firstCellIsHeader: true }));
}
