import type { Transaction } from './connection.ts';

/**
 * Lets the statements of a block of rows read by index alone, whatever the planner knew at their first use, and writes
 * nothing: a block looks up some thousands of keys, and never wants a table whole.
 */
export async function readOnly(tx: Transaction): Promise<void> {
  await tx.run(`set transaction read only`);
  await tx.run(`set local enable_seqscan = off`);
  await tx.run(`set local enable_hashjoin = off`);
  await tx.run(`set local statement_timeout = 60000`);
}
