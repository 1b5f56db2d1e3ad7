import type { Day } from '../domain/calendar.ts';
import { isPostcode } from '../domain/identifiers.ts';
import { isParentalResponsibility, isRelationship } from '../domain/relationships.ts';
import type { StatedCarer } from '../domain/settled-carers.ts';
import type { SourceCarer } from '../domain/source-row.ts';
import { arrayOf, bigint, boolean, branded, day, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const digestsOfKeys = statement({
  name: 'source-carer-digests-of-keys',
  text: `select asked.supplier_key, carer_key, digest, last_seen_on
    from unnest($2::text[]) as asked (supplier_key)
    cross join lateral (
      select carer_key, digest, last_seen_on
      from source_carer
      where supplier_id = $1 and source_carer.supplier_key = asked.supplier_key
      order by carer_key, digest
      limit 1000
    ) as said
    order by asked.supplier_key, carer_key, digest
    limit 100000`,
  takes: [smallint, arrayOf(text)],
  gives: { supplier_key: text, carer_key: text, digest: bigint, last_seen_on: day },
});

const seeCarers = statement({
  name: 'see-source-carers-again',
  text: `update source_carer
    set last_seen_on = $2
    from unnest($3::text[], $4::text[], $5::bigint[]) as seen (supplier_key, carer_key, digest)
    where supplier_id = $1
      and source_carer.supplier_key = seen.supplier_key
      and source_carer.carer_key = seen.carer_key
      and source_carer.digest = seen.digest
      and last_seen_on < $2`,
  takes: [smallint, day, arrayOf(text), arrayOf(text), arrayOf(bigint)],
  gives: {},
});

const addCarers = statement({
  name: 'add-source-carers',
  text: `insert into source_carer (supplier_id, first_seen_on, last_seen_on, supplier_key, carer_key, digest, given_names,
      family_name, relationship, parental_responsibility, telephone, email, address_line, town, postcode, ended)
    select $1, $2, $2, said.*
    from unnest($3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
      $11::text[], $12::text[], $13::text[], $14::text[], $15::boolean[]) as said`,
  takes: [
    smallint,
    day,
    arrayOf(text),
    arrayOf(text),
    arrayOf(bigint),
    arrayOf(text),
    arrayOf(text),
    arrayOf(text),
    arrayOf(text),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(boolean),
  ],
  gives: {},
});

const statedCarers = statement({
  name: 'stated-carers-of-children',
  text: `select known.child_id, supplier_id, supplier_key, carer_key, source_carer.first_seen_on, source_carer.last_seen_on,
      source_carer.digest, source_carer.given_names, source_carer.family_name, relationship, parental_responsibility,
      telephone, email, source_carer.address_line, source_carer.town, source_carer.postcode, ended
    from (
      select distinct child_id, supplier_id, supplier_key
      from link
      join source_row using (source_row_id)
      where child_id = any ($1)
    ) as known
    join source_carer using (supplier_id, supplier_key)
    order by known.child_id, supplier_id, supplier_key, carer_key, source_carer.digest
    limit 100000`,
  takes: [arrayOf(bigint)],
  gives: {
    child_id: bigint,
    supplier_id: smallint,
    supplier_key: text,
    carer_key: text,
    first_seen_on: day,
    last_seen_on: day,
    digest: bigint,
    given_names: text,
    family_name: text,
    relationship: oneOf(isRelationship),
    parental_responsibility: oneOf(isParentalResponsibility),
    telephone: nullable(text),
    email: nullable(text),
    address_line: nullable(text),
    town: nullable(text),
    postcode: nullable(branded(isPostcode)),
    ended: boolean,
  },
});

/** One thing said of a carer: by whom it is known, and the digest of the values. */
export type CarerRow = { readonly says: SourceCarer; readonly digest: number };

/** The days on which things were last said of the carers of these children, by `carerRowKey`. */
export async function findCarerRows(
  tx: Transaction,
  supplierId: number,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Day>> {
  const rows = await digestsOfKeys.rows(tx, supplierId, keys);
  return new Map(rows.map((row) => [`${row.supplier_key} ${row.digest} ${row.carer_key}`, row.last_seen_on]));
}

/** What tells one thing said of a carer from all others of the same supplier. */
export function carerRowKey({ says, digest }: CarerRow): string {
  return `${says.supplierKey} ${digest} ${says.carerKey}`;
}

/** Notes that things were said again today. */
export async function seeCarersAgain(
  tx: Transaction,
  supplierId: number,
  today: Day,
  rows: readonly CarerRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await seeCarers.rows(
    tx,
    supplierId,
    today,
    rows.map((row) => row.says.supplierKey),
    rows.map((row) => row.says.carerKey),
    rows.map((row) => row.digest),
  );
}

/** Adds things said of carers for the first time. */
export async function addSourceCarers(
  tx: Transaction,
  supplierId: number,
  today: Day,
  rows: readonly CarerRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const says = rows.map((row) => row.says);
  await addCarers.rows(
    tx,
    supplierId,
    today,
    says.map((one) => one.supplierKey),
    says.map((one) => one.carerKey),
    rows.map((row) => row.digest),
    says.map((one) => one.givenNames),
    says.map((one) => one.familyName),
    says.map((one) => one.relationship),
    says.map((one) => one.parentalResponsibility),
    says.map((one) => one.telephone ?? null),
    says.map((one) => one.email ?? null),
    says.map((one) => one.address?.line ?? null),
    says.map((one) => one.address?.town ?? null),
    says.map((one) => one.address?.postcode ?? null),
    says.map((one) => one.ended === true),
  );
}

/** Everything that suppliers ever said of the carers of each of these children. Read only to settle their records. */
export async function findStatedCarers(
  tx: Transaction,
  childIds: readonly number[],
): Promise<ReadonlyMap<number, readonly StatedCarer[]>> {
  const stated = new Map<number, StatedCarer[]>(childIds.map((childId) => [childId, []]));
  if (childIds.length === 0) return stated;
  for (const row of await statedCarers.rows(tx, childIds)) stated.get(row.child_id)?.push(toStatedCarer(row));
  return stated;
}

type Stored = Awaited<ReturnType<typeof statedCarers.rows>>[number];

function toStatedCarer(row: Stored): StatedCarer {
  const { town, postcode } = row;
  const place = { ...(town === null ? {} : { town }), ...(postcode === null ? {} : { postcode }) };
  return {
    supplierId: row.supplier_id,
    firstSeenOn: row.first_seen_on,
    lastSeenOn: row.last_seen_on,
    digest: row.digest,
    says: {
      supplierKey: row.supplier_key,
      carerKey: row.carer_key,
      givenNames: row.given_names,
      familyName: row.family_name,
      relationship: row.relationship,
      parentalResponsibility: row.parental_responsibility,
      ...(row.telephone === null ? {} : { telephone: row.telephone }),
      ...(row.email === null ? {} : { email: row.email }),
      ...(row.address_line === null ? {} : { address: { line: row.address_line, ...place } }),
      ...(row.ended ? { ended: true } : {}),
    },
  };
}
