import { readReceipt, type EntryReceipt } from '../../services/receipt.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { pageReply, type Reply } from '../reply.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { linkButton } from '../views/components/button.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

/** What the access log has of something that the reader did: its number, and the way to the proof. */
export async function showReceipt(visit: SignedInVisit): Promise<Reply> {
  const found = await receiptNamed(visit);
  if (!found.ok) return faultReply(visit, found.fault);
  const main = html`${entryList(found.value)} ${found.value.proof === undefined ? waits : proved(found.value)}`;
  return pageReply(frame(visit, { title: 'Reference', main, backLink: { href: '/' }, showsChild: false }));
}

/** The proof, as a file: https://c2sp.org/tlog-proof */
export async function sendProof(visit: SignedInVisit): Promise<Reply> {
  const found = await receiptNamed(visit);
  if (!found.ok) return faultReply(visit, found.fault);
  if (found.value.proof === undefined) return showReceipt(visit);
  return {
    status: 200,
    body: found.value.proof,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${found.value.eventId}.tlog-proof"`,
      'cache-control': 'no-store',
    },
    cookies: [],
  };
}

async function receiptNamed(visit: SignedInVisit) {
  const { site, actor, params } = visit;
  const found = await readReceipt(site.services, actor, params['event'] ?? '');
  if (!found.ok) await noteRefusal(site.services, actor, 'no such reference of this person');
  return found;
}

function entryList({ eventId, act, recordedAt, entryHash, number }: EntryReceipt): Html {
  const code = (text: string): Html => html`<span class="govuk-!-text-break-word">${text}</span>`;
  return summaryList({
    rows: [
      { key: 'What you did', value: act.charAt(0).toUpperCase() + act.slice(1) },
      { key: 'When', value: momentInWords(recordedAt) },
      { key: 'Reference', value: code(eventId) },
      { key: 'Number in the log', value: number === undefined ? 'Not yet' : number.toLocaleString('en-GB') },
      { key: 'Hash', value: code(entryHash.toString('hex')) },
    ],
  });
}

const waits = html`<p class="govuk-body">
  The log gives it a number in a moment. Load this page again to get the proof.
</p>`;

function proved({ eventId }: EntryReceipt): Html {
  return html`<p class="govuk-body">
      The proof shows anybody who has the log’s key, without asking us, that this entry is in the log and was
      not altered since. It says what you did and when, and names no child.
    </p>
    ${linkButton({ text: 'Get the proof', href: `/receipts/${eventId}/proof`, kind: 'secondary' })}`;
}
