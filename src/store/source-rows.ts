import type { Day } from '../domain/calendar.ts';
import type { Band } from '../domain/linkage/bands.ts';
import type { Evidence } from '../domain/row-matching/evidence.ts';
import type { SourceChild } from '../domain/source-row.ts';
import { arrayOf, bigint, boolean, day, integer, nullable, real, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

/** Any number will do, so long as every copy of the program asks for the same one. */
const feedLock = 20_260_103;

// Key by key: with `= any` the planner, while the table is small, would go through all rows of the supplier.
const rowsOfKeys = statement({
  name: 'source-rows-of-keys',
  text: `select said.source_row_id, asked.supplier_key, digest, last_seen_on, supplier_version, child_id
    from unnest($2::text[]) as asked (supplier_key)
    cross join lateral (
      select source_row_id, digest, last_seen_on, supplier_version
      from source_row
      where supplier_id = $1 and source_row.supplier_key = asked.supplier_key
      order by source_row_id
      limit 1000
    ) as said
    left join link using (source_row_id)
    order by source_row_id
    limit 100000`,
  takes: [smallint, arrayOf(text)],
  gives: {
    source_row_id: bigint,
    supplier_key: text,
    digest: bigint,
    last_seen_on: day,
    supplier_version: nullable(integer),
    child_id: nullable(bigint),
  },
});

const seeRows = statement({
  name: 'see-source-rows-again',
  text: `update source_row
    set last_seen_on = greatest(last_seen_on, $2),
      supplier_version = greatest(supplier_version, seen.version)
    from unnest($1::bigint[], $3::integer[]) as seen (source_row_id, version)
    where source_row.source_row_id = seen.source_row_id`,
  takes: [arrayOf(bigint), day, arrayOf(nullable(integer))],
  gives: {},
});

const addRows = statement({
  name: 'add-source-rows',
  text: `insert into source_row (supplier_id, first_seen_on, last_seen_on, supplier_version, digest, supplier_key,
      nhs_number, school_urn, date_of_birth, died_on, restricted, gender, given_names, family_name, preferred_name, upn,
      practice_code, address_line, town, postcode)
    select $1, $2, $2, said.*
    from unnest($3::integer[], $4::bigint[], $5::text[], $6::bigint[], $7::integer[], $8::date[], $9::date[],
      $10::boolean[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[],
      $18::text[], $19::text[]) as said
    returning source_row_id, supplier_key, digest`,
  takes: [
    smallint,
    day,
    arrayOf(nullable(integer)),
    arrayOf(bigint),
    arrayOf(text),
    arrayOf(nullable(bigint)),
    arrayOf(nullable(integer)),
    arrayOf(day),
    arrayOf(nullable(day)),
    arrayOf(boolean),
    arrayOf(text),
    arrayOf(text),
    arrayOf(text),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
  ],
  gives: { source_row_id: bigint, supplier_key: text, digest: bigint },
});

const addFormerNames = statement({
  name: 'add-source-former-names',
  text: `insert into source_former_name (source_row_id, name_no, given_names, family_name)
    select * from unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[])`,
  takes: [arrayOf(bigint), arrayOf(smallint), arrayOf(text), arrayOf(text)],
  gives: {},
});

const addLinks = statement({
  name: 'add-links',
  text: `insert into link (child_id, source_row_id, linked_on, decided_by, weight, evidence, model_version, band)
    select child_id, source_row_id, $4, decided_by, weight, evidence, model_version, band
    from unnest($1::bigint[], $2::bigint[], $3::text[], $5::real[], $6::text[], $7::text[], $8::text[])
      as decided (child_id, source_row_id, decided_by, weight, evidence, model_version, band)`,
  takes: [
    arrayOf(bigint),
    arrayOf(bigint),
    arrayOf(text),
    day,
    arrayOf(nullable(real)),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
    arrayOf(nullable(text)),
  ],
  gives: {},
});

/** A source row as the database has it, with the child that it is linked to. */
export type KnownRow = {
  readonly sourceRowId: number;
  readonly supplierKey: string;
  readonly digest: number;
  readonly lastSeenOn: Day;
  readonly version: number | null;
  readonly childId: number | null;
};

/** A source row to be added. */
export type NewRow = { readonly says: SourceChild; readonly version: number | null; readonly digest: number };

/**
 * Lets one feed write at a time: two that bring the same child at once would make two records of it. Its statements keep
 * the plan of their first use, which in an empty database would be to read whole tables: only by index, then.
 */
export async function lockFeeds(tx: Transaction): Promise<void> {
  await tx.run(`set local enable_seqscan = off`);
  await tx.run(`set local enable_hashjoin = off`);
  await tx.run(`set local statement_timeout = 60000`); // nobody is waiting at a page, and another feed may be ahead
  await tx.run(`select pg_advisory_xact_lock(${feedLock})`);
}

/** Every row that a supplier has said under these keys. */
export async function findRows(
  tx: Transaction,
  supplierId: number,
  keys: readonly string[],
): Promise<readonly KnownRow[]> {
  const rows = await rowsOfKeys.rows(tx, supplierId, keys);
  return rows.map((row) => ({
    sourceRowId: row.source_row_id,
    supplierKey: row.supplier_key,
    digest: row.digest,
    lastSeenOn: row.last_seen_on,
    version: row.supplier_version,
    childId: row.child_id,
  }));
}

/** Notes that rows were said again today, perhaps under a higher version. */
export async function seeRowsAgain(
  tx: Transaction,
  today: Day,
  seen: readonly { readonly sourceRowId: number; readonly version: number | null }[],
): Promise<void> {
  if (seen.length === 0) return;
  await seeRows.rows(
    tx,
    seen.map((one) => one.sourceRowId),
    today,
    seen.map((one) => one.version),
  );
}

/** Adds rows said for the first time and answers each one's key in the database, in their order. */
export async function addSourceRows(
  tx: Transaction,
  supplierId: number,
  today: Day,
  rows: readonly NewRow[],
): Promise<readonly number[]> {
  if (rows.length === 0) return [];
  const says = rows.map((row) => row.says);
  const added = await addRows.rows(
    tx,
    supplierId,
    today,
    rows.map((row) => row.version),
    rows.map((row) => row.digest),
    says.map((one) => one.supplierKey),
    says.map((one) => (one.nhsNumber === undefined ? null : Number(one.nhsNumber))),
    says.map((one) => one.schoolUrn ?? null),
    says.map((one) => one.dateOfBirth),
    says.map((one) => one.diedOn ?? null),
    says.map((one) => one.restricted),
    says.map((one) => one.gender),
    says.map((one) => one.givenNames),
    says.map((one) => one.familyName),
    says.map((one) => one.preferredName ?? null),
    says.map((one) => one.upn ?? null),
    says.map((one) => one.practiceCode ?? null),
    says.map((one) => one.address?.line ?? null),
    says.map((one) => one.address?.town ?? null),
    says.map((one) => one.address?.postcode ?? null),
  );
  const idOf = new Map(added.map((row) => [`${row.supplier_key} ${row.digest}`, row.source_row_id]));
  const ids = rows.map((row) => idOf.get(`${row.says.supplierKey} ${row.digest}`) ?? 0);
  await addNames(tx, ids, says);
  return ids;
}

async function addNames(
  tx: Transaction,
  ids: readonly number[],
  says: readonly SourceChild[],
): Promise<void> {
  const names = says.flatMap((one, at) =>
    (one.formerNames ?? []).map((name, place) => ({ rowId: ids[at] ?? 0, nameNo: place + 1, ...name })),
  );
  if (names.length === 0) return;
  await addFormerNames.rows(
    tx,
    names.map((name) => name.rowId),
    names.map((name) => name.nameNo),
    names.map((name) => name.givenNames),
    names.map((name) => name.familyName),
  );
}

/** What decided that a row is of a child. */
export type Link = {
  readonly childId: number;
  readonly sourceRowId: number;
  readonly decidedBy: 'number' | 'key' | 'model' | 'new child';
  /** What the model saw, where it decided. */
  readonly seen?: {
    readonly weight: number;
    readonly evidence: Evidence;
    readonly modelVersion: string;
    readonly band: Band;
  };
};

/** Ties rows to children. */
export async function linkRows(tx: Transaction, today: Day, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return;
  await addLinks.rows(
    tx,
    links.map((link) => link.childId),
    links.map((link) => link.sourceRowId),
    links.map((link) => link.decidedBy),
    today,
    links.map((link) => link.seen?.weight ?? null),
    links.map((link) => link.seen?.evidence ?? null),
    links.map((link) => link.seen?.modelVersion ?? null),
    links.map((link) => link.seen?.band ?? null),
  );
}
