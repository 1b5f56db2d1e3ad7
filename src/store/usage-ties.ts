import { arrayOf, bigint, boolean, day, integer, nullable, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement, type Row } from './statement.ts';

// Involvements count from their first day to half a year after their last: work is written up after it ends.
const worked = `started_on <= pair.day and (ended_on is null or ended_on >= pair.day - 180)`;

const ties = statement({
  name: 'ties-under-review',
  text: `with asked as materialized (
      select asked.pair_no, asked.account_id, asked.child_id, asked.day, account.practitioner_id, account.organisation_id,
        practitioner.team_id, team.service_kind, organisation.kind, organisation.register_code, account_personal.person_id
      from unnest($1::integer[], $2::bigint[], $3::date[]) with ordinality as asked (account_id, child_id, day, pair_no)
      join account on account.account_id = asked.account_id
      join organisation on organisation.organisation_id = account.organisation_id
      left join practitioner on practitioner.practitioner_id = account.practitioner_id
      left join team on team.team_id = practitioner.team_id
      left join account_personal on account_personal.account_id = asked.account_id
    )
    select pair.pair_no::integer as pair_no, pair.service_kind, pair.kind as organisation_kind,
      coalesce(work.own, false) as own, coalesce(work.team, false) as team, coalesce(work.service, false) as service,
      case when coalesce(work.service, false) then false else exists (
          select from carer as mine
          join carer as theirs on theirs.person_id = mine.person_id and theirs.child_id <> mine.child_id
          join involvement on involvement.child_id = theirs.child_id
          where mine.child_id = pair.child_id and involvement.team_id = pair.team_id and ${worked}
        ) or exists (
          select from search_entry as mine
          join search_entry as theirs on theirs.postcode_key = mine.postcode_key and not theirs.is_shielded
            and theirs.kind = 'present' and theirs.child_id <> mine.child_id
          join child_address as here on here.child_id = mine.child_id and here.standing = 'current'
          join child_address as there on there.child_id = theirs.child_id and there.standing = 'current'
            and there.address_line = here.address_line and there.postcode = here.postcode
          join involvement on involvement.child_id = theirs.child_id
          where mine.child_id = pair.child_id and mine.kind = 'present' and involvement.team_id = pair.team_id and ${worked}
        ) end as household,
      case pair.kind
        when 'school' then exists (
          select from education
          where education.child_id = pair.child_id and education.urn::text = pair.register_code
            and (started_on is null or started_on <= pair.day + 60) and (ended_on is null or ended_on >= pair.day - 60))
        when 'GP practice' then exists (
          select from gp_registration
          where gp_registration.child_id = pair.child_id and gp_registration.practice_code = pair.register_code
            and (ended_on is null or ended_on >= pair.day - 60))
        else false end as is_at_own_setting,
      exists (
        select from child where child.child_id = pair.child_id and date_of_birth between pair.day - 42 and pair.day
      ) as born_within_six_weeks,
      exists (
        select from education where education.child_id = pair.child_id
          and (started_on between pair.day - 60 and pair.day + 60 or ended_on between pair.day - 60 and pair.day + 60)
      ) or exists (
        select from child_address where child_address.child_id = pair.child_id and since between pair.day - 60 and pair.day
      ) or exists (
        select from involvement where involvement.child_id = pair.child_id
          and (started_on between pair.day - 60 and pair.day or ended_on between pair.day - 60 and pair.day)
      ) as changed_just_then,
      exists (
        select from link where link.child_id = pair.child_id and linked_on between pair.day - 28 and pair.day
      ) as waits_for_record_keeper,
      exists (
        select from carer where carer.child_id = pair.child_id and carer.person_id = pair.person_id
      ) as is_carer,
      pair.person_id is not null and exists (
        select from carer as mine
        join carer as other on other.child_id = mine.child_id and other.person_id <> mine.person_id
        join carer as theirs on theirs.person_id = other.person_id and theirs.child_id = pair.child_id
        where mine.person_id = pair.person_id
      ) as shares_carer,
      exists (
        select from carer
        join account_personal as beside on beside.person_id = carer.person_id
        join account as colleague on colleague.account_id = beside.account_id and colleague.account_id <> pair.account_id
        left join practitioner on practitioner.practitioner_id = colleague.practitioner_id
        where carer.child_id = pair.child_id and colleague.organisation_id = pair.organisation_id
          and practitioner.team_id is not distinct from pair.team_id
      ) or exists (
        select from child_address
        join account_personal as beside on beside.home_postcode = child_address.postcode
          and lower(beside.home_line) = lower(child_address.address_line)
        join account as colleague on colleague.account_id = beside.account_id and colleague.account_id <> pair.account_id
        left join practitioner on practitioner.practitioner_id = colleague.practitioner_id
        where child_address.child_id = pair.child_id and standing <> 'former'
          and colleague.organisation_id = pair.organisation_id
          and practitioner.team_id is not distinct from pair.team_id
      ) as is_colleagues
    from asked as pair
    left join lateral (
      select bool_or(involvement.practitioner_id = pair.practitioner_id) as own,
        bool_or(involvement.team_id = pair.team_id) as team,
        bool_or(team.organisation_id = pair.organisation_id and team.service_kind = pair.service_kind) as service
      from involvement
      join team on team.team_id = involvement.team_id
      where involvement.child_id = pair.child_id and ${worked}
    ) as work on true
    order by pair_no
    limit 1000000`,
  takes: [arrayOf(integer), arrayOf(bigint), arrayOf(day)],
  gives: {
    pair_no: integer,
    service_kind: nullable(text),
    organisation_kind: text,
    own: boolean,
    team: boolean,
    service: boolean,
    household: boolean,
    is_at_own_setting: boolean,
    born_within_six_weeks: boolean,
    changed_just_then: boolean,
    waits_for_record_keeper: boolean,
    is_carer: boolean,
    shares_carer: boolean,
    is_colleagues: boolean,
  },
});

/** What stands between a user and a child on a day. */
export type TieRow = Row<typeof ties.gives>;

export type Pair = { readonly accountId: number; readonly childId: number };

/** What stands between each of these users and children on one day, in the order asked. */
export async function readTies(
  tx: Transaction,
  on: Parameters<typeof ties.rows>[3][number],
  pairs: readonly Pair[],
): Promise<readonly (readonly [Pair, TieRow])[]> {
  const rows = await ties.rows(
    tx,
    pairs.map(({ accountId }) => accountId),
    pairs.map(({ childId }) => childId),
    pairs.map(() => on),
  );
  return rows.flatMap((row) => {
    const pair = pairs[row.pair_no - 1];
    return pair === undefined ? [] : [[pair, row] as const];
  });
}
