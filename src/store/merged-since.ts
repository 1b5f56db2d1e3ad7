import { bigint } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// What came after a merge, or was said of the one child that two were taken for. $1 the merged record, $2 the first, $3 the second.

const three = [bigint, bigint, bigint] as const;
const two = [bigint, bigint] as const;

// A hand-over that came since is of an involvement, and goes where that goes. One between what are two records again is over.
const handOversSince = statement({
  name: 'place-hand-overs-since-merge',
  text: `with since as (
      select hand_over_no as own_no, settled_as, settled_at,
        coalesce(held.from_child_id, $2::bigint) as to_child, coalesce(held.from_no, involvement_no) as held_no,
        coalesce(offered.from_no, to_involvement_no) as offered_no,
        held.from_child_id is null or offered.from_child_id <> held.from_child_id as is_over
      from hand_over
      left join merged_part as held on held.child_id = $1 and held.part = 'involvement' and held.to_no = involvement_no
      left join merged_part as offered
        on offered.child_id = $1 and offered.part = 'involvement' and offered.to_no = to_involvement_no
      where hand_over.child_id = $1 and not exists (
        select from merged_part as part
        where part.child_id = $1 and part.part = 'hand_over' and part.to_no = hand_over_no
      )
    ), placed as (
      select since.*, row_number() over (partition by to_child order by own_no) + (
          select coalesce(max(from_no), 0) from merged_part as part
          where part.child_id = $1 and part.part = 'hand_over' and from_child_id = to_child
        ) as new_no
      from since
    )
    update hand_over
    set child_id = to_child, hand_over_no = new_no, involvement_no = held_no, to_involvement_no = offered_no,
      settled_as = case when is_over then coalesce(placed.settled_as, 'overtaken') else placed.settled_as end,
      settled_at = case when is_over then coalesce(placed.settled_at, now()) else placed.settled_at end
    from placed
    where hand_over.child_id = $1 and hand_over.hand_over_no = own_no`,
  takes: two,
  gives: {},
});

const shieldBothSince = statement({
  name: 'shield-both-since-merge',
  text: `insert into shield (child_id, shield_no, because, person_id, raised_on, lifted_on, protection_id, lift_asked_by, lifted_by)
    select $3,
      (select coalesce(max(shield_no), 0) from shield as own where own.child_id = $3)
        + (select coalesce(max(from_no), 0) from merged_part as part
          where part.child_id = $1 and part.part = 'shield' and from_child_id = $3)
        + row_number() over (order by shield_no),
      because, person_id, raised_on, lifted_on, protection_id, lift_asked_by, lifted_by
    from shield
    where shield.child_id = $1
      and not exists (
        select from merged_part as part
        where part.child_id = $1 and part.part = 'shield' and not is_kept and part.to_no = shield.shield_no
      )
      and not exists (
        select from shield as own
        where own.child_id = $3 and own.protection_id = shield.protection_id and own.lifted_on is null
      )
      and $2::bigint <> $3::bigint`,
  takes: three,
  gives: {},
});

// Clearing what was born shielded was a word about one child, who is two again: both are looked at anew.
const shieldAgain = statement({
  name: 'shield-born-shielded-again',
  text: `update shield
    set lifted_on = null
    from merged_part as part
    where part.child_id = $1 and part.part = 'shield' and part.was_standing
      and shield.child_id = from_child_id and shield_no = from_no`,
  takes: [bigint],
  gives: {},
});

// Whom a person told from the one child that the two were taken for is neither of them.
const neverSince = statement({
  name: 'copy-never-same-since-merge',
  text: `insert into never_same (child_id, other_child_id, decided_by_account, decided_at)
    select least(child.child_id, other), greatest(child.child_id, other), decided_by_account, decided_at
    from (
      select case when child_id = $1 then other_child_id else child_id end as other, decided_by_account, decided_at
      from never_same
      where $1 in (child_id, other_child_id)
    ) as said
    cross join (values ($2::bigint), ($3::bigint)) as child (child_id)
    where not exists (
      select from never_same as own
      where (own.child_id in ($2, $3) and own.other_child_id = other) or (own.other_child_id in ($2, $3) and own.child_id = other)
    )
    on conflict do nothing`,
  takes: three,
  gives: {},
});

const neverRowSince = statement({
  name: 'copy-never-same-rows-since-merge',
  text: `insert into never_same_row (child_id, supplier_id, supplier_key, decided_by_account, decided_at)
    select child.child_id, supplier_id, supplier_key, decided_by_account, decided_at
    from never_same_row
    cross join (values ($2::bigint), ($3::bigint)) as child (child_id)
    where never_same_row.child_id = $1 and not exists (
      select from never_same_row as own
      where own.child_id in ($2, $3)
        and (own.supplier_id, own.supplier_key) = (never_same_row.supplier_id, never_same_row.supplier_key)
    )
    on conflict do nothing`,
  takes: three,
  gives: {},
});

// A row that came since and may be of the merged record may be of either.
const candidatesSince = statement({
  name: 'place-candidates-since-merge',
  text: `insert into match_candidate (child_id, source_row_id, weight, evidence, is_shielded)
    select child.child_id, source_row_id, weight, evidence, is_shielded
    from match_candidate
    cross join (values ($2::bigint), ($3::bigint)) as child (child_id)
    where match_candidate.child_id = $1
    on conflict do nothing`,
  takes: three,
  gives: {},
});

const dropCandidates = statement({
  name: 'drop-candidates-of-merge',
  text: `delete from match_candidate where child_id = $1`,
  takes: [bigint],
  gives: {},
});

const wellKnownSince = statement({
  name: 'place-well-known-since-merge',
  text: `update well_known_child
    set child_id = $2
    where child_id = $1 and not exists (select from well_known_child as there where there.child_id = $2)`,
  takes: two,
  gives: {},
});

const endPairs = statement({
  name: 'end-pairs-of-merge',
  text: `update possible_duplicate set state = 'overtaken' where state = 'waiting' and $1 in (child_id, other_child_id)`,
  takes: [bigint],
  gives: {},
});

/** Before anything is given back, while each number is still known: a shield goes to both, a hand-over with its involvement. */
export async function placeBeforeGivingBack(
  tx: Transaction,
  childId: number,
  [first, second]: readonly [number, number],
): Promise<void> {
  await shieldBothSince.rows(tx, childId, first, second);
  await handOversSince.rows(tx, childId, first);
}

/** After it: whom a person told from the one is neither of the two, and what waits may be of either. */
export async function placeAfterGivingBack(
  tx: Transaction,
  childId: number,
  [first, second]: readonly [number, number],
): Promise<void> {
  await shieldAgain.rows(tx, childId);
  await neverSince.rows(tx, childId, first, second);
  await neverRowSince.rows(tx, childId, first, second);
  await candidatesSince.rows(tx, childId, first, second);
  await dropCandidates.rows(tx, childId);
  await wellKnownSince.rows(tx, childId, first);
  await endPairs.rows(tx, childId);
}
