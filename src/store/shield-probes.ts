import { isGender } from '../domain/gender.ts';
import { bigint, day, integer, json, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Read by the proof, in practice copies, as the owner. What a desk is reached by, and what people work in, tells of no child.
const shielded = statement({
  name: 'shielded-to-probe',
  text: `select child.child_id, given_names, family_name, date_of_birth, gender, contactpoint_number, nhs_number::text as nhs_number,
      home.postcode,
      (
        select coalesce(jsonb_agg(distinct secret), '[]')
        from (
          select address_line as secret from child_address where child_address.child_id = child.child_id
          union all
          select postcode from child_address where child_address.child_id = child.child_id
          union all
          select unnest(array[concat_ws(' ', given_names, family_name), telephone, email])
          from carer
          where carer.child_id = child.child_id and family_name is not null
          union all
          select unnest(array[practitioner.name, practitioner.telephone, practitioner.email])
          from involvement
          join practitioner using (practitioner_id)
          where involvement.child_id = child.child_id
          union all
          select unnest(array[team.telephone, team.email])
          from involvement
          join team using (team_id)
          where involvement.child_id = child.child_id and not is_desk
          union all
          select unnest(array[school.name, team.telephone])
          from education
          join school using (urn)
          left join organisation on organisation.kind = 'school' and register_code = urn::text
          left join team using (organisation_id)
          where education.child_id = child.child_id
          union all
          select gp_practice.name
          from gp_registration
          join gp_practice using (practice_code)
          where gp_registration.child_id = child.child_id
        ) as told
        where length(secret) > 4
          and secret not in (select unnest(array[telephone, email, name]) from team where is_desk)
          and secret not in (select concat_ws(' ', given_names, family_name) from child) -- a list of children may say it of another
      ) as secrets,
      (
        select coalesce(jsonb_agg(distinct secret), '[]')
        from (
          select unnest(array[address_line, postcode]) as secret
          from child_address
          where child_address.child_id = child.child_id
          union all
          select unnest(array[telephone, email]) from carer where carer.child_id = child.child_id
        ) as told
        where length(secret) > 4
      ) as homes
    from child
    join lateral (
      select postcode from child_address
      where child_address.child_id = child.child_id and standing = 'current' and postcode is not null
    ) as home on true
    where exists (select from shield where shield.child_id = child.child_id and lifted_on is null)
      and closed_on is null and whereabouts = 'current' and given_names !~ '^(Baby|Twin)'
    order by exists (
        select from involvement
        join account using (practitioner_id)
        where involvement.child_id = child.child_id and ended_on is null and account.state = 'active'
      ) desc, child.child_id
    limit $1`,
  takes: [integer],
  gives: {
    child_id: bigint,
    given_names: text,
    family_name: text,
    date_of_birth: day,
    gender: oneOf(isGender),
    contactpoint_number: text,
    nhs_number: nullable(text),
    postcode: text,
    secrets: json,
    homes: json,
  },
});

const reach = statement({
  name: 'own-reach-of-user-who-probes',
  text: `select own
    from account
    join practitioner using (practitioner_id)
    join team on team.team_id = practitioner.team_id
    cross join lateral unnest(array[
      practitioner.name, practitioner.telephone, practitioner.email, team.name, team.telephone, team.email
    ]) as own
    where user_name = $1 and own is not null
    order by own
    limit 6`,
  takes: [text],
  gives: { own: text },
});

const refresh = statement({
  name: 'forget-budgets-of-probes',
  text: `delete from account_day`,
  takes: [],
  gives: {},
});

/** Shielded children who have a home to be found at, with all that tells where they are; those of the users' own lists first. */
export async function readShielded(tx: Transaction, sample: number) {
  return shielded.rows(tx, sample);
}

/** How somebody and their team are reached. */
export async function readReachOf(tx: Transaction, userName: string): Promise<readonly string[]> {
  return (await reach.rows(tx, userName)).map(({ own }) => own);
}

/** Lets the probes go on: in a practice copy, nobody's work. */
export async function forgetBudgets(tx: Transaction): Promise<void> {
  await refresh.rows(tx);
}
