import type { Batch } from '../domain/batch.ts';
import type { Fault, Outcome } from '../domain/outcome.ts';
import { bringByMachine, downloadOwnRefusals, seeOwnBatch } from '../services/bring-file.ts';
import type { BatchReport } from '../services/feed-report.ts';
import type { Reply } from './reply.ts';
import type { Site } from './visit.ts';

/** One request of a supplier's machine. */
export type MachineRequest = {
  readonly site: Site;
  readonly params: Readonly<Record<string, string>>;
  readonly header: (name: string) => string | undefined;
  readonly bytes: () => AsyncIterable<Uint8Array>;
};

/** One way in for suppliers' machines. Each shows its credential, and sees its own files alone. */
export type MachineRoute = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly action: (request: MachineRequest) => Promise<Reply>;
};

/** All that a supplier's machine can ask: docs/feeds.md tells it to those who write one. */
export const machineRoutes: readonly MachineRoute[] = [
  { method: 'POST', path: '/feeds/:format', action: takeFile },
  { method: 'GET', path: '/feeds/batches/:batch', action: showBatch },
  { method: 'GET', path: '/feeds/batches/:batch/refusals', action: sendRefusals },
];

const longest = 4_000_000_000; // bytes: feeds/opened-bytes.ts says why

async function takeFile({ site, params, header, bytes }: MachineRequest): Promise<Reply> {
  const length = header('content-length');
  const bytesExpected = length === undefined ? null : Number(length);
  if (bytesExpected !== null && bytesExpected > longest)
    return faultReply({ kind: 'too-many', says: 'The file is too long: send at most 4 GB.' });
  const digest = digestIn(header('content-digest') ?? header('repr-digest'));
  const file = { format: params['format'] ?? '', bytes, bytesExpected, digest };
  const brought = await bringByMachine(site.services, secretIn(header('authorization')), file);
  return brought.ok ? batchReply(brought.value) : faultReply(brought.fault);
}

async function showBatch({ site, params, header }: MachineRequest): Promise<Reply> {
  const secret = secretIn(header('authorization'));
  const seen: Outcome<BatchReport> = await seeOwnBatch(site.services, secret, batchIn(params));
  if (!seen.ok) return faultReply(seen.fault);
  const { batch, refused, notTaken, dropped } = seen.value;
  return jsonReply(200, { ...told(batch), refusedBecause: refused, notTaken, dropped });
}

async function sendRefusals({ site, params, header }: MachineRequest): Promise<Reply> {
  const secret = secretIn(header('authorization'));
  const csv = await downloadOwnRefusals(site.services, secret, batchIn(params));
  return csv.ok ? csvReply(csv.value, batchIn(params)) : faultReply(csv.fault);
}

/** A CSV file to be saved. */
export function csvReply(csv: string, batchId: number): Reply {
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="refused-rows-of-batch-${batchId}.csv"`,
    'cache-control': 'no-store',
  };
  return { status: 200, body: csv, headers, cookies: [] };
}

function batchIn(params: MachineRequest['params']): number {
  const number = Number(params['batch']);
  return Number.isSafeInteger(number) && number > 0 && number < 2 ** 31 ? number : 0;
}

function secretIn(authorization: string | undefined): string {
  return /^Bearer ([\w-]{43})$/i.exec(authorization ?? '')?.[1] ?? '';
}

// RFC 9530: Content-Digest: sha-256=:base64:
function digestIn(field: string | undefined): Buffer | null {
  const base64 = /\bsha-256=:([A-Za-z0-9+/]{43}=):/.exec(field ?? '')?.[1];
  return base64 === undefined ? null : Buffer.from(base64, 'base64');
}

function batchReply(batch: Batch): Reply {
  const isTaken = batch.state === 'waiting' || batch.state === 'matching' || batch.state === 'staging';
  if (batch.state === 'stopped') return jsonReply(400, told(batch));
  return jsonReply(isTaken ? 202 : 200, told(batch));
}

function told({ batchId, state, stoppedBecause, sameAs, counts }: Batch) {
  return { batch: batchId, state, stoppedBecause, sameAs, counts, see: `/feeds/batches/${batchId}` };
}

function faultReply(fault: Fault): Reply {
  if (fault.kind === 'stale')
    return {
      ...jsonReply(401, { says: fault.says }),
      headers: { ...jsonHeaders, 'www-authenticate': 'Bearer' },
    };
  return jsonReply(statusOf(fault), { says: fault.says });
}

function statusOf({ kind }: Fault): Reply['status'] {
  if (kind === 'too-many') return 413;
  if (kind === 'not-found') return 404;
  return kind === 'refused' ? 403 : 400;
}

const jsonHeaders = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

function jsonReply(status: Reply['status'], body: object): Reply {
  return { status, body: JSON.stringify(body), headers: jsonHeaders, cookies: [] };
}
