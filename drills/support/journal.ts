import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './asking.ts';
import { openBrowser, type Browser } from './browser.ts';
import type { Sql } from './installation.ts';
import type { Person } from './people.ts';
import { searchByName, type Sought } from './searches.ts';

/**
 * What was acknowledged, as somebody outside would note it: the reference on each page that came whole. Kept in this process alone,
 * which nobody kills.
 */
export type Journal = {
  readonly acknowledged: Set<string>;
  /** Requests that were not answered, or not with a page: of these it may be either way. */
  failed: number;
  /** When the latest request that was answered with a page had been sent. */
  answeredFrom: number;
  /** When a request last failed. */
  failedAt: number;
};

/** Begins an empty journal. */
export function newJournal(): Journal {
  return { acknowledged: new Set(), failed: 0, answeredFrom: 0, failedAt: 0 };
}

/** Searches and opens records as fast as answers come, until told to stop; what failed is tried again a moment later. */
export async function write(
  journal: Journal,
  where: { readonly port: number; readonly next: () => Person; readonly children: readonly Sought[] },
  stop: AbortSignal,
): Promise<void> {
  let browser = openBrowser(where.port);
  for (let turn = Math.floor(Math.random() * 1_000); !stop.aborted; turn += 1) {
    const child = where.children[turn % where.children.length];
    if (child === undefined) throw new Error('There is no child to look for');
    try {
      await lookUp(journal, browser, where.next(), child);
    } catch {
      journal.failed += 1;
      journal.failedAt = performance.now();
      browser.close();
      browser = openBrowser(where.port);
      await pause(250);
    }
  }
  browser.close();
}

// A search and, of what it lists first, an opening: two entries of the log, and two days' counts.
async function lookUp(journal: Journal, browser: Browser, person: Person, child: Sought): Promise<void> {
  const asked = performance.now();
  const list = await ask(browser, person, searchByName(child));
  note(journal, list.body, asked);
  const handle = /href="\/children\/([^"/]+)"/.exec(list.body)?.[1];
  if (handle === undefined) return;
  const form = {
    'form-token': person.formToken,
    reason: 'concern about the child',
    footing: 'not asked yet',
  };
  const sent = performance.now();
  const opened = await browser.post(`/children/${handle}/views`, person.cookie, form);
  if (opened.status >= 500) throw new Error('not answered');
  if (opened.status === 200) note(journal, opened.body, sent);
}

function note(journal: Journal, body: string, sentAt: number): void {
  const reference = /\/receipts\/([0-9a-f-]{36})/.exec(body)?.[1];
  if (reference === undefined) return;
  journal.acknowledged.add(reference);
  journal.answeredFrom = Math.max(journal.answeredFrom, sentAt);
}

/** What the database says of the journal: acknowledged and not there, and there by halves. */
export async function compare(
  sql: Sql,
  { acknowledged }: Journal,
): Promise<{ lost: number; halfDone: number }> {
  const [[found = '0'] = []] = await sql('select count(*) from log_entry where event_id = any ($1::uuid[])', [
    [...acknowledged],
  ]);
  return { lost: acknowledged.size - Number(found), halfDone: await countHalves(sql) };
}

// An entry whose parts are not all there; a part without its entry; a day's count that is not what the log says was looked at.
async function countHalves(sql: Sql): Promise<number> {
  const [[entries = '0'] = []] = await sql(`
    select count(*)
    from log_entry
    left join lateral (
      select count(*) as parts from log_part
      where log_part.event_id = log_entry.event_id and log_part.recorded_at = log_entry.recorded_at
    ) as kept on true
    where jsonb_array_length(log_entry.body::jsonb -> 'parts') <> parts`);
  const [[parts = '0'] = []] = await sql(`
    select count(*) from log_part
    where not exists (select from log_entry where log_entry.event_id = log_part.event_id)`);
  const [[days = '0'] = []] = await sql(`
    select count(*)
    from account_day
    where cardinality(opened) <> (
      select count(distinct child_id)
      from log_entry
      join log_part using (event_id, recorded_at)
      where log_entry.account_id = account_day.account_id and act = 'open child record'
        and log_entry.body::jsonb ->> 'outcome' = 'done'
    )`);
  return Number(entries) + Number(parts) + Number(days);
}
