import { isPostcode } from '../domain/identifiers.ts';
import {
  isAddressStanding,
  type AddressRow,
  type CarerRow,
  type RegistrationRow,
} from '../domain/record-rows.ts';
import { isParentalResponsibility, isRelationship } from '../domain/relationships.ts';
import { arrayOf, bigint, branded, day, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Addresses, carers and practices are read and written together, to be settled: nobody is answered with what is read here.

const addressRows = statement({
  name: 'address-rows-to-settle',
  text: `select child_id, address_no, standing, council_code, since, address_line, town, postcode
    from child_address
    where child_id = any ($1)
    order by child_id, address_no
    limit 100000`,
  takes: [arrayOf(bigint)],
  gives: {
    child_id: bigint,
    address_no: smallint,
    standing: oneOf(isAddressStanding),
    council_code: nullable(smallint),
    since: nullable(day),
    address_line: text,
    town: nullable(text),
    postcode: nullable(branded(isPostcode)),
  },
});

const dropAddresses = statement({
  name: 'drop-addresses',
  text: `delete from child_address where child_id = any ($1)`,
  takes: [arrayOf(bigint)],
  gives: {},
});

const addAddresses = statement({
  name: 'add-addresses',
  text: `insert into child_address (child_id, address_no, standing, council_code, since, address_line, town, postcode)
    select *
    from unnest($1::bigint[], $2::smallint[], $3::text[], $4::smallint[], $5::date[], $6::text[], $7::text[], $8::text[])`,
  takes: [
    arrayOf(bigint),
    arrayOf(smallint),
    arrayOf(text),
    arrayOf(nullable(smallint)),
    arrayOf(nullable(day)),
    arrayOf(text),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
  ],
  gives: {},
});

const carerRows = statement({
  name: 'carer-rows-to-settle',
  text: `select child_id, carer_no, address_no, council_code, person_id, given_names, family_name, relationship,
      parental_responsibility, telephone, email, supplier_id, carer_key
    from carer
    where child_id = any ($1)
    order by child_id, carer_no
    limit 100000`,
  takes: [arrayOf(bigint)],
  gives: {
    child_id: bigint,
    carer_no: smallint,
    address_no: nullable(smallint),
    council_code: nullable(smallint),
    person_id: nullable(bigint),
    given_names: nullable(text),
    family_name: nullable(text),
    relationship: oneOf(isRelationship),
    parental_responsibility: oneOf(isParentalResponsibility),
    telephone: nullable(text),
    email: nullable(text),
    supplier_id: nullable(smallint),
    carer_key: nullable(text),
  },
});

const dropCarers = statement({
  name: 'drop-carers',
  text: `delete from carer where child_id = any ($1)`,
  takes: [arrayOf(bigint)],
  gives: {},
});

const addCarerRows = statement({
  name: 'add-carers',
  text: `insert into carer (child_id, carer_no, address_no, council_code, person_id, given_names, family_name, relationship,
      parental_responsibility, telephone, email, supplier_id, carer_key)
    select *
    from unnest($1::bigint[], $2::smallint[], $3::smallint[], $4::smallint[], $5::bigint[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::text[], $11::text[], $12::smallint[], $13::text[])`,
  takes: [
    arrayOf(bigint),
    arrayOf(smallint),
    arrayOf(nullable(smallint)),
    arrayOf(nullable(smallint)),
    arrayOf(nullable(bigint)),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(text),
    arrayOf(text),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(nullable(smallint)),
    arrayOf(nullable(text)),
  ],
  gives: {},
});

const registrationRows = statement({
  name: 'registration-rows-to-settle',
  text: `select child_id, practice_code, started_on, ended_on
    from gp_registration
    where child_id = any ($1)
    order by child_id, practice_code
    limit 100000`,
  takes: [arrayOf(bigint)],
  gives: { child_id: bigint, practice_code: text, started_on: nullable(day), ended_on: nullable(day) },
});

const dropRegistrations = statement({
  name: 'drop-registrations',
  text: `delete from gp_registration where child_id = any ($1)`,
  takes: [arrayOf(bigint)],
  gives: {},
});

const addRegistrations = statement({
  name: 'add-registrations',
  text: `insert into gp_registration (child_id, practice_code, started_on, ended_on)
    select * from unnest($1::bigint[], $2::text[], $3::date[], $4::date[])`,
  takes: [arrayOf(bigint), arrayOf(text), arrayOf(nullable(day)), arrayOf(nullable(day))],
  gives: {},
});

/** A row, and the child that it is of. */
export type OfChild<Row> = { readonly childId: number; readonly row: Row };
/** What is to stand for one child instead of what stands now. */
export type Replaced<Row> = { readonly childId: number; readonly rows: readonly Row[] };

export async function readAddresses(
  tx: Transaction,
  childIds: readonly number[],
): Promise<readonly OfChild<AddressRow>[]> {
  const rows = await addressRows.rows(tx, childIds);
  return rows.map((row) => ({
    childId: row.child_id,
    row: {
      addressNo: row.address_no,
      standing: row.standing,
      councilCode: row.council_code,
      since: row.since,
      line: row.address_line,
      town: row.town,
      postcode: row.postcode,
    },
  }));
}

export async function replaceAddresses(
  tx: Transaction,
  replaced: readonly Replaced<AddressRow>[],
): Promise<void> {
  const rows = ofChildren(replaced);
  await dropAddresses.rows(tx, idsOf(replaced));
  await addAddresses.rows(
    tx,
    idsOf(rows),
    rows.map(({ row }) => row.addressNo),
    rows.map(({ row }) => row.standing),
    rows.map(({ row }) => row.councilCode),
    rows.map(({ row }) => row.since),
    rows.map(({ row }) => row.line),
    rows.map(({ row }) => row.town),
    rows.map(({ row }) => row.postcode),
  );
}

export async function readCarers(
  tx: Transaction,
  childIds: readonly number[],
): Promise<readonly OfChild<CarerRow>[]> {
  const rows = await carerRows.rows(tx, childIds);
  return rows.map((row) => ({
    childId: row.child_id,
    row: {
      carerNo: row.carer_no,
      addressNo: row.address_no,
      councilCode: row.council_code,
      personId: row.person_id,
      givenNames: row.given_names,
      familyName: row.family_name,
      relationship: row.relationship,
      parentalResponsibility: row.parental_responsibility,
      telephone: row.telephone,
      email: row.email,
      supplierId: row.supplier_id,
      carerKey: row.carer_key,
    },
  }));
}

export async function replaceCarers(tx: Transaction, replaced: readonly Replaced<CarerRow>[]): Promise<void> {
  const rows = ofChildren(replaced);
  await dropCarers.rows(tx, idsOf(replaced));
  await addCarerRows.rows(
    tx,
    idsOf(rows),
    rows.map(({ row }) => row.carerNo),
    rows.map(({ row }) => row.addressNo),
    rows.map(({ row }) => row.councilCode),
    rows.map(({ row }) => row.personId),
    rows.map(({ row }) => row.givenNames),
    rows.map(({ row }) => row.familyName),
    rows.map(({ row }) => row.relationship),
    rows.map(({ row }) => row.parentalResponsibility),
    rows.map(({ row }) => row.telephone),
    rows.map(({ row }) => row.email),
    rows.map(({ row }) => row.supplierId),
    rows.map(({ row }) => row.carerKey),
  );
}

export async function readRegistrations(
  tx: Transaction,
  childIds: readonly number[],
): Promise<readonly OfChild<RegistrationRow>[]> {
  const rows = await registrationRows.rows(tx, childIds);
  return rows.map((row) => ({
    childId: row.child_id,
    row: {
      practiceCode: row.practice_code,
      startedOn: row.started_on,
      endedOn: row.ended_on,
    },
  }));
}

export async function replaceRegistrations(
  tx: Transaction,
  replaced: readonly Replaced<RegistrationRow>[],
): Promise<void> {
  const rows = ofChildren(replaced);
  await dropRegistrations.rows(tx, idsOf(replaced));
  await addRegistrations.rows(
    tx,
    idsOf(rows),
    rows.map(({ row }) => row.practiceCode),
    rows.map(({ row }) => row.startedOn),
    rows.map(({ row }) => row.endedOn),
  );
}

function ofChildren<Row>(replaced: readonly Replaced<Row>[]): readonly OfChild<Row>[] {
  return replaced.flatMap(({ childId, rows }) => rows.map((row) => ({ childId, row })));
}

function idsOf(rows: readonly { readonly childId: number }[]): readonly number[] {
  return rows.map((row) => row.childId);
}
