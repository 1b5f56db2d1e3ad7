import { bigint } from './columns.ts';
import type { Transaction } from './connection.ts';
import { giveNumberedBack, moveNumbered } from './merged-numbered.ts';
import { moveRequestsIntoMerge, moveRequestsOutOfMerge } from './merged-requests.ts';
import { placeAfterGivingBack, placeBeforeGivingBack } from './merged-since.ts';
import { statement } from './statement.ts';

// What is not numbered within its child. $1 the merged record, $2 the first, $3 the second.

const three = [bigint, bigint, bigint] as const;

const copyNever = statement({
  name: 'copy-never-same-into-merge',
  text: `insert into never_same (child_id, other_child_id, decided_by_account, decided_at)
    select least($1, other), greatest($1, other), min(decided_by_account), min(decided_at)
    from (
      select case when child_id in ($2, $3) then other_child_id else child_id end as other, decided_by_account, decided_at
      from never_same
      where child_id in ($2, $3) or other_child_id in ($2, $3)
    ) as refused
    group by other
    on conflict do nothing`,
  takes: three,
  gives: {},
});

const copyNeverRow = statement({
  name: 'copy-never-same-rows-into-merge',
  text: `insert into never_same_row (child_id, supplier_id, supplier_key, decided_by_account, decided_at)
    select $1::bigint, supplier_id, supplier_key, min(decided_by_account), min(decided_at)
    from never_same_row
    where child_id in ($2, $3)
    group by supplier_id, supplier_key
    on conflict do nothing`,
  takes: three,
  gives: {},
});

// Rows that wait for a person may be of the merged record meanwhile.
const rememberCandidates = statement({
  name: 'remember-candidates-in-merge',
  text: `insert into merged_part (child_id, part, from_child_id, from_no, to_no, is_kept)
    select $1::bigint, 'match_candidate', child_id, source_row_id, source_row_id,
      child_id = $3 and exists (
        select from match_candidate as kept where kept.child_id = $2 and kept.source_row_id = match_candidate.source_row_id
      )
    from match_candidate
    where child_id in ($2, $3)
    union all
    select $1::bigint, 'possible_match', born_child_id, source_row_id, source_row_id, false
    from possible_match
    where born_child_id in ($2, $3)
    union all
    select $1::bigint, 'possible_duplicate', child_id, other_child_id, other_child_id, true
    from possible_duplicate
    where state = 'waiting' and (child_id in ($2, $3) or other_child_id in ($2, $3))
      and not (child_id in ($2, $3) and other_child_id in ($2, $3))
    union all
    select $1::bigint, 'well_known_child', child_id, 1, 1, child_id = $3 and exists (select from well_known_child as kept where kept.child_id = $2)
    from well_known_child
    where child_id in ($2, $3)`,
  takes: three,
  gives: {},
});

const moved = (table: string, child: string, no: string, way: 'into' | 'back') => {
  const [to, from] = way === 'into' ? ['part.child_id', 'from_child_id'] : ['from_child_id', 'part.child_id'];
  return statement({
    name: `${way === 'into' ? 'move' : 'give'}-${table.replaceAll('_', '-')}-${way}`,
    text: `update ${table}
      set ${child} = ${to}
      from merged_part as part
      where part.child_id = $1 and part.part = '${table}' and not is_kept and ${table}.${child} = ${from}${no === '' ? '' : ` and ${no} = from_no`}`,
    takes: [bigint],
    gives: {},
  });
};

const unnumbered = [
  ['match_candidate', 'child_id', 'source_row_id'],
  ['possible_match', 'born_child_id', 'source_row_id'],
  ['well_known_child', 'child_id', ''],
] as const;
const moveUnnumbered = unnumbered.map(([table, child, no]) => moved(table, child, no, 'into'));
const giveUnnumbered = unnumbered.map(([table, child, no]) => moved(table, child, no, 'back'));

const overtakePairs = statement({
  name: 'overtake-pairs-in-merge',
  text: `update possible_duplicate
    set state = 'overtaken'
    from merged_part as part
    where part.child_id = $1 and part.part = 'possible_duplicate' and state = 'waiting'
      and possible_duplicate.child_id = from_child_id and possible_duplicate.other_child_id = from_no`,
  takes: [bigint],
  gives: {},
});

const waitAgain = statement({
  name: 'pairs-wait-again-after-merge',
  text: `update possible_duplicate
    set state = 'waiting'
    from merged_part as part
    where part.child_id = $1 and part.part = 'possible_duplicate' and state = 'overtaken'
      and possible_duplicate.child_id = from_child_id and possible_duplicate.other_child_id = from_no`,
  takes: [bigint],
  gives: {},
});

/** Moves to a merged record all that its two hold beside links and numbers, and remembers from where. */
export async function movePartsIntoMerge(
  tx: Transaction,
  childId: number,
  [first, second]: readonly [number, number],
): Promise<void> {
  await moveNumbered(tx, childId, [first, second]);
  await moveRequestsIntoMerge(tx, childId, [first, second]);
  await rememberCandidates.rows(tx, childId, first, second);
  for (const each of moveUnnumbered) await each.rows(tx, childId);
  await overtakePairs.rows(tx, childId);
  await copyNever.rows(tx, childId, first, second);
  await copyNeverRow.rows(tx, childId, first, second);
}

/** Gives each of the two back what it held, with what happened to it since; what came since goes where it belongs. */
export async function movePartsOutOfMerge(
  tx: Transaction,
  childId: number,
  [first, second]: readonly [number, number],
): Promise<void> {
  await placeBeforeGivingBack(tx, childId, [first, second]);
  await giveNumberedBack(tx, childId, [first, second]);
  await moveRequestsOutOfMerge(tx, childId, [first, second]);
  for (const each of giveUnnumbered) await each.rows(tx, childId);
  await placeAfterGivingBack(tx, childId, [first, second]);
  await waitAgain.rows(tx, childId);
}
