import { arrayOf, bigint, boolean, integer, nullable, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const contents = statement({
  name: 'population-contents',
  text: `select practice, population_name,
      exists (select from child) or exists (select from organisation) or exists (select from account) as holds_people
    from installation`,
  takes: [],
  gives: { practice: boolean, population_name: nullable(text), holds_people: boolean },
});

const ownTables = statement({
  name: 'own-tables',
  text: `select relname::text as table_name
    from pg_class
    where relnamespace = 'public'::regnamespace
      and relkind in ('r', 'p')
      and not relispartition
      and relname not in (
        'migration', 'installation', 'register', 'council', 'school', 'school_successor', 'gp_practice', 'nhs_trust',
        'postcode', 'supplier', 'set_aside', 'leaving_clock')
    order by relname
    limit 1000`,
  takes: [],
  gives: { table_name: text },
});

const beginPractice = statement({
  name: 'begin-practice',
  text: `update installation set practice = true, population_name = null, population_seed = null`,
  takes: [],
  gives: {},
});

const namePopulation = statement({
  name: 'name-population',
  text: `update installation set population_name = $1, population_seed = $2`,
  takes: [text, integer],
  gives: {},
});

const tableSizes = statement({
  name: 'table-sizes',
  text: `select sum(pg_table_size(oid))::bigint as table_bytes, sum(pg_indexes_size(oid))::bigint as index_bytes
    from pg_class
    where relnamespace = 'public'::regnamespace
      and relname = any ($1::text[])`,
  takes: [arrayOf(text)],
  gives: { table_bytes: bigint, index_bytes: bigint },
});

const dataDirectory = statement({
  name: 'data-directory',
  text: `select current_setting('data_directory') as directory`,
  takes: [],
  gives: { directory: text },
});

/** What a population would be added to. */
export async function readContents(tx: Transaction) {
  const found = await contents.first(tx);
  if (found === undefined) throw new Error('The installation has no row: restore it from the backup');
  return {
    practice: found.practice,
    isComplete: found.population_name !== null,
    holdsPeople: found.holds_people,
  };
}

/** Empties every table but those of the registers and of the program itself. Only for practice: the log goes too. */
export async function emptyTables(tx: Transaction): Promise<void> {
  const tables = await ownTables.rows(tx);
  await tx.run(`truncate ${tables.map(({ table_name }) => table_name).join(', ')} restart identity`);
}

/** Makes this copy a practice one, of which there is no way back, with no population to its name yet. */
export async function markPractice(tx: Transaction): Promise<void> {
  await beginPractice.rows(tx);
}

/** Writes down which population is here, whole. */
export async function markPopulated(tx: Transaction, name: string, seed: number): Promise<void> {
  await namePopulation.rows(tx, name, seed);
}

/** Sets the counters of the numbers that the population gave by itself beyond them. */
export async function setCounters(tx: Transaction, highest: Readonly<Record<string, number>>): Promise<void> {
  for (const [table, number] of Object.entries(highest))
    if (number > 0)
      await tx.run(`select setval(pg_get_serial_sequence('${table}', '${table}_id'), ${number})`);
}

/** The bytes of the tables, and of their indexes. */
export async function readSizes(tx: Transaction, tables: readonly string[]) {
  const found = await tableSizes.first(tx, tables);
  return { tableBytes: found?.table_bytes ?? 0, indexBytes: found?.index_bytes ?? 0 };
}

/** Where the server keeps its data; undefined where this login may not know. */
export async function readDataDirectory(tx: Transaction): Promise<string | undefined> {
  try {
    return await tx.attempt(async () => (await dataDirectory.first(tx))?.directory);
  } catch {
    return undefined;
  }
}
