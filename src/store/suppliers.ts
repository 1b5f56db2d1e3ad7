import { isFeedFormat } from '../domain/feed-formats.ts';
import { isOrganisationKind } from '../domain/organisation-kinds.ts';
import { isSupplierCode } from '../domain/standing.ts';
import { isSupplierField, usualTerms, type Supplier } from '../domain/supplier.ts';
import { integer, json, nullable, oneOf, real, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const columns = `supplier.supplier_id, supplier.code, supplier.name, supplier.standing, to_jsonb(formats) as formats,
      to_jsonb(fields) as fields, faults_at_most, known_at_least, every_days, organisation_id,
      organisation.name as organisation_name, organisation.kind as organisation_kind, register_code
    from supplier
    left join supplier_terms using (supplier_id)
    left join organisation using (organisation_id)`;
const gives = {
  supplier_id: smallint,
  code: text,
  name: text,
  standing: oneOf(isSupplierCode),
  formats: nullable(json),
  fields: nullable(json),
  faults_at_most: nullable(real),
  known_at_least: nullable(real),
  every_days: nullable(smallint),
  organisation_id: nullable(integer),
  organisation_name: nullable(text),
  organisation_kind: nullable(oneOf(isOrganisationKind)),
  register_code: nullable(text),
} as const;

const byCode = statement({
  name: 'supplier-by-code',
  text: `select ${columns}
    where supplier.code = $1`,
  takes: [text],
  gives,
});

const byId = statement({
  name: 'supplier-by-id',
  text: `select ${columns}
    where supplier_id = $1`,
  takes: [smallint],
  gives,
});

/** The supplier that a command names; undefined for a code that no supplier has. */
export async function findSupplier(tx: Transaction, code: string): Promise<Supplier | undefined> {
  const row = await byCode.first(tx, code);
  return row && toSupplier(row);
}

/** The supplier whose files a batch is of. */
export async function readSupplier(tx: Transaction, supplierId: number): Promise<Supplier> {
  const row = await byId.first(tx, supplierId);
  if (row === undefined) throw new Error('A batch is of a supplier that is not here');
  return toSupplier(row);
}

type Row = NonNullable<Awaited<ReturnType<typeof byCode.first>>>;

function toSupplier(row: Row): Supplier {
  const { supplier_id: supplierId, code, name, standing } = row;
  return { supplierId, code, name, standing, terms: termsOf(row), organisation: organisationOf(row) };
}

function termsOf(row: Row): Supplier['terms'] {
  const usual = usualTerms[row.standing];
  if (row.organisation_id === null) return usual;
  return {
    formats: wordsOf(row.formats).filter(isFeedFormat),
    fields: wordsOf(row.fields).filter(isSupplierField),
    faultsAtMost: row.faults_at_most ?? usual.faultsAtMost,
    knownAtLeast: row.known_at_least ?? usual.knownAtLeast,
    everyDays: row.every_days,
  };
}

function organisationOf(row: Row): Supplier['organisation'] {
  const { organisation_id: organisationId, organisation_name: name, organisation_kind: kind } = row;
  if (organisationId === null || name === null || kind === null) return null;
  return { organisationId, name, kind, registerCode: row.register_code };
}

function wordsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((word) => typeof word === 'string') : [];
}
