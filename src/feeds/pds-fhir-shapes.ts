import { z } from 'zod';
import { refusal, type Read } from './facts.ts';

// Only what is named here is taken from a message: whatever else stands in it is left behind by these shapes.

const period = z.object({ start: z.string().optional(), end: z.string().optional() });
const coding = z.object({ system: z.string().optional(), code: z.string().optional() });
const codeableConcept = z.object({ coding: z.array(coding).optional() });
const identifier = z.object({
  use: z.string().optional(),
  system: z.string().optional(),
  value: z.string().optional(),
  period: period.optional(),
  extension: z
    .array(z.object({ url: z.string().optional(), valueCodeableConcept: codeableConcept.optional() }))
    .optional(),
});
const reference = z.object({ reference: z.string().optional(), identifier: identifier.optional() });
const humanName = z.object({
  use: z.string().optional(),
  period: period.optional(),
  family: z.string().optional(),
  given: z.array(z.string().nullable()).optional(),
});
const address = z.object({
  use: z.string().optional(),
  period: period.optional(),
  line: z.array(z.string().nullable()).optional(),
  city: z.string().optional(),
  postalCode: z.string().optional(),
});
const contactPoint = z.object({
  use: z.string().optional(),
  period: period.optional(),
  system: z.string().optional(),
  value: z.string().optional(),
});
const meta = z.object({ versionId: z.string().optional(), security: z.array(coding).optional() });

const patient = z.object({
  resourceType: z.literal('Patient'),
  id: z.string().optional(),
  meta: meta.optional(),
  modifierExtension: z.array(z.unknown()).optional(),
  active: z.boolean().optional(),
  identifier: z.array(identifier).optional(),
  name: z.array(humanName).optional(),
  gender: z.string().optional(),
  birthDate: z.string().optional(),
  deceasedBoolean: z.boolean().optional(),
  deceasedDateTime: z.string().optional(),
  address: z.array(address).optional(),
  generalPractitioner: z.array(reference).optional(),
  link: z.array(z.object({ type: z.string().optional() })).optional(),
});

const relatedPerson = z.object({
  resourceType: z.literal('RelatedPerson'),
  id: z.string().optional(),
  modifierExtension: z.array(z.unknown()).optional(),
  active: z.boolean().optional(),
  patient: reference.optional(),
  relationship: z.array(codeableConcept).optional(),
  name: z.array(humanName).optional(),
  telecom: z.array(contactPoint).optional(),
  address: z.array(address).optional(),
  period: period.optional(),
});

export type FhirPatient = z.infer<typeof patient>;
export type FhirRelatedPerson = z.infer<typeof relatedPerson>;
export type FhirName = z.infer<typeof humanName>;
export type FhirAddress = z.infer<typeof address>;
export type FhirPeriod = z.infer<typeof period>;
export type FhirIdentifier = z.infer<typeof identifier>;
export type FhirCoding = z.infer<typeof coding>;

/** Takes out of a Patient what the product has a place for. */
export function shapePatient(resource: unknown): Read<FhirPatient> {
  const shaped = patient.safeParse(resource);
  return shaped.success ? { ok: true, value: shaped.data } : misshapen('Patient', shaped.error);
}

/** Takes out of a RelatedPerson what the product has a place for. */
export function shapeRelatedPerson(resource: unknown): Read<FhirRelatedPerson> {
  const shaped = relatedPerson.safeParse(resource);
  return shaped.success ? { ok: true, value: shaped.data } : misshapen('RelatedPerson', shaped.error);
}

function misshapen(resourceType: string, error: z.ZodError): Read<never> {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).filter((step) => typeof step === 'string');
  const expected = issue?.code === 'invalid_type' ? issue.expected : '';
  return refusal(
    [resourceType, ...path].join('.'),
    'not as FHIR R4 has it',
    wantedWords.get(expected) ?? 'a FHIR R4 value',
  );
}

const wantedWords: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['boolean', 'true or false'],
]);
