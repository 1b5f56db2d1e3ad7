import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withDatabase, type TestDatabase } from '../support/database.ts';
import { ask, everything, importFiles } from '../support/feeds.ts';
import { day, patient, sampleDay } from '../support/pds.ts';
import { censusOf, censusPupil, pupil, transferFileOf } from '../support/school-files.ts';

const fromSchool = { supplier: 'school-census', format: 'ctf' };
const census = { supplier: 'school-census', format: 'school-census' };
const needs = { supplier: 'council', format: 'cin-census' };

test('a transfer file tells where a child goes to school, and what was in it besides stands nowhere', async (t) => {
  const database = await withChild(t, 2, '3502001 X00180001701A');
  const report = await importFiles(
    database.application,
    { 'a.xml': transferFileOf(pupil()) },
    sampleDay,
    fromSchool,
  );
  assert.deepEqual(report.files[0]?.refused, []);
  assert.deepEqual(await ask(database, `select urn, kind, started_on, ended_on from education`), [
    ['105250', 'school', '2020-09-01', null],
  ]);
  assert.deepEqual(await ask(database, `select number from child_number where number_kind = 'upn'`), [
    ['X00180001701A'],
  ]);
  assert.deepEqual(await ask(database, `select given_names, telephone, parental_responsibility from carer`), [
    ['Sara', '07700 900222', 'yes'],
  ]);
  const stored = await everything(database);
  for (const dropped of ['07700 900111', 'amina@family', 'APKN', 'Quack', '3503009'])
    assert.ok(!stored.includes(dropped), dropped);
});

test('a census that says that the pupil left ends the place, and one again begins none', async (t) => {
  const database = await withChild(t, 2, '3502001 X00180001701A');
  const left = '<EntryDate>2020-09-01</EntryDate><LeavingDate>2026-11-01</LeavingDate>';
  await importFiles(database.application, { 'a.xml': censusOf([censusPupil()]) }, sampleDay, census);
  const later = censusOf([], [censusPupil({ PupilStatus: left })]);
  for (const on of ['2026-11-23', '2026-11-24'])
    await importFiles(database.application, { [`${on}.xml`]: later }, day(on), census);
  assert.deepEqual(await ask(database, `select urn, started_on, ended_on from education`), [
    ['105250', '2020-09-01', '2026-11-01'],
  ]);
});

test('the needs census makes the service’s desk one of the child’s contacts, ends it, and leaves a person’s word alone', async (t) => {
  const database = await withChild(t, 3, 'C1');
  const file = (until = '') =>
    `<Message><Header><Source><LEA>350</LEA></Source></Header><Children><Child><ChildIdentifiers><LAchildID>C1</LAchildID>
    <PersonBirthDate>2015-03-27</PersonBirthDate></ChildIdentifiers><CINdetails><CINreferralDate>2024-05-02</CINreferralDate>
    <PrimaryNeedCode>N8secret</PrimaryNeedCode>${until}</CINdetails></Child></Children></Message>`;
  const told = `select team.name, started_on, ended_on, supplier_id from involvement join team using (team_id)`;

  const [first] = (await importFiles(database.application, { 'a.xml': file() }, sampleDay, needs)).files;
  assert.deepEqual(first?.refused, []);
  assert.deepEqual(await ask(database, told), [['Duty desk', '2024-05-02', null, '3']]);
  assert.ok(!(await everything(database)).includes('N8secret'));

  const closed = file('<CINclosureDate>2026-11-20</CINclosureDate>');
  await importFiles(database.application, { 'b.xml': closed }, day('2026-11-23'), needs);
  assert.deepEqual(await ask(database, told), [['Duty desk', '2024-05-02', '2026-11-20', '3']]);

  await ask(database, `update involvement set ended_on = null, supplier_id = null`); // a person recorded it
  await importFiles(database.application, { 'c.xml': `${closed} ` }, day('2026-11-24'), needs);
  assert.deepEqual(await ask(database, told), [['Duty desk', '2024-05-02', null, null]]);
});

test('a child of the needs census who is not here, or was born on another day, is refused', async (t) => {
  const database = await withChild(t, 3, 'C1');
  const file = (key: string, born: string) =>
    `<Message><Header><Source><LEA>350</LEA></Source></Header><Children><Child><ChildIdentifiers><LAchildID>${key}</LAchildID>
    <PersonBirthDate>${born}</PersonBirthDate></ChildIdentifiers><CINdetails><CINreferralDate>2024-05-02</CINreferralDate></CINdetails>
    </Child></Children></Message>`;
  for (const text of [file('C2', '2015-03-27'), file('C1', '2015-03-28')]) {
    const { files } = await importFiles(database.application, { 'a.xml': text }, sampleDay, needs);
    assert.equal(files[0]?.refused[0]?.element, 'the child');
  }
  assert.deepEqual(await ask(database, `select from involvement`), []);
});

test('a case system’s file is read by its mapping: child and involvement, and no column besides', async (t) => {
  const database = await withChild(t, 3, '77');
  const mapping = JSON.stringify({
    columns: {
      Id: 'key',
      First: 'given name',
      Last: 'family name',
      Born: 'date of birth',
      Opened: 'involved since',
    },
    involvement: { service: 'social care', council: 350 },
  });
  const file = 'Id,First,Last,Born,Opened,Risk\n77,Amina,Begum,27/03/2015,2024-05-02,very high risk\n';
  const from = { supplier: 'council', format: 'case-csv', mapping };
  const { files } = await importFiles(database.application, { 'a.csv': file }, sampleDay, from);
  assert.deepEqual(files[0]?.refused, []);
  assert.deepEqual(
    files[0]?.dropped.map(({ name }) => name),
    ['(a column that the mapping does not name)'],
  );
  assert.deepEqual(await ask(database, `select started_on, ended_on from involvement`), [
    ['2024-05-02', null],
  ]);
  assert.deepEqual(await ask(database, `select count(*) from child`), [['1']]);
  assert.ok(!(await everything(database)).includes('very high risk'));
});

test('a case system’s file without a mapping, or with a wrong one, is not begun', async (t) => {
  const { application } = await withDatabase(t);
  const { receiveFeed } = await import('../../src/services/receive-feed.ts');
  const { randomNumbers } = await import('../../src/services/new-numbers.ts');
  const markKey = Buffer.alloc(32);
  const asked = { files: [], today: sampleDay, now: () => new Date(), numbers: randomNumbers, markKey };
  for (const mapping of [undefined, '{}', '{"columns":{"Id":"key"}}']) {
    const received = await receiveFeed(application, {
      ...asked,
      supplier: 'council',
      format: 'case-csv',
      mapping,
    });
    assert.ok(!received.ok && received.fault.kind === 'invalid');
  }
  const other = await receiveFeed(application, { ...asked, supplier: 'nhs-pds', mapping: '{}' });
  assert.ok(!other.ok);
});

/** A child who is here, known to a supplier by this key as if it had told of them before, with a school and a council's desk. */
async function withChild(
  t: Parameters<typeof withDatabase>[0],
  supplierId: number,
  key: string,
): Promise<TestDatabase> {
  const database = await withDatabase(t);
  await importFiles(database.application, { 'pds.json': patient() });
  await ask(
    database,
    `insert into council (council_code, gss_code, name, official_name, region, latitude, longitude)
      values (350, 'E08000001', 'Bolton', 'Bolton', 'North West', 53.6, -2.4)`,
  );
  await ask(
    database,
    `insert into school (urn, name, dfe_number, is_primary, is_secondary, is_post16, is_open)
      values (105250, 'Low Street School', '3502001', true, false, false, true),
        (100001, 'Low Street School before', '3502001', true, false, false, false)`,
  );
  await ask(
    database,
    `with council_of as (
        insert into organisation (kind, name, council_code) values ('council', 'Bolton', 350) returning organisation_id
      )
      insert into team (organisation_id, service_kind, name, telephone, hours, is_desk, council_code)
      select organisation_id, 'social care', 'Duty desk', '01632 960000', '', true, 350 from council_of`,
  );
  await ask(
    database,
    `update source_row
      set supplier_id = ${supplierId}, supplier_key = '${key}', supplier_version = null, first_seen_on = '2026-11-20',
        last_seen_on = '2026-11-20'`,
  );
  return database;
}
