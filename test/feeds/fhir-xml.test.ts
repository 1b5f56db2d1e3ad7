import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { readPdsFhir } from '../../src/feeds/pds-fhir.ts';
import { faultsOf, readAll } from '../support/feed-items.ts';

const baby = readFileSync(
  new URL('../data/ukcore/UKCore-Patient-BabyPatient-Example.xml', import.meta.url),
  'utf8',
).replace('9912003890', '9990000018'); // the published number has a wrong check digit

test('a UK Core patient in XML is read as in JSON', async () => {
  assert.deepEqual(await readAll(readPdsFhir, baby), [
    {
      kind: 'child',
      child: {
        supplierKey: '9990000018',
        nhsNumber: '9990000018',
        dateOfBirth: '2021-02-11',
        gender: 'female',
        givenNames: 'Melanie',
        familyName: 'JONES',
        restricted: false,
        address: { line: '10 Fearnville Grove', town: 'LEEDS', postcode: 'LS8 3DR' },
      },
      dropped: ['Patient.text', 'Patient.extension', 'Patient.telecom'],
    },
  ]);
});

test('a patient who died is read with the day, and a new practice as the present one', async () => {
  const more = `<deceasedDateTime value="2026-11-02T10:00:00+00:00"/><generalPractitioner><identifier>
    <system value="https://fhir.nhs.uk/Id/ods-organization-code"/><value value="P82001"/></identifier></generalPractitioner></Patient>`;
  const [item] = await readAll(readPdsFhir, baby.replace('</Patient>', more));
  assert.ok(item?.kind === 'child');
  assert.deepEqual([item.child.diedOn, item.child.practiceCode], ['2026-11-02', 'P82001']);
});

test('a restricted patient keeps no place in XML either', async () => {
  const meta = '<meta><security><code value="R"/></security></meta><extension';
  const [item] = await readAll(readPdsFhir, baby.replace('<extension', meta));
  assert.ok(item?.kind === 'child' && item.child.restricted);
  assert.equal(item.child.address, undefined);
});

test('a Bundle in XML is read entry by entry, but for what asks that something be done', async () => {
  const entry = (inside: string): string => `<entry>${inside}</entry>`;
  const patient = `<resource>${baby}</resource>`;
  const file = `<Bundle xmlns="http://hl7.org/fhir"><type value="searchset"/>${entry(patient)}${entry(`<request/>${patient}`)}${entry('')}</Bundle>`;
  assert.deepEqual(
    (await readAll(readPdsFhir, file)).map((item) => (item.kind === 'not taken' ? item.message : item.kind)),
    ['child', 'Entry of a Bundle that asks for something', 'Entry of a Bundle without a resource'],
  );
});

test('XML is known by its beginning, after a byte order mark and space, however the bytes are cut', async () => {
  const [expected] = await readAll(readPdsFhir, baby);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 500 }), async (size) => {
      assert.deepEqual(await readAll(readPdsFhir, `\uFEFF\n${baby}`, size), [expected]);
    }),
    { numRuns: 30 },
  );
  assert.deepEqual(faultsOf(await readAll(readPdsFhir, `<!DOCTYPE x>${baby}`)), [
    'the file: a DOCTYPE, which is not taken',
  ]);
});
