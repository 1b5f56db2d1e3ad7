import type { Day } from '../domain/calendar.ts';
import { arrayOf, bigint, bytes, day } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const addMarks = statement({
  name: 'add-leaving-marks',
  text: `insert into leaving_mark (mark, left_child_id, forget_on)
    select distinct on (mark) mark, left_child_id, forget_on
    from unnest($1::bytea[], $2::bigint[], $3::date[]) as made (mark, left_child_id, forget_on)
    order by mark, forget_on desc
    on conflict (mark) do update set forget_on = greatest(leaving_mark.forget_on, excluded.forget_on)`,
  takes: [arrayOf(bytes), arrayOf(bigint), arrayOf(day)],
  gives: {},
});

const known = statement({
  name: 'leaving-marks-among',
  text: `select mark
    from leaving_mark
    where mark = any ($1)
    order by mark
    limit 100000`,
  takes: [arrayOf(bytes)],
  gives: { mark: bytes },
});

const forgetMarks = statement({
  name: 'forget-leaving-marks',
  text: `delete from leaving_mark where forget_on <= $1`,
  takes: [day],
  gives: {},
});

const takeBack = statement({
  name: 'take-back-leaving-marks',
  text: `delete from leaving_mark
    where left_child_id in (select left_child_id from leaving_mark where mark = any ($1))
    returning left_child_id`,
  takes: [arrayOf(bytes)],
  gives: { left_child_id: bigint },
});

/** A keyed hash of something of a child who has left, and until when it is kept. */
export type LeavingMark = { readonly mark: Buffer; readonly childId: number; readonly forgetOn: Day };

/** Keeps marks, each until its day. */
export async function keepMarks(tx: Transaction, marks: readonly LeavingMark[]): Promise<void> {
  if (marks.length === 0) return;
  await addMarks.rows(
    tx,
    marks.map(({ mark }) => mark),
    marks.map(({ childId }) => childId),
    marks.map(({ forgetOn }) => forgetOn),
  );
}

/** Which of these marks are kept. */
export async function findMarks(tx: Transaction, marks: readonly Buffer[]): Promise<ReadonlySet<string>> {
  if (marks.length === 0) return new Set();
  return new Set((await known.rows(tx, marks)).map(({ mark }) => mark.toString('hex')));
}

/** Forgets the marks whose day has come. */
export async function forgetOldMarks(tx: Transaction, today: Day): Promise<void> {
  await forgetMarks.rows(tx, today);
}

/** Deletes every mark of the children of whom one is among these; answers under which numbers they were here. */
export async function takeBackMarks(tx: Transaction, marks: readonly Buffer[]): Promise<readonly number[]> {
  const rows = await takeBack.rows(tx, marks);
  return [...new Set(rows.map((row) => row.left_child_id))].sort((a, b) => a - b);
}
