import { isRelationship, type Relationship } from '../domain/relationships.ts';
import type { Day } from '../domain/calendar.ts';
import {
  arrayOf,
  bigint,
  boolean,
  day,
  instant,
  integer,
  nullable,
  oneOf,
  smallint,
  text,
} from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const carersToProtect = statement({
  name: 'carers-to-protect',
  text: `select carer_no, person_id, relationship
    from carer
    where child_id = $1 and family_name is not null
    order by carer_no
    limit 20
    for update`,
  takes: [bigint],
  gives: { carer_no: smallint, person_id: nullable(bigint), relationship: oneOf(isRelationship) },
});

const namePerson = statement({
  name: 'number-carer-person',
  text: `update carer set person_id = $3 where child_id = $1 and carer_no = $2 and person_id is null`,
  takes: [bigint, smallint, bigint],
  gives: {},
});

const add = statement({
  name: 'add-protection',
  text: `insert into protection (person_id, council_code, because, asked_as, asked_by, asked_at, decide_by)
    select $1,
      coalesce(responsible_council, (
        select council_code from child_address where child_address.child_id = child.child_id and standing in ('current', 'last known')
      ), (select council_code from organisation where organisation_id = $7)),
      $3, $4, $5, $6, $8
    from child
    where child_id = $2
    on conflict do nothing
    returning protection_id`,
  takes: [bigint, bigint, text, text, nullable(integer), instant, nullable(integer), day],
  gives: { protection_id: bigint },
});

const decide = statement({
  name: 'decide-protection',
  text: `update protection
    set decided_by = $2, decided_at = $3, review_on = $4
    where protection_id = $1 and lifted_at is null and lift_asked_by is null
      and (asked_by is null or asked_by <> $2)
      and (decided_at is null or review_on <= $5)
    returning protection_id`,
  takes: [bigint, integer, instant, day, day],
  gives: { protection_id: bigint },
});

const lockProtection = statement({
  name: 'lock-protection',
  text: `select person_id, council_code, asked_by, lift_asked_by, lifted_at is not null as is_lifted,
      council_code is not distinct from (select council_code from organisation where organisation_id = $2) as is_of_council
    from protection
    where protection_id = $1
    for update`,
  takes: [bigint, integer],
  gives: {
    person_id: bigint,
    council_code: nullable(smallint),
    asked_by: nullable(integer),
    lift_asked_by: nullable(integer),
    is_lifted: boolean,
    is_of_council: boolean,
  },
});

const coveredBy = statement({
  name: 'children-covered',
  text: `select child_id, lift_asked_by
    from shield
    where protection_id = $1 and lifted_on is null
    order by child_id
    limit 1000`,
  takes: [bigint],
  gives: { child_id: bigint, lift_asked_by: nullable(integer) },
});

/** A carer on a child's record, of a family. */
export type CarerToProtect = {
  readonly carerNo: number;
  readonly personId: number | null;
  readonly relationship: Relationship;
};

/** The carers of a child who are people, held until the transaction ends. */
export async function findCarersToProtect(
  tx: Transaction,
  childId: number,
): Promise<readonly CarerToProtect[]> {
  const rows = await carersToProtect.rows(tx, childId);
  return rows.map((row) => ({
    carerNo: row.carer_no,
    personId: row.person_id,
    relationship: row.relationship,
  }));
}

/** Gives a carer, of whom it was not known where else they are one, a number that a shield can follow. */
export async function numberPerson(
  tx: Transaction,
  childId: number,
  carerNo: number,
  personId: number,
): Promise<void> {
  await namePerson.rows(tx, childId, carerNo, personId);
}

/** Who asks to protect a person, and why. */
export type NewProtection = {
  readonly personId: number;
  /** The child on whose record it is asked: its council decides. */
  readonly childId: number;
  readonly because: string;
  readonly askedAs: 'user' | 'family';
  readonly askedBy: { readonly accountId: number; readonly organisationId: number } | null;
  readonly askedAt: Date;
  readonly decideBy: Day;
};

/** Adds the decision to protect a person; undefined where one for this reason stands already. */
export async function addProtection(tx: Transaction, asked: NewProtection): Promise<number | undefined> {
  const { personId, childId, because, askedAs, askedBy, askedAt } = asked;
  const { accountId = null, organisationId = null } = askedBy ?? {};
  const row = await add.first(
    tx,
    personId,
    childId,
    because,
    askedAs,
    accountId,
    askedAt,
    organisationId,
    asked.decideBy,
  );
  return row?.protection_id;
}

/** One protection, held until the transaction ends. */
export async function holdProtection(tx: Transaction, protectionId: number, organisationId: number) {
  const row = await lockProtection.first(tx, protectionId, organisationId);
  if (row === undefined) return undefined;
  return {
    personId: row.person_id,
    councilCode: row.council_code,
    askedBy: row.asked_by,
    liftAskedBy: row.lift_asked_by,
    isLifted: row.is_lifted,
    isOfCouncil: row.is_of_council,
  };
}

/** The children on whose records a protection's shields stand, and who asked to take each out. */
export async function findCovered(tx: Transaction, protectionId: number) {
  const rows = await coveredBy.rows(tx, protectionId);
  return rows.map((row) => ({ childId: row.child_id, liftAskedBy: row.lift_asked_by }));
}

/** Decides that a shield stays, and when it is looked at again. False where it was decided, or something else came first. */
export async function decideProtection(
  tx: Transaction,
  protectionId: number,
  by: number,
  at: Date,
  { reviewOn, reviewFrom }: { readonly reviewOn: Day; readonly reviewFrom: Day },
): Promise<boolean> {
  return (await decide.first(tx, protectionId, by, at, reviewOn, reviewFrom)) !== undefined;
}

/** Holds the records of these children until the transaction ends, in one order for all. */
const lockChildren = statement({
  name: 'lock-children',
  text: `select child_id from child where child_id = any ($1) order by child_id limit 1000 for update`,
  takes: [arrayOf(bigint)],
  gives: { child_id: bigint },
});

/** Holds these children's records; answers those that are here. */
export async function holdChildren(tx: Transaction, childIds: readonly number[]): Promise<readonly number[]> {
  return (await lockChildren.rows(tx, childIds)).map((row) => row.child_id);
}
