import type { Day } from '../domain/calendar.ts';
import { isRole } from '../domain/roles.ts';
import { isReasonToLift, isShieldReason } from '../domain/shielding.ts';
import { bigint, boolean, day, instant, integer, json, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { isOpenOn } from './leaving-gate.ts';
import { statement } from './statement.ts';
import type { Shields, Ticket } from './ticket.ts';

const described = {
  protection_id: bigint,
  because: oneOf(isShieldReason),
  asked_as: text,
  asked_by: nullable(integer),
  asked_at: instant,
  asker_role: nullable(oneOf(isRole)),
  asker_organisation: nullable(text),
  decide_by: day,
  decided_at: nullable(instant),
  review_on: nullable(day),
  lift_asked_by: nullable(integer),
  lift_because: nullable(oneOf(isReasonToLift)),
  is_narrowing: boolean,
  children: json,
};

const columns = (
  today: string,
) => `protection.protection_id, because, asked_as, asked_by, asked_at, account.role as asker_role,
      organisation.name as asker_organisation, decide_by, decided_at, review_on, protection.lift_asked_by, lift_because,
      exists (
        select from shield
        where shield.protection_id = protection.protection_id and lifted_on is null and shield.lift_asked_by is not null
      ) as is_narrowing,
      (
        select coalesce(jsonb_agg(jsonb_build_object('childId', child_id, 'givenNames', given_names, 'familyName', family_name,
          'dateOfBirth', date_of_birth, 'liftAskedBy', covered.lift_asked_by) order by date_of_birth, child_id), '[]')
        from (
          select child_id, given_names, family_name, date_of_birth, shield.lift_asked_by
          from shield
          join child using (child_id)
          where shield.protection_id = protection.protection_id and lifted_on is null and ${isOpenOn(today)}
          order by date_of_birth, child_id
          limit 50
        ) as covered
      ) as children`;

// What waits for somebody first: a second person, a decision, a review.
const ofCouncil = statement({
  name: 'shields-of-council',
  text: `select ${columns('$4')}
    from protection
    left join account on account.account_id = asked_by
    left join organisation using (organisation_id)
    where protection.council_code is not distinct from $1 and lifted_at is null
    order by (protection.lift_asked_by is null), (decided_at is not null), coalesce(review_on, decide_by),
      protection.protection_id
    limit $2 offset $3`,
  takes: [nullable(smallint), integer, integer, day],
  gives: described,
});

const oneOfCouncil = statement({
  name: 'shield-of-council',
  text: `select ${columns('$3')}
    from protection
    left join account on account.account_id = asked_by
    left join organisation using (organisation_id)
    where protection.protection_id = $2 and protection.council_code is not distinct from $1 and lifted_at is null`,
  takes: [nullable(smallint), bigint, day],
  gives: described,
});

const waiting = statement({
  name: 'shields-waiting',
  text: `select
      count(*) filter (where decided_at is null and decide_by < $2)::integer as overdue,
      count(*) filter (where decided_at is null and decide_by >= $2)::integer as undecided,
      count(*) filter (where review_on <= $2 and decided_at is not null)::integer as to_review,
      count(*) filter (where lift_asked_by is not null)::integer as second_person
    from protection
    where council_code is not distinct from $1 and lifted_at is null
      and (decided_at is null or review_on <= $2 or lift_asked_by is not null)`,
  takes: [nullable(smallint), day],
  gives: { overdue: integer, undecided: integer, to_review: integer, second_person: integer },
});

export type ListedShield = Awaited<ReturnType<typeof readShields>>[number];

/** The shields that the ticket's council decides about, those that wait for somebody first. */
export async function readShields(
  tx: Transaction,
  ticket: Ticket<Shields>,
  { limit, offset, today }: { readonly limit: number; readonly offset: number; readonly today: Day },
) {
  return (await ofCouncil.rows(tx, ticket.scope.councilCode, limit, offset, today)).map(toShield);
}

/** One shield of the ticket's council; undefined where it is another's, or lifted. */
export async function readShield(
  tx: Transaction,
  ticket: Ticket<Shields>,
  protectionId: number,
  today: Day,
): Promise<ListedShield | undefined> {
  const row = await oneOfCouncil.first(tx, ticket.scope.councilCode, protectionId, today);
  return row && toShield(row);
}

/** How many shields of a council wait, and for what. No child is told of. */
export async function countWaiting(
  tx: Transaction,
  councilCode: number | null,
  today: Parameters<typeof waiting.first>[2],
) {
  const row = await waiting.first(tx, councilCode, today);
  const none = { overdue: 0, undecided: 0, to_review: 0, second_person: 0 };
  const { overdue, undecided, to_review: toReview, second_person: secondPerson } = row ?? none;
  return { overdue, undecided, toReview, secondPerson };
}

type ShieldRow = Awaited<ReturnType<typeof ofCouncil.rows>>[number];

function toShield(row: ShieldRow) {
  return {
    protectionId: row.protection_id,
    because: row.because,
    askedAs: row.asked_as,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    askerRole: row.asker_role,
    askerOrganisation: row.asker_organisation,
    decideBy: row.decide_by,
    decidedAt: row.decided_at,
    reviewOn: row.review_on,
    liftAskedBy: row.lift_asked_by,
    liftBecause: row.lift_because,
    isNarrowing: row.is_narrowing,
    children: childrenIn(row.children),
  };
}

/** A child under a shield, as those who decide about it are told. */
export type ShieldedChild = {
  readonly childId: number;
  readonly givenNames: string;
  readonly familyName: string;
  readonly dateOfBirth: string;
  readonly liftAskedBy: number | null;
};

function childrenIn(sent: unknown): readonly ShieldedChild[] {
  return Array.isArray(sent) ? sent.filter(isShieldedChild) : [];
}

function isShieldedChild(sent: unknown): sent is ShieldedChild {
  return typeof sent === 'object' && sent !== null && 'childId' in sent && 'familyName' in sent;
}
