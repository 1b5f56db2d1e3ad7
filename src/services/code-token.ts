import { driftOf, matchingStep } from '../domain/one-time-code.ts';
import { findTokens } from '../store/accounts.ts';
import type { Transaction } from '../store/connection.ts';
import type { Secrets } from './context.ts';
import { decoySeed, openSeed } from './credentials.ts';

/** Which code token of an account shows this code now; for nobody the same work is done, and none fits. */
export async function matchCodeToken(
  tx: Transaction,
  { seal }: Secrets,
  now: Date,
  asked: {
    readonly accountId: number | null;
    readonly account: { readonly userName: string } | undefined;
    readonly code: string;
  },
): Promise<{ readonly tokenNo: number; readonly step: number; readonly driftSteps: number } | undefined> {
  const { accountId, account, code } = asked;
  const tokens = await findTokens(tx, accountId);
  if (account === undefined || tokens.length === 0) matchingStep(decoySeed, code, now, 0);
  for (const { tokenNo, sealedSeed, driftSteps } of account === undefined ? [] : tokens) {
    const step = matchingStep(openSeed(sealedSeed, account?.userName ?? '', seal), code, now, driftSteps);
    if (step !== undefined) return { tokenNo, step, driftSteps: driftOf(step, now) };
  }
  return undefined;
}
