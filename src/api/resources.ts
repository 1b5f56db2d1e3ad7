import type { MatchGrade } from '../domain/certain-match.ts';
import {
  hasEnded,
  type Carer,
  type Contact,
  type Identity,
  type Involvement,
  type VisibleRecord,
} from '../domain/child-record.ts';
import type { Day } from '../domain/calendar.ts';
import { relationships } from '../domain/relationships.ts';
import { serviceKinds } from '../domain/service-kinds.ts';
import type { FoundRow } from '../services/find-child.ts';
import type { Resource } from './call.ts';

export const numberSystems = {
  nhs: 'https://fhir.nhs.uk/Id/nhs-number',
  upn: 'https://fhir.education.gov.uk/Id/unique-pupil-number',
  own: 'urn:contactpoint:number',
} as const;

/** A child as a list of those found shows it: name, date of birth, and the part of a postcode that the page shows. */
export function foundPatient({ childId, givenNames, familyName, dateOfBirth, postcode }: FoundRow): Resource {
  return {
    resourceType: 'Patient',
    id: String(childId),
    name: [{ use: 'official', family: familyName, given: givenNames.split(' ') }],
    birthDate: dateOfBirth,
    ...(postcode === null ? {} : { address: [{ postalCode: postcode }] }),
  };
}

/** A set of search results, with how sure each is. */
export function searchset(
  entries: readonly { readonly resource: Resource; readonly grade?: MatchGrade }[],
): Resource {
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: entries.length,
    ...(entries.length === 0 ? {} : { entry: entries.map(entryOf) }),
  };
}

const likelihoods: Readonly<Record<MatchGrade, number>> = { certain: 1, probable: 0.9, possible: 0.5 };

function entryOf({ resource, grade }: { readonly resource: Resource; readonly grade?: MatchGrade }) {
  const fullUrl = `urn:contactpoint:${resource.resourceType}:${String(resource['id'])}`;
  if (grade === undefined) return { fullUrl, resource, search: { mode: 'match' } };
  const extension = [{ url: 'http://hl7.org/fhir/StructureDefinition/match-grade', valueCode: grade }];
  return { fullUrl, resource, search: { extension, mode: 'match', score: likelihoods[grade] } };
}

// As NHS systems mark it: https://digital.nhs.uk/developer/api-catalogue/personal-demographics-service-fhir
const restricted = {
  security: [
    { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R', display: 'restricted' },
  ],
};

/** A child as this reader may see it: restricted, with no place, where the record is withheld. */
export function patientOf(childId: number, record: VisibleRecord): Resource {
  const { who } = record;
  const patient = {
    resourceType: 'Patient',
    id: String(childId),
    ...(record.kind === 'withheld' ? { meta: restricted } : {}),
    identifier: identifiersOf(record),
    active: record.kind !== 'closed',
    name: namesOf(who),
    gender: who.gender === 'not specified' ? 'unknown' : who.gender,
    birthDate: who.dateOfBirth,
  };
  if (record.kind !== 'open') return patient;
  const homes = record.homes.filter(({ standing }) => standing !== 'carer');
  if (homes.length === 0) return patient;
  const address = homes.map(({ line, town, postcode, standing, since }) => ({
    use: standing === 'current' ? 'home' : 'old',
    line: [line],
    ...optional('city', town),
    ...optional('postalCode', postcode),
    ...(since === null ? {} : { period: { start: since } }),
  }));
  return { ...patient, address };
}

function identifiersOf(record: VisibleRecord) {
  const own = { system: numberSystems.own, value: record.who.contactPointNumber };
  if (record.kind !== 'open') return [own];
  const { nhsNumber, upn } = record.numbers;
  return [
    ...(nhsNumber === null ? [] : [{ system: numberSystems.nhs, value: nhsNumber }]),
    ...(upn === null ? [] : [{ system: numberSystems.upn, value: upn }]),
    own,
  ];
}

function namesOf({ givenNames, familyName, preferredName }: Identity) {
  const official = { use: 'official', family: familyName, given: givenNames.split(' ') };
  return preferredName === null ? [official] : [official, { use: 'usual', given: [preferredName] }];
}

/** A carer as a person related to the child. */
export function relatedPerson(childId: number, carer: Carer, place: number): Resource {
  return {
    resourceType: 'RelatedPerson',
    id: `${childId}-${place}`,
    patient: { reference: `Patient/${childId}` },
    relationship: [{ text: relationships[carer.relationship] }],
    name: [{ text: carer.name }],
    ...telecomOf(carer),
  };
}

/** Who supports the child: one team of all, each participant with role and organisation contained. */
export function careTeamOf(childId: number, record: VisibleRecord, today: Day): Resource {
  const shown = record.kind === 'open' ? record.involvements : [];
  const patient = { reference: `Patient/${childId}` };
  const team = {
    resourceType: 'CareTeam',
    id: String(childId),
    ...(record.kind === 'withheld' ? { meta: restricted } : {}),
    status: record.kind === 'closed' ? 'inactive' : 'active',
    name: 'Who supports the child',
    subject: patient,
  };
  const note =
    record.kind === 'open' && record.sensitiveServiceInvolved
      ? { note: [{ text: 'A sensitive service is involved.' }] }
      : {};
  if (shown.length === 0) return { ...team, ...note };
  const contained = shown.flatMap((one, place) => containedOf(one, place, today));
  return { ...team, contained, participant: shown.map(participantOf), ...note };
}

function participantOf(one: Involvement, place: number) {
  const { no, isLead, startedOn, endedOn, serviceKind } = one;
  const roles = [serviceKinds[serviceKind].name, ...(isLead ? ['Lead professional'] : [])];
  return {
    id: String(no),
    role: roles.map((text) => ({ text })),
    member: { reference: `#role-${place}` },
    onBehalfOf: { reference: `#organisation-${place}` },
    period: { start: startedOn, ...optional('end', endedOn) },
  };
}

function containedOf({ person, contact, serviceKind, endedOn }: Involvement, place: number, today: Day) {
  const organisation = {
    resourceType: 'Organization',
    id: `organisation-${place}`,
    name: contact.organisation,
  };
  const service = {
    resourceType: 'HealthcareService',
    id: `service-${place}`,
    name: contact.team,
    type: [{ text: serviceKinds[serviceKind].name }],
    availabilityExceptions: contact.hours,
    ...telecomOf(contact),
  };
  const role = {
    resourceType: 'PractitionerRole',
    id: `role-${place}`,
    active: !hasEnded(endedOn, today),
    ...(person === null ? {} : { practitioner: { display: person.name }, code: [{ text: person.jobTitle }] }),
    organization: { reference: `#organisation-${place}` },
    healthcareService: [{ reference: `#service-${place}` }],
    ...telecomOf(person ?? contact),
  };
  return [organisation, service, role];
}

function telecomOf({ telephone, email }: Pick<Carer, 'telephone' | 'email'> | Contact) {
  const telecom = [
    ...(telephone === null ? [] : [{ system: 'phone', value: telephone }]),
    ...(email === null ? [] : [{ system: 'email', value: email }]),
  ];
  return telecom.length === 0 ? {} : { telecom };
}

function optional(name: string, value: string | null): Readonly<Record<string, string>> {
  return value === null ? {} : { [name]: value };
}
