import type { Doubt } from '../domain/row-matching/decide.ts';
import type { Evidence } from '../domain/row-matching/evidence.ts';
import { arrayOf, bigint, integer, real, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const next = statement({
  name: 'next-children-of-duplicate-round',
  text: `select child_id
    from child
    where child_id > coalesce((select after_child from duplicate_round), 0) and closed_on is null and not exists (
        select from record_merge where undone_at is null and child.child_id in (first_child_id, second_child_id)
      )
    order by child_id
    limit $1`,
  takes: [integer],
  gives: { child_id: bigint },
});

const moveOn = statement({
  name: 'move-duplicate-round',
  text: `insert into duplicate_round (after_child) values ($1)
    on conflict (round_no) do update set after_child = excluded.after_child`,
  takes: [bigint],
  gives: {},
});

// A pair that a person has judged, or that waits, is not brought up again.
const add = statement({
  name: 'add-possible-duplicates',
  text: `insert into possible_duplicate (child_id, other_child_id, because, weight, evidence, model_version, found_at)
    select least(one, other), greatest(one, other), because, weight, evidence, $6, now()
    from unnest($1::bigint[], $2::bigint[], $3::text[], $4::real[], $5::text[]) as pair (one, other, because, weight, evidence)
    where not exists (
      select from never_same
      where child_id = least(one, other) and other_child_id = greatest(one, other)
    )
    on conflict do nothing
    returning child_id`,
  takes: [arrayOf(bigint), arrayOf(bigint), arrayOf(text), arrayOf(real), arrayOf(text), text],
  gives: { child_id: bigint },
});

/** Two records that may be of one child. */
export type DuplicatePair = {
  readonly one: number;
  readonly other: number;
  readonly because: 'alike' | Doubt;
  readonly weight: number;
  readonly evidence: Evidence;
};

/** The next children of the round, which begins anew behind the last. */
export async function nextOfRound(tx: Transaction, count: number): Promise<readonly number[]> {
  const rows = await next.rows(tx, count);
  await moveOn.rows(tx, rows.length < count ? 0 : (rows.at(-1)?.child_id ?? 0));
  return rows.map(({ child_id }) => child_id);
}

/** Puts pairs before a person; answers how many are new. */
export async function addPossibleDuplicates(
  tx: Transaction,
  modelVersion: string,
  pairs: readonly DuplicatePair[],
): Promise<number> {
  if (pairs.length === 0) return 0;
  const added = await add.rows(
    tx,
    pairs.map(({ one }) => one),
    pairs.map(({ other }) => other),
    pairs.map(({ because }) => because),
    pairs.map(({ weight }) => weight),
    pairs.map(({ evidence }) => evidence),
    modelVersion,
  );
  return added.length;
}
