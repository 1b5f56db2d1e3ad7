import { londonDay, type Day } from '../domain/calendar.ts';
import { isRelation, type SupplierRelation } from '../domain/feed-door.ts';
import { isFeedFormat, type FeedFormat } from '../domain/feed-formats.ts';
import type { NewSupplier } from '../domain/new-supplier.ts';
import { isOrganisationKind } from '../domain/organisation-kinds.ts';
import { isSupplierCode } from '../domain/standing.ts';
import { isSupplierField, usualTerms, type Supplier } from '../domain/supplier.ts';
import {
  arrayOf,
  boolean,
  day,
  instant,
  integer,
  json,
  nullable,
  oneOf,
  real,
  smallint,
  text,
} from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const columns = `supplier.supplier_id, supplier.code, supplier.name, supplier.standing, to_jsonb(formats) as formats,
      to_jsonb(fields) as fields, faults_at_most, known_at_least, every_days, organisation_id,
      organisation.name as organisation_name, organisation.kind as organisation_kind, register_code, accredited_until
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
  accredited_until: nullable(day),
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

/** SQL: whether organisation $1 may know of a supplier. A council’s record keepers keep its schools’ files too. */
export const isTheirs = `(supplier_terms.organisation_id = $1 or exists (
        select
        from organisation as own
        where own.organisation_id = $1
          and own.kind = 'council services'
          and organisation.kind = 'school'
          and own.council_code = organisation.council_code
      ))`;

const relation = statement({
  name: 'relation-to-supplier',
  text: `select case
        when supplier_terms.organisation_id = $1 then 'own'
        when ${isTheirs} then 'school of the council'
        else 'other'
      end as relation
    from supplier
    left join supplier_terms using (supplier_id)
    left join organisation using (organisation_id)
    where supplier_id = $2`,
  takes: [integer, smallint],
  gives: { relation: oneOf(isRelation) },
});

const listed = statement({
  name: 'list-suppliers',
  text: `select supplier.supplier_id, supplier.code, supplier.name, supplier.standing, to_jsonb(formats) as formats,
      every_days, organisation.name as organisation_name, agreed_at, last_batch.read_on as last_on,
      exists (
        select from supplier_credential
        where supplier_credential.supplier_id = supplier.supplier_id and ended_at is null
      ) as has_credential
    from supplier
    left join supplier_terms using (supplier_id)
    left join organisation using (organisation_id)
    left join lateral (
      select read_on
      from feed_batch
      where feed_batch.supplier_id = supplier.supplier_id and state = 'done'
      order by batch_id desc
      limit 1
    ) as last_batch on true
    where supplier.code <> 'record-keeper' and ($2 or ${isTheirs})
    order by supplier.name, supplier_id
    limit $3
    offset $4`,
  takes: [integer, boolean, integer, integer],
  gives: {
    supplier_id: smallint,
    code: text,
    name: text,
    standing: oneOf(isSupplierCode),
    formats: nullable(json),
    every_days: nullable(smallint),
    organisation_name: nullable(text),
    agreed_at: nullable(instant),
    last_on: nullable(day),
    has_credential: boolean,
  },
});

const add = statement({
  name: 'add-supplier',
  text: `insert into supplier (code, name, standing)
    values ($1, $2, $3)
    on conflict (code) do nothing
    returning supplier_id`,
  takes: [text, text, text],
  gives: { supplier_id: smallint },
});

const agree = statement({
  name: 'agree-supplier-terms',
  text: `insert into supplier_terms (supplier_id, organisation_id, formats, fields, faults_at_most, known_at_least, every_days,
      agreed_by, agreed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
  takes: [smallint, integer, arrayOf(text), arrayOf(text), real, real, nullable(smallint), integer, instant],
  gives: {},
});

/** The supplier that a command names; undefined for a code that no supplier has. */
export async function findSupplier(tx: Transaction, code: string): Promise<Supplier | undefined> {
  const row = await byCode.first(tx, code);
  return row && toSupplier(row);
}

/** The supplier with this id, if there is one. */
export async function findSupplierById(tx: Transaction, supplierId: number): Promise<Supplier | undefined> {
  const row = await byId.first(tx, supplierId);
  return row && toSupplier(row);
}

/** What a supplier is to an organisation; undefined where there is no such supplier. */
export async function findRelation(
  tx: Transaction,
  organisationId: number,
  supplierId: number,
): Promise<SupplierRelation | undefined> {
  return (await relation.first(tx, organisationId, supplierId))?.relation;
}

/** A supplier as a list names it. */
export type ListedSupplier = {
  readonly supplierId: number;
  readonly code: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly formats: readonly FeedFormat[];
  readonly hasCredential: boolean;
  /** The day of its last file that was taken in. */
  readonly lastOn: Day | null;
  /** The day from which its rhythm counts. */
  readonly since: Day | null;
  readonly everyDays: number | null;
};

/** The suppliers that an organisation may know of; all, for the office. */
export async function listSuppliers(
  tx: Transaction,
  organisationId: number,
  isOffice: boolean,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<readonly ListedSupplier[]> {
  const rows = await listed.rows(tx, organisationId, isOffice, limit, offset);
  return rows.map((row) => {
    const usual = usualTerms[row.standing];
    const agreed = row.agreed_at !== null;
    return {
      supplierId: row.supplier_id,
      code: row.code,
      name: row.name,
      organisation: row.organisation_name,
      formats: agreed ? wordsOf(row.formats).filter(isFeedFormat) : usual.formats,
      hasCredential: row.has_credential,
      lastOn: row.last_on,
      since: row.agreed_at === null ? null : londonDay(row.agreed_at),
      everyDays: agreed ? row.every_days : usual.everyDays,
    };
  });
}

/** Adds a supplier with its terms; undefined where its code is another's. */
export async function insertSupplier(
  tx: Transaction,
  organisationId: number,
  { code, name, standing, terms }: NewSupplier,
  agreed: { readonly by: number; readonly at: Date },
): Promise<number | undefined> {
  const added = await add.first(tx, code, name, standing);
  if (added === undefined) return undefined;
  await agree.rows(
    tx,
    added.supplier_id,
    organisationId,
    terms.formats,
    terms.fields,
    terms.faultsAtMost,
    terms.knownAtLeast,
    terms.everyDays,
    agreed.by,
    agreed.at,
  );
  return added.supplier_id;
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
  return {
    organisationId,
    name,
    kind,
    registerCode: row.register_code,
    accreditedUntil: row.accredited_until,
  };
}

function wordsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((word) => typeof word === 'string') : [];
}
