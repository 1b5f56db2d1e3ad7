import { bytes, instant, json } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const keep = statement({
  name: 'keep-search',
  text: `insert into search (search_hash, session_hash, criteria, asked_at) values ($1, $2, $3, $4)`,
  takes: [bytes, bytes, json, instant],
  gives: {},
});

const find = statement({
  name: 'find-search',
  text: `select criteria from search where search_hash = $1 and session_hash = $2`,
  takes: [bytes, bytes],
  gives: { criteria: json },
});

const forget = statement({
  name: 'forget-searches',
  text: `delete from search where asked_at < $1`,
  takes: [instant],
  gives: {},
});

/** Keeps what was typed into a search, for its own session only. */
export async function keepSearch(
  tx: Transaction,
  search: {
    readonly searchHash: Buffer;
    readonly sessionHash: Buffer;
    readonly typed: unknown;
    readonly askedAt: Date;
  },
): Promise<void> {
  await keep.rows(tx, search.searchHash, search.sessionHash, JSON.stringify(search.typed), search.askedAt);
}

/** What was typed into a search of this session; undefined for any other. */
export async function findSearch(tx: Transaction, searchHash: Buffer, sessionHash: Buffer): Promise<unknown> {
  return (await find.first(tx, searchHash, sessionHash))?.criteria;
}

/** Forgets searches older than any session can be. */
export async function forgetSearches(tx: Transaction, before: Date): Promise<void> {
  await forget.rows(tx, before);
}
