import { isGender } from '../domain/gender.ts';
import { isNhsNumber, isOdsPracticeCode, isPostcode, isUpn } from '../domain/identifiers.ts';
import type { SourceAddress, SourceChild } from '../domain/source-row.ts';
import { isSupplierCode, type LinkedRow } from '../domain/standing.ts';
import {
  arrayOf,
  bigint,
  boolean,
  branded,
  day,
  integer,
  nullable,
  oneOf,
  smallint,
  text,
} from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Read only to settle a record from it: nothing read here is answered to anybody, so it needs no ticket.

const linkedRows = statement({
  name: 'linked-rows-of-children',
  text: `select link.child_id, source_row_id, supplier_id, supplier.standing as supplier, first_seen_on, last_seen_on, supplier_version, digest,
      supplier_key, given_names, family_name, preferred_name, date_of_birth, gender, nhs_number::text as nhs_number, upn,
      school_urn, practice_code, address_line, town, postcode, died_on, restricted
    from link
    join source_row using (source_row_id)
    join supplier using (supplier_id)
    where link.child_id = any ($1)
    order by source_row_id
    limit 100000`,
  takes: [arrayOf(bigint)],
  gives: {
    child_id: bigint,
    source_row_id: bigint,
    supplier_id: smallint,
    supplier: oneOf(isSupplierCode),
    first_seen_on: day,
    last_seen_on: day,
    supplier_version: nullable(integer),
    digest: bigint,
    supplier_key: text,
    given_names: text,
    family_name: text,
    preferred_name: nullable(text),
    date_of_birth: day,
    gender: oneOf(isGender),
    nhs_number: nullable(branded(isNhsNumber)),
    upn: nullable(branded(isUpn)),
    school_urn: nullable(integer),
    practice_code: nullable(branded(isOdsPracticeCode)),
    address_line: nullable(text),
    town: nullable(text),
    postcode: nullable(branded(isPostcode)),
    died_on: nullable(day),
    restricted: boolean,
  },
});

const formerNamesOfChildren = statement({
  name: 'source-former-names-of-children',
  text: `select source_row_id, source_former_name.given_names, source_former_name.family_name
    from link
    join source_former_name using (source_row_id)
    where link.child_id = any ($1)
    order by source_row_id, name_no
    limit 100000`,
  takes: [arrayOf(bigint)],
  gives: { source_row_id: bigint, given_names: text, family_name: text },
});

/** All rows linked to each of these children. */
export async function findLinkedRows(
  tx: Transaction,
  childIds: readonly number[],
): Promise<ReadonlyMap<number, readonly LinkedRow[]>> {
  const linked = new Map<number, LinkedRow[]>(childIds.map((childId) => [childId, []]));
  if (childIds.length === 0) return linked;
  const names = new Map<number, { givenNames: string; familyName: string }[]>();
  for (const name of await formerNamesOfChildren.rows(tx, childIds)) {
    const all = names.get(name.source_row_id) ?? [];
    all.push({ givenNames: name.given_names, familyName: name.family_name });
    names.set(name.source_row_id, all);
  }
  for (const row of await linkedRows.rows(tx, childIds))
    linked.get(row.child_id)?.push(toLinkedRow(row, names.get(row.source_row_id)));
  return linked;
}

type Stored = Awaited<ReturnType<typeof linkedRows.rows>>[number];

function toLinkedRow(row: Stored, formerNames: SourceChild['formerNames']): LinkedRow {
  return {
    sourceRowId: row.source_row_id,
    supplierId: row.supplier_id,
    supplier: row.supplier,
    firstSeenOn: row.first_seen_on,
    lastSeenOn: row.last_seen_on,
    version: row.supplier_version,
    digest: row.digest,
    says: {
      supplierKey: row.supplier_key,
      givenNames: row.given_names,
      familyName: row.family_name,
      dateOfBirth: row.date_of_birth,
      gender: row.gender,
      restricted: row.restricted,
      ...(row.preferred_name === null ? {} : { preferredName: row.preferred_name }),
      ...(formerNames === undefined ? {} : { formerNames }),
      ...(row.nhs_number === null ? {} : { nhsNumber: row.nhs_number }),
      ...(row.upn === null ? {} : { upn: row.upn }),
      ...(row.school_urn === null ? {} : { schoolUrn: row.school_urn }),
      ...(row.practice_code === null ? {} : { practiceCode: row.practice_code }),
      ...(row.address_line === null ? {} : { address: addressOf(row.address_line, row) }),
      ...(row.died_on === null ? {} : { diedOn: row.died_on }),
    },
  };
}

function addressOf(line: string, { town, postcode }: Pick<Stored, 'town' | 'postcode'>): SourceAddress {
  return { line, ...(town === null ? {} : { town }), ...(postcode === null ? {} : { postcode }) };
}
