import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNotYetNamed } from '../../src/domain/matching/compared-name.ts';
import { readPdsFhir } from '../../src/feeds/pds-fhir.ts';
import { birthOf, birthTemplates } from '../support/births.ts';
import { faultsOf, readAll } from '../support/feed-items.ts';

const whole = birthTemplates['birth__create-pds-record-at-birth.json'] ?? '';

test('a birth is read as a child without a number, and the mother as a carer; weight, place and team are dropped', async () => {
  const [child, carer, ...more] = await readAll(readPdsFhir, birthOf(whole));
  assert.ok(child?.kind === 'child' && carer?.kind === 'carer');
  const { supplierKey, ...said } = child.child;
  assert.match(supplierKey, /^birth [0-9a-f]{24}$/);
  assert.deepEqual(said, {
    givenNames: 'Baby',
    familyName: 'Begum',
    dateOfBirth: '2026-11-20',
    gender: 'female',
    address: { line: '1 High Street', town: 'Bolton', postcode: 'BL1 1AA' },
    restricted: false,
  });
  assert.deepEqual(child.dropped.slice(-6), [
    'Observation',
    'RelatedPerson',
    'Organization',
    'Location',
    'CareTeam',
    'Practitioner',
  ]);
  assert.deepEqual(carer.carer, {
    supplierKey,
    carerKey: 'mother',
    givenNames: 'Salma',
    familyName: 'Begum',
    relationship: 'mother',
    parentalResponsibility: 'yes',
  });
  assert.deepEqual(more, []);
  assert.ok(isNotYetNamed(said.givenNames)); // no evidence of who it is
});

test('the same birth told again has the same key, and a twin another', async () => {
  const keyOf = async (values: object): Promise<string> => {
    const [item] = await readAll(readPdsFhir, birthOf(whole, { ...values }));
    return item?.kind === 'child' ? item.child.supplierKey : '';
  };
  assert.equal(await keyOf({}), await keyOf({ babyGivenName: ['Amina'] }));
  assert.notEqual(await keyOf({}), await keyOf({ babyBirthOrder: 2 }));
  assert.notEqual(await keyOf({}), await keyOf({ motherNhsNumber: '9990000018' }));
});

test('the mother’s number is nowhere in what is read', async () => {
  assert.doesNotMatch(JSON.stringify(await readAll(readPdsFhir, birthOf(whole))), /9990000026/);
});

test('of a stillbirth nothing is read', async () => {
  const stillborn = birthOf(whole).replace(
    /"code": "1",\s+"display": "Live"/,
    '"code": "2", "display": "Stillbirth"',
  );
  assert.deepEqual(await readAll(readPdsFhir, stillborn), [
    { kind: 'not taken', message: 'Birth notification of a stillbirth' },
  ]);
});

test('a message with something missing is read without it, or refused with the reason', async () => {
  const kinds: Record<string, string> = {};
  for (const [file, template] of Object.entries(birthTemplates)) {
    const items = await readAll(readPdsFhir, birthOf(template));
    kinds[file.replace(/^.*at-birth-?|\.json$/g, '')] = [
      ...faultsOf(items),
      ...items.map(({ kind }) => kind),
    ].join(' ');
  }
  const taken = 'child carer';
  assert.deepEqual(kinds, {
    '': taken,
    maximal: taken,
    'missing-address': taken,
    'missing-birthdate': 'Patient.birthDate: missing fault',
    'missing-birthweight-value': taken,
    'missing-delivery-location-resource': taken,
    'missing-ethnicity-extension': taken,
    'missing-gender': taken,
    'missing-mother-nhs-number': taken,
    'missing-name-use': taken,
  });
});

test('the type may stand after the entries, and a template is nobody’s birth', async () => {
  const { entry, ...others } = { ...parsed(birthOf(whole)) };
  const late = await readAll(readPdsFhir, JSON.stringify({ entry, ...others }));
  assert.deepEqual(
    late.map(({ kind }) => kind),
    ['child', 'carer'],
  );
  assert.deepEqual(await readAll(readPdsFhir, whole), [
    { kind: 'not taken', message: 'Template with placeholders for values' },
  ]);
});

function parsed(text: string): { entry?: unknown } {
  const json: unknown = JSON.parse(text);
  assert.ok(typeof json === 'object');
  return { ...json };
}
