import { setTimeout as pause } from 'node:timers/promises';
import type { Journal } from './journal.ts';

/**
 * Lets some answers come, breaks something, and answers how many seconds it took until one came again to a request sent after
 * the first that failed. What was under way may be answered yet: that is not being back.
 */
export async function returnsAfter(
  journal: Journal,
  breakIt: () => Promise<unknown>,
  noticedWithinMs = 3_000,
): Promise<number> {
  await pause(300 + Math.random() * 700);
  const broken = performance.now();
  await breakIt();
  const noticed = broken + noticedWithinMs; // where nobody noticed by then, nobody will
  while (journal.failedAt <= broken && performance.now() < noticed) await pause(5);
  const since = Math.max(broken, journal.failedAt);
  const patience = broken + 120_000;
  while (journal.answeredFrom <= since && performance.now() < patience) await pause(5);
  return (performance.now() - broken) / 1000;
}
