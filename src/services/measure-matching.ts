import { readStagedItem } from '../domain/staged-item.ts';
import type { SourceChild } from '../domain/source-row.ts';
import type { SupplierCode } from '../domain/standing.ts';
import type { Database } from '../store/connection.ts';
import { readOnly } from '../store/feed-plans.ts';
import type { Decision } from './match-decisions.ts';
import { matchRows } from './match-rows.ts';
import { matchingModel } from './matching-model.ts';

/** What came of matching rows: each decision, and what it took. Nothing is written. */
export type MeasuredMatching = {
  readonly decisions: readonly MeasuredDecision[];
  readonly ms: number;
  readonly ownCpuMs: number;
};

/** What was decided of one row; `childId` of whom it is linked to, or of the likeliest. */
export type MeasuredDecision = {
  readonly kind: Decision['kind'];
  readonly by: string;
  readonly childId: number | null;
  readonly isBornShielded: boolean;
};

/**
 * Matches rows by blocks as a feed does, and takes the time. Whoever matches feeds has run for days: the first rows, so many that
 * are `warming`, are matched and not counted. Rows are asked for when the model is read: a line that comes before is lost.
 */
export async function measureMatching(
  database: Database,
  supplier: { readonly supplier: SupplierCode; readonly supplierId: number },
  rows: () => AsyncIterable<string>,
  { blockSize, warming }: { readonly blockSize: number; readonly warming: number },
): Promise<MeasuredMatching> {
  await matchingModel();
  const decisions: MeasuredDecision[] = [];
  let [ms, cpuUs] = [0, 0];
  let ahead = warming;
  const match = async (block: readonly { readonly says: SourceChild }[]): Promise<void> => {
    const began = performance.now();
    const before = process.cpuUsage();
    const decided = await database.transact(async (tx) => {
      await readOnly(tx);
      return matchRows(tx, supplier, block, new Map());
    });
    ahead -= block.length;
    if (ahead >= 0) return;
    ms += performance.now() - began;
    const { user, system } = process.cpuUsage(before);
    cpuUs += user + system;
    decisions.push(...decided.map(measured));
  };
  let block: { says: SourceChild }[] = [];
  for await (const line of rows()) {
    const item = readStagedItem(JSON.parse(line));
    if (item.kind === 'child') block.push({ says: item.child });
    if (block.length < blockSize) continue;
    await match(block);
    block = [];
  }
  if (block.length > 0) await match(block);
  return { decisions, ms, ownCpuMs: cpuUs / 1000 };
}

function measured(decision: Decision): MeasuredDecision {
  const { kind } = decision;
  if (kind === 'link') return { kind, by: decision.by.by, childId: decision.childId, isBornShielded: false };
  if (kind === 'a person decides') {
    const [likeliest] = decision.among;
    const childId = likeliest !== undefined && 'childId' in likeliest.of ? likeliest.of.childId : null;
    return { kind, by: decision.because, childId, isBornShielded: false };
  }
  const isBornShielded = kind === 'new child' && decision.resembles.length > 0;
  return { kind, by: '', childId: null, isBornShielded };
}
