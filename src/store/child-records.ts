import {
  isWhereabouts,
  type Carer,
  type Home,
  type Involvement,
  type StoredRecord,
} from '../domain/child-record.ts';
import { isGender } from '../domain/gender.ts';
import { isContactPointNumber } from '../domain/identifiers.ts';
import { isParentalResponsibility, isRelationship } from '../domain/relationships.ts';
import { isServiceKind } from '../domain/service-kinds.ts';
import { readEducation, readPractices } from './child-settings.ts';
import { readSources } from './child-sources.ts';
import { bigint, boolean, branded, day, nullable, oneOf, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';
import type { OneChild, Ticket } from './ticket.ts';

const isHomeStanding = (word: string): word is Home['standing'] =>
  word === 'current' || word === 'last known' || word === 'carer';

const whoIsChild = statement({
  name: 'who-is-child',
  text: `select given_names, family_name, preferred_name, date_of_birth, birth_standing, gender, contactpoint_number,
      nhs_number::text as nhs_number, upn, whereabouts, closed_on, closed_because,
      (select council.name from council where council_code = child.responsible_council) as responsible_council,
      exists (
        select from shield
        where shield.child_id = child.child_id and lifted_on is null
      ) as shielded
    from child
    where child_id = $1`,
  takes: [bigint],
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
  },
});

const homesOfChild = statement({
  name: 'homes-of-child',
  text: `select address_no, standing, address_line as line, town, postcode, council.name as council, council_code, since
    from child_address
    left join council using (council_code)
    where child_id = $1 and standing <> 'former'
    order by address_no
    limit 20`,
  takes: [bigint],
  gives: {
    address_no: smallint,
    standing: oneOf(isHomeStanding),
    line: text,
    town: nullable(text),
    postcode: nullable(text),
    council: nullable(text),
    council_code: nullable(smallint),
    since: nullable(day),
  },
});

const carersOfChild = statement({
  name: 'carers-of-child',
  text: `select given_names, family_name, council.official_name as council, relationship, parental_responsibility,
      address_no, telephone, email
    from carer
    left join council using (council_code)
    where child_id = $1
    order by carer_no
    limit 20`,
  takes: [bigint],
  gives: {
    given_names: nullable(text),
    family_name: nullable(text),
    council: nullable(text),
    relationship: oneOf(isRelationship),
    parental_responsibility: oneOf(isParentalResponsibility),
    address_no: nullable(smallint),
    telephone: nullable(text),
    email: nullable(text),
  },
});

const involvementsOfChild = statement({
  name: 'involvements-of-child',
  text: `select team.service_kind, is_lead, assessment_exists, started_on, ended_on, confirmed_on,
      organisation.name as organisation, team.name as team, team.telephone, team.email, team.hours,
      practitioner.name as person, practitioner.job_title, practitioner.telephone as person_telephone,
      practitioner.email as person_email
    from involvement
    join team on team.team_id = involvement.team_id
    join organisation using (organisation_id)
    left join practitioner on practitioner.practitioner_id = involvement.practitioner_id
    where child_id = $1
    order by ended_on desc nulls first, started_on desc, involvement_no
    limit 100`,
  takes: [bigint],
  gives: {
    service_kind: oneOf(isServiceKind),
    is_lead: boolean,
    assessment_exists: boolean,
    started_on: day,
    ended_on: nullable(day),
    confirmed_on: nullable(day),
    organisation: text,
    team: text,
    telephone: text,
    email: nullable(text),
    hours: text,
    person: nullable(text),
    job_title: nullable(text),
    person_telephone: nullable(text),
    person_email: nullable(text),
  },
});

/** Reads all of the one child that the ticket opens; undefined where there is none. The rules have yet to withhold. */
export async function readStoredRecord(
  tx: Transaction,
  ticket: Ticket<OneChild>,
): Promise<StoredRecord | undefined> {
  const { childId } = ticket.scope;
  const [who, homes, carers, involvements, sources, education, practices] = await Promise.all([
    whoIsChild.first(tx, childId),
    homesOfChild.rows(tx, childId),
    carersOfChild.rows(tx, childId),
    involvementsOfChild.rows(tx, childId),
    readSources(tx, ticket),
    readEducation(tx, ticket),
    readPractices(tx, ticket),
  ]);
  if (who === undefined) return undefined;
  const present = homes.find((home) => home.standing !== 'carer');
  return {
    ...identityOf(who),
    homes: homes.map(toHome),
    livesIn: present?.council_code ?? null,
    carers: carers.map(toCarer),
    involvements: involvements.map(toInvolvement),
    sources,
    education,
    practices,
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

type Row<Asked extends { rows: (...values: never[]) => Promise<readonly unknown[]> }> = Awaited<
  ReturnType<Asked['rows']>
>[number];

function identityOf(row: Row<typeof whoIsChild>) {
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

function toHome({
  address_no,
  standing,
  line,
  town,
  postcode,
  council,
  since,
}: Row<typeof homesOfChild>): Home {
  return { addressNo: address_no, standing, line, town, postcode, council, since };
}

function toCarer(row: Row<typeof carersOfChild>): Carer {
  return {
    name: row.council ?? `${row.given_names ?? ''} ${row.family_name ?? ''}`.trim(),
    isCouncil: row.council !== null,
    relationship: row.relationship,
    parentalResponsibility: row.parental_responsibility,
    addressNo: row.address_no,
    telephone: row.telephone,
    email: row.email,
  };
}

function toInvolvement(row: Row<typeof involvementsOfChild>): Involvement {
  const { organisation, team, telephone, email, hours } = row;
  return {
    serviceKind: row.service_kind,
    isLead: row.is_lead,
    assessmentExists: row.assessment_exists,
    startedOn: row.started_on,
    endedOn: row.ended_on,
    confirmedOn: row.confirmed_on,
    contact: { organisation, team, telephone, email, hours },
    person:
      row.person === null
        ? null
        : {
            name: row.person,
            jobTitle: row.job_title ?? '',
            telephone: row.person_telephone,
            email: row.person_email,
          },
  };
}
