import { londonDay, showDay } from '../../domain/calendar.ts';
import { feedFormats } from '../../domain/feed-formats.ts';
import { lateSince } from '../../domain/lateness.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { seeSuppliers } from '../../services/suppliers.ts';
import { pageReply, type Reply } from '../reply.ts';
import { supplierHandle, supplierOfHandle } from '../secrecy.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { html, type Html } from '../views/html.ts';
import { listPages } from '../views/list-controls.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

const title = 'Suppliers';

/** Who sends files, when the last of each came, and whether the next is late. */
export async function showSuppliers(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, query } = visit;
  const seen = await seeSuppliers(site.services, actor, Number(query['page'] ?? '1'));
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { rows } = seen.value;
  const head = [{ text: 'Supplier' }, { text: 'Sends' }, { text: 'Last file' }, { text: 'Next file' }];
  const body = table({ head, rows: rows.map((row) => rowOf(visit, row)), firstCellIsHeader: true });
  const main =
    rows.length === 0 ? nobody : html`${scrolling(title, body)} ${listPages('/suppliers', {}, seen.value)}`;
  return pageReply(frame(visit, { title, main, showsChild: false, width: 'full' }));
}

const nobody = html`<p class="govuk-body">
  Your organisation sends no files. The ContactPoint office makes an organisation a supplier, from its page.
</p>`;

type Row = Extract<Awaited<ReturnType<typeof seeSuppliers>>, { ok: true }>['value']['rows'][number];

function rowOf(visit: SignedInVisit, row: Row) {
  const today = londonDay(visit.site.services.now());
  const late = lateSince(row, today);
  return [
    {
      text: html`<a class="govuk-link" href="${addressOfSupplier(visit, row.supplierId)}">${row.name}</a>
        ${row.organisation !== null && html`<br /><span class="govuk-hint">${row.organisation}</span>`}`,
    },
    { text: formatsInWords(row.formats) },
    { text: row.lastOn === null ? 'None yet' : showDay(row.lastOn) },
    { text: late === undefined ? rhythmInWords(row.everyDays) : lateTag(showDay(late)) },
  ];
}

/** The formats that a supplier sends. */
export function formatsInWords(formats: Row['formats']): Html {
  if (formats.length === 0) return html`Nothing yet`;
  return html`${formats.map((word, at) => html`${at > 0 && html`<br />`}${feedFormats[word].name}`)}`;
}

/** How often files come. */
export function rhythmInWords(everyDays: number | null): string {
  if (everyDays === null) return 'As it happens';
  return everyDays === 1 ? 'Every day' : `Every ${everyDays} days`;
}

function lateTag(day: string): Html {
  return html`${tag({ text: 'Late', colour: 'red' })} was due by ${day}`;
}

/** The page of a supplier in this session. */
export function addressOfSupplier({ site, handleSecret }: SignedInVisit, supplierId: number): `/${string}` {
  return `/suppliers/${supplierHandle(site.handleKey, handleSecret, supplierId)}`;
}

/** The supplier that the address names in this session; a handle of another is written down. */
export async function supplierOf(visit: SignedInVisit): Promise<number | undefined> {
  const { site, actor, handleSecret, params } = visit;
  const found = supplierOfHandle(site.handleKey, handleSecret, params['supplier'] ?? '');
  if (found === undefined) await noteRefusal(site.services, actor, 'no such supplier in this session');
  return found;
}

export function noSuchSupplier(visit: SignedInVisit): Reply {
  return faultReply(visit, {
    kind: 'not-found',
    says: 'There is no such supplier here. Start again from the menu.',
  });
}
