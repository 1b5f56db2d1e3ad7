import type { Day } from '../domain/calendar.ts';
import type { StoredLook } from '../domain/family-looks.ts';
import { isServiceKind, serviceKinds } from '../domain/service-kinds.ts';
import { bigint, boolean, day, instant, integer, nullable, oneOf, text, uuid } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const helpers = statement({
  name: 'family-helpers',
  text: `select team.service_kind, organisation.name as organisation, team.name as team, team.telephone,
      practitioner.name as person, practitioner.job_title, is_lead
    from involvement
    join team on team.team_id = involvement.team_id
    join organisation using (organisation_id)
    left join practitioner on practitioner.practitioner_id = involvement.practitioner_id
      and not exists (
        select from account
        where account.practitioner_id = involvement.practitioner_id and account.state = 'closed'
      )
    where child_id = $1 and (ended_on is null or ended_on >= $2)
    order by is_lead desc, organisation.name, team.name, involvement_no
    limit 100`,
  takes: [bigint, day],
  gives: {
    service_kind: oneOf(isServiceKind),
    organisation: text,
    team: text,
    telephone: text,
    person: nullable(text),
    job_title: nullable(text),
    is_lead: boolean,
  },
});

// A parent's own, by their own row; the young person's own, by the child's.
const homes = statement({
  name: 'family-home',
  text: `select address_line, town, postcode
    from child_address
    where child_id = $1
      and case
        when $2::bigint is null then standing = 'current'
        else standing <> 'former' and address_no in (
          select address_no from carer where carer.child_id = $1 and carer.person_id = $2
        )
      end
    order by address_no
    limit 2`,
  takes: [bigint, nullable(bigint)],
  gives: { address_line: text, town: nullable(text), postcode: nullable(text) },
});

// All of it is read and then judged, so that what is held takes no less time than what is shown.
const looks = statement({
  name: 'family-looks',
  text: `select log_entry.event_id, log_entry.recorded_at, log_entry.act, log_entry.account_id,
      coalesce(log_entry.body::jsonb ->> 'outcome', '') as outcome, log_entry.body::jsonb ->> 'role' as role,
      log_entry.body::jsonb ->> 'reason' as reason, log_entry.body::jsonb ->> 'footing' as footing,
      log_entry.body::jsonb ->> 'mediated' is not null as mediated,
      organisation.name as organisation, organisation.kind as organisation_kind, team.service_kind,
      exists (select from look_release where look_release.event_id = log_entry.event_id) as released
    from log_part
    join log_entry on log_entry.event_id = log_part.event_id and log_entry.recorded_at = log_part.recorded_at
    left join account on account.account_id = log_entry.account_id
    left join practitioner using (practitioner_id)
    left join team using (team_id)
    left join organisation on organisation.organisation_id = (log_entry.body::jsonb ->> 'organisation')::integer
    where log_part.child_id = $1 and log_part.kind = 'child'
    order by log_entry.recorded_at desc, log_entry.event_id`,
  takes: [bigint],
  gives: {
    event_id: uuid,
    recorded_at: instant,
    act: text,
    account_id: nullable(integer),
    outcome: text,
    role: nullable(text),
    reason: nullable(text),
    footing: nullable(text),
    mediated: boolean,
    organisation: nullable(text),
    organisation_kind: nullable(text),
    service_kind: nullable(text),
    released: boolean,
  },
});

/** Who is helping a child today. Read for the family's own page alone, whose session names the child. */
export async function readHelpers(tx: Transaction, childId: number, today: Day) {
  return helpers.rows(tx, childId, today);
}

/** The address of a parent, by their own number, or of the young person, where there is no number. */
export async function readOwnHome(tx: Transaction, childId: number, personId: number | null) {
  return homes.first(tx, childId, personId);
}

/** Every entry of the log that names the child, newest first; what of it is shown is for the rules to say. */
export async function readLooks(tx: Transaction, childId: number): Promise<readonly StoredLook[]> {
  const rows = await looks.rows(tx, childId);
  return rows.map((row) => ({
    event: row.event_id,
    at: row.recorded_at,
    act: row.act,
    outcome: row.outcome,
    accountId: row.account_id,
    role: row.role,
    organisation: row.organisation,
    organisationKind: row.organisation_kind,
    reason: row.reason,
    footing: row.footing,
    mediated: row.mediated,
    sensitive:
      row.service_kind !== null &&
      isServiceKind(row.service_kind) &&
      serviceKinds[row.service_kind].sensitive,
    released: row.released,
  }));
}
