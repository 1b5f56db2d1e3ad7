import type { ServiceContext } from '../../src/services/context.ts';
import type { Retiring } from '../../src/services/retire-records.ts';
import { connect } from '../../src/store/connection.ts';
import { asOwner } from './accounts.ts';
import type { TestDatabase } from './database.ts';
import { markKeyOfTests } from './feeds.ts';

type Cleaning = { readonly after: (work: () => Promise<void>) => void };

/** The leaving job over a test's database, by a clock that the test moves. */
export function leavingOn(t: Cleaning, database: TestDatabase, start: string) {
  let present = new Date(start);
  const services: ServiceContext = {
    database: database.application,
    secrets: { pepper: markKeyOfTests, seal: Buffer.alloc(32) },
    now: () => present,
  };
  const patient = { url: database.ownerUrl, connections: 2, statementTimeoutMs: 60_000 };
  const leaving = connect({ ...patient, role: 'contactpoint_leaving' });
  const eraser = connect({ ...patient, role: 'contactpoint_eraser' });
  t.after(async () => {
    await Promise.all([leaving.close(), eraser.close()]);
  });
  const retiring: Retiring = { services, leaving, eraser, owner: database.owner };
  const setClock = (instant: string): void => {
    present = new Date(instant);
  };
  return { retiring, services, setClock };
}

/** Every table of the product with its columns that can hold a word of a child: text, numbers, bytes and JSON alike. */
async function tablesOf(database: TestDatabase): Promise<readonly string[]> {
  const rows = await asOwner(
    database,
    `select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  return rows.map(([name]) => name ?? '');
}

/** Where in the whole database, rows and the planner's samples alike, any of these values stands. */
export async function tracesOf(
  database: TestDatabase,
  values: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  const wanted = values.map((value) => value.toLowerCase());
  for (const table of [...(await tablesOf(database)), 'pg_stats']) {
    const rows = await asOwner(
      database,
      `select value from unnest($1::text[]) as value
        where exists (select from ${table} as held where position(value in lower(held::text)) > 0)`,
      [wanted],
    );
    for (const [value] of rows) found.push(`${table}: ${value}`);
  }
  return found;
}

/** The tables that name a child by id, with how many rows each has of these. */
export async function rowsOf(
  database: TestDatabase,
  childIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const tables = await asOwner(
    database,
    `select distinct relname from pg_attribute join pg_class on pg_class.oid = attrelid
      where attname = 'child_id' and relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace
      order by 1`,
  );
  const counts = new Map<string, number>();
  for (const [table = ''] of tables) {
    const [[count] = []] = await asOwner(
      database,
      `select count(*) from ${table} where child_id = any ($1::bigint[])`,
      [childIds],
    );
    counts.set(table ?? '', Number(count));
  }
  return counts;
}
