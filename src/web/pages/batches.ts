import { stopSays, type BatchState, type StopReason } from '../../domain/batch.ts';
import { seeBatches } from '../../services/batches.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { pageReply, type Reply } from '../reply.ts';
import { batchHandle, batchOfHandle } from '../secrecy.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { html, type Html } from '../views/html.ts';
import { listPages } from '../views/list-controls.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

const title = 'Files that came';

/** Suppliers' files, the newest first. */
export async function showBatches(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, query } = visit;
  const seen = await seeBatches(site.services, actor, Number(query['page'] ?? '1'));
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { rows } = seen.value;
  const head = [
    { text: 'File' },
    { text: 'State' },
    { text: 'Came' },
    { text: 'Rows', numeric: true },
    { text: 'Refused', numeric: true },
  ];
  const body = table({ head, rows: rows.map((row) => rowOf(visit, row)), firstCellIsHeader: true });
  const main =
    rows.length === 0 ? none : html`${scrolling(title, body)} ${listPages('/batches', {}, seen.value)}`;
  return pageReply(frame(visit, { title, main, showsChild: false, width: 'full' }));
}

const none = html`<p class="govuk-body">
  No file has come. A supplier’s machine sends it, or you
  <a class="govuk-link" href="/suppliers">choose the supplier</a> and bring it.
</p>`;

type Row = Extract<Awaited<ReturnType<typeof seeBatches>>, { ok: true }>['value']['rows'][number];

function rowOf(visit: SignedInVisit, row: Row) {
  const { batchId, supplier, state, stoppedBecause, beganAt, read, refused } = row;
  return [
    {
      text: html`<a class="govuk-link" href="${addressOfBatch(visit, batchId)}">Batch ${batchId}</a
        ><br /><span class="govuk-hint">${supplier}</span>`,
    },
    { text: stateTag(state, stoppedBecause) },
    { text: momentInWords(beganAt) },
    { text: read.toLocaleString('en-GB'), numeric: true },
    { text: refused.toLocaleString('en-GB'), numeric: true },
  ];
}

const stateWords = {
  staging: { text: 'Being read', colour: 'teal' },
  waiting: { text: 'Waits to be matched', colour: 'yellow' },
  matching: { text: 'Being matched', colour: 'teal' },
  done: { text: 'Done', colour: 'green' },
  stopped: { text: 'Stopped', colour: 'red' },
  'same file': { text: 'Same file again', colour: 'grey' },
} as const satisfies Readonly<Record<BatchState, object>>;

/** How a batch stands, as a coloured word, with why it was stopped. */
export function stateTag(state: BatchState, stoppedBecause: StopReason | null): Html {
  return html`${tag(stateWords[state])} ${stoppedBecause !== null && html`<br />${stopSays[stoppedBecause]}`}`;
}

/** The page of a batch in this session. */
export function addressOfBatch({ site, handleSecret }: SignedInVisit, batchId: number): `/${string}` {
  return `/batches/${batchHandle(site.handleKey, handleSecret, batchId)}`;
}

/** The batch that the address names in this session; a handle of another is written down. */
export async function batchOf(visit: SignedInVisit): Promise<number | undefined> {
  const { site, actor, handleSecret, params } = visit;
  const found = batchOfHandle(site.handleKey, handleSecret, params['batch'] ?? '');
  if (found === undefined) await noteRefusal(site.services, actor, 'no such batch in this session');
  return found;
}
