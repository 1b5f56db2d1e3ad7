import { stopSays, type Batch } from '../../domain/batch.ts';
import { showDay } from '../../domain/calendar.ts';
import { feedFormats } from '../../domain/feed-formats.ts';
import { downloadRefusals, seeBatch, type SeenBatch } from '../../services/batches.ts';
import { csvReply } from '../feed-door.ts';
import { pageReply, type Reply } from '../reply.ts';
import { linkButton } from '../views/components/button.ts';
import { details } from '../views/components/details.ts';
import { insetText } from '../views/components/inset-text.ts';
import { progress } from '../views/components/progress.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { scrolling, table } from '../views/components/table.ts';
import { warningText } from '../views/components/warning-text.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { addressOfBatch, batchOf, stateTag } from './batches.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';
import { addressOfSupplier } from './suppliers.ts';

/** One file: how far it is while it comes, then what came of it. */
export async function showBatch(visit: SignedInVisit): Promise<Reply> {
  const batchId = await batchOf(visit);
  if (batchId === undefined) return noSuchBatch(visit);
  const seen = await seeBatch(visit.site.services, visit.actor, batchId);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { batch, supplier } = seen.value;
  const main = html`${underWay(visit, batch)} ${stopped(seen.value)} ${sameFile(visit, batch)}
  ${countTable(batch)} ${refusals(visit, seen.value)}
  ${named('Fields that came and were dropped', seen.value.dropped)}
  ${named('Messages that are not for ContactPoint', seen.value.notTaken)} ${facts(visit, seen.value)}`;
  const framed = {
    title: `Batch ${batchId}`,
    caption: supplier.name,
    main,
    backLink: { href: '/batches' },
    showsChild: false,
  };
  return pageReply(frame(visit, framed));
}

/** The refused rows as a file to be saved. */
export async function sendRefusedRows(visit: SignedInVisit): Promise<Reply> {
  const batchId = await batchOf(visit);
  if (batchId === undefined) return noSuchBatch(visit);
  const csv = await downloadRefusals(visit.site.services, visit.actor, batchId);
  return csv.ok ? csvReply(csv.value.csv, batchId) : faultReply(visit, csv.fault);
}

function noSuchBatch(visit: SignedInVisit): Reply {
  return faultReply(visit, {
    kind: 'not-found',
    says: 'There is no such file here. Start again from the menu.',
  });
}

function underWay(visit: SignedInVisit, batch: Batch): Html {
  const { state, restarts } = batch;
  if (state !== 'staging' && state !== 'waiting' && state !== 'matching') return html``;
  const again = linkButton({
    text: 'Show how far it is now',
    href: addressOfBatch(visit, batch.batchId),
    kind: 'secondary',
  });
  return html`${progress(howFar(batch))}
    ${restarts > 0 && insetText({ text: `It was broken off ${times(restarts)}, and went on where it stood.` })}
    <p class="govuk-body">You can leave this page: the work goes on.</p>
    ${again}`;
}

function howFar({ state, bytesRead, bytesExpected, rowsDone, counts }: Batch) {
  if (state === 'staging') {
    const of = Math.max(bytesExpected ?? bytesRead, 1);
    const rows = `${many(counts.read)} rows`;
    const says =
      bytesExpected === null
        ? `${rows} so far`
        : `${rows}, ${Math.round((bytesRead / of) * 100)} % of the file`;
    return { label: 'Reading the file. No child is touched yet.', done: Math.min(bytesRead, of), of, says };
  }
  const of = Math.max(counts.read - counts.refused - counts.notTaken, 1);
  const says = `${many(rowsDone)} of ${many(of)} rows`;
  const label =
    state === 'waiting'
      ? 'Read whole. It waits for its turn to be matched.'
      : 'Matching its rows to children.';
  return { label, done: Math.min(rowsDone, of), of, says };
}

function stopped({ batch, supplier }: SeenBatch): Html {
  const { stoppedBecause, counts } = batch;
  if (stoppedBecause === null) return html``;
  const limit = Math.round(supplier.terms.faultsAtMost * 1000) / 10;
  const share = counts.read === 0 ? 0 : Math.round((counts.refused / counts.read) * 1000) / 10;
  const faults =
    stoppedBecause === 'faults' &&
    ` ${share} % of its rows were refused; this supplier’s limit is ${limit} %.`;
  return html`${warningText({ text: html`This file was stopped. ${stopSays[stoppedBecause]}${faults}` })}
    <p class="govuk-body">No child’s record was touched. Everything is as it was before the file came.</p>`;
}

function sameFile(visit: SignedInVisit, { sameAs }: Batch): Html {
  if (sameAs === null) return html``;
  return insetText({
    text: html`The same file came before, as
      <a class="govuk-link" href="${addressOfBatch(visit, sameAs)}">batch ${sameAs}</a>. Nothing was read of
      it twice, and nothing was changed.`,
  });
}

function countTable({ state, counts: of, stoppedBecause }: Batch): Html {
  if (state === 'same file') return html``;
  const rows = [
    ['Rows read', of.read],
    ['Linked to a child who was here', of.linked],
    ['New children', of.created],
    ['Waiting for a person', of.waiting],
    ['Unchanged', of.unchanged],
    ['Refused', of.refused],
    ['Not for ContactPoint', of.notTaken],
  ] as const;
  const caption = state === 'done' || stoppedBecause !== null ? 'What came of it' : 'So far';
  return table({
    caption,
    captionSize: 'm',
    head: [{ text: 'Rows' }, { text: 'How many', numeric: true }],
    rows: rows.map(([text, count]) => [{ text }, { text: many(count), numeric: true }]),
    firstCellIsHeader: true,
  });
}

function refusals(visit: SignedInVisit, { batch, refused }: SeenBatch): Html {
  if (refused.length === 0) return html``;
  const head = [{ text: 'Where' }, { text: 'Why' }, { text: 'Wanted' }, { text: 'Rows', numeric: true }];
  const rows = refused.map(({ element, reason, wanted, count, places }) => [
    {
      text: html`${element}<br /><span class="govuk-hint"
          >${places.join(', ')}${count > places.length && ', …'}</span
        >`,
    },
    { text: reason },
    { text: wanted },
    { text: many(count), numeric: true },
  ]);
  const body = table({ head, rows, firstCellIsHeader: true, dense: true });
  const href = `${addressOfBatch(visit, batch.batchId)}/refused-rows`;
  return html`<h2 class="govuk-heading-m">Refused rows</h2>
    ${scrolling('Refused rows', body)}
    <p class="govuk-body">
      <a class="govuk-link" href="${href}" download>Download all refused rows with their reasons (CSV)</a>
    </p>`;
}

function named(title: string, all: SeenBatch['dropped']): Html {
  if (all.length === 0) return html``;
  const rows = all.map(({ name, count }) => [{ text: name }, { text: many(count), numeric: true }]);
  const head = [{ text: 'Name' }, { text: 'Times', numeric: true }];
  return details({
    summary: `${title} (${all.length})`,
    main: table({ head, rows, firstCellIsHeader: true }),
  });
}

const ways = { command: 'By a command', page: 'From a page', machine: 'By the supplier’s machine' } as const;

function facts(visit: SignedInVisit, { batch, supplier }: SeenBatch): Html {
  const { format, broughtAs, beganAt, endedAt, writtenOn, state, stoppedBecause, restarts } = batch;
  return html`<h2 class="govuk-heading-m">About this file</h2>
    ${summaryList({
      rows: [
        { key: 'State', value: stateTag(state, stoppedBecause) },
        {
          key: 'Supplier',
          value: html`<a class="govuk-link" href="${addressOfSupplier(visit, supplier.supplierId)}"
            >${supplier.name}</a
          >`,
        },
        { key: 'Format', value: feedFormats[format].name },
        { key: 'Came', value: html`${momentInWords(beganAt)}. ${ways[broughtAs]}.` },
        ...(writtenOn === null ? [] : [{ key: 'Written', value: showDay(writtenOn) }]),
        ...(endedAt === null ? [] : [{ key: 'Ended', value: momentInWords(endedAt) }]),
        ...(restarts === 0 ? [] : [{ key: 'Broken off', value: times(restarts) }]),
      ],
    })}`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${many(count)} times`;
}

function many(count: number): string {
  return count.toLocaleString('en-GB');
}
