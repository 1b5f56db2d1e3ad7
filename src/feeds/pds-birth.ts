import { z } from 'zod';
import type { Day } from '../domain/calendar.ts';
import { keyFrom, type FeedItem, type SourceCarer } from '../domain/source-row.ts';
import { readPatientChild } from './pds-fhir-patient.ts';
import { readName } from './pds-fhir-parts.ts';
import { shapePatient } from './pds-fhir-shapes.ts';

const entryShape = z.object({
  fullUrl: z.string().optional(),
  resource: z.looseObject({ resourceType: z.string() }),
});
type Entry = z.infer<typeof entryShape>;

const relationShape = z.object({ patient: z.object({ reference: z.string().optional() }).optional() });
const outcomeShape = z.object({
  code: z.object({ coding: z.array(z.object({ code: z.string().optional() })).optional() }),
  valueCodeableConcept: z.object({
    coding: z.array(z.object({ code: z.string().optional() })).optional(),
  }),
});
const babyShape = z.object({ birthDate: z.string().optional(), multipleBirthInteger: z.number().optional() });
const motherShape = z.object({
  identifier: z.array(z.object({ value: z.string().optional() })).optional(),
});

/**
 * What the message that makes a PDS record at birth says: a child, and the mother as a carer. There is no record of a stillbirth
 * (product.md section 1). Weight, place, team and whoever notified are dropped.
 */
export function* readBirth(entries: readonly object[], place: string, today: Day): Iterable<FeedItem> {
  const shaped = entries.map((entry) => entryShape.safeParse(entry)).flatMap(({ data }) => data ?? []);
  const baby = findBaby(shaped);
  if (baby === undefined) return;
  if (shaped.some(({ resource }) => isStillbirth(resource))) {
    yield { kind: 'not taken', message: 'Birth notification of a stillbirth' };
    return;
  }
  const mothers = patientsIn(shaped).filter((one) => one !== baby);
  const mother = mothers.length === 1 ? mothers[0] : undefined;
  const read = readPatientChild(baby.resource, today, keyOf(baby, mother));
  if (!read.ok) {
    yield { kind: 'fault', fault: read.fault, place };
    return;
  }
  const others = shaped
    .filter((one) => one !== baby && one !== mother)
    .map(({ resource }) => nameOf(resource));
  const dropped = [...new Set([...read.value.dropped, ...others])];
  const carer = mother && motherOf(mother.resource, read.value.child.supplierKey, today);
  if (mother !== undefined && carer === undefined) dropped.push('Patient (a mother without a usable name)');
  yield { kind: 'child', ...read.value, dropped };
  if (carer !== undefined) yield { kind: 'carer', carer, place, dropped: [] };
}

function patientsIn(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ resource }) => resource.resourceType === 'Patient');
}

/** The patient whom the related person is related to, or else the first. */
function findBaby(entries: readonly Entry[]): Entry | undefined {
  const relations = entries.filter(({ resource }) => resource.resourceType === 'RelatedPerson');
  const references = relations.map(
    ({ resource }) => relationShape.safeParse(resource).data?.patient?.reference,
  );
  const patients = patientsIn(entries);
  return patients.find(({ fullUrl }) => fullUrl !== undefined && references.includes(fullUrl)) ?? patients[0];
}

const stillbirth = '237364002'; // SNOMED CT, the observation whether the child was born alive
const live = '1'; // NHS, live or stillborn indicator

function isStillbirth(resource: object): boolean {
  const said = outcomeShape.safeParse(resource).data;
  if (said === undefined || !(said.code.coding ?? []).some(({ code }) => code === stillbirth)) return false;
  return (said.valueCodeableConcept.coding ?? []).some(({ code }) => code !== undefined && code !== live);
}

// There is no NHS number in the message that asks for one. The mother's number goes into the key as a digest, and is kept nowhere.
function keyOf({ fullUrl = '', resource }: Entry, mother: Entry | undefined): string {
  const { birthDate = '', multipleBirthInteger = 1 } = babyShape.safeParse(resource).data ?? {};
  const numbers = motherShape.safeParse(mother?.resource).data?.identifier ?? [];
  const number = numbers.map(({ value = '' }) => value).join(' ');
  return keyFrom(
    'birth',
    number === '' ? [fullUrl, birthDate] : [number, birthDate, String(multipleBirthInteger)],
  );
}

// She has parental responsibility by giving birth (Children Act 1989, section 2). Where she lives, and her number, are not asked.
function motherOf(resource: object, supplierKey: string, today: Day): SourceCarer | undefined {
  const shaped = shapePatient(resource);
  const name = shaped.ok ? readName('Patient.name', shaped.value.name, today) : shaped;
  if (!name.ok) return undefined;
  return {
    supplierKey,
    carerKey: 'mother',
    ...name.value,
    relationship: 'mother',
    parentalResponsibility: 'yes',
  };
}

// Any other word may be anybody's.
const kinds = [
  'Observation',
  'RelatedPerson',
  'Organization',
  'Location',
  'CareTeam',
  'Practitioner',
  'PractitionerRole',
];

function nameOf({ resourceType }: Entry['resource']): string {
  return kinds.find((kind) => kind === resourceType) ?? 'FHIR resource of another kind';
}
