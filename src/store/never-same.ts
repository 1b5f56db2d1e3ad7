import { arrayOf, bigint, instant, integer, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import type { Decider, MatchToDecide } from './possible-matches.ts';
import { statement } from './statement.ts';

const refuse = statement({
  name: 'never-same-rows',
  text: `insert into never_same_row (child_id, supplier_id, supplier_key, decided_by_account, decided_at)
    select child_id, $2, $3, $4, $5
    from unnest($1::bigint[]) as refused (child_id)
    on conflict do nothing`,
  takes: [arrayOf(bigint), smallint, text, integer, instant],
  gives: {},
});

const keepApart = statement({
  name: 'never-same-records',
  text: `insert into never_same (child_id, other_child_id, decided_by_account, decided_at)
    select least($1, child_id), greatest($1, child_id), $3, $4
    from unnest($2::bigint[]) as other (child_id)
    where child_id <> $1
    on conflict do nothing`,
  takes: [bigint, arrayOf(bigint), integer, instant],
  gives: {},
});

/** Remembers for ever that what a supplier says under a key is of none of these children. */
export async function refuseChildren(
  tx: Transaction,
  childIds: readonly number[],
  { supplierId, supplierKey }: Pick<MatchToDecide, 'supplierId' | 'supplierKey'>,
  { accountId, at }: Decider,
): Promise<void> {
  if (childIds.length > 0) await refuse.rows(tx, childIds, supplierId, supplierKey, accountId, at);
}

/** Remembers for ever that a record and each of the others are of two children. */
export async function keepRecordsApart(
  tx: Transaction,
  childId: number,
  others: readonly number[],
  { accountId, at }: Decider,
): Promise<void> {
  if (others.length > 0) await keepApart.rows(tx, childId, others, accountId, at);
}
