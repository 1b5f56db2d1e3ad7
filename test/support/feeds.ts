import assert from 'node:assert/strict';
import type { Day } from '../../src/domain/calendar.ts';
import type { FeedReport } from '../../src/services/feed-report.ts';
import { randomNumbers } from '../../src/services/new-numbers.ts';
import { receiveFeed, type FeedFile } from '../../src/services/receive-feed.ts';
import type { Database } from '../../src/store/connection.ts';
import type { TestDatabase } from './database.ts';
import { bytesOf, sampleDay } from './pds.ts';

/** The key of the marks of who has left, in tests. */
export const markKeyOfTests = Buffer.alloc(32, 7);

/** Files by name; a function fails or answers as it likes when it is read. */
export type Files = Readonly<Record<string, string | Uint8Array | object | FeedFile['open']>>;

/** Imports files as the running service would and answers the report. */
export async function importFiles(
  database: Database,
  files: Files,
  today: Day = sampleDay,
  from: { readonly supplier: string; readonly format: string; readonly mapping?: string } = {
    supplier: 'nhs-pds',
    format: 'pds-fhir',
  },
): Promise<FeedReport> {
  const received = await receiveFeed(database, {
    ...from,
    today,
    files: Object.entries(files).map(([name, file]) => ({ name, open: openerOf(file) })),
    now: () => new Date('2026-11-22T12:00:00Z'),
    numbers: randomNumbers,
    markKey: markKeyOfTests,
  });
  assert.ok(received.ok);
  return received.value;
}

function openerOf(file: Files[string]): FeedFile['open'] {
  return isOpener(file) ? file : () => bytesOf(file);
}

function isOpener(file: Files[string]): file is FeedFile['open'] {
  return typeof file === 'function';
}

/** The rows of a query as the owner sees them, every value as PostgreSQL writes it. */
export async function ask(database: TestDatabase, sql: string): Promise<(string | null)[][]> {
  const answer = await database.owner.transact((tx) =>
    tx.client.query<(string | null)[]>({ text: sql, rowMode: 'array' }),
  );
  return answer.rows;
}

/** Every table with its number of rows and a digest of them. */
export async function dump(
  database: TestDatabase,
  without: readonly string[] = [],
): Promise<readonly string[]> {
  const tables = await ask(
    database,
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
  );
  const lines: string[] = [];
  for (const [table = ''] of tables) {
    if (table === null || without.some((prefix) => table.startsWith(prefix))) continue;
    const [row] = await ask(
      database,
      `select count(*), md5(coalesce(string_agg(row::text, '|' order by row::text), '')) from ${table} as row`,
    );
    lines.push(`${table} ${row?.join(' ')}`);
  }
  return lines;
}

/** All that is stored, as text. */
export async function everything(database: TestDatabase): Promise<string> {
  const tables = await ask(
    database,
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  let text = '';
  for (const [table] of tables)
    text += (await ask(database, `select row::text from ${table} as row`)).map(([row]) => row).join('\n');
  return text;
}

/** Children with all that is settled for them, without the random numbers: the same facts are the same text. */
export async function facts(database: TestDatabase): Promise<unknown> {
  const rows = await ask(
    database,
    `select jsonb_build_object(
        'child', to_jsonb(child) - 'child_id' - 'contactpoint_number',
        'addresses', (select jsonb_agg(to_jsonb(one) - 'child_id' - 'address_no' order by one.standing, one.address_line)
          from child_address as one where one.child_id = child.child_id),
        'carers', (select jsonb_agg((to_jsonb(one) - 'child_id' - 'carer_no' - 'address_no')
            || jsonb_build_object('home', (select address_line from child_address as home
              where home.child_id = one.child_id and home.address_no = one.address_no)) order by one.carer_key)
          from carer as one where one.child_id = child.child_id),
        'practices', (select jsonb_agg(to_jsonb(one) - 'child_id' order by one.practice_code)
          from gp_registration as one where one.child_id = child.child_id),
        'entries', (select jsonb_agg(to_jsonb(one) - 'child_id' - 'entry_no' order by one.kind, one.family_name, one.postcode)
          from search_entry as one where one.child_id = child.child_id),
        'shields', (select jsonb_agg(to_jsonb(one) - 'child_id') from shield as one where one.child_id = child.child_id),
        'rows', (select jsonb_agg(to_jsonb(one) - 'source_row_id' order by one.digest)
          from link join source_row as one using (source_row_id) where link.child_id = child.child_id)
      )
      from child order by nhs_number`,
  );
  return rows.map(([row]): unknown => JSON.parse(row ?? 'null'));
}
