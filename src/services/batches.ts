import type { Actor } from '../domain/actor.ts';
import { isOfTheOffice } from '../domain/administration.ts';
import type { Batch } from '../domain/batch.ts';
import { csvLine } from '../domain/csv-cells.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { Supplier } from '../domain/supplier.ts';
import type { Database } from '../store/connection.ts';
import { findBatch } from '../store/feed-batches.ts';
import { listBatches, type ListedBatch } from '../store/feed-lists.ts';
import { readRefusals } from '../store/staged-rows.ts';
import { refused } from './administering.ts';
import type { ServiceContext } from './context.ts';
import { readReport, type BatchReport } from './feed-report.ts';
import type { ListPage } from './organisations.ts';
import { allowedSupplier } from './suppliers.ts';

const onePage = 20;
const mostPages = 5000;

/** The files that came from suppliers whom the actor's organisation may know of, the newest first. */
export async function seeBatches(
  { database, now }: ServiceContext,
  actor: Actor,
  page: number,
): Promise<Outcome<ListPage<ListedBatch>>> {
  if (!Number.isInteger(page) || page < 1 || page > mostPages) return failed(noSuchBatch);
  return database.transact(async (tx) => {
    const fault = await refused(tx, actor, now(), { action: 'see batches' }, { act: 'refused route' });
    if (fault !== undefined) return failed(fault);
    const wanted = { limit: onePage + 1, offset: (page - 1) * onePage };
    const rows = await listBatches(tx, actor.organisationId, isOfTheOffice(actor), wanted);
    return done({ rows: rows.slice(0, onePage), page, hasMore: rows.length > onePage });
  });
}

/** One batch with whose it is. */
export type SeenBatch = BatchReport & { readonly supplier: Supplier };

/** One batch as it stands. */
export async function seeBatch(
  { database, now }: ServiceContext,
  actor: Actor,
  batchId: number,
): Promise<Outcome<SeenBatch>> {
  return database.transact(async (tx) => {
    const batch = await findBatch(tx, batchId);
    const supplierId = batch?.supplierId ?? 0;
    const entry = { act: 'refused route' } as const;
    const found = await allowedSupplier(tx, actor, now(), 'see batch', supplierId, entry);
    if (!found.ok) return found;
    const report = await readReport(tx, batchId);
    return report === undefined ? failed(noSuchBatch) : done({ ...report, supplier: found.value.supplier });
  });
}

/** The refused rows of a batch with their reasons as CSV, for whoever may see it. */
export async function downloadRefusals(
  context: ServiceContext,
  actor: Actor,
  batchId: number,
): Promise<Outcome<{ readonly batch: Batch; readonly csv: string }>> {
  const seen = await seeBatch(context, actor, batchId);
  return seen.ok
    ? done({ batch: seen.value.batch, csv: await refusalsAsCsv(context.database, batchId) })
    : seen;
}

const rowsAtOnce = 10_000;

/** Each refused row: where it stands, which element, why, and what was wanted. The row itself was not kept. */
export async function refusalsAsCsv(database: Database, batchId: number): Promise<string> {
  const lines = [csvLine(['row', 'place', 'element', 'reason', 'wanted'])];
  for (let after = 0; ;) {
    const behind = after;
    const rows = await database.look((tx) => readRefusals(tx, batchId, behind, rowsAtOnce));
    for (const { rowNo, place, fault } of rows)
      lines.push(csvLine([String(rowNo), place, fault.element, fault.reason, fault.wanted]));
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return lines.join('');
    after = last.rowNo;
  }
}

export const noSuchBatch: Fault = {
  kind: 'not-found',
  says: 'There is no such file here. Start again from the menu.',
};
