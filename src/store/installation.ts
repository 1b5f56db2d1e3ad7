import { boolean, day, integer, nullable, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const installation = statement({
  name: 'installation',
  text: `select practice, population_name, population_seed from installation`,
  takes: [],
  gives: { practice: boolean, population_name: nullable(text), population_seed: nullable(integer) },
});

const registers = statement({
  name: 'registers',
  text: `select register_name as name, as_at, attribution from register order by register_name limit 50`,
  takes: [],
  gives: { name: text, as_at: day, attribution: text },
});

const hasAccounts = statement({
  name: 'has-accounts',
  text: `select exists (select from account) as populated`,
  takes: [],
  gives: { populated: boolean },
});

/** What kind of copy this database is. Practice: only invented people, so codes may stand in for keys. */
export async function readInstallation(tx: Transaction) {
  const [row] = await installation.rows(tx);
  if (row === undefined) throw new Error('The installation has no row: restore it from the backup');
  return { practice: row.practice, populationName: row.population_name, populationSeed: row.population_seed };
}

/** The registers that the copy was made with, for "data as at". */
export async function readRegisters(tx: Transaction) {
  return registers.rows(tx);
}

/** Whether anybody has an account here yet. */
export async function isPopulated(tx: Transaction): Promise<boolean> {
  return (await hasAccounts.first(tx))?.populated ?? false;
}
