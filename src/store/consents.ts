import { londonDay, type Day } from '../domain/calendar.ts';
import {
  isConsentFooting,
  isConsentGiver,
  type ConsentFooting,
  type ConsentGiver,
  type NewConsent,
} from '../domain/consent.ts';
import { bigint, day, instant, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { Caseload, OneChild, Ticket } from './ticket.ts';

const consentsOfChild = statement({
  name: 'consents-of-child',
  text: `select consent_no, consent.team_id, team.name as team, organisation.name as organisation, footing, given_by, given_on, until_on,
      withdrawn_at, recorded_at, account.full_name as recorded_by
    from consent
    join team using (team_id)
    join organisation using (organisation_id)
    left join account on account.account_id = consent.recorded_by
    where child_id = $1
      and consent.team_id = (select mine.team_id from practitioner as mine where mine.practitioner_id = $2)
    order by withdrawn_at desc nulls first, until_on desc, consent_no desc
    limit 100`,
  takes: [bigint, integer],
  gives: {
    consent_no: smallint,
    team_id: integer,
    team: text,
    organisation: text,
    footing: oneOf(isConsentFooting),
    given_by: oneOf(isConsentGiver),
    given_on: day,
    until_on: day,
    withdrawn_at: nullable(instant),
    recorded_at: nullable(instant),
    recorded_by: nullable(text),
  },
});

const add = statement({
  name: 'add-consent',
  text: `insert into consent (child_id, consent_no, team_id, footing, given_by, given_on, until_on, recorded_by, recorded_at)
    select $1, coalesce(max(consent_no), 0) + 1, $2, $3, $4, $5, $6, $7, $8
    from consent
    where child_id = $1
    returning consent_no`,
  takes: [bigint, integer, text, text, day, day, integer, instant],
  gives: { consent_no: smallint },
});

const withdraw = statement({
  name: 'withdraw-consent',
  text: `update consent
    set withdrawn_by = $3, withdrawn_at = $4
    where child_id = $1
      and consent_no = $2
      and withdrawn_at is null
    returning consent_no`,
  takes: [bigint, smallint, integer, instant],
  gives: { consent_no: smallint },
});

// Recorded on consent alone, of which none is left: the service's part is over.
const endUnfounded = statement({
  name: 'end-unfounded-involvements',
  text: `update involvement
    set ended_on = greatest(started_on, least(coalesce(ended_on, $3), $3)), is_lead = false, version = version + 1
    where child_id = $1
      and team_id = $2
      and basis = 'consent'
      and (ended_on is null or ended_on > $3)
      and not exists (
        select from consent
        where consent.child_id = $1
          and consent.team_id = $2
          and given_on <= $3
          and until_on >= $3
          and withdrawn_at is null
      )
    returning involvement_no`,
  takes: [bigint, integer, day],
  gives: { involvement_no: smallint },
});

/** A consent as it is kept. */
export type Consent = {
  readonly no: number;
  readonly teamId: number;
  readonly team: string;
  readonly organisation: string;
  readonly footing: ConsentFooting;
  readonly givenBy: ConsentGiver;
  readonly givenOn: Day;
  readonly untilOn: Day;
  readonly withdrawnAt: Date | null;
  readonly recordedAt: Date | null;
  readonly recordedBy: string | null;
};

/** What the practitioner's own team has of the child's consents; those for other services are not theirs to see. */
export async function readConsents(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  practitionerId: number,
): Promise<readonly Consent[]> {
  const rows = await consentsOfChild.rows(tx, scope.childId, practitionerId);
  return rows.map(({ team, organisation, footing, ...row }) => ({
    team,
    organisation,
    footing,
    no: row.consent_no,
    teamId: row.team_id,
    givenBy: row.given_by,
    givenOn: row.given_on,
    untilOn: row.until_on,
    withdrawnAt: row.withdrawn_at,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
  }));
}

/** Adds a consent to the ledger; answers its number. */
export async function addConsent(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  { teamId, footing, givenBy, givenOn, untilOn }: NewConsent & { readonly teamId: number },
  by: { readonly accountId: number; readonly at: Date },
): Promise<number> {
  const given = [footing, givenBy, givenOn, untilOn] as const;
  const row = await add.first(tx, scope.childId, teamId, ...given, by.accountId, by.at);
  if (row === undefined) throw new Error('A consent was added without an answer');
  return row.consent_no;
}

/** Notes that a consent was withdrawn; false where it was already. */
export async function withdrawConsent(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  consentNo: number,
  by: { readonly accountId: number; readonly at: Date },
): Promise<boolean> {
  return (await withdraw.first(tx, scope.childId, consentNo, by.accountId, by.at)) !== undefined;
}

/** Ends what a team's consents no longer carry; answers how much that was. */
export async function endUnfoundedWork(
  tx: Transaction,
  { scope }: Ticket<OneChild>,
  teamId: number,
  today: Day,
): Promise<number> {
  return (await endUnfounded.rows(tx, scope.childId, teamId, today)).length;
}

const endLapsed = statement({
  name: 'end-lapsed-involvements',
  text: `update involvement
    set ended_on = greatest(started_on, $1), is_lead = false, version = version + 1
    where (child_id, involvement_no) in (
      select unfounded.child_id, unfounded.involvement_no
      from involvement as unfounded
      where basis = 'consent'
        and ended_on is null
        and not exists (
          select from consent
          where consent.child_id = unfounded.child_id
            and consent.team_id = unfounded.team_id
            and until_on >= $1
            and withdrawn_at is null
        )
      order by unfounded.child_id, unfounded.involvement_no
      limit $2
    )
    returning involvement_no`,
  takes: [day, integer],
  gives: { involvement_no: smallint },
});

/** Ends, so many at a time, what stood on consent of which none is left on a day; answers how much that was. */
export async function endLapsedWork(tx: Transaction, present: Date, atOnce: number): Promise<number> {
  return (await endLapsed.rows(tx, londonDay(present), atOnce)).length;
}

// Of the practitioner's own team, in force, ending by a day, and followed by no other.
const ending = `from consent
    join child using (child_id)
    where consent.team_id = (select mine.team_id from practitioner as mine where mine.practitioner_id = $1)
      and withdrawn_at is null
      and until_on between $2 and $3
      and closed_on is null
      and exists (
        select from involvement
        where involvement.child_id = consent.child_id
          and involvement.team_id = consent.team_id
          and basis = 'consent'
          and (ended_on is null or ended_on > $2)
      )
      and not exists (
        select from consent as later
        where later.child_id = consent.child_id
          and later.team_id = consent.team_id
          and later.withdrawn_at is null
          and later.until_on > $3
      )`;

const countEnding = statement({
  name: 'count-consents-ending',
  text: `select count(*)::integer as ending ${ending}`,
  takes: [integer, day, day],
  gives: { ending: integer },
});

const listEnding = statement({
  name: 'consents-ending',
  text: `select consent.child_id, given_names || ' ' || family_name as name, date_of_birth, until_on ${ending}
    order by until_on, consent.child_id, consent_no
    limit 50`,
  takes: [integer, day, day],
  gives: { child_id: bigint, name: text, date_of_birth: day, until_on: day },
});

/** A consent that ends soon, with whose it is about. */
export type ConsentEnding = {
  readonly childId: number;
  readonly name: string;
  readonly dateOfBirth: Day;
  readonly untilOn: Day;
};

type Between = { readonly from: Day; readonly to: Day };

/** How many consents of a practitioner's team end between two days. */
export async function countConsentsEnding(
  tx: Transaction,
  practitionerId: number,
  { from, to }: Between,
): Promise<number> {
  return (await countEnding.first(tx, practitionerId, from, to))?.ending ?? 0;
}

/** Which they are, the first to end first; fifty at most. */
export async function listConsentsEnding(
  tx: Transaction,
  { scope }: Ticket<Caseload>,
  { from, to }: Between,
): Promise<readonly ConsentEnding[]> {
  const rows = await listEnding.rows(tx, scope.practitionerId, from, to);
  return rows.map((row) => ({
    childId: row.child_id,
    name: row.name,
    dateOfBirth: row.date_of_birth,
    untilOn: row.until_on,
  }));
}
