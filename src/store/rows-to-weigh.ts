import { isGender } from '../domain/gender.ts';
import { isNhsNumber, isPostcode, isUpn } from '../domain/identifiers.ts';
import type { Evidence } from '../domain/row-matching/evidence.ts';
import type { SourceChild } from '../domain/source-row.ts';
import { isSupplierCode, type SupplierCode } from '../domain/standing.ts';
import { bigint, branded, day, integer, nullable, oneOf, real, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement, type Row } from './statement.ts';

const said = `source_row_id, supplier_key, supplier.standing as supplier, given_names, family_name, preferred_name, date_of_birth,
  gender, nhs_number::text as nhs_number, address_line, postcode`;
const saidColumns = {
  source_row_id: bigint,
  supplier_key: text,
  supplier: oneOf(isSupplierCode),
  given_names: text,
  family_name: text,
  preferred_name: nullable(text),
  date_of_birth: day,
  gender: oneOf(isGender),
  nhs_number: nullable(branded(isNhsNumber)),
  address_line: nullable(text),
  postcode: nullable(branded(isPostcode)),
};

// By their id, so that a later step goes on behind the last.
const decidedByOther = statement({
  name: 'rows-that-another-model-decided',
  text: `select ${said}, link.child_id, weight, evidence, band, model_version
    from link
    join source_row using (source_row_id)
    join supplier using (supplier_id)
    where decided_by = 'model' and model_version <> $1 and source_row_id > $2
    order by source_row_id
    limit $3`,
  takes: [text, bigint, integer],
  gives: {
    ...saidColumns,
    child_id: bigint,
    weight: nullable(real),
    evidence: nullable(text),
    band: nullable(text),
    model_version: nullable(text),
  },
});

const waitingSince = statement({
  name: 'rows-that-wait-since-another-model',
  text: `select ${said}
    from possible_match
    join source_row using (source_row_id)
    join supplier using (supplier_id)
    where state = 'waiting' and born_child_id is null and model_version <> $1 and source_row_id > $2
      and because in ('likeness in doubt', 'near-equal candidates', 'may be a twin', 'births apart', 'weighed anew')
    order by source_row_id
    limit $3`,
  takes: [text, bigint, integer],
  gives: saidColumns,
});

const leftAlone = statement({
  name: 'rows-whose-candidates-have-left',
  text: `select ${said}, supplier_id, upn
    from possible_match
    join source_row using (source_row_id)
    join supplier using (supplier_id)
    where state = 'waiting' and born_child_id is null
      and not exists (select from match_candidate where match_candidate.source_row_id = possible_match.source_row_id)
      and not exists (select from link where link.source_row_id = possible_match.source_row_id)
    order by source_row_id
    limit $1`,
  takes: [integer],
  gives: { ...saidColumns, supplier_id: smallint, upn: nullable(branded(isUpn)) },
});

/** A row that another model decided or left waiting. */
export type RowToWeigh = {
  readonly sourceRowId: number;
  readonly supplier: SupplierCode;
  readonly says: SourceChild;
  /** How it is linked; null while it waits. */
  readonly linked: OldLink | null;
};

export type OldLink = {
  readonly childId: number;
  readonly weight: number | null;
  readonly evidence: Evidence | null;
  readonly band: string | null;
  readonly modelVersion: string | null;
};

/** The next rows that another model than this decided, in the order of their ids. */
export async function readDecided(
  tx: Transaction,
  version: string,
  behind: number,
  count: number,
): Promise<readonly RowToWeigh[]> {
  const rows = await decidedByOther.rows(tx, version, behind, count);
  return rows.map((row) => {
    const { child_id: childId, weight, evidence, band, model_version: modelVersion } = row;
    return { ...rowOf(row), linked: { childId, weight, evidence, band, modelVersion } };
  });
}

/** The next rows that wait for a person since another model. */
export async function readWaiting(
  tx: Transaction,
  version: string,
  behind: number,
  count: number,
): Promise<readonly RowToWeigh[]> {
  const rows = await waitingSince.rows(tx, version, behind, count);
  return rows.map((row) => ({ ...rowOf(row), linked: null }));
}

/** A row that waits between children who have all left. */
export type RowLeftAlone = Omit<RowToWeigh, 'linked'> & { readonly supplierId: number };

/** The next rows that wait and have nobody to wait for. */
export async function readLeftAlone(tx: Transaction, count: number): Promise<readonly RowLeftAlone[]> {
  const rows = await leftAlone.rows(tx, count);
  return rows.map((row) => {
    const { says, ...rest } = rowOf(row);
    const numbered = row.upn === null ? says : { ...says, upn: row.upn };
    return { ...rest, says: numbered, supplierId: row.supplier_id };
  });
}

function rowOf(row: Row<typeof saidColumns>): Omit<RowToWeigh, 'linked'> {
  const { address_line: line, postcode } = row;
  return {
    sourceRowId: row.source_row_id,
    supplier: row.supplier,
    says: {
      supplierKey: row.supplier_key,
      givenNames: row.given_names,
      familyName: row.family_name,
      dateOfBirth: row.date_of_birth,
      gender: row.gender,
      restricted: false,
      ...(row.preferred_name === null ? {} : { preferredName: row.preferred_name }),
      ...(row.nhs_number === null ? {} : { nhsNumber: row.nhs_number }),
      ...(line === null ? {} : { address: { line, ...(postcode === null ? {} : { postcode }) } }),
    },
  };
}
