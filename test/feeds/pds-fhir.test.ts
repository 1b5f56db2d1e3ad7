import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fc } from '../support/property.ts';
import type { FeedItem } from '../../src/domain/source-row.ts';
import { readPdsFhir } from '../../src/feeds/pds-fhir.ts';
import { day, itemsOf, patient, practice, relatedPerson, sampleDay, searchset } from '../support/pds.ts';

test('a patient is read as a child, with nothing but what the record has a place for', async () => {
  const [item] = await itemsOf(patient({ telecom: [{ value: '07700 900999' }], maritalStatus: {} }));
  assert.deepEqual(item, {
    kind: 'child',
    version: 3,
    dropped: ['Patient.telecom', 'Patient.maritalStatus'],
    child: {
      supplierKey: '9990000018',
      nhsNumber: '9990000018',
      givenNames: 'Amina Noor',
      familyName: 'Begum',
      dateOfBirth: '2015-03-27',
      gender: 'female',
      restricted: false,
      address: { line: '1 High Street, Bolton', postcode: 'BL1 1AA' },
      practiceCode: 'P82001',
    },
  });
});

const name = (changes: object): object => ({
  name: [{ use: 'usual', given: ['A'], family: 'B', ...changes }],
});
const number = (...identifier: readonly object[]): object => ({ id: undefined, identifier });
const nhs = 'https://fhir.nhs.uk/Id/nhs-number';
const unverified = {
  url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus',
  valueCodeableConcept: { coding: [{ code: '02' }] },
};

const refusedPatients: readonly (readonly [object, string, string])[] = [
  [{ birthDate: undefined }, 'Patient.birthDate', 'missing'],
  [{ birthDate: '2015' }, 'Patient.birthDate', 'only part of a date'],
  [{ birthDate: '2015-03' }, 'Patient.birthDate', 'only part of a date'],
  [{ birthDate: '2015-02-29' }, 'Patient.birthDate', 'not a real date'],
  [{ birthDate: '32/13/2014' }, 'Patient.birthDate', 'not a real date'],
  [{ birthDate: 20150327 }, 'Patient.birthDate', 'not as FHIR R4 has it'],
  [{ birthDate: '2026-11-23' }, 'Patient.birthDate', 'in the future'],
  [{ birthDate: '2008-11-22' }, 'Patient.birthDate', '18 or over'],
  [{ birthDate: '1998-11-22' }, 'Patient.birthDate', '18 or over'],
  [number(), 'Patient.identifier', 'missing'],
  [number({ system: 'https://example.org/other', value: '9990000018' }), 'Patient.identifier', 'missing'],
  [number({ system: nhs, value: '9990000019' }), 'Patient.identifier', 'not an NHS number'],
  [number({ system: nhs, value: '0101010101' }), 'Patient.identifier', 'not an NHS number'],
  [
    number({ system: nhs, value: '9990000018', extension: [unverified] }),
    'Patient.identifier',
    'not verified',
  ],
  [
    number({ system: nhs, value: '9990000018' }, { system: nhs, value: '9990000026' }),
    'Patient.identifier',
    'more than one',
  ],
  [{ id: '9990000026' }, 'Patient.id', 'not the NHS number of the identifier'],
  [{ name: undefined }, 'Patient.name', 'missing'],
  [{ name: [{ use: 'old', given: ['A'], family: 'B' }] }, 'Patient.name', 'missing'],
  [name({ family: undefined }), 'Patient.name.family', 'no usable family name'],
  [name({ family: 'x'.repeat(36) }), 'Patient.name.family', 'no usable family name'],
  [name({ family: 'x\u0000y' }), 'Patient.name.family', 'no usable family name'],
  [name({ family: 'x\uD800' }), 'Patient.name.family', 'no usable family name'],
  [name({ family: '123' }), 'Patient.name.family', 'no usable family name'],
  [name({ given: [] }), 'Patient.name.given', 'no usable given name'],
  [name({ given: [null] }), 'Patient.name.given', 'no usable given name'],
  [name({ given: ['x'.repeat(36)] }), 'Patient.name.given', 'no usable given name'],
  [name({ given: 'A' }), 'Patient.name.given', 'not as FHIR R4 has it'],
  [{ deceasedDateTime: '2015' }, 'Patient.deceasedDateTime', 'not a full date'],
  [{ deceasedDateTime: '2015-03-26' }, 'Patient.deceasedDateTime', 'before birth or in the future'],
  [{ deceasedDateTime: '2026-12-01' }, 'Patient.deceasedDateTime', 'before birth or in the future'],
  [{ deceasedBoolean: true }, 'Patient.deceasedDateTime', 'missing where deceasedBoolean is true'],
  [{ active: false }, 'Patient.active', 'not in use'],
  [{ modifierExtension: [{ url: 'x' }] }, 'Patient.modifierExtension', 'changes what the rest means'],
  [{ link: [{ type: 'replaced-by' }] }, 'Patient.link', 'replaced by another record'],
];

test('a patient that cannot be a record here is refused by element and reason', async () => {
  for (const [changes, element, reason] of refusedPatients) {
    const [item] = await itemsOf(patient(changes));
    assert.equal(item?.kind, 'fault', JSON.stringify(changes));
    assert.deepEqual([item.fault.element, item.fault.reason], [element, reason]);
    assert.notEqual(item.fault.wanted, '');
  }
});

test('the day before the 18th birthday is the last that a patient is taken', async () => {
  const [item] = await itemsOf(patient({ birthDate: '2008-11-23' }));
  assert.equal(item?.kind, 'child');
});

test('one born on 29 February is taken until the end of February', async () => {
  const born = patient({ birthDate: '2012-02-29' });
  const on = async (text: string) => (await itemsOf(born, day(text)))[0]?.kind;
  assert.equal(await on('2030-02-28'), 'child');
  assert.equal(await on('2030-03-01'), 'fault');
});

test('the usual name of today is taken, and names that are over are former ones', async () => {
  const names = [
    { use: 'old', given: ['Amina'], family: 'Khan' },
    { use: 'usual', given: ['Amina'], family: 'Shah', period: { end: '2020' } },
    { use: 'nickname', given: ['Mina'] },
    { use: 'official', given: ['Amina'], family: 'Official' },
    { use: 'usual', given: ['Amina'], family: 'Begum', period: { start: '2021-01' } },
  ];
  const child = await childOf({ name: names });
  assert.equal(child.familyName, 'Begum');
  assert.equal(child.preferredName, 'Mina');
  assert.deepEqual(child.formerNames, [
    { givenNames: 'Amina', familyName: 'Khan' },
    { givenNames: 'Amina', familyName: 'Shah' },
  ]);
});

test('where every name is over, the latest is taken', async () => {
  const names = ['2019', '2021', '2020'].map((end) => ({
    use: 'usual',
    given: ['A'],
    family: `Until ${end}`,
    period: { end },
  }));
  assert.equal((await childOf({ name: names })).familyName, 'Until 2021');
});

test('a gender that is neither female nor male is not specified', async () => {
  for (const [given, meant] of [
    ['male', 'male'],
    ['other', 'not specified'],
    ['unknown', 'not specified'],
    [undefined, 'not specified'],
  ])
    assert.equal((await childOf({ gender: given })).gender, meant);
});

test('only a home that stands today is an address, and a wrong postcode is dropped by name', async () => {
  const home = (changes: object) => ({ address: [{ use: 'home', line: ['1 High Street'], ...changes }] });
  const addressOf = async (changes: object) => (await childOf(changes)).address;
  assert.equal(await addressOf(home({ period: { end: '2026-11-21' } })), undefined);
  assert.equal(await addressOf(home({ use: 'temp' })), undefined);
  assert.equal(await addressOf(home({ postalCode: 'ZZ99 3VZ' })), undefined);
  assert.equal(await addressOf(home({ line: ['x\u0007y'] })), undefined);
  assert.deepEqual(await addressOf(home({ period: { end: '2026-11-22' } })), { line: '1 High Street' });
  const [item] = await itemsOf(patient(home({ postalCode: 'nonsense' })));
  assert.ok(item?.kind === 'child' && item.dropped.includes('Patient.address.postalCode'));
});

test('a practice is taken by its code, whether or not the register has it, while it stands', async () => {
  assert.equal((await childOf({ generalPractitioner: [practice('Y99999')] })).practiceCode, 'Y99999');
  const ended = { ...practice('Y99999').identifier, period: { end: '2020-01-01' } };
  assert.equal((await childOf({ generalPractitioner: [{ identifier: ended }] })).practiceCode, undefined);
  assert.equal((await childOf({ generalPractitioner: [practice('RH8')] })).practiceCode, undefined);
});

test('of a restricted patient no place is taken, even where one came', async () => {
  for (const code of ['R', 'V', 'REDACTED', undefined]) {
    const [item] = await itemsOf(patient({ meta: { security: [{ code }] } }));
    assert.ok(item?.kind === 'child');
    assert.equal(item.child.restricted, true);
    assert.deepEqual([item.child.address, item.child.practiceCode], [undefined, undefined]);
    assert.deepEqual(item.dropped, [
      'Patient.address (restricted)',
      'Patient.generalPractitioner (restricted)',
    ]);
  }
});

test('a death is told by its day', async () => {
  assert.equal((await childOf({ deceasedDateTime: '2026-10-01T23:30:00+01:00' })).diedOn, '2026-10-01');
});

test('a related person is read as a carer of that child', async () => {
  const [item] = await itemsOf(relatedPerson({ address: patient()['address'], communication: [] }));
  assert.deepEqual(item, {
    kind: 'carer',
    place: 'line 1',
    dropped: ['RelatedPerson.communication'],
    carer: {
      supplierKey: '9990000018',
      carerKey: 'R1',
      givenNames: 'Salma',
      familyName: 'Begum',
      relationship: 'mother',
      parentalResponsibility: 'not known',
      telephone: '07700 900123',
      email: 'salma.begum@family.example',
      address: { line: '1 High Street, Bolton', postcode: 'BL1 1AA' },
    },
  });
});

test('a relationship is one of the closed list, and any other is another carer', async () => {
  const relationshipOf = async (code: string) => {
    const [item] = await itemsOf(relatedPerson({ relationship: [{ coding: [{ code: 'ECON' }, { code }] }] }));
    return item?.kind === 'carer' ? item.carer.relationship : undefined;
  };
  assert.equal(await relationshipOf('FTH'), 'father');
  assert.equal(await relationshipOf('Guardian'), 'guardian');
  assert.equal(await relationshipOf('MGRMTH'), 'grandparent');
  assert.equal(await relationshipOf('__proto__'), 'other carer');
});

test('a relationship that is over is a name without an address or a telephone', async () => {
  for (const over of [{ active: false }, { period: { end: '2021-12-31' } }]) {
    const [item] = await itemsOf(relatedPerson({ ...over, address: patient()['address'] }));
    assert.ok(item?.kind === 'carer');
    assert.equal(item.carer.ended, true);
    assert.deepEqual(
      [item.carer.telephone, item.carer.email, item.carer.address],
      [undefined, undefined, undefined],
    );
  }
});

test('a carer without a child, a key or a name is refused', async () => {
  const elementOf = async (changes: object) => {
    const [item] = await itemsOf(relatedPerson(changes));
    return item?.kind === 'fault' ? item.fault.element : undefined;
  };
  assert.equal(await elementOf({ patient: undefined }), 'RelatedPerson.patient');
  assert.equal(await elementOf({ patient: { reference: 'Patient/123' } }), 'RelatedPerson.patient');
  assert.equal(
    await elementOf({ patient: { reference: 'https://x.example/Patient/9990000018' } }),
    undefined,
  );
  assert.equal(await elementOf({ id: undefined }), 'RelatedPerson.id');
  assert.equal(await elementOf({ name: undefined }), 'RelatedPerson.name');
});

test('what is no telephone number or e-mail address is dropped by name', async () => {
  const telecom = [
    { system: 'phone', value: 'ring after six' },
    { system: 'email', value: 'salma at home' },
  ];
  const [item] = await itemsOf(relatedPerson({ telecom }));
  assert.ok(item?.kind === 'carer');
  assert.deepEqual([item.carer.telephone, item.carer.email], [undefined, undefined]);
  assert.deepEqual(item.dropped, [
    'RelatedPerson.telecom (not a telephone number)',
    'RelatedPerson.telecom (not an e-mail address)',
  ]);
});

test('a searchset is read entry by entry, and so are resources one a line', async () => {
  const resources = [
    patient(),
    patient({ birthDate: undefined }),
    { resourceType: 'Coverage' },
    relatedPerson(),
  ];
  assert.deepEqual((await itemsOf(searchset(...resources))).map(summary), [
    'child',
    'fault entry 2',
    'not taken Coverage',
    'carer entry 4',
  ]);
  const lines = resources.map((resource) => JSON.stringify(resource)).join('\n');
  assert.deepEqual((await itemsOf(`\uFEFF${lines}\n`)).map(summary), [
    'child',
    'fault line 2',
    'not taken Coverage',
    'carer line 4',
  ]);
});

test('the members of a Bundle may stand in any order', async () => {
  const entry = [{ resource: patient() }];
  assert.deepEqual((await itemsOf({ entry, resourceType: 'Bundle', type: 'searchset' })).map(summary), [
    'child',
  ]);
  assert.deepEqual((await itemsOf({ type: 'batch', entry, resourceType: 'Bundle' })).map(summary), [
    'not taken Bundle of type batch',
  ]);
});

test('messages that are not taken yet are named by kind, and anything else without repeating it', async () => {
  const named: readonly (readonly [object, string])[] = [
    [{ resourceType: 'Bundle', type: 'transaction', entry: [] }, 'Bundle of type transaction'],
    [{ resourceType: 'Bundle', type: 'Begum', entry: [] }, 'Bundle of type unknown'],
    [{ resourceType: 'Bundle', type: 'searchset' }, 'Bundle of type searchset: without entries'],
    [{ resourceType: 'OperationOutcome' }, 'OperationOutcome'],
    [{ resourceType: 'Begum' }, 'FHIR resource of another kind'],
    [{ patches: [] }, 'Patch of a Patient'],
    [{ Begum: 1 }, 'JSON that is not FHIR'],
    [patient({ birthDate: '#(birthDate)' }), 'Template with placeholders for values'],
  ];
  for (const [message, kind] of named)
    assert.deepEqual((await itemsOf(message)).map(summary), [`not taken ${kind}`]);
});

test('two members of one name are refused: readers differ on which of them counts', async () => {
  const twice = JSON.stringify(patient()).replace('"meta":{', '"meta":{"security":[{"code":"R"}],');
  assert.deepEqual((await itemsOf(twice)).map(summary), ['fault line 1']);
  const inBundle = JSON.stringify(searchset(patient())).replace('{"resource":', '{"resource":{},"resource":');
  assert.deepEqual((await itemsOf(inBundle)).map(summary), ['fault entry 1']);
});

test('a member called __proto__ is a dropped element like any other', async () => {
  const [item] = await itemsOf(JSON.stringify(patient()).replace('{', '{"__proto__":{"active":false},'));
  assert.ok(item?.kind === 'child');
  assert.deepEqual(item.dropped, ['Patient.(an element that FHIR R4 has not here)']);
});

test('a broken file is refused in words', async () => {
  const whole = JSON.stringify(searchset(patient(), patient()));
  const broken: readonly (readonly [string | Uint8Array, string])[] = [
    ['', 'empty'],
    ['<Patient>', 'cut off before its end'],
    [Buffer.from(whole, 'utf16le'), 'not JSON'],
    [Buffer.from(JSON.stringify(patient()).replace('Begum', 'B\u00e9gum'), 'latin1'), 'not UTF-8'],
    ['\u0000\u0000', 'not JSON'],
    [`[${whole}]`, 'a JSON list'],
    [JSON.stringify(patient(name({ family: 'x'.repeat(10_000_000) }))), 'too long'],
    [`{"resourceType":"Patient","name":${'['.repeat(100)}`, 'nested too deep'],
  ];
  for (const [file, reason] of broken) {
    const items = await itemsOf(file);
    assert.deepEqual(
      items.map((item) => (item.kind === 'fault' ? item.fault.reason : item.kind)),
      [reason],
    );
  }
  assert.deepEqual((await itemsOf(whole.slice(0, -80))).map(summary), ['child', 'fault entry 2']);
});

test('no fault, dropped element or kind of message repeats what was sent', async () => {
  const secret = 'Zzecret';
  const spoiled = fc.constantFrom(...Object.keys(patient()), ...Object.keys(relatedPerson()), secret);
  const value = fc.constantFrom<unknown>(
    secret,
    [secret],
    [{ [secret]: secret }],
    { [secret]: [secret] },
    [[secret]],
    7,
    null,
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(patient(), relatedPerson()),
      spoiled,
      value,
      async (resource, member, put) => {
        for (const item of await itemsOf({ ...resource, [member]: put })) {
          const { kind } = item;
          const told = kind === 'child' ? item.dropped : kind === 'carer' ? [item.place, item.dropped] : item;
          assert.ok(!JSON.stringify(told).includes(secret));
        }
      },
    ),
  );
});

test('no bytes make the reader throw', async () => {
  const text = fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.constant(JSON.stringify(searchset(patient()))),
  );
  const file = fc.oneof(
    fc.uint8Array(),
    fc.array(text).map((lines) => Buffer.from(lines.join('\n'))),
    fc.tuple(text, fc.nat(400), fc.nat(255)).map(([whole, at, byte]) => {
      const bytes = Buffer.from(whole);
      if (at < bytes.length) bytes[at] = byte;
      return bytes;
    }),
  );
  await fc.assert(fc.asyncProperty(file, async (bytes) => void (await itemsOf(bytes))));
});

test('a searchset of 200,000 entries is read without being held', async () => {
  const child = patient({ address: undefined, generalPractitioner: undefined });
  const others = Array.from({ length: 9 }, () => ({ resource: { resourceType: 'Coverage' } }));
  const entries = JSON.stringify([{ resource: child }, ...others]).slice(1, -1);
  const block = Buffer.from(`${entries},`.repeat(100));
  async function* file(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"resourceType":"Bundle","type":"searchset","entry":[');
    for (let at = 0; at < 200; at += 1) yield block;
    yield Buffer.from(`${entries}]}`);
  }
  const before = heldMegabytes();
  let read = 0;
  let most = 0;
  for await (const item of readPdsFhir(file(), sampleDay)) {
    read += item.kind === 'fault' ? 0 : 1;
    if (read % 20_000 === 0) most = Math.max(most, heldMegabytes());
  }
  assert.equal(read, 200_010);
  assert.ok(most - before < 6, `${most - before} MB`); // the file is 17 MB
});

setFlagsFromString('--expose-gc');

function heldMegabytes(): number {
  runInNewContext('gc()');
  return Math.round(process.memoryUsage().heapUsed / 1e6);
}

async function childOf(changes: object) {
  const [item] = await itemsOf(patient(changes));
  assert.ok(item?.kind === 'child', JSON.stringify(item));
  return item.child;
}

function summary(item: FeedItem): string {
  if (item.kind === 'child' || item.kind === 'about') return item.kind;
  return item.kind === 'not taken' ? `not taken ${item.message}` : `${item.kind} ${item.place}`;
}
