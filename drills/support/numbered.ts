import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from './installation.ts';

/** Waits until every entry of the log has its number, for a while. */
export async function untilNumbered(sql: Sql): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const [[waiting] = []] = await sql('select count(*) from log_entry where number is null');
    if (waiting === '0') return;
    await pause(200);
  }
}
