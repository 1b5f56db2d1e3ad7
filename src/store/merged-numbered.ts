import { bigint } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// What people, and feeds beside their rows, put on two records goes with the links of a merge and comes back from it. Each table of it is
// numbered within its child: a row gets a number of the merged record, and its own again.

type Numbered = {
  readonly table: string;
  readonly no: string;
  /** True of a row of the second record where the first has the same (`kept`): it stays where it is until the un-merge. */
  readonly same?: string;
  /** Columns that such a row takes over from the other when it is given back: what happened to the one happened to it. */
  readonly follows?: readonly string[];
  /** Only where this is true of the other. */
  readonly when?: string;
  /** What was true of a row on its own record, and is again after the un-merge. */
  readonly standing?: string;
  /** More that changes with the move, there and back. */
  readonly into?: string;
  readonly back?: string;
  /** True of a row that came since where it belongs on the second record. */
  readonly since?: string;
};

// $1 the merged record, $2 the first, $3 the second.
const involvedOn = (child: string, team: string): string =>
  `exists (select from involvement as there where there.child_id = ${child} and there.team_id = ${team})`;
const demoted = `(involvement.child_id = $3 and involvement.is_lead and exists (
        select from involvement as other where other.child_id = $2 and other.is_lead
      ))`;
const renumbered = (of: string, way: 'into' | 'back'): string => `(
        select ${way === 'into' ? 'to_no' : 'from_no'} from merged_part as moved
        where moved.child_id = $1 and moved.part = 'involvement' and not moved.is_kept
          and ${way === 'into' ? 'moved.from_child_id = part.from_child_id and moved.from_no' : 'moved.to_no'} = ${of}
      )`;

const numbered: readonly Numbered[] = [
  {
    table: 'shield',
    no: 'shield_no',
    same: 'kept.protection_id = shield.protection_id and kept.lifted_on is null and shield.lifted_on is null',
    follows: ['lifted_on', 'lift_asked_by', 'lifted_by'],
    when: 'other.lifted_on is not null',
    standing: `(because = 'resembles a shielded child' and lifted_on is null)`,
  },
  {
    table: 'involvement',
    no: 'involvement_no',
    standing: demoted,
    back: `, is_lead = involvement.is_lead or (part.was_standing and involvement.ended_on is null)`,
    since: `${involvedOn('$3', 'involvement.team_id')} and not ${involvedOn('$2', 'involvement.team_id')}`,
  },
  {
    table: 'education',
    no: 'education_no',
    same: `kept.urn = education.urn and (kept.kind, kept.started_on, kept.ended_on)
        is not distinct from (education.kind, education.started_on, education.ended_on)`,
    follows: ['started_on', 'ended_on'],
    since: `exists (
        select from link join source_row using (source_row_id)
        where link.child_id = $3 and source_row.school_urn = education.urn
      )`,
  },
  {
    table: 'consent',
    no: 'consent_no',
    since: `${involvedOn('$3', 'consent.team_id')} and not ${involvedOn('$2', 'consent.team_id')}`,
  },
  {
    table: 'hand_over',
    no: 'hand_over_no',
    into: `, involvement_no = ${renumbered('hand_over.involvement_no', 'into')},
      to_involvement_no = ${renumbered('hand_over.to_involvement_no', 'into')}`,
    back: `, involvement_no = ${renumbered('hand_over.involvement_no', 'back')},
      to_involvement_no = ${renumbered('hand_over.to_involvement_no', 'back')}`,
  },
  { table: 'emergency_opening', no: 'opening_no' },
  {
    table: 'council_move',
    no: 'move_no',
    same: 'kept.accepted_at is null and kept.ended_on is null and council_move.accepted_at is null and council_move.ended_on is null',
    since: `exists (
        select from child_address
        where child_address.child_id = $3 and standing in ('current', 'last known') and child_address.council_code = to_council
      ) and not exists (
        select from council_move as open
        where open.child_id = $3 and open.accepted_at is null and open.ended_on is null
      )`,
  },
];

const three = [bigint, bigint, bigint] as const;

const remembering = ({ table, no, same, standing = 'false' }: Numbered) => {
  const isKept =
    same === undefined
      ? 'null::bigint'
      : `(select min(kept.${no}) from ${table} as kept where ${table}.child_id = $3 and kept.child_id = $2 and ${same})`;
  return statement({
    name: `remember-${table.replaceAll('_', '-')}-in-merge`,
    text: `with own as (
        select ${table}.child_id, ${table}.${no} as own_no, ${isKept} as same_no,
          ${standing} as was_standing
        from ${table}
        where ${table}.child_id in ($2, $3)
      ), moved as (
        select own.*, row_number() over (order by own.child_id = $3, own_no) as to_no
        from own
        where same_no is null
      )
      insert into merged_part (child_id, part, from_child_id, from_no, to_no, was_standing, is_kept)
      select $1::bigint, '${table}', child_id, own_no, to_no, was_standing, false
      from moved
      union all
      select $1::bigint, '${table}', own.child_id, own.own_no, kept.to_no, false, true
      from own
      join moved as kept on kept.child_id = $2 and kept.own_no = own.same_no`,
    takes: three,
    gives: {},
  });
};

const moving = ({ table, no, into }: Numbered) =>
  statement({
    name: `move-${table.replaceAll('_', '-')}-into-merge`,
    text: `update ${table}
      set child_id = $1, ${no} = to_no${table === 'involvement' ? ', is_lead = involvement.is_lead and not part.was_standing' : ''}${into ?? ''}
      from merged_part as part
      where part.child_id = $1 and part.part = '${table}' and not is_kept
        and ${table}.child_id = from_child_id and ${table}.${no} = from_no`,
    takes: [bigint],
    gives: {},
  });

const placingSince = ({ table, no, since = 'false' }: Numbered) => {
  const target = `case when ${since} then $3::bigint else $2::bigint end`;
  return statement({
    name: `place-${table.replaceAll('_', '-')}-since-merge`,
    text: `with since as (
        select ${table}.${no} as own_no, ${target} as to_child
        from ${table}
        where ${table}.child_id = $1
      ), placed as (
        select own_no, to_child, row_number() over (partition by to_child order by own_no) + greatest(
            (select coalesce(max(from_no), 0) from merged_part as part
              where part.child_id = $1 and part.part = '${table}' and from_child_id = to_child),
            (select coalesce(max(there.${no}), 0) from ${table} as there where there.child_id = to_child)
          ) as new_no
        from since
      )
      update ${table}
      set child_id = to_child, ${no} = new_no
      from placed
      where ${table}.child_id = $1 and ${table}.${no} = own_no`,
    takes: three,
    gives: {},
  });
};

const following = ({ table, no, follows = [], when = 'true' }: Numbered) =>
  statement({
    name: `follow-kept-${table.replaceAll('_', '-')}`,
    text: `update ${table}
      set ${follows.map((column) => `${column} = other.${column}`).join(', ')}
      from merged_part as part
      join ${table} as other on other.child_id = part.child_id and other.${no} = part.to_no
      where part.child_id = $1 and part.part = '${table}' and is_kept and ${when}
        and ${table}.child_id = from_child_id and ${table}.${no} = from_no`,
    takes: [bigint],
    gives: {},
  });

const givingBack = ({ table, no, back }: Numbered) =>
  statement({
    name: `give-${table.replaceAll('_', '-')}-back`,
    text: `update ${table}
      set child_id = from_child_id, ${no} = from_no${back ?? ''}
      from merged_part as part
      where part.child_id = $1 and part.part = '${table}' and not is_kept
        and ${table}.child_id = $1 and ${table}.${no} = to_no`,
    takes: [bigint],
    gives: {},
  });

// A hand-over names an involvement by its number: it goes before, while both numbers are known.
const inOrder = numbered.toSorted(
  (one, other) => Number(other.table === 'hand_over') - Number(one.table === 'hand_over'),
);
const remember = numbered.map((table) => remembering(table));
const move = inOrder.map((table) => moving(table));
const placeSince = numbered.filter(({ table }) => table !== 'hand_over').map((table) => placingSince(table));
const follow = numbered.filter(({ follows }) => follows !== undefined).map((table) => following(table));
const giveBack = inOrder.map((table) => givingBack(table));

/** Moves what is numbered within the two records to a merged one, and remembers from where. */
export async function moveNumbered(
  tx: Transaction,
  childId: number,
  [first, second]: readonly [number, number],
): Promise<void> {
  for (const each of remember) await each.rows(tx, childId, first, second);
  for (const each of move) await each.rows(tx, childId);
}

/** Gives it back, with what happened to it since; what came since goes where it belongs. */
export async function giveNumberedBack(
  tx: Transaction,
  childId: number,
  [first, second]: readonly [number, number],
): Promise<void> {
  for (const each of follow) await each.rows(tx, childId);
  for (const each of giveBack) await each.rows(tx, childId);
  for (const each of placeSince) await each.rows(tx, childId, first, second);
}
