import type { Actor } from '../domain/actor.ts';
import type { Batch } from '../domain/batch.ts';
import { londonDay, type Day } from '../domain/calendar.ts';
import { isFeedFormat, type FeedFormat } from '../domain/feed-formats.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { Supplier } from '../domain/supplier.ts';
import type { Transaction } from '../store/connection.ts';
import { findBatch } from '../store/feed-batches.ts';
import { useCredential } from '../store/supplier-credentials.ts';
import { findSupplierById } from '../store/suppliers.ts';
import { recordAct } from './authorise.ts';
import { noSuchBatch, refusalsAsCsv } from './batches.ts';
import type { ServiceContext } from './context.ts';
import { hashSecret } from './credentials.ts';
import { readReport, type BatchReport } from './feed-report.ts';
import { stageFile } from './stage-file.ts';
import { allowedSupplier } from './suppliers.ts';

/** A file that is on its way in over HTTP. */
export type SentFile = {
  readonly format: string;
  readonly bytes: () => AsyncIterable<Uint8Array>;
  readonly bytesExpected: number | null;
  /** SHA-256 that the sender says it has. */
  readonly digest: Buffer | null;
};

/** Takes a file that somebody signed in sends from a page: it is staged, and the clock's work matches it. */
export async function bringByPage(
  context: ServiceContext,
  actor: Actor,
  supplierId: number,
  file: SentFile,
): Promise<Outcome<Batch>> {
  const { database, now } = context;
  const entry = { act: 'bring file' } as const;
  const found = await database.transact(async (tx) => {
    const allowed = await allowedSupplier(tx, actor, now(), 'bring file', supplierId, entry);
    return allowed.ok ? formatOf(allowed.value.supplier, file, londonDay(now())) : allowed;
  });
  if (!found.ok) return found;
  return done(await stage(context, found.value, file, { broughtAs: 'page', broughtBy: actor.accountId }));
}

/** Takes a file that a supplier's machine sends with its credential. */
export async function bringByMachine(
  context: ServiceContext,
  secret: string,
  file: SentFile,
): Promise<Outcome<Batch>> {
  const { database, now } = context;
  const found = await database.transact(async (tx) => {
    const supplier = await supplierOf(tx, secret, now());
    if (!supplier.ok) return supplier;
    const declared = formatOf(supplier.value, file, londonDay(now()));
    if (!declared.ok) await noteRefusedFile(tx, now(), supplier.value, declared.fault);
    return declared;
  });
  if (!found.ok) return found;
  return done(await stage(context, found.value, file, { broughtAs: 'machine', broughtBy: null }));
}

/** One of its own batches, for a supplier's machine. */
export async function seeOwnBatch(
  { database, now }: ServiceContext,
  secret: string,
  batchId: number,
): Promise<Outcome<BatchReport>> {
  return database.transact(async (tx) => {
    const supplier = await supplierOf(tx, secret, now());
    if (!supplier.ok) return supplier;
    const batch = await findBatch(tx, batchId);
    const report =
      batch?.supplierId === supplier.value.supplierId ? await readReport(tx, batchId) : undefined;
    return report === undefined ? failed(noSuchBatch) : done(report);
  });
}

/** The refused rows of one of its own batches, for a supplier's machine. */
export async function downloadOwnRefusals(
  context: ServiceContext,
  secret: string,
  batchId: number,
): Promise<Outcome<string>> {
  const seen = await seeOwnBatch(context, secret, batchId);
  return seen.ok ? done(await refusalsAsCsv(context.database, batchId)) : seen;
}

// One answer for a secret that never was and one that was ended.
async function supplierOf(tx: Transaction, secret: string, at: Date): Promise<Outcome<Supplier>> {
  const used = secret === '' ? undefined : await useCredential(tx, hashSecret(secret), at);
  const supplier = used && (await findSupplierById(tx, used.supplierId));
  return supplier === undefined ? failed(noCredential) : done(supplier);
}

const noCredential: Fault = {
  kind: 'stale',
  says: 'This needs the credential of a supplier: Authorization: Bearer and the secret that was shown when it was made.',
};

type Declared = { readonly supplier: Supplier; readonly format: FeedFormat };

function formatOf(supplier: Supplier, { format }: SentFile, today: Day): Outcome<Declared> {
  if (!isAccredited(supplier, today)) return failed(notAccredited);
  if (!isFeedFormat(format) || !supplier.terms.formats.includes(format))
    return failed({ kind: 'invalid', field: 'format', says: 'Select a format that the supplier sends' });
  return done({ supplier, format });
}

/** Whether the organisation that answers for a supplier is accredited today. */
export function isAccredited({ organisation }: Supplier, today: Day): boolean {
  return (organisation?.accreditedUntil ?? '') >= today;
}

export const notAccredited: Fault = {
  kind: 'refused',
  says: 'The organisation that answers for this supplier is not accredited now. No file of it is taken.',
};

async function noteRefusedFile(tx: Transaction, at: Date, { organisation }: Supplier, fault: Fault) {
  const why = fault === notAccredited ? 'not accredited' : 'format';
  const whose = organisation === null ? {} : { organisation: organisation.organisationId };
  await recordAct(tx, at, { act: 'bring file', accountId: null, outcome: 'refused', why, ...whose });
}

async function stage(
  { database, now }: ServiceContext,
  { supplier, format }: Declared,
  { bytes, bytesExpected, digest }: SentFile,
  brought: Pick<Batch, 'broughtAs' | 'broughtBy'>,
): Promise<Batch> {
  const arriving = { supplier, format, readOn: londonDay(now()), ...brought, digest, bytesExpected, bytes };
  const batch = await stageFile({ database, now }, arriving);
  const whose = supplier.organisation === null ? {} : { organisation: supplier.organisation.organisationId };
  const entry = { act: 'bring file', accountId: brought.broughtBy, ...whose } as const;
  const counts = { batch: batch.batchId, read: batch.counts.read };
  await database.transact((tx) => recordAct(tx, now(), { ...entry, outcome: 'done', counts }));
  return batch;
}
