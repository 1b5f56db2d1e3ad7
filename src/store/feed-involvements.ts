import type { Day } from '../domain/calendar.ts';
import type { ServiceKind } from '../domain/service-kinds.ts';
import { arrayOf, bigint, day, integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// A service is reached by its duty desk where a file does not say who works with the child.
const teamOfService = statement({
  name: 'team-of-a-councils-service',
  text: `select team_id
    from team
    join organisation using (organisation_id)
    where team.service_kind = $1 and coalesce(team.council_code, organisation.council_code) = $2
    order by is_desk desc, team_id
    limit 1`,
  takes: [text, smallint],
  gives: { team_id: integer },
});

const bornOn = statement({
  name: 'children-born-on',
  text: `select child_id
    from unnest($1::bigint[], $2::date[]) as asked (child_id, born)
    join child using (child_id)
    where date_of_birth = born
    order by child_id
    limit 100000`,
  takes: [arrayOf(bigint), arrayOf(day)],
  gives: { child_id: bigint },
});

// Whoever ended or recorded a part of the team in the child's life stands: a file changes only what a file of the supplier began.
const endInvolvements = statement({
  name: 'end-involvements-told-by-feed',
  text: `update involvement
    set ended_on = said.ended_on, version = version + 1
    from unnest($2::bigint[], $3::integer[], $4::date[], $5::date[]) as said (child_id, team_id, started_on, ended_on)
    where involvement.child_id = said.child_id and involvement.team_id = said.team_id
      and involvement.started_on = said.started_on and supplier_id = $1 and practitioner_id is null
      and involvement.ended_on is null and said.ended_on is not null
    returning involvement.child_id`,
  takes: [smallint, arrayOf(bigint), arrayOf(integer), arrayOf(day), arrayOf(nullable(day))],
  gives: { child_id: bigint },
});

const addInvolvements = statement({
  name: 'add-involvements-told-by-feed',
  text: `insert into involvement (child_id, involvement_no, team_id, started_on, ended_on, reached_by, supplier_id)
    select said.child_id,
      (select coalesce(max(involvement_no), 0) from involvement as own where own.child_id = said.child_id)
        + row_number() over (partition by said.child_id order by said.started_on, said.team_id),
      said.team_id, said.started_on, said.ended_on, 'team', $1
    from unnest($2::bigint[], $3::integer[], $4::date[], $5::date[]) as said (child_id, team_id, started_on, ended_on)
    where not exists (
      select from involvement as here
      where here.child_id = said.child_id and here.team_id = said.team_id
        and (here.started_on = said.started_on or here.ended_on is null))
    returning child_id`,
  takes: [smallint, arrayOf(bigint), arrayOf(integer), arrayOf(day), arrayOf(nullable(day))],
  gives: { child_id: bigint },
});

/** A team's part in a child's life, as a supplier tells of it. */
export type ToldInvolvement = {
  readonly childId: number;
  readonly teamId: number;
  readonly startedOn: Day;
  readonly endedOn: Day | null;
};

/** The team by which a council's service is reached; undefined where the council has none here. */
export async function findTeamOfService(
  tx: Transaction,
  service: ServiceKind,
  councilCode: number,
): Promise<number | undefined> {
  return (await teamOfService.first(tx, service, councilCode))?.team_id;
}

/** Which of these children were born on the day that is said of them. */
export async function findBornOn(
  tx: Transaction,
  asked: readonly { readonly childId: number; readonly dateOfBirth: Day }[],
): Promise<ReadonlySet<number>> {
  const rows = await bornOn.rows(
    tx,
    asked.map((one) => one.childId),
    asked.map((one) => one.dateOfBirth),
  );
  return new Set(rows.map((row) => row.child_id));
}

/** Writes what is new of a supplier's word, each child and team once, and answers the children for whom anything was. */
export async function writeInvolvements(
  tx: Transaction,
  supplierId: number,
  told: readonly ToldInvolvement[],
): Promise<ReadonlySet<number>> {
  const columns = [
    told.map((one) => one.childId),
    told.map((one) => one.teamId),
    told.map((one) => one.startedOn),
    told.map((one) => one.endedOn),
  ] as const;
  const ended = await endInvolvements.rows(tx, supplierId, ...columns);
  const added = await addInvolvements.rows(tx, supplierId, ...columns);
  return new Set([...ended, ...added].map((row) => row.child_id));
}
