import { isReviewAnswer, type ReviewAnswer } from '../domain/access-review.ts';
import type { Day } from '../domain/calendar.ts';
import { isRole } from '../domain/roles.ts';
import { bigint, day, instant, integer, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// Due four months after the last one, or after the first accreditation; there is time to answer, however late it opens.
const openDue = statement({
  name: 'open-access-reviews',
  text: `insert into access_review (organisation_id, due_on, opened_at)
    select organisation_id, greatest(next_on, $1::date + $3::integer), $2
    from (
      select organisation_id,
        (coalesce(
          (select max(due_on) from access_review where access_review.organisation_id = organisation.organisation_id),
          (select min(accredited_from) from accreditation
            where accreditation.organisation_id = organisation.organisation_id and state = 'approved')
        ) + interval '4 months')::date as next_on
      from organisation
      where accredited_until >= $1
    ) as next
    where next_on - $3 <= $1
      and not exists (
        select from access_review where access_review.organisation_id = next.organisation_id and ended_at is null
      )
    on conflict do nothing
    returning organisation_id`,
  takes: [day, instant, integer],
  gives: { organisation_id: integer },
});

const endDue = statement({
  name: 'end-access-reviews',
  text: `update access_review set ended_at = $2
    where ended_at is null and due_on < $1
    returning organisation_id, due_on`,
  takes: [day, instant],
  gives: { organisation_id: integer, due_on: day },
});

// Whoever was approved after the review opened was looked at just then.
const suspendOthers = statement({
  name: 'suspend-unconfirmed',
  text: `with gone as (
      update account set state = 'suspended'
      where organisation_id = $1
        and state = 'active'
        and not exists (
          select from access_review_answer
          where access_review_answer.organisation_id = $1 and due_on = $2
            and access_review_answer.account_id = account.account_id and answer = 'still needed'
        )
        and not exists (
          select from enrolment
          where enrolment.account_id = account.account_id
            and decided_at > (select opened_at from access_review where organisation_id = $1 and due_on = $2)
        )
      returning account_id
    )
    insert into account_change (account_id, change_no, kind, because, proposed_at)
    select account_id,
      (select coalesce(max(change_no), 0) + 1 from account_change where account_change.account_id = gone.account_id),
      'suspended', 'not confirmed', $3
    from gone
    returning account_id`,
  takes: [integer, day, instant],
  gives: { account_id: integer },
});

const answered = `left join access_review_answer on access_review_answer.organisation_id = $1
      and access_review_answer.due_on = $2 and access_review_answer.account_id = account.account_id`;

const openOf = statement({
  name: 'open-access-review',
  text: `select due_on from access_review where organisation_id = $1 and ended_at is null`,
  takes: [integer],
  gives: { due_on: day },
});

const counts = statement({
  name: 'count-access-review',
  text: `select count(*) as people, count(answer) as answered
    from account
    ${answered}
    where account.organisation_id = $1 and (state = 'active' or answer is not null)`,
  takes: [integer, day],
  gives: { people: bigint, answered: bigint },
});

const listed = statement({
  name: 'list-access-review',
  text: `select account.account_id, account.full_name, account.role, answer, answerer.full_name as answerer,
      (select max(begun_at) from session where session.account_id = account.account_id) as last_signed_in
    from account
    ${answered}
    left join account as answerer on answerer.account_id = answered_by
    where account.organisation_id = $1 and (account.state = 'active' or answer is not null)
    order by answer is not null, account.full_name, account.account_id
    limit $3
    offset $4`,
  takes: [integer, day, integer, integer],
  gives: {
    account_id: integer,
    full_name: text,
    role: oneOf(isRole),
    answer: nullable(oneOf(isReviewAnswer)),
    answerer: nullable(text),
    last_signed_in: nullable(instant),
  },
});

const keep = statement({
  name: 'keep-review-answer',
  text: `insert into access_review_answer (organisation_id, due_on, account_id, answer, answered_by, answered_at)
    select $1, due_on, $2, $3, $4, $5
    from access_review
    where organisation_id = $1 and ended_at is null
    on conflict (organisation_id, due_on, account_id) do update
    set answer = $3, answered_by = $4, answered_at = $5
    returning account_id`,
  takes: [integer, integer, text, integer, instant],
  gives: { account_id: integer },
});

/** Opens the reviews whose time has come; answers whose. */
export async function openAccessReviews(
  tx: Transaction,
  today: Day,
  at: Date,
  openDays: number,
): Promise<readonly number[]> {
  return (await openDue.rows(tx, today, at, openDays)).map((row) => row.organisation_id);
}

/** Ends the reviews whose last day is over; answers which. */
export async function endAccessReviews(tx: Transaction, today: Day, at: Date) {
  return (await endDue.rows(tx, today, at)).map((row) => ({
    organisationId: row.organisation_id,
    dueOn: row.due_on,
  }));
}

/** Suspends whoever was not confirmed in a review; answers who. */
export async function suspendUnconfirmed(
  tx: Transaction,
  review: { readonly organisationId: number; readonly dueOn: Day },
  at: Date,
): Promise<readonly number[]> {
  const rows = await suspendOthers.rows(tx, review.organisationId, review.dueOn, at);
  return rows.map((row) => row.account_id);
}

/** The review that an organisation has open, with how many there are and how many were answered for. */
export async function findAccessReview(tx: Transaction, organisationId: number) {
  const open = await openOf.first(tx, organisationId);
  if (open === undefined) return undefined;
  const count = await counts.first(tx, organisationId, open.due_on);
  return { dueOn: open.due_on, people: count?.people ?? 0, answered: count?.answered ?? 0 };
}

/** Some of the people of a review: those not answered for first. */
export async function listAccessReview(
  tx: Transaction,
  organisationId: number,
  dueOn: Day,
  rows: { readonly limit: number; readonly offset: number },
) {
  return (await listed.rows(tx, organisationId, dueOn, rows.limit, rows.offset)).map((row) => ({
    accountId: row.account_id,
    fullName: row.full_name,
    role: row.role,
    answer: row.answer,
    answerer: row.answerer,
    lastSignedIn: row.last_signed_in,
  }));
}

/** Keeps an answer in the open review; false where none is open. */
export async function keepAnswer(
  tx: Transaction,
  given: {
    readonly organisationId: number;
    readonly accountId: number;
    readonly answer: ReviewAnswer;
    readonly by: number;
    readonly at: Date;
  },
): Promise<boolean> {
  const { organisationId, accountId, answer, by, at } = given;
  return (await keep.first(tx, organisationId, accountId, answer, by, at)) !== undefined;
}
