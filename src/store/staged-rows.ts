import type { RowFault } from '../domain/source-row.ts';
import { readStagedItem, type StagedItem } from '../domain/staged-item.ts';
import { arrayOf, bigint, integer, json, text, writtenJson } from './columns.ts';
import type { Transaction } from './connection.ts';
import { copyInto } from './copy.ts';
import { copyText } from './copy-text.ts';
import { statement } from './statement.ts';

const children = statement({
  name: 'staged-children',
  text: `select row_no, item
    from staged_row
    where batch_id = $1 and kind = 'child' and row_no > $2
    order by row_no
    limit $3`,
  takes: [integer, integer, integer],
  gives: { row_no: integer, item: writtenJson },
});

const others = statement({
  name: 'staged-others',
  text: `select row_no, item
    from staged_row
    where batch_id = $1 and kind <> 'child' and row_no > $2
    order by row_no
    limit $3`,
  takes: [integer, integer, integer],
  gives: { row_no: integer, item: writtenJson },
});

// Rows lie evenly over the file: every so-many-th of them.
const sample = statement({
  name: 'sample-of-staged-children',
  text: `select row_no, item
    from staged_row
    where batch_id = $1 and kind = 'child' and row_no % $2 = 0
    order by row_no
    limit $3`,
  takes: [integer, integer, integer],
  gives: { row_no: integer, item: writtenJson },
});

const remove = statement({
  name: 'remove-staged-rows',
  text: `delete from staged_row where batch_id = $1 and row_no = any ($2)`,
  takes: [integer, arrayOf(integer)],
  gives: {},
});

const removeAll = statement({
  name: 'remove-all-staged-rows',
  text: `delete from staged_row where batch_id = $1`,
  takes: [integer],
  gives: {},
});

const refusals = statement({
  name: 'feed-refusals',
  text: `select row_no, element, reason, wanted, place
    from feed_refusal
    where batch_id = $1 and row_no > $2
    order by row_no
    limit $3`,
  takes: [integer, integer, integer],
  gives: { row_no: integer, element: text, reason: text, wanted: text, place: text },
});

const refusalReasons = statement({
  name: 'feed-refusal-reasons',
  text: `select element, reason, wanted, count(*) as count, to_jsonb((array_agg(place order by row_no))[1:3]) as places
    from feed_refusal
    where batch_id = $1
    group by element, reason, wanted
    order by min(row_no)
    limit 1000`,
  takes: [integer],
  gives: { element: text, reason: text, wanted: text, count: bigint, places: json },
});

const addRefusals = statement({
  name: 'add-feed-refusals',
  text: `insert into feed_refusal (batch_id, row_no, element, reason, wanted, place)
    select $1, row_no, element, reason, wanted, place
    from unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[]) as refused (row_no, element, reason, wanted, place)`,
  takes: [integer, arrayOf(integer), arrayOf(text), arrayOf(text), arrayOf(text), arrayOf(text)],
  gives: {},
});

/** A row as it stands in its file, counted from 1. */
export type StagedRow = { readonly rowNo: number; readonly item: StagedItem };

/** Why a row was refused, and where it stands. */
export type RefusedRow = { readonly rowNo: number; readonly fault: RowFault; readonly place: string };

/** Stages a block by COPY: its rows, and why others were refused. */
export async function stageRows(
  tx: Transaction,
  batchId: number,
  rows: readonly StagedRow[],
  refused: readonly RefusedRow[],
): Promise<void> {
  const staged = copyText();
  for (const { rowNo, item } of rows) staged.row(batchId, rowNo, item.kind, JSON.stringify(item));
  await copyRows(tx, 'staged_row', ['batch_id', 'row_no', 'kind', 'item'], staged.bytes());
  const faults = copyText();
  for (const { rowNo, fault, place } of refused)
    faults.row(batchId, rowNo, fault.element, fault.reason, fault.wanted, place);
  const columns = ['batch_id', 'row_no', 'element', 'reason', 'wanted', 'place'];
  await copyRows(tx, 'feed_refusal', columns, faults.bytes());
}

async function copyRows(
  tx: Transaction,
  table: string,
  columns: readonly string[],
  lines: Uint8Array,
): Promise<void> {
  if (lines.length === 0) return;
  const copy = copyInto(tx, table, columns);
  await copy.write(lines);
  await copy.end();
}

/** Adds what was refused only when its turn came. */
export async function refuseRows(
  tx: Transaction,
  batchId: number,
  refused: readonly RefusedRow[],
): Promise<void> {
  if (refused.length === 0) return;
  await addRefusals.rows(
    tx,
    batchId,
    refused.map((one) => one.rowNo),
    refused.map((one) => one.fault.element),
    refused.map((one) => one.fault.reason),
    refused.map((one) => one.fault.wanted),
    refused.map((one) => one.place),
  );
}

/** The next children of a batch behind a row. */
export async function readStagedChildren(
  tx: Transaction,
  batchId: number,
  after: number,
  limit: number,
): Promise<readonly StagedRow[]> {
  return (await children.rows(tx, batchId, after, limit)).map(toStaged);
}

/** The next of whatever hangs on children. */
export async function readStagedOthers(
  tx: Transaction,
  batchId: number,
  after: number,
  limit: number,
): Promise<readonly StagedRow[]> {
  return (await others.rows(tx, batchId, after, limit)).map(toStaged);
}

/** At most `limit` children, spread over the `rows` of the file. */
export async function sampleStaged(
  tx: Transaction,
  batchId: number,
  rows: number,
  limit: number,
): Promise<readonly StagedRow[]> {
  const step = Math.max(1, Math.ceil(rows / limit));
  return (await sample.rows(tx, batchId, step, limit)).map(toStaged);
}

/** Removes rows that were taken. */
export async function removeStaged(
  tx: Transaction,
  batchId: number,
  rowNos: readonly number[],
): Promise<void> {
  await remove.rows(tx, batchId, rowNos);
}

/** Removes all rows of a batch that will not be taken. */
export async function removeAllStaged(tx: Transaction, batchId: number): Promise<void> {
  await removeAll.rows(tx, batchId);
}

/** Refused rows in the file's order, behind a row. */
export async function readRefusals(
  tx: Transaction,
  batchId: number,
  after: number,
  limit: number,
): Promise<readonly RefusedRow[]> {
  const rows = await refusals.rows(tx, batchId, after, limit);
  return rows.map(({ row_no: rowNo, element, reason, wanted, place }) => ({
    rowNo,
    fault: { element, reason, wanted },
    place,
  }));
}

/** Why rows were refused: each reason, how often, and where the first of them stand. */
export async function readRefusalReasons(tx: Transaction, batchId: number) {
  const rows = await refusalReasons.rows(tx, batchId);
  return rows.map(({ places, ...row }) => ({
    ...row,
    places: Array.isArray(places) ? places.map(String) : [],
  }));
}

function toStaged(row: { readonly row_no: number; readonly item: unknown }): StagedRow {
  return { rowNo: row.row_no, item: readStagedItem(row.item) };
}
