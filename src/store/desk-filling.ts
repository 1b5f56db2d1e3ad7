import type { Day } from '../domain/calendar.ts';
import { untoldKinds } from '../domain/service-kinds.ts';
import { arrayOf, bigint, day, instant, integer, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// What puts items on the desk and takes them off. It answers nobody with a child, and so takes no ticket.

const atOnce = 5000;

/** Whose desk a child's items are on: of the council where the child lives, else of the responsible one. */
const councilOf = (child: string): string => `(
        select coalesce((
          select council_code from child_address
          where child_address.child_id = child.child_id and standing in ('current', 'last known')
        ), responsible_council)
        from child where child.child_id = ${child}
      )`;

// What a person settled stays settled for a school year's quarter, so that "right as it is" is not asked every week.
const openAgain = (always: boolean): string => `on conflict (child_id, queue, other) do update
    set settled_at = null, settled_by = null, settled_as = null, assigned_to = null, deferred_until = null,
      found_on = excluded.found_on, due_on = excluded.due_on
    where desk_item.settled_at is not null and (${always ? 'true' : `desk_item.settled_as = 'by itself' or desk_item.settled_at < now() - interval '90 days'`})`;

const fillMatches = statement({
  name: 'fill-desk-with-matches',
  text: `insert into desk_item (child_id, queue, other, council_code, found_on, due_on)
    select likeliest.child_id, waiting.queue, waiting.source_row_id, ${councilOf('likeliest.child_id')}, $1, decide_by
    from (
      select source_row_id, decide_by,
        case when born_child_id is null then 'possible match' else 'born shielded' end as queue
      from possible_match
      where state = 'waiting' and not exists (
        select from desk_item where other = source_row_id and queue in ('possible match', 'born shielded') and settled_at is null
      )
      order by decide_by, source_row_id
      limit ${atOnce}
    ) as waiting
    cross join lateral (
      select child_id from match_candidate
      where match_candidate.source_row_id = waiting.source_row_id
      order by weight desc, child_id
      limit 1
    ) as likeliest
    ${openAgain(true)}`,
  takes: [day],
  gives: {},
});

const fillDuplicates = statement({
  name: 'fill-desk-with-duplicates',
  text: `insert into desk_item (child_id, queue, other, council_code, found_on, due_on)
    select pair.child_id, 'possible duplicate', pair.other_child_id, ${councilOf('pair.child_id')}, $1, $2
    from possible_duplicate as pair
    where state = 'waiting' and not exists (
      select from desk_item
      where desk_item.child_id = pair.child_id and desk_item.other = pair.other_child_id
        and queue = 'possible duplicate' and settled_at is null
    )
    order by weight desc, pair.child_id, pair.other_child_id
    limit ${atOnce}
    ${openAgain(true)}`,
  takes: [day, day],
  gives: {},
});

// The few whose day has come are at the head of the index by leaving. Of a wrong one the date is put right at its source.
const fillEstimated = statement({
  name: 'fill-desk-with-estimated-births',
  text: `insert into desk_item (child_id, queue, other, council_code, found_on, due_on)
    select child_id, 'estimated birthday', 0, ${councilOf('grown.child_id')}, $1, $2
    from child as grown
    where leaves_on <= $1 and birth_standing = 'estimated' and closed_on is null
      and not exists (
        select from desk_item
        where desk_item.child_id = grown.child_id and queue = 'estimated birthday' and settled_at is null
      )
    order by leaves_on, child_id
    limit ${atOnce}
    ${openAgain(false)}`,
  takes: [day, day],
  gives: {},
});

const dropNoLongerEstimated = statement({
  name: 'settle-estimated-births-by-themselves',
  text: `update desk_item
    set settled_at = $1, settled_as = 'by itself'
    from child
    where settled_at is null and queue = 'estimated birthday' and child.child_id = desk_item.child_id
      and (birth_standing <> 'estimated' or leaves_on > $2 or closed_on is not null)`,
  takes: [instant, day],
  gives: {},
});

const dropSettled = statement({
  name: 'settle-desk-items-by-themselves',
  text: `update desk_item
    set settled_at = $1, settled_as = 'by itself'
    where settled_at is null and (
      queue in ('possible match', 'born shielded')
        and not exists (select from possible_match where source_row_id = other and state = 'waiting')
      or queue = 'possible duplicate' and not exists (
        select from possible_duplicate as pair
        where pair.child_id = desk_item.child_id and pair.other_child_id = other and state = 'waiting'
      )
      or queue not in ('possible match', 'born shielded', 'border move') and exists (
        select from record_merge
        where undone_at is null and desk_item.child_id in (first_child_id, second_child_id)
      )
    )`,
  takes: [instant],
  gives: {},
});

const nextOfRound = statement({
  name: 'next-children-of-desk-round',
  text: `select child_id
    from child
    where child_id > coalesce((select after_child from desk_round), 0) and closed_on is null
    order by child_id
    limit $1`,
  takes: [integer],
  gives: { child_id: bigint },
});

const moveRound = statement({
  name: 'move-desk-round',
  text: `insert into desk_round (after_child) values ($1)
    on conflict (round_no) do update set after_child = excluded.after_child`,
  takes: [bigint],
  gives: {},
});

const unmerged = `not exists (
        select from record_merge where undone_at is null and looked.child_id in (first_child_id, second_child_id)
      )`;

// Of one supplier the row seen last counts; a supplier that changed its mind does not disagree with itself.
const disagreeing = `exists (
        select from (
          select distinct on (supplier_id) date_of_birth, nhs_number, upn
          from link
          join source_row using (source_row_id)
          where link.child_id = looked.child_id
          order by supplier_id, last_seen_on desc, source_row_id desc
        ) as said
        having count(distinct date_of_birth) > 1 or count(distinct nhs_number) > 1 or count(distinct upn) > 1
      )`;

// A school that closed is a school as long as the register names who follows it: the record shows that one.
const placed = `exists (
              select from education
              left join school on school.urn = education.urn
              where education.child_id = looked.child_id and ended_on is null and (
                school.is_open is not false or exists (select from school_successor where school_successor.urn = school.urn)
              )
            )`;

// School age: from the September after the fifth birthday to the June after the sixteenth, in whole years here.
const unplaced = `exists (
        select from child
        where child.child_id = looked.child_id and (
          date_of_birth between $4::date - interval '16 years' and $4::date - interval '6 years'
            and not ${placed}
          or date_of_birth < $4::date - interval '3 months'
            and not exists (select from gp_registration where gp_registration.child_id = looked.child_id and ended_on is null)
        )
      )`;

// The holder is asked every term; the desk hears of it where two went by. A sensitive service is chased by nobody outside it.
const unconfirmed = `exists (
        select from involvement
        join team on team.team_id = involvement.team_id
        where involvement.child_id = looked.child_id and ended_on is null and coalesce(confirmed_on, started_on) < $5
          and team.service_kind <> all ($7)
      )`;

const found = (queue: string, wrong: string): string => `
    select looked.child_id, '${queue}' as queue, ${wrong} and ${unmerged} as wrong from looked`;

const looked = `with looked as materialized (
      select child_id from unnest($1::bigint[]) as asked (child_id)
    ), found as materialized (${[
      found('disagreeing facts', disagreeing),
      found('no school or GP', unplaced),
      found('unconfirmed contacts', unconfirmed),
    ].join('\n    union all')}
    )`;

const fillRound = statement({
  name: 'fill-desk-from-round',
  text: `${looked}, gone as (
      update desk_item
      set settled_at = $2, settled_as = 'by itself'
      from found
      where desk_item.child_id = found.child_id and desk_item.queue = found.queue and not wrong and settled_at is null
    )
    insert into desk_item (child_id, queue, other, council_code, found_on, due_on)
    select found.child_id, found.queue, 0, ${councilOf('found.child_id')}, $4,
      case when found.queue = 'disagreeing facts' then $3::date else $6::date end
    from found
    where wrong
    ${openAgain(false)}`,
  takes: [arrayOf(bigint), instant, day, day, day, day, arrayOf(text)],
  gives: {},
});

/** Puts rows and pairs that wait for a person on the desk, and takes off what waits no longer. */
export async function fillWithDoubts(
  tx: Transaction,
  { now, today, dueOn }: { readonly now: Date; readonly today: Day; readonly dueOn: Day },
): Promise<void> {
  await dropSettled.rows(tx, now);
  await fillMatches.rows(tx, today);
  await fillDuplicates.rows(tx, today, dueOn);
}

/** Puts those on the desk who are 18 by an estimate alone, and takes off of whom that is so no longer. */
export async function fillWithEstimated(
  tx: Transaction,
  { now, today, dueOn }: { readonly now: Date; readonly today: Day; readonly dueOn: Day },
): Promise<void> {
  await dropNoLongerEstimated.rows(tx, now, today);
  await fillEstimated.rows(tx, today, dueOn);
}

/** When what the round finds should be settled, and before which day a contact is stale. */
export type RoundDays = {
  readonly now: Date;
  readonly today: Day;
  readonly factsDueOn: Day;
  readonly restDueOn: Day;
  readonly staleBefore: Day;
};

/** Looks at the next records of the round; answers how many it looked at. */
export async function fillFromRound(tx: Transaction, count: number, days: RoundDays): Promise<number> {
  const rows = await nextOfRound.rows(tx, count);
  const childIds = rows.map((row) => row.child_id);
  await moveRound.rows(tx, rows.length < count ? 0 : (childIds.at(-1) ?? 0));
  if (childIds.length === 0) return 0;
  const { now, today, factsDueOn, restDueOn, staleBefore } = days;
  await fillRound.rows(tx, childIds, now, factsDueOn, today, staleBefore, restDueOn, untoldKinds(false));
  return childIds.length;
}
