import { text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// What finding and listing children reads, by docs/search.md: the indexes first, since every search reads several of them.
const relationsOfSearch = statement({
  name: 'relations-of-search',
  text: `select pg_class.oid::regclass::text as relation
    from pg_class
    where relnamespace = 'public'::regnamespace
      and (relname ~ '^(search|shielded)_entry(_|$)' or relname in ('child_pkey', 'child_address_one_shown', 'shield_pkey'))
    order by relkind = 'r', relname
    limit 100`,
  takes: [],
  gives: { relation: text },
});

const prewarmFunction = statement({
  name: 'prewarm-function',
  text: `select quote_ident(nspname) || '.pg_prewarm' as called
    from pg_extension
    join pg_namespace on pg_namespace.oid = extnamespace
    where extname = 'pg_prewarm'`,
  takes: [],
  gives: { called: text },
});

/** The tables and indexes that a search reads, by name. */
export async function findRelationsOfSearch(tx: Transaction): Promise<readonly string[]> {
  return (await relationsOfSearch.rows(tx)).map((row) => row.relation);
}

/** Makes PostgreSQL's own extension for it known, where its files are there. Only a superuser may. */
export async function makePrewarmKnown(tx: Transaction): Promise<void> {
  await tx.run('create extension if not exists pg_prewarm');
}

/** What reads a relation into memory; undefined where the extension is not there. */
export async function findPrewarm(tx: Transaction): Promise<string | undefined> {
  return (await prewarmFunction.first(tx))?.called;
}

/** Reads a relation from the disk, so that the operating system keeps it: the database's own memory is left to what is asked for. */
export async function prewarm(tx: Transaction, called: string, relation: string): Promise<void> {
  await tx.run(`select ${called}('${relation.replaceAll("'", "''")}', 'read')`);
}
