import { instant, integer, smallint } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const insert = statement({
  name: 'keep-course-pass',
  text: `insert into course_pass (account_id, passed_at, course_version) values ($1, $2, $3) on conflict do nothing`,
  takes: [integer, instant, smallint],
  gives: {},
});

const last = statement({
  name: 'last-course-pass',
  text: `select passed_at, course_version from course_pass where account_id = $1 order by passed_at desc limit 1`,
  takes: [integer],
  gives: { passed_at: instant, course_version: smallint },
});

/** When somebody passed the course, and which text of it. */
export type CoursePass = { readonly passedAt: Date; readonly version: number };

/** Keeps that somebody passed the course. */
export async function keepCoursePass(
  tx: Transaction,
  accountId: number,
  { passedAt, version }: CoursePass,
): Promise<void> {
  await insert.rows(tx, accountId, passedAt, version);
}

/** The last time that somebody passed it. */
export async function findLastPass(tx: Transaction, accountId: number): Promise<CoursePass | undefined> {
  const row = await last.first(tx, accountId);
  return row === undefined ? undefined : { passedAt: row.passed_at, version: row.course_version };
}
