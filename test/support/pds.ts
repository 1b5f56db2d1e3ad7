import assert from 'node:assert/strict';
import { isDay, type Day } from '../../src/domain/calendar.ts';
import type { FeedItem } from '../../src/domain/source-row.ts';
import { readPdsFhir } from '../../src/feeds/pds-fhir.ts';

/** The day that the samples are read on. */
export const sampleDay = day('2026-11-22');

/** A FHIR Patient who is an invented child; what is given replaces or, where undefined, leaves out. */
export function patient(changes: object = {}): Readonly<Record<string, unknown>> {
  return {
    resourceType: 'Patient',
    id: '9990000018',
    meta: { versionId: '3', security: [{ code: 'U' }] },
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' }],
    name: [{ use: 'usual', given: ['Amina', 'Noor'], family: 'Begum' }],
    gender: 'female',
    birthDate: '2015-03-27',
    address: [{ use: 'home', line: ['1 High Street', '', 'Bolton'], postalCode: 'BL1 1AA' }],
    generalPractitioner: [practice('P82001')],
    ...changes,
  };
}

/** A FHIR RelatedPerson of that child. */
export function relatedPerson(changes: object = {}): Readonly<Record<string, unknown>> {
  return {
    resourceType: 'RelatedPerson',
    id: 'R1',
    patient: { identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' } },
    relationship: [{ coding: [{ code: 'MTH' }] }],
    name: [{ use: 'usual', given: ['Salma'], family: 'Begum' }],
    telecom: [
      { system: 'phone', use: 'mobile', value: '07700 900123' },
      { system: 'email', value: 'salma.begum@family.example' },
    ],
    ...changes,
  };
}

export function practice(code: string) {
  return { identifier: { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: code } };
}

export function searchset(...resources: readonly object[]): object {
  return { resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) };
}

/** Everything that the reader makes of one file. */
export async function itemsOf(file: string | Uint8Array | object, today = sampleDay): Promise<FeedItem[]> {
  const items: FeedItem[] = [];
  for await (const item of readPdsFhir(bytesOf(file), today)) items.push(item);
  return items;
}

/** A file's bytes as a stream. */
export async function* bytesOf(file: string | Uint8Array | object): AsyncGenerator<Uint8Array> {
  if (file instanceof Uint8Array) yield file;
  else yield Buffer.from(typeof file === 'string' ? file : JSON.stringify(file));
}

export function day(text: string): Day {
  assert.ok(isDay(text));
  return text;
}
