import type { Day } from '../domain/calendar.ts';
import { isPostcode } from '../domain/identifiers.ts';
import type { Home } from '../domain/row-matching/subject.ts';
import { arrayOf, bigint, day, integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Read only to decide of whom a row is: nothing read here is answered to anybody, so it needs no ticket.

// Plain: the date and a name are as said, and nothing more needs asking.
const byNumber = statement({
  name: 'children-of-row-numbers',
  text: `select string_agg(concat_ws(' ', row_no, child.child_id, (child.date_of_birth = said.born
      and (lower(child.family_name) = lower(said.family) or lower(child.given_names) = lower(said.given)))::integer), ',') as found
    from unnest($1::integer[], $2::text[], $3::text[], $4::date[], $5::text[], $6::text[])
      as said (row_no, kind, number, born, given, family)
    join child_number on number_kind = said.kind and child_number.number = said.number
    join child on child.child_id = child_number.child_id`,
  takes: [arrayOf(integer), arrayOf(text), arrayOf(text), arrayOf(day), arrayOf(text), arrayOf(text)],
  gives: { found: nullable(text) },
});

const shieldedHomes = statement({
  name: 'shielded-homes-near-rows',
  text: `select row_no, child_address.child_id, address_line, postcode
    from unnest($1::integer[], $2::text[]) as asked (row_no, place)
    join child_address on postcode = asked.place and standing <> 'former'
    where exists (select from shield where shield.child_id = child_address.child_id and lifted_on is null)
      and not exists (select from child where child.child_id = child_address.child_id and closed_because = 'another record')
    order by row_no, child_address.child_id, address_no
    limit 100000`,
  takes: [arrayOf(integer), arrayOf(text)],
  gives: { row_no: integer, child_id: bigint, address_line: text, postcode: nullable(text) },
});

// Each child by its own links: the planner would else read all that the supplier ever said, for each block.
const otherKeys = statement({
  name: 'children-known-under-other-keys',
  text: `select asked.row_no, asked.child_id
    from unnest($2::integer[], $3::bigint[], $4::text[]) as asked (row_no, child_id, supplier_key)
    where exists (
      select
      from (select source_row_id from link where link.child_id = asked.child_id offset 0) as tied
      join source_row using (source_row_id)
      where supplier_id = $1 and source_row.supplier_key <> asked.supplier_key
    )
    order by row_no, child_id
    limit 100000`,
  takes: [smallint, arrayOf(integer), arrayOf(bigint), arrayOf(text)],
  gives: { row_no: integer, child_id: bigint },
});

const neverSame = statement({
  name: 'children-never-of-keys',
  text: `select supplier_key, child_id
    from never_same_row
    where supplier_id = $1 and supplier_key = any ($2)
    order by supplier_key, child_id
    limit 100000`,
  takes: [smallint, arrayOf(text)],
  gives: { supplier_key: text, child_id: bigint },
});

const indexSize = statement({
  name: 'size-of-index',
  text: `select greatest(reltuples, 0)::bigint as children from pg_class where oid = 'child'::regclass`,
  takes: [],
  gives: { children: bigint },
});

/** About how many children the index has, as the database last counted them; 0 where it never did. */
export async function countRoughly(tx: Transaction): Promise<number> {
  return (await indexSize.first(tx))?.children ?? 0;
}

/** A number that a row says, with what is held against the child whom it leads to. */
export type SaidNumber = {
  readonly row: number;
  readonly kind: 'nhs' | 'upn';
  readonly number: string;
  readonly born: Day;
  readonly given: string;
  readonly family: string;
};

/** Whom a number leads to, and whether that child's date of birth and one name are plainly as said. */
export type NumberedChild = { readonly row: number; readonly childId: number; readonly isPlain: boolean };

/** Whom the numbers of rows lead to. */
export async function findNumbered(
  tx: Transaction,
  said: readonly SaidNumber[],
): Promise<readonly NumberedChild[]> {
  if (said.length === 0) return [];
  const answer = await byNumber.first(
    tx,
    said.map(({ row }) => row),
    said.map(({ kind }) => kind),
    said.map(({ number }) => number),
    said.map(({ born }) => born),
    said.map(({ given }) => given),
    said.map(({ family }) => family),
  );
  const found = answer?.found ?? null;
  return found === null ? [] : found.split(',').map(readNumbered);
}

function readNumbered(written: string): NumberedChild {
  const [row, childId, isPlain] = written.split(' ');
  return { row: Number(row), childId: Number(childId), isPlain: isPlain === '1' };
}

/** The homes of shielded children, or of who cares for them, at the postcodes of rows. */
export async function findShieldedHomes(
  tx: Transaction,
  asked: readonly { readonly row: number; readonly postcode: string }[],
): Promise<readonly { readonly row: number; readonly childId: number; readonly home: Home }[]> {
  if (asked.length === 0) return [];
  const rows = await shieldedHomes.rows(
    tx,
    asked.map(({ row }) => row),
    asked.map(({ postcode }) => postcode),
  );
  return rows.map(({ row_no, child_id, address_line, postcode }) => ({
    row: row_no,
    childId: child_id,
    home:
      postcode !== null && isPostcode(postcode) ? { line: address_line, postcode } : { line: address_line },
  }));
}

/** Which of these children the supplier speaks of under another key than the row's. */
export async function findKnownUnderOtherKeys(
  tx: Transaction,
  supplierId: number,
  asked: readonly { readonly row: number; readonly childId: number; readonly supplierKey: string }[],
): Promise<ReadonlySet<string>> {
  if (asked.length === 0) return new Set();
  const rows = await otherKeys.rows(
    tx,
    supplierId,
    asked.map(({ row }) => row),
    asked.map(({ childId }) => childId),
    asked.map(({ supplierKey }) => supplierKey),
  );
  return new Set(rows.map(({ row_no, child_id }) => `${row_no} ${child_id}`));
}

/** Whom a person has said that these keys of a supplier never mean. */
export async function findNeverSame(
  tx: Transaction,
  supplierId: number,
  supplierKeys: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const never = new Map<string, Set<number>>();
  if (supplierKeys.length === 0) return never;
  for (const { supplier_key, child_id } of await neverSame.rows(tx, supplierId, supplierKeys)) {
    const all = never.get(supplier_key) ?? new Set();
    never.set(supplier_key, all.add(child_id));
  }
  return never;
}
