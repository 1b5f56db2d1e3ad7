import { isDay, type Day } from '../domain/calendar.ts';
import type { Gender } from '../domain/gender.ts';
import { isOdsPracticeCode, type OdsPracticeCode } from '../domain/identifiers.ts';
import type { FeedItem, SourceChild } from '../domain/source-row.ts';
import { readBirthDate, refusal, type Read } from './facts.ts';
import { droppedElements } from './pds-fhir-dropped.ts';
import {
  bestFirst,
  isCurrent,
  readAddress,
  readFormerNames,
  readName,
  readNhsNumber,
  readNickname,
} from './pds-fhir-parts.ts';
import { shapePatient, type FhirPatient } from './pds-fhir-shapes.ts';

const practiceCodeSystem = 'https://fhir.nhs.uk/Id/ods-organization-code';

// HL7 v3 Confidentiality: unrestricted, low, moderate, normal. Any other label, R and V above all, is read as restricted.
const openLabels: ReadonlySet<string> = new Set(['U', 'L', 'M', 'N']);

/** What a FHIR Patient says of a child, or why it is refused. */
export function readPatient(resource: object, today: Day, place: string): FeedItem {
  const read = readPatientChild(resource, today);
  return read.ok ? { kind: 'child', ...read.value } : { kind: 'fault', fault: read.fault, place };
}

export type PatientChild = Omit<Extract<FeedItem, { readonly kind: 'child' }>, 'kind'>;

/** What a FHIR Patient says of a child. One just born may have no NHS number yet: then `bornAs` is the key. */
export function readPatientChild(resource: object, today: Day, bornAs?: string): Read<PatientChild> {
  const shaped = shapePatient(resource);
  if (!shaped.ok) return shaped;
  const patient = shaped.value;
  const standing = refuseNotStanding(patient);
  if (standing !== undefined) return standing;
  const dateOfBirth = readBirthDate('Patient.birthDate', patient.birthDate, today);
  if (!dateOfBirth.ok) return dateOfBirth;
  const number = keyOf(patient, bornAs);
  if (!number.ok) return number;
  const name = readName('Patient.name', patient.name, today);
  if (!name.ok) return name;
  const diedOn = readDeath(patient, dateOfBirth.value, today);
  if (!diedOn.ok) return diedOn;

  const dropped = droppedElements('Patient', resource);
  const identity = {
    ...number.value,
    dateOfBirth: dateOfBirth.value,
    gender: genderOf(patient),
  };
  const child: SourceChild = {
    ...identity,
    ...name.value,
    ...otherNames(patient, today),
    ...placeOf(patient, today, dropped),
    ...(diedOn.value === undefined ? {} : { diedOn: diedOn.value }),
  };
  return { ok: true, value: { child, ...versionOf(patient), dropped } };
}

function keyOf(
  patient: FhirPatient,
  bornAs: string | undefined,
): Read<Pick<SourceChild, 'supplierKey' | 'nhsNumber'>> {
  if (bornAs !== undefined && patient.identifier === undefined)
    return { ok: true, value: { supplierKey: bornAs } };
  const number = readNhsNumber('Patient.identifier', patient.identifier);
  if (!number.ok) return number;
  if (patient.id !== undefined && /^\d{10}$/.test(patient.id) && patient.id !== number.value)
    return refusal('Patient.id', 'not the NHS number of the identifier', 'one NHS number');
  return { ok: true, value: { supplierKey: number.value, nhsNumber: number.value } };
}

// FHIR R4: modifierExtension changes what everything else means; active false is a record in error; replaced-by names another.
function refuseNotStanding(patient: FhirPatient): Read<never> | undefined {
  if ((patient.modifierExtension ?? []).length > 0)
    return refusal('Patient.modifierExtension', 'changes what the rest means', 'none');
  if (patient.active === false) return refusal('Patient.active', 'not in use', 'a record in use');
  if ((patient.link ?? []).some((link) => link.type === 'replaced-by'))
    return refusal('Patient.link', 'replaced by another record', 'the record that replaced it');
  return undefined;
}

function readDeath(patient: FhirPatient, dateOfBirth: Day, today: Day): Read<Day | undefined> {
  const element = 'Patient.deceasedDateTime';
  if (patient.deceasedBoolean === true && patient.deceasedDateTime === undefined)
    return refusal(element, 'missing where deceasedBoolean is true', 'the date of death');
  if (patient.deceasedDateTime === undefined) return { ok: true, value: undefined };
  const diedOn = patient.deceasedDateTime.slice(0, 10);
  if (!isDay(diedOn)) return refusal(element, 'not a full date', 'a full date, with or without a time');
  if (diedOn < dateOfBirth || diedOn > today)
    return refusal(element, 'before birth or in the future', 'a day from birth until today');
  return { ok: true, value: diedOn };
}

function genderOf({ gender }: FhirPatient): Gender {
  return gender === 'female' || gender === 'male' ? gender : 'not specified';
}

function otherNames(patient: FhirPatient, today: Day): Pick<SourceChild, 'preferredName' | 'formerNames'> {
  const preferredName = readNickname(patient.name, today);
  const formerNames = readFormerNames(patient.name, today);
  return {
    ...(preferredName === undefined ? {} : { preferredName }),
    ...(formerNames.length === 0 ? {} : { formerNames }),
  };
}

type Place = Pick<SourceChild, 'restricted' | 'address' | 'practiceCode'>;

// Where a patient is restricted, what tells the place is left behind even if it came (NHS, restricted patient records).
function placeOf(patient: FhirPatient, today: Day, dropped: string[]): Place {
  const restricted = (patient.meta?.security ?? []).some((label) => !openLabels.has(label.code ?? ''));
  if (restricted) {
    if (patient.address !== undefined) dropped.push('Patient.address (restricted)');
    if (patient.generalPractitioner !== undefined) dropped.push('Patient.generalPractitioner (restricted)');
    return { restricted };
  }
  const address = readAddress('Patient.address', patient.address, today, dropped);
  const practiceCode = readPractice(patient, today, dropped);
  return {
    restricted,
    ...(address === undefined ? {} : { address }),
    ...(practiceCode === undefined ? {} : { practiceCode }),
  };
}

function readPractice(patient: FhirPatient, today: Day, dropped: string[]): OdsPracticeCode | undefined {
  const element = 'Patient.generalPractitioner';
  const coded = (patient.generalPractitioner ?? []).flatMap(({ identifier }) =>
    identifier?.system === practiceCodeSystem ? [identifier] : [],
  );
  const [best] = bestFirst(coded, [], today);
  if (best === undefined) return undefined;
  if (!isCurrent(best.period, today)) {
    dropped.push(`${element} (ended)`);
    return undefined;
  }
  if (best.value !== undefined && isOdsPracticeCode(best.value)) return best.value;
  dropped.push(`${element} (not a practice code)`);
  return undefined;
}

function versionOf(patient: FhirPatient): { readonly version?: number } {
  const versionId = patient.meta?.versionId ?? '';
  return /^\d{1,9}$/.test(versionId) ? { version: Number(versionId) } : {};
}
