import type { Day } from '../domain/calendar.ts';
import { isWhereabouts, type Contact, type CouncilDesk, type StoredRecord } from '../domain/child-record.ts';
import { isGender } from '../domain/gender.ts';
import { isContactPointNumber } from '../domain/identifiers.ts';
import { carersOfChild, toCarer } from './child-record/carers.ts';
import { desksAroundChild, relayOfAll, toCouncilDesk } from './child-record/desks.ts';
import { homesOfChild, toHome } from './child-record/homes.ts';
import { involvementsOfChild, toInvolvement } from './child-record/involvements.ts';
import { educationOfChild, practicesOfChild, toEducation, toPractice } from './child-record/settings.ts';
import { sourcesOfChild, toSource } from './child-record/sources.ts';
import { bigint, boolean, branded, day, integer, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { inlined, rowsOf } from './part.ts';
import { statement } from './statement.ts';
import type { OneChild, Ticket } from './ticket.ts';

// One statement for all of it: one journey to the database in place of seven.
const recordOfChild = statement({
  name: 'record-of-child',
  text: `select given_names, family_name, preferred_name, date_of_birth, birth_standing, gender, contactpoint_number,
      nhs_number::text as nhs_number, upn, whereabouts, closed_on, closed_because,
      (select council.name from council where council_code = child.responsible_council) as responsible_council,
      exists (
        select from shield
        where shield.child_id = child.child_id and lifted_on is null
      ) as shielded,
      ${inlined(homesOfChild)} as homes,
      ${inlined(carersOfChild)} as carers,
      ${inlined(involvementsOfChild)} as involvements,
      ${inlined(educationOfChild)} as education,
      ${inlined(practicesOfChild)} as practices,
      ${inlined(sourcesOfChild)} as sources,
      ${inlined(desksAroundChild)} as desks,
      ${inlined(relayOfAll)} as relays,
      (select council_code from organisation where organisation_id = $2) as council_of_reader
    from child
    where child_id = $1 and not exists (
      select from record_merge where undone_at is null and child.child_id in (first_child_id, second_child_id)
    )`,
  takes: [bigint, integer, nullable(integer), day],
  gives: {
    given_names: text,
    family_name: text,
    preferred_name: nullable(text),
    date_of_birth: day,
    birth_standing: text,
    gender: oneOf(isGender),
    contactpoint_number: branded(isContactPointNumber),
    nhs_number: nullable(text),
    upn: nullable(text),
    whereabouts: oneOf(isWhereabouts),
    closed_on: nullable(day),
    closed_because: nullable(text),
    responsible_council: nullable(text),
    shielded: boolean,
    homes: rowsOf(homesOfChild),
    carers: rowsOf(carersOfChild),
    involvements: rowsOf(involvementsOfChild),
    education: rowsOf(educationOfChild),
    practices: rowsOf(practicesOfChild),
    sources: rowsOf(sourcesOfChild),
    desks: rowsOf(desksAroundChild),
    relays: rowsOf(relayOfAll),
    council_of_reader: nullable(smallint),
  },
});

/** A record as it is stored, and the duty desks that may be told beside it. */
export type ReadRecord = {
  readonly stored: StoredRecord;
  readonly desks: readonly CouncilDesk[];
  /** Undefined where the installation has none yet. */
  readonly relay: Contact | undefined;
  /** Where the reader's organisation works; null for one that works everywhere. */
  readonly councilOfReader: number | null;
};

/** Who reads: where they work, and which practitioner they are. */
export type ReaderIds = { readonly organisationId: number; readonly practitionerId: number | null };

/** Reads all of the one child that the ticket opens; undefined where there is none. The rules have yet to withhold. */
export async function readStoredRecord(
  tx: Transaction,
  ticket: Ticket<OneChild>,
  { organisationId, practitionerId }: ReaderIds,
  today: Day,
): Promise<ReadRecord | undefined> {
  const row = await recordOfChild.first(tx, ticket.scope.childId, organisationId, practitionerId, today);
  if (row === undefined) return undefined;
  return {
    stored: storedIn(row),
    desks: row.desks.map(toCouncilDesk),
    relay: row.relays[0],
    councilOfReader: row.council_of_reader,
  };
}

type RecordRow = Awaited<ReturnType<typeof recordOfChild.rows>>[number];

function storedIn(row: RecordRow): StoredRecord {
  const present = row.homes.find((home) => home.standing !== 'carer');
  return {
    ...identityOf(row),
    homes: row.homes.map(toHome),
    livesIn: present?.council_code ?? null,
    carers: row.carers.map(toCarer),
    involvements: row.involvements.map(toInvolvement),
    sources: row.sources.map(toSource),
    education: row.education.map(toEducation),
    practices: row.practices.map(toPractice),
  };
}

const nameOfChild = statement({
  name: 'name-of-child',
  text: `select given_names, family_name, date_of_birth from child where child_id = $1`,
  takes: [bigint],
  gives: { given_names: text, family_name: text, date_of_birth: day },
});

/** The name and date of birth of the one child that the ticket opens: whose record a person is about to open. */
export async function readName(tx: Transaction, ticket: Ticket<OneChild>) {
  const row = await nameOfChild.first(tx, ticket.scope.childId);
  if (row === undefined) return undefined;
  return { givenNames: row.given_names, familyName: row.family_name, dateOfBirth: row.date_of_birth };
}

function identityOf(row: RecordRow) {
  return {
    who: {
      givenNames: row.given_names,
      familyName: row.family_name,
      preferredName: row.preferred_name,
      dateOfBirth: row.date_of_birth,
      birthStanding: row.birth_standing,
      gender: row.gender,
      contactPointNumber: row.contactpoint_number,
    },
    numbers: { nhsNumber: row.nhs_number, upn: row.upn },
    shielded: row.shielded,
    whereabouts: row.whereabouts,
    responsibleCouncil: row.responsible_council,
    ...(row.closed_on === null ? {} : { closed: { on: row.closed_on, because: row.closed_because ?? '' } }),
  };
}
