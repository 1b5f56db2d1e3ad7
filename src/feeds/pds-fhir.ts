import type { Day } from '../domain/calendar.ts';
import type { FeedItem } from '../domain/source-row.ts';
import { bundleReader } from './fhir-bundle.ts';
import type { JsonLimits } from './json-cutting.ts';
import { cutJson } from './json-stream.ts';
import { peek, readFhirXml } from './fhir-xml.ts';
import { readBirth } from './pds-birth.ts';
import { readPatient } from './pds-fhir-patient.ts';
import { readRelatedPerson } from './pds-fhir-related-person.ts';

// A Patient with everything that PDS has to say is 12 kB; FHIR itself nests about ten deep.
const limits: JsonLimits = { longest: 1_000_000, deepest: 64 };

/**
 * Reads messages of the NHS Personal Demographics Service in FHIR R4: a Patient or RelatedPerson, a searchset Bundle of
 * them, one a line, or the notification of a birth; in JSON, or in XML as UK Core has it. Other messages are named by kind.
 * `today` decides who is a child and what is current.
 */
export async function* readPdsFhir(bytes: AsyncIterable<Uint8Array>, today: Day): AsyncGenerator<FeedItem> {
  const file = await peek(bytes);
  if (file.beginsWithXml) yield* readFhirXml(file.bytes, (resource, place) => itemOf(resource, place, today));
  else yield* readJson(file.bytes, today);
}

async function* readJson(bytes: AsyncIterable<Uint8Array>, today: Day): AsyncGenerator<FeedItem> {
  const reader = bundleReader({
    itemOf: (resource, place) => itemOf(resource, place, today),
    birthItems: (entries, place) => readBirth(entries, place, today),
  });
  let isEmpty = true;
  for await (const piece of cutJson(bytes, limits)) {
    isEmpty = false;
    yield* reader.read(piece);
  }
  if (isEmpty) yield { kind: 'fault', fault: emptyFile, place: 'line 1' };
}

const emptyFile = {
  element: 'the file',
  reason: 'empty',
  wanted: 'a FHIR resource, a searchset Bundle, or one resource a line',
};

function itemOf(resource: object, place: string, today: Day): FeedItem {
  const resourceType = 'resourceType' in resource ? resource.resourceType : undefined;
  if (resourceType === 'Patient') return readPatient(resource, today, place);
  if (resourceType === 'RelatedPerson') return readRelatedPerson(resource, today, place);
  if (resourceType === undefined)
    return {
      kind: 'not taken',
      message: 'patches' in resource ? 'Patch of a Patient' : 'JSON that is not FHIR',
    };
  return {
    kind: 'not taken',
    message: kinds.find((kind) => kind === resourceType) ?? 'FHIR resource of another kind',
  };
}

// What PDS sends beside Patient and RelatedPerson. Any other word might be anybody's, and is not repeated.
const kinds = [
  'Bundle',
  'CareTeam',
  'CapabilityStatement',
  'Coverage',
  'EpisodeOfCare',
  'Location',
  'MessageHeader',
  'Observation',
  'OperationOutcome',
  'Organization',
  'Parameters',
  'Practitioner',
  'PractitionerRole',
  'Provenance',
  'Subscription',
];
