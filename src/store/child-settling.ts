import { isDeepStrictEqual } from 'node:util';
import { isWhereabouts } from '../domain/child-record.ts';
import { isGender } from '../domain/gender.ts';
import { isNhsNumber, isUpn, type ContactPointNumber } from '../domain/identifiers.ts';
import { isClosedBecause, type ChildRow, type RecordRows } from '../domain/record-rows.ts';
import {
  readAddresses,
  readCarers,
  readRegistrations,
  replaceAddresses,
  replaceCarers,
  replaceRegistrations,
  type OfChild,
  type Replaced,
} from './child-parts.ts';
import { addChildNumbers, type NumberRow } from './child-numbers.ts';
import { arrayOf, bigint, branded, day, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { readEntries, replaceEntries } from './search-entries.ts';
import { statement } from './statement.ts';

// How settled records are written. What is read here is only held against what is to be written: nobody is answered with it.

const childRows = statement({
  name: 'child-rows-to-settle',
  text: `select child_id, given_names, family_name, preferred_name, date_of_birth, gender, nhs_number::text as nhs_number, upn,
      whereabouts, leaves_on, stays_until, closed_on, closed_because
    from child
    where child_id = any ($1)
    order by child_id
    limit 100000
    for update`,
  takes: [arrayOf(bigint)],
  gives: {
    child_id: bigint,
    given_names: text,
    family_name: text,
    preferred_name: nullable(text),
    date_of_birth: day,
    gender: oneOf(isGender),
    nhs_number: nullable(branded(isNhsNumber)),
    upn: nullable(branded(isUpn)),
    whereabouts: oneOf(isWhereabouts),
    leaves_on: day,
    stays_until: nullable(day),
    closed_on: nullable(day),
    closed_because: nullable(oneOf(isClosedBecause)),
  },
});

const columnsTaken = [
  arrayOf(bigint),
  arrayOf(text),
  arrayOf(text),
  arrayOf(nullable(text)),
  arrayOf(day),
  arrayOf(text),
  arrayOf(nullable(bigint)),
  arrayOf(nullable(text)),
  arrayOf(text),
  arrayOf(day),
  arrayOf(nullable(day)),
  arrayOf(nullable(text)),
] as const;

const addChildRows = statement({
  name: 'add-children',
  text: `insert into child (child_id, given_names, family_name, preferred_name, date_of_birth, gender, nhs_number, upn,
      whereabouts, leaves_on, closed_on, closed_because, contactpoint_number)
    select *
    from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::date[], $6::text[], $7::bigint[], $8::text[],
      $9::text[], $10::date[], $11::date[], $12::text[], $13::text[])`,
  takes: [...columnsTaken, arrayOf(text)],
  gives: {},
});

const changeChildRows = statement({
  name: 'change-children',
  text: `update child
    set given_names = settled.given_names, family_name = settled.family_name, preferred_name = settled.preferred_name,
      date_of_birth = settled.date_of_birth, gender = settled.gender, nhs_number = settled.nhs_number, upn = settled.upn,
      whereabouts = settled.whereabouts, leaves_on = settled.leaves_on, closed_on = settled.closed_on,
      closed_because = settled.closed_because
    from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::date[], $6::text[], $7::bigint[], $8::text[],
      $9::text[], $10::date[], $11::date[], $12::text[])
      as settled (child_id, given_names, family_name, preferred_name, date_of_birth, gender, nhs_number, upn, whereabouts,
        leaves_on, closed_on, closed_because)
    where child.child_id = settled.child_id`,
  takes: columnsTaken,
  gives: {},
});

/** A child whose record is made now. */
export type NewChild = {
  readonly childId: number;
  readonly contactPointNumber: ContactPointNumber;
  readonly child: ChildRow;
};

/** Reads what stands for each child and locks it, so that nobody changes it before it is settled. */
export async function readRecords(
  tx: Transaction,
  childIds: readonly number[],
): Promise<ReadonlyMap<number, RecordRows>> {
  if (childIds.length === 0) return new Map();
  const rows = await childRows.rows(tx, childIds);
  const addresses = byChild(await readAddresses(tx, childIds));
  const carers = byChild(await readCarers(tx, childIds));
  const registrations = byChild(await readRegistrations(tx, childIds));
  const entries = byChild(await readEntries(tx, childIds));
  const recordOf = (row: StoredChild): RecordRows => ({
    child: toChildRow(row),
    addresses: addresses.get(row.child_id) ?? [],
    carers: carers.get(row.child_id) ?? [],
    registrations: registrations.get(row.child_id) ?? [],
    entries: entries.get(row.child_id) ?? [],
  });
  return new Map(rows.map((row) => [row.child_id, recordOf(row)]));
}

/** Makes new child records; their parts are written by `writeRecords`. */
export async function addChildren(tx: Transaction, children: readonly NewChild[]): Promise<void> {
  if (children.length === 0) return;
  const numbers = children.map((one) => one.contactPointNumber);
  await addChildRows.rows(tx, ...valuesOf(children), numbers);
  await addChildNumbers(
    tx,
    children.map(({ childId, contactPointNumber }) => ({
      kind: 'contactpoint',
      number: contactPointNumber,
      childId,
    })),
  );
}

/** A child's record as it is to be, and as it was; `before` is absent for a new child, whose own row is there already. */
export type RecordChange = {
  readonly childId: number;
  readonly before?: RecordRows;
  readonly after: RecordRows;
};

/** Writes what differs, and answers the children of which anything did. */
export async function writeRecords(
  tx: Transaction,
  changes: readonly RecordChange[],
): Promise<ReadonlySet<number>> {
  const changed = changes.filter(
    ({ before, after }) => before !== undefined && !isDeepStrictEqual(before.child, after.child),
  );
  if (changed.length > 0)
    await changeChildRows.rows(
      tx,
      ...valuesOf(changed.map(({ childId, after }) => ({ childId, child: after.child }))),
    );
  await addChildNumbers(tx, changes.flatMap(newNumbers));
  await replaceWhereChanged(tx, changes, (record) => record.addresses, replaceAddresses);
  await replaceWhereChanged(tx, changes, (record) => record.carers, replaceCarers);
  await replaceWhereChanged(tx, changes, (record) => record.registrations, replaceRegistrations);
  await replaceWhereChanged(tx, changes, (record) => record.entries, replaceEntries);
  return new Set(
    changes.filter(({ before, after }) => !isDeepStrictEqual(before, after)).map(({ childId }) => childId),
  );
}

function newNumbers({ childId, before, after: { child } }: RecordChange): readonly NumberRow[] {
  const { nhsNumber, upn } = child;
  return [
    ...(nhsNumber === null || nhsNumber === before?.child.nhsNumber
      ? []
      : [{ kind: 'nhs', number: nhsNumber, childId } as const]),
    ...(upn === null || upn === before?.child.upn ? [] : [{ kind: 'upn', number: upn, childId } as const]),
  ];
}

async function replaceWhereChanged<Row>(
  tx: Transaction,
  changes: readonly RecordChange[],
  rowsOf: (record: RecordRows) => readonly Row[],
  replace: (tx: Transaction, replaced: readonly Replaced<Row>[]) => Promise<void>,
): Promise<void> {
  const changed = changes.filter(
    ({ before, after }) => !isDeepStrictEqual(before === undefined ? [] : rowsOf(before), rowsOf(after)),
  );
  if (changed.length === 0) return;
  await replace(
    tx,
    changed.map(({ childId, after }) => ({ childId, rows: rowsOf(after) })),
  );
}

function byChild<Row>(rows: readonly OfChild<Row>[]): ReadonlyMap<number, readonly Row[]> {
  const all = new Map<number, Row[]>();
  for (const { childId, row } of rows) {
    const own = all.get(childId) ?? [];
    own.push(row);
    all.set(childId, own);
  }
  return all;
}

function valuesOf(rows: readonly { readonly childId: number; readonly child: ChildRow }[]) {
  const children = rows.map((row) => row.child);
  return [
    rows.map((row) => row.childId),
    children.map((child) => child.givenNames),
    children.map((child) => child.familyName),
    children.map((child) => child.preferredName),
    children.map((child) => child.dateOfBirth),
    children.map((child) => child.gender),
    children.map((child) => (child.nhsNumber === null ? null : Number(child.nhsNumber))),
    children.map((child) => child.upn),
    children.map((child) => child.whereabouts),
    children.map((child) => child.leavesOn),
    children.map((child) => child.closedOn),
    children.map((child) => child.closedBecause),
  ] as const;
}

type StoredChild = Awaited<ReturnType<typeof childRows.rows>>[number];

function toChildRow(row: StoredChild): ChildRow {
  return {
    givenNames: row.given_names,
    familyName: row.family_name,
    preferredName: row.preferred_name,
    dateOfBirth: row.date_of_birth,
    gender: row.gender,
    nhsNumber: row.nhs_number,
    upn: row.upn,
    whereabouts: row.whereabouts,
    leavesOn: row.leaves_on,
    staysUntil: row.stays_until,
    closedOn: row.closed_on,
    closedBecause: row.closed_because,
  };
}
