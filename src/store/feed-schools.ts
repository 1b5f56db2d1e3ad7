import type { Day } from '../domain/calendar.ts';
import { isUrn, type Urn } from '../domain/identifiers.ts';
import { arrayOf, bigint, day, integer, nullable, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// A school that became an academy keeps its DfE number under a new URN: the one that is open, else the youngest.
const schoolsByNumber = statement({
  name: 'schools-by-dfe-number',
  text: `select distinct on (dfe_number) dfe_number, urn
    from school
    where dfe_number = any ($1)
    order by dfe_number, is_open desc, urn desc
    limit 10000`,
  takes: [arrayOf(text)],
  gives: { dfe_number: text, urn: integer },
});

const schoolsByUrn = statement({
  name: 'schools-by-urn',
  text: `select urn
    from school
    where urn = any ($1)
    order by urn
    limit 10000`,
  takes: [arrayOf(integer)],
  gives: { urn: integer },
});

const changePlaces = statement({
  name: 'change-places-at-school',
  text: `update education
    set started_on = coalesce(said.started_on, education.started_on), ended_on = said.ended_on
    from unnest($1::bigint[], $2::integer[], $3::date[], $4::date[]) as said (child_id, urn, started_on, ended_on)
    where education.child_id = said.child_id and education.urn = said.urn
      and (coalesce(said.started_on, education.started_on), said.ended_on)
        is distinct from (education.started_on, education.ended_on)
    returning education.child_id`,
  takes: [arrayOf(bigint), arrayOf(integer), arrayOf(nullable(day)), arrayOf(nullable(day))],
  gives: { child_id: bigint },
});

const addPlaces = statement({
  name: 'add-places-at-school',
  text: `insert into education (child_id, education_no, kind, urn, started_on, ended_on)
    select said.child_id,
      (select coalesce(max(education_no), 0) from education as own where own.child_id = said.child_id)
        + row_number() over (partition by said.child_id order by said.urn),
      'school', said.urn, said.started_on, said.ended_on
    from unnest($1::bigint[], $2::integer[], $3::date[], $4::date[]) as said (child_id, urn, started_on, ended_on)
    where not exists (select from education as here where here.child_id = said.child_id and here.urn = said.urn)
    returning child_id`,
  takes: [arrayOf(bigint), arrayOf(integer), arrayOf(nullable(day)), arrayOf(nullable(day))],
  gives: { child_id: bigint },
});

/** A child's place at a school of the register. */
export type ToldPlace = {
  readonly childId: number;
  readonly urn: number;
  readonly startedOn: Day | null;
  readonly endedOn: Day | null;
};

/** The URN that each DfE number leads to; numbers of no school are left out. */
export async function findUrns(
  tx: Transaction,
  dfeNumbers: readonly string[],
): Promise<ReadonlyMap<string, Urn>> {
  if (dfeNumbers.length === 0) return new Map();
  const rows = await schoolsByNumber.rows(tx, dfeNumbers);
  return new Map(rows.flatMap(({ dfe_number: number, urn }) => (isUrn(urn) ? [[number, urn] as const] : [])));
}

/** Which of these URNs are in the register. */
export async function findKnownUrns(tx: Transaction, urns: readonly number[]): Promise<ReadonlySet<number>> {
  if (urns.length === 0) return new Set();
  const rows = await schoolsByUrn.rows(tx, urns);
  return new Set(rows.map((row) => row.urn));
}

/** Writes places, each child and school once, and answers the children for whom anything was new. */
export async function writePlaces(tx: Transaction, told: readonly ToldPlace[]): Promise<ReadonlySet<number>> {
  if (told.length === 0) return new Set();
  const columns = [
    told.map((one) => one.childId),
    told.map((one) => one.urn),
    told.map((one) => one.startedOn),
    told.map((one) => one.endedOn),
  ] as const;
  const changed = await changePlaces.rows(tx, ...columns);
  const added = await addPlaces.rows(tx, ...columns);
  return new Set([...changed, ...added].map((row) => row.child_id));
}
