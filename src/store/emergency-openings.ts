import type { Day } from '../domain/calendar.ts';
import { isEmergency, type Emergency } from '../domain/emergency.ts';
import { isRole } from '../domain/roles.ts';
import { bigint, day, instant, integer, nullable, oneOf, text, uuid } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { OneChild, Ticket } from './ticket.ts';

const add = statement({
  name: 'add-emergency-opening',
  text: `insert into emergency_opening (child_id, opening_no, account_id, because, opened_at, open_until, review_due_on)
    select $1, 1 + coalesce((select max(opening_no) from emergency_opening where child_id = $1), 0), $2, $3, $4, $5, $6
    from (select from child where child_id = $1 for update) as held
    where exists (select from shield where shield.child_id = $1 and lifted_on is null)
    returning emergency_id`,
  takes: [bigint, integer, text, instant, instant, day],
  gives: { emergency_id: bigint },
});

const keepEvent = statement({
  name: 'keep-event-of-emergency',
  text: `update emergency_opening set event_id = $2 where emergency_id = $1`,
  takes: [bigint, uuid],
  gives: {},
});

const stillOpen = statement({
  name: 'open-emergency',
  text: `select open_until
    from emergency_opening
    where child_id = $1 and account_id = $2 and open_until > $3
    order by open_until desc
    limit 1`,
  takes: [bigint, integer, instant],
  gives: { open_until: instant },
});

const columns = {
  emergency_id: bigint,
  account_id: integer,
  organisation_id: integer,
  full_name: text,
  role: oneOf(isRole),
  organisation_name: text,
  because: oneOf(isEmergency),
  opened_at: instant,
  review_due_on: day,
  event_id: nullable(uuid),
};

const waiting = statement({
  name: 'emergency-openings-waiting',
  text: `select emergency_id, account_id, organisation_id, full_name, role, organisation.name as organisation_name, because,
      opened_at, review_due_on, event_id
    from emergency_opening
    join account using (account_id)
    join organisation using (organisation_id)
    where reviewed_at is null and organisation_id <> $1
    order by review_due_on, emergency_id
    limit $2 offset $3`,
  takes: [integer, integer, integer],
  gives: columns,
});

const one = statement({
  name: 'emergency-opening-to-review',
  text: `select emergency_id, account_id, organisation_id, full_name, role, organisation.name as organisation_name, because,
      opened_at, review_due_on, event_id
    from emergency_opening
    join account using (account_id)
    join organisation using (organisation_id)
    where emergency_id = $1 and reviewed_at is null
    for update of emergency_opening`,
  takes: [bigint],
  gives: columns,
});

const keepReview = statement({
  name: 'review-emergency-opening',
  text: `update emergency_opening
    set reviewed_by = $2, reviewed_at = $3, finding = $4, family = $5
    where emergency_id = $1 and reviewed_at is null
    returning emergency_id`,
  takes: [bigint, integer, instant, text, text],
  gives: { emergency_id: bigint },
});

/** One opening, as it is written when it is made. */
export type NewEmergencyOpening = {
  readonly accountId: number;
  readonly because: Emergency;
  readonly openedAt: Date;
  readonly openUntil: Date;
  readonly reviewDueOn: Day;
};

/** Opens the ticket's child to the account; undefined where no shield stands on the record. */
export async function addEmergencyOpening(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  { accountId, because, openedAt, openUntil, reviewDueOn }: NewEmergencyOpening,
): Promise<number | undefined> {
  const row = await add.first(tx, scope.childId, accountId, because, openedAt, openUntil, reviewDueOn);
  return row?.emergency_id;
}

/** Keeps which entry of the log tells of the opening. */
export async function keepEventOfEmergency(
  tx: Transaction,
  emergencyId: number,
  eventId: string,
): Promise<void> {
  await keepEvent.rows(tx, emergencyId, eventId);
}

/** Until when the child's record is open to the account in an emergency; null where it is not. */
export async function findOpenUntil(
  tx: Transaction,
  childId: number,
  accountId: number,
  now: Date,
): Promise<Date | null> {
  return (await stillOpen.first(tx, childId, accountId, now))?.open_until ?? null;
}

export type EmergencyToReview = Awaited<ReturnType<typeof listEmergencies>>[number];

/** The openings that no one has reviewed, those due first; none by people of the reviewer's organisation. No child is named. */
export async function listEmergencies(
  tx: Transaction,
  organisationId: number,
  { limit, offset }: { readonly limit: number; readonly offset: number },
) {
  return (await waiting.rows(tx, organisationId, limit, offset)).map(toReview);
}

/** One of them, held until the transaction ends. */
export async function holdEmergency(
  tx: Transaction,
  emergencyId: number,
): Promise<EmergencyToReview | undefined> {
  const row = await one.first(tx, emergencyId);
  return row && toReview(row);
}

/** Keeps what a reviewer found; false where another was quicker. */
export async function keepEmergencyReview(
  tx: Transaction,
  emergencyId: number,
  by: number,
  at: Date,
  found: { readonly finding: string; readonly family: string },
): Promise<boolean> {
  return (await keepReview.first(tx, emergencyId, by, at, found.finding, found.family)) !== undefined;
}

function toReview(row: Awaited<ReturnType<typeof waiting.rows>>[number]) {
  return {
    emergencyId: row.emergency_id,
    whose: { accountId: row.account_id, organisationId: row.organisation_id },
    fullName: row.full_name,
    role: row.role,
    organisationName: row.organisation_name,
    because: row.because,
    openedAt: row.opened_at,
    reviewDueOn: row.review_due_on,
    eventId: row.event_id,
  };
}
